from datetime import datetime, timedelta

from django.db.models import DateTimeField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Least, Now
from django.db.models.lookups import GreaterThan, LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from exams.delivery import outcomes, queries
from exams.delivery.models import Admission, Attempt
from lms.kernel.clock import database_now
from lms.kernel.database import briefly
from lms.kernel.errors import DomainError


class NotYetOpen(DomainError):
    message = _("This sitting has not started yet.")


class EntryOver(DomainError):
    message = _("It is too late to start: entry to this sitting is over.")


class SittingCancelled(DomainError):
    message = _("This sitting was cancelled.")


class KeepsTheBank(DomainError):
    message = _(
        "You can read the questions of this exam and their answers, as a trainer of the "
        "branch: you cannot sit it. Ask the bureau to end that role, or to choose "
        "another paper for you."
    )


class HasPassed(DomainError):
    message = _("You have passed this exam: there is nothing to sit again.")


class ResultAwaited(DomainError):
    message = _("Wait for the result of your last attempt. Then you may sit again.")


class NoAttemptLeft(DomainError):
    message = _("You have used every attempt at this sitting.")


@briefly()
def start_attempt(*, admission: Admission, at: datetime | None = None) -> Attempt:
    """Start the attempt of a candidate, or return the one that is running.

    The database's clock decides, unless the tests or the demo give `at`. The lock on the
    admission comes first and `cancel_sitting` takes it too: what is read after it holds.

    :raises SittingCancelled: if there is nothing to start
    :raises NotYetOpen: if it is too early
    :raises EntryOver: if it is too late
    :raises KeepsTheBank: if the candidate may read what is right
    :raises ResultAwaited: if what was handed in has no released result yet
    :raises HasPassed: if there is nothing left to show
    :raises NoAttemptLeft: if every attempt is used up
    """
    admission = Admission.objects.select_for_update().get(pk=admission.pk)
    if admission.sitting.is_cancelled:
        raise SittingCancelled
    attempt = admission.attempts.open().first()
    if attempt is not None and attempt.is_running:
        return attempt

    _check_entry(admission, at or database_now())
    if queries.keeps_the_bank(admission):
        raise KeepsTheBank
    _check_sat(admission)
    attempt = attempt or _another(admission)
    if not _move(attempt, admission, at):
        raise EntryOver
    attempt.refresh_from_db()
    return attempt


def _check_entry(admission: Admission, now: datetime) -> None:
    sitting, extra = admission.sitting, timedelta(seconds=admission.extra_s)
    if now < sitting.starts_at:
        raise NotYetOpen
    if now > sitting.last_entry_at + extra or now >= sitting.closes_at + extra:
        raise EntryOver


def _check_sat(admission: Admission) -> None:
    sat = [each for each in admission.attempts.all() if each.is_handed_in]
    if any(not each.is_released for each in sat):
        raise ResultAwaited
    if any(outcome.passed for outcome in outcomes.of(sat).values()):
        raise HasPassed


def _another(admission: Admission) -> Attempt:
    used = admission.attempts.count()
    if used >= admission.sitting.max_attempts:
        raise NoAttemptLeft
    return Attempt.objects.create(
        admission=admission, number=used + 1, grace_s=admission.sitting.grace_s
    )


def _move(attempt: Attempt, admission: Admission, at: datetime | None) -> int:
    """Let the statement itself decide: of many starts at once, one starts it."""
    moment: Combinable = Now() if at is None else _value(at)
    sitting, extra = admission.sitting, timedelta(seconds=admission.extra_s)
    allowed = timedelta(seconds=sitting.duration_s) + extra
    return Attempt.objects.filter(
        LessThanOrEqual(moment, _value(sitting.last_entry_at + extra)),
        GreaterThan(_value(sitting.closes_at + extra), moment),
        # As a subquery: a join would take the state out of what a wait checks again.
        admission__in=Admission.objects.filter(sitting__cancelled_at=None),
        pk=attempt.pk,
        state=Attempt.State.NOT_STARTED,
    ).update(
        state=Attempt.State.IN_PROGRESS,
        started_at=moment,
        deadline_at=Least(moment + allowed, _value(sitting.closes_at + extra)),
    )


def _value(moment: datetime) -> Value:
    return Value(moment, output_field=DateTimeField())
