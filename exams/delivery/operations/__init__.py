"""Everything that can happen at an exam."""

from exams.delivery.operations.admitting import OwnExtraTime, SittingOver, admit
from exams.delivery.operations.checking import (
    ProjectionDiffers,
    verify_projection,
    verify_recent,
)
from exams.delivery.operations.deciding import (
    AttemptOver,
    DeadlinePassed,
    OwnAttempt,
    ResultReleased,
    adjust_time,
    annul_attempt,
)
from exams.delivery.operations.devices import (
    NotRunning,
    OtherDevice,
    open_device,
    token_for,
)
from exams.delivery.operations.handing_in import HandedIn, close_overdue, hand_in
from exams.delivery.operations.late import (
    NothingToDecide,
    StillAnswering,
    decide_late,
)
from exams.delivery.operations.sittings import (
    AlreadyHandedIn,
    ClosesTooEarly,
    PaperNotSealed,
    PassMarkTooHigh,
    TooFarAway,
    cancel_sitting,
    create_exam,
    create_sitting,
)
from exams.delivery.operations.starting import (
    EntryOver,
    KeepsTheBank,
    NoAttemptLeft,
    NotYetOpen,
    SittingCancelled,
    start_attempt,
)
from exams.delivery.saving import Saved, store

__all__ = [
    "AlreadyHandedIn",
    "AttemptOver",
    "ClosesTooEarly",
    "DeadlinePassed",
    "EntryOver",
    "HandedIn",
    "KeepsTheBank",
    "NoAttemptLeft",
    "NotRunning",
    "NotYetOpen",
    "NothingToDecide",
    "OtherDevice",
    "OwnAttempt",
    "OwnExtraTime",
    "PaperNotSealed",
    "PassMarkTooHigh",
    "ProjectionDiffers",
    "ResultReleased",
    "Saved",
    "SittingCancelled",
    "SittingOver",
    "StillAnswering",
    "TooFarAway",
    "adjust_time",
    "admit",
    "annul_attempt",
    "cancel_sitting",
    "close_overdue",
    "create_exam",
    "create_sitting",
    "decide_late",
    "hand_in",
    "open_device",
    "start_attempt",
    "store",
    "token_for",
    "verify_projection",
    "verify_recent",
]
