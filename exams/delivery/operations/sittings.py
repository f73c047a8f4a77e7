from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exams.assembly.models import Paper
from exams.delivery.models import Attempt, Exam, Incident, Sitting
from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import Organisation, User

#: How far from today a sitting may lie.
REACH = timedelta(days=2 * 366)


class PaperNotSealed(DomainError):
    message = _("Only a sealed paper can be sat. Have this one sealed first.")


class ClosesTooEarly(DomainError):
    message = _("A sitting closes after it opens, and not in the past.")


class StartsOutside(DomainError):
    message = _("A sitting starts when it opens or later, and before it closes.")


class TooFarAway(DomainError):
    message = _("A sitting opens and closes within two years of today. Check the year.")


class PassMarkTooHigh(DomainError):
    message = _("The pass mark is above the total of the paper (%(total)s points).")


class AlreadyHandedIn(DomainError):
    message = _(
        "Somebody has handed in at this sitting, so it can no longer be cancelled. "
        "Annul attempts one by one instead."
    )


@transaction.atomic
def create_exam(  # noqa: PLR0913 -- the terms of an exam
    *,
    organisation: Organisation,
    title: str,
    pass_mark: Decimal,
    duration_s: int,
    by: User,
    at: datetime,
    max_attempts: int = 1,
    description: str = "",
) -> Exam:
    """Add an exam, with the terms that its sittings start from."""
    exam = Exam.objects.create(
        organisation=organisation,
        title=title,
        description=description,
        pass_mark=pass_mark,
        duration_s=duration_s,
        max_attempts=max_attempts,
        created_at=at,
    )
    audit.record(action="exam.created", subject=exam, actor=by, at=at)
    return exam


@transaction.atomic
def create_sitting(  # noqa: PLR0913 -- every rule is fixed here
    *,
    exam: Exam,
    paper: Paper,
    opens_at: datetime,
    closes_at: datetime,
    by: User,
    at: datetime,
    starts_at: datetime | None = None,
    title: str = "",
    duration_s: int | None = None,
    late_entry_s: int | None = None,
    grace_s: int = 60,
    late_packet_s: int = 900,
    autosave_s: int = 15,
    pass_mark: Decimal | None = None,
    max_attempts: int | None = None,
) -> Sitting:
    """Offer an exam at a time, on terms that never change; those not given are the exam's.

    Candidates may start from `starts_at` on, by default when it opens.

    :raises PaperNotSealed: if the questions may still change
    :raises ClosesTooEarly: if nobody could sit it
    :raises StartsOutside: if it would start before it opens, or after it closes
    :raises TooFarAway: if a year must be mistaken
    :raises PassMarkTooHigh: if nobody could pass it
    """
    paper = Paper.objects.select_for_update().get(pk=paper.pk)
    pass_mark = exam.pass_mark if pass_mark is None else pass_mark
    if not paper.is_sealed:
        raise PaperNotSealed
    if closes_at <= max(opens_at, at):
        raise ClosesTooEarly
    starts_at = starts_at or opens_at
    if not opens_at <= starts_at < closes_at:
        raise StartsOutside
    if opens_at < at - REACH or closes_at > at + REACH:
        raise TooFarAway
    if pass_mark > paper.total:
        raise PassMarkTooHigh(total=paper.total)
    sitting = Sitting.objects.create(
        exam=exam,
        paper=paper,
        title=title or exam.title,
        opens_at=opens_at,
        starts_at=starts_at,
        closes_at=closes_at,
        duration_s=duration_s or exam.duration_s,
        late_entry_s=late_entry_s,
        grace_s=grace_s,
        late_packet_s=late_packet_s,
        autosave_s=autosave_s,
        pass_mark=pass_mark,
        max_attempts=max_attempts or exam.max_attempts,
        created_by=by,
        created_at=at,
    )
    audit.record(action="sitting.created", subject=sitting, actor=by, at=at)
    return sitting


@transaction.atomic
def cancel_sitting(*, sitting: Sitting, reason: str, by: User, at: datetime) -> Sitting:
    """Call a sitting off and annul what was not handed in; may be repeated.

    :raises AlreadyHandedIn: if somebody has handed in
    """
    sitting = Sitting.objects.select_for_update().get(pk=sitting.pk)
    if sitting.is_cancelled:
        return sitting
    list(sitting.admissions.select_for_update().values_list("pk"))  # nobody starts now
    attempts = Attempt.objects.filter(admission__sitting=sitting)
    open_ones = list(
        attempts.select_for_update(of=("self",)).values_list("pk", "state")
    )
    if any(state not in Attempt.OPEN for _pk, state in open_ones if state != "void"):
        raise AlreadyHandedIn

    attempts.open().update(state=Attempt.State.VOID)
    sitting.cancelled_at, sitting.cancel_reason = at, reason
    sitting.save(update_fields=["cancelled_at", "cancel_reason"])
    Incident.objects.create(
        sitting=sitting, kind=Incident.Kind.CANCELLED, note=reason, by=by, at=at
    )
    audit.record(
        action="sitting.cancelled", subject=sitting, actor=by, at=at, reason=reason
    )
    return sitting
