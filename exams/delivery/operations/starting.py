from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DateTimeField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Least, Now
from django.db.models.lookups import GreaterThan, LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from exams.delivery.models import Admission, Attempt, Sitting
from lms.kernel.clock import database_now
from lms.kernel.errors import DomainError


class NotYetOpen(DomainError):
    message = _("This sitting has not opened yet.")


class EntryOver(DomainError):
    message = _("It is too late to start: entry to this sitting is over.")


class SittingCancelled(DomainError):
    message = _("This sitting was cancelled.")


class NoAttemptLeft(DomainError):
    message = _("You have used every attempt at this sitting.")


def start_attempt(*, admission: Admission, at: datetime | None = None) -> Attempt:
    """Start the attempt of a candidate, or return the one that is running.

    The database's clock decides, unless the tests or the demo give `at`.

    :raises SittingCancelled: if there is nothing to start
    :raises NotYetOpen: if it is too early
    :raises EntryOver: if it is too late
    :raises NoAttemptLeft: if every attempt is used up
    """
    sitting = admission.sitting
    if sitting.is_cancelled:
        raise SittingCancelled
    attempt = admission.attempts.open().first() or _another(admission)
    if attempt.is_running:
        return attempt

    _move(attempt, admission, sitting, at)
    moved = Attempt.objects.get(pk=attempt.pk)
    if moved.is_running:
        return moved
    now = at or database_now()
    raise NotYetOpen if now < sitting.opens_at else EntryOver


@transaction.atomic
def _another(admission: Admission) -> Attempt:
    """Make the next attempt, unless one was made while we waited for the lock."""
    Admission.objects.select_for_update().get(pk=admission.pk)
    used = list(admission.attempts.order_by("number"))
    if used and used[-1].is_open:
        return used[-1]
    if len(used) >= admission.sitting.max_attempts:
        raise NoAttemptLeft
    return Attempt.objects.create(
        admission=admission, number=len(used) + 1, grace_s=admission.sitting.grace_s
    )


def _move(
    attempt: Attempt, admission: Admission, sitting: Sitting, at: datetime | None
) -> None:
    """Let the statement itself decide: of many starts at once, one starts it."""
    moment: Combinable = Now() if at is None else _value(at)
    extra = timedelta(seconds=admission.extra_s)
    allowed = timedelta(seconds=sitting.duration_s) + extra
    Attempt.objects.filter(
        LessThanOrEqual(_value(sitting.opens_at), moment),
        LessThanOrEqual(moment, _value(sitting.last_entry_at + extra)),
        GreaterThan(_value(sitting.closes_at + extra), moment),
        pk=attempt.pk,
        state=Attempt.State.NOT_STARTED,
    ).update(
        state=Attempt.State.IN_PROGRESS,
        started_at=moment,
        deadline_at=Least(moment + allowed, _value(sitting.closes_at + extra)),
    )


def _value(moment: datetime) -> Value:
    return Value(moment, output_field=DateTimeField())
