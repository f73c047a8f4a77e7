"""Sittings, who is admitted, and everything a candidate did."""

from exams.delivery.models.admission import Admission
from exams.delivery.models.attempt import Attempt, AttemptText
from exams.delivery.models.event import DeviceSession, ResponseEvent
from exams.delivery.models.exam import Exam
from exams.delivery.models.record import Incident, LateDecision, TimeAdjustment
from exams.delivery.models.sitting import Sitting

__all__ = [
    "Admission",
    "Attempt",
    "AttemptText",
    "DeviceSession",
    "Exam",
    "Incident",
    "LateDecision",
    "ResponseEvent",
    "Sitting",
    "TimeAdjustment",
]
