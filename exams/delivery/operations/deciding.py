from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exams.delivery.models import Admission, Attempt, Incident, TimeAdjustment
from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import User


class AttemptOver(DomainError):
    message = _("This attempt is over: its time can no longer be changed.")


class DeadlinePassed(DomainError):
    message = _("That would put the deadline into the past.")


class ResultReleased(DomainError):
    message = _(
        "The result of this attempt is released and stands. If it was wrongly earned, "
        "revoke the certificate."
    )


class NothingToWithhold(DomainError):
    message = _(
        "A result is withheld once the paper is scored and before it is released. "
        "This one is neither."
    )


class AlreadyWithheld(DomainError):
    message = _("This result is withheld already; the reason stands in its file.")


class NotWithheld(DomainError):
    message = _("This result is not withheld.")


class OwnAttempt(DomainError):
    message = _("This is your own attempt. Another person decides about it.")


@transaction.atomic
def adjust_time(
    *, attempt: Attempt, delta_s: int, reason: str, by: User, at: datetime
) -> TimeAdjustment:
    """Give one candidate more time, or less; before the start, for when they start.

    :raises OwnAttempt: if it is their own
    :raises AttemptOver: if it was handed in or annulled
    :raises DeadlinePassed: if too much is taken away
    """
    not_own(attempt, by)
    # The admission, then the attempt: always in this order.
    admission = Admission.objects.select_for_update().get(pk=attempt.admission_id)
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if not attempt.is_open:
        raise AttemptOver
    if attempt.deadline_at is None:
        _adjust_before_start(admission, delta_s)
    else:
        attempt.deadline_at += timedelta(seconds=delta_s)
        if attempt.deadline_at <= at:
            raise DeadlinePassed
    adjustment = TimeAdjustment.objects.create(
        attempt=attempt,
        delta_s=delta_s,
        deadline_at=attempt.deadline_at,
        reason=reason,
        by=by,
        at=at,
    )
    attempt.save(update_fields=["deadline_at"])
    record("attempt.time_adjusted", attempt, by, at, reason)
    return adjustment


@transaction.atomic
def annul_attempt(*, attempt: Attempt, reason: str, by: User, at: datetime) -> Attempt:
    """Take an attempt out of the count, for a reason; may be repeated.

    :raises OwnAttempt: if it is their own
    :raises ResultReleased: if the candidate has been told a result
    """
    not_own(attempt, by)
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.is_void:
        return attempt
    if attempt.state == Attempt.State.RELEASED:
        raise ResultReleased
    _move(attempt, Attempt.State.VOID, Incident.Kind.ANNULLED, reason, by, at)
    record("attempt.annulled", attempt, by, at, reason)
    return attempt


@transaction.atomic
def withhold(*, attempt: Attempt, reason: str, by: User, at: datetime) -> Attempt:
    """Keep a result from being released while something is cleared up.

    :raises OwnAttempt: if it is their own
    :raises AlreadyWithheld: if it is, for another reason or the same
    :raises NothingToWithhold: if it is not scored, or is released or annulled
    """
    not_own(attempt, by)
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.is_withheld:
        raise AlreadyWithheld
    if not attempt.is_scored:
        raise NothingToWithhold
    _move(attempt, Attempt.State.WITHHELD, Incident.Kind.WITHHELD, reason, by, at)
    record("attempt.withheld", attempt, by, at, reason)
    return attempt


@transaction.atomic
def restore(*, attempt: Attempt, reason: str, by: User, at: datetime) -> Attempt:
    """Let a result that was withheld be released like any other.

    :raises OwnAttempt: if it is their own
    :raises NotWithheld: if there is nothing to restore
    """
    not_own(attempt, by)
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if not attempt.is_withheld:
        raise NotWithheld
    _move(attempt, Attempt.State.SCORED, Incident.Kind.RESTORED, reason, by, at)
    record("attempt.restored", attempt, by, at, reason)
    return attempt


@transaction.atomic
def check_identity(
    *, attempt: Attempt, same_person: bool, reason: str, by: User, at: datetime
) -> Admission:
    """Note that a candidate is, or is not, who they say, and how that was seen.

    The last check stands on the admission; each is kept as an incident.

    :raises OwnAttempt: if it is their own
    """
    not_own(attempt, by)
    admission = Admission.objects.select_for_update().get(pk=attempt.admission_id)
    admission.identity_matches = same_person
    admission.identity_checked_at, admission.identity_checked_by = at, by
    admission.save(
        update_fields=["identity_matches", "identity_checked_at", "identity_checked_by"]
    )
    if same_person:
        _note(attempt, Incident.Kind.IDENTITY, reason, by, at)
        record("attempt.identity_confirmed", attempt, by, at, reason)
    else:
        _note(attempt, Incident.Kind.NO_IDENTITY, reason, by, at)
        record("attempt.identity_not_confirmed", attempt, by, at, reason)
    return admission


def not_own(attempt: Attempt, by: User) -> None:
    """Refuse whoever would decide about what they sat themselves.

    :raises OwnAttempt: if they did
    """
    if Attempt.objects.sat_by(by).filter(pk=attempt.pk).exists():
        raise OwnAttempt


def _adjust_before_start(admission: Admission, delta_s: int) -> None:
    if admission.extra_s + delta_s < 0:
        raise DeadlinePassed
    admission.extra_s += delta_s
    admission.save(update_fields=["extra_s"])


def _move(  # noqa: PLR0913, PLR0917 -- what an incident says
    attempt: Attempt,
    state: Attempt.State,
    kind: Incident.Kind,
    reason: str,
    by: User,
    at: datetime,
) -> None:
    attempt.state = state
    attempt.save(update_fields=["state"])
    _note(attempt, kind, reason, by, at)


def _note(
    attempt: Attempt, kind: Incident.Kind, note: str, by: User, at: datetime
) -> None:
    Incident.objects.create(
        sitting=attempt.admission.sitting,
        attempt=attempt,
        kind=kind,
        note=note,
        by=by,
        at=at,
    )


def record(action: str, attempt: Attempt, by: User, at: datetime, reason: str) -> None:
    audit.record(
        action=action,
        subject=attempt,
        actor=by,
        at=at,
        person=attempt.admission.mediator.person.uuid,
        reason=reason,
    )
