"""Four legally different things, never merged.

Subsidies, assessments, commendations, recognitions; and, apart from them, accountability.
"""

from incentives.models.accountability import AccountabilityRecord
from incentives.models.commendation import AwardProgramme, Commendation, Recognition
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

__all__ = [
    "KINDS",
    "AccountabilityRecord",
    "AwardProgramme",
    "Commendation",
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
