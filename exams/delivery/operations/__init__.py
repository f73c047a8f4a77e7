"""Everything that can happen at an exam."""

from exams.delivery.operations.admitting import (
    OwnExtraTime,
    SeatTaken,
    SittingOver,
    admit,
)
from exams.delivery.operations.checking import (
    ProjectionDiffers,
    verify_projection,
    verify_recent,
)
from exams.delivery.operations.deciding import (
    AttemptOver,
    DeadlinePassed,
    NothingToWithhold,
    NotWithheld,
    OwnAttempt,
    ResultReleased,
    adjust_time,
    annul_attempt,
    check_identity,
    restore,
    withhold,
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
    StartsOutside,
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
    "NotWithheld",
    "NotYetOpen",
    "NothingToDecide",
    "NothingToWithhold",
    "OtherDevice",
    "OwnAttempt",
    "OwnExtraTime",
    "PaperNotSealed",
    "PassMarkTooHigh",
    "ProjectionDiffers",
    "ResultReleased",
    "Saved",
    "SeatTaken",
    "SittingCancelled",
    "SittingOver",
    "StartsOutside",
    "StillAnswering",
    "TooFarAway",
    "adjust_time",
    "admit",
    "annul_attempt",
    "cancel_sitting",
    "check_identity",
    "close_overdue",
    "create_exam",
    "create_sitting",
    "decide_late",
    "hand_in",
    "open_device",
    "restore",
    "start_attempt",
    "store",
    "token_for",
    "verify_projection",
    "verify_recent",
    "withhold",
]
