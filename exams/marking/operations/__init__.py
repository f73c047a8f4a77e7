"""What happens to what was handed in: scored, marked by people, released."""

from exams.marking.operations.marking import (
    AlreadyMarked,
    AlreadyReleased,
    LeaseLost,
    NotComplete,
    NothingToMark,
    NotWanted,
    OutOfRange,
    OwnMark,
    ReasonMissing,
    ResultWithheld,
    change_mark,
    give_back,
    give_mark,
    take_task,
)
from exams.marking.operations.releasing import (
    NothingToRelease,
    OwnMarks,
    OwnResult,
    release,
)
from exams.marking.operations.scoring import (
    AnswersChanged,
    AnswersOpen,
    ManifestMissing,
    NotHandedIn,
    score_attempt,
)

__all__ = [
    "AlreadyMarked",
    "AlreadyReleased",
    "AnswersChanged",
    "AnswersOpen",
    "LeaseLost",
    "ManifestMissing",
    "NotComplete",
    "NotHandedIn",
    "NotWanted",
    "NothingToMark",
    "NothingToRelease",
    "OutOfRange",
    "OwnMark",
    "OwnMarks",
    "OwnResult",
    "ReasonMissing",
    "ResultWithheld",
    "change_mark",
    "give_back",
    "give_mark",
    "release",
    "score_attempt",
    "take_task",
]
