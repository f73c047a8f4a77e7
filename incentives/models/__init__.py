"""Four legally different things, never merged.

Subsidies, assessments, commendations, recognitions; and, apart from them, accountability.
"""

from incentives.models.accountability import AccountabilityRecord
from incentives.models.basis import Basis, Conditioned
from incentives.models.commendation import AwardProgramme, Commendation, Recognition
from incentives.models.decided import Decided
from incentives.models.grade import (
    EvaluationResult,
    Grade,
    GradeRecord,
    GradeScheme,
)
from incentives.models.record import Record
from incentives.models.subsidy import SubsidyEntry, SubsidyRate, SubsidySchedule

#: Every kind of record, by its name in addresses.
KINDS: dict[str, type[Record]] = {
    kind.KIND: kind
    for kind in (
        SubsidyEntry,
        Commendation,
        GradeRecord,
        EvaluationResult,
        Recognition,
        AccountabilityRecord,
    )
}

#: Every kind of what records rest on, by its name in addresses.
BASES: dict[str, type[Basis]] = {
    kind.KIND: kind for kind in (SubsidySchedule, AwardProgramme, GradeScheme)
}

__all__ = [
    "BASES",
    "KINDS",
    "AccountabilityRecord",
    "AwardProgramme",
    "Basis",
    "Commendation",
    "Conditioned",
    "Decided",
    "EvaluationResult",
    "Grade",
    "GradeRecord",
    "GradeScheme",
    "Recognition",
    "Record",
    "SubsidyEntry",
    "SubsidyRate",
    "SubsidySchedule",
]
