"""What schedules, programmes and schemes share: their terms, and how they end."""

from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from certificates.models import CertificateType
from incentives.models import (
    AwardProgramme,
    Commendation,
    GradeRecord,
    GradeScheme,
    SubsidyEntry,
    SubsidySchedule,
)
from incentives.models.record import RecordQuerySet
from incentives.operations.authority import check_bureau
from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import User


class SourceMissing(DomainError):
    message = _("Name the document that says so.")


class EndsTooSoon(DomainError):
    message = _("The end must come after the beginning, %(day)s.")


class EndedAlready(DomainError):
    message = _("“%(name)s” no longer holds from %(day)s.")


class UsedLater(DomainError):
    message = _(
        "“%(name)s” was used for %(day)s: let it end after that day, or annul the "
        "record first."
    )


class HoursIncomplete(DomainError):
    message = _("Give both: how many credit hours, and within how many months.")


class Conditions(TypedDict, total=False):
    """What a scheme or a programme asks for of whom it is for."""

    hours_needed: Decimal | None
    hours_months: int | None
    certificate_needed: bool
    certificate_type: CertificateType | None
    blocked_by_accountability: bool


def check_conditions_whole(conditions: Conditions) -> None:
    """:raises HoursIncomplete: if hours are given without months, or months without hours"""
    hours, months = conditions.get("hours_needed"), conditions.get("hours_months")
    if bool(hours) != bool(months):
        raise HoursIncomplete


def check_source(document: str) -> str:
    """Return the name of a document without the spaces around it.

    :raises SourceMissing: if nothing is left
    """
    if not document.strip():
        raise SourceMissing
    return document.strip()


def check_period(start: date, end: date | None) -> None:
    """:raises EndsTooSoon: if a period would end before it has a day"""
    if end is not None and end <= start:
        raise EndsTooSoon(day=date_format(start))


@transaction.atomic
def end_schedule(
    *, schedule: SubsidySchedule, on: date, at: datetime, actor: User | None
) -> SubsidySchedule:
    """Say that a schedule no longer holds: `on` is the first day without it.

    :raises NotTheBureau: if the actor administers no bureau of its branch
    :raises EndedAlready: if it ends by that day anyway
    :raises EndsTooSoon: if it would end before it has a day
    :raises UsedLater: if a case of that day or later was subsidised by it
    """
    schedule = SubsidySchedule.objects.select_for_update().get(pk=schedule.pk)
    check_bureau(schedule.organisation, actor=actor)
    used = SubsidyEntry.objects.standing().filter(schedule=schedule)
    _check_end(schedule, used, on, start=schedule.valid_from)
    schedule.valid_to = on
    schedule.save(update_fields=["valid_to"])
    _log_end("schedule.ended", schedule, on, at=at, actor=actor)
    return schedule


@transaction.atomic
def end_scheme(
    *, scheme: GradeScheme, on: date, at: datetime, actor: User | None
) -> GradeScheme:
    """Say that a scheme no longer holds: `on` is the first day without it.

    Grades that were given stand as long as they say.

    :raises EndedAlready: if it ends by that day anyway
    :raises EndsTooSoon: if it would end before it has a day
    :raises UsedLater: if a grade was given by it on that day or later
    """
    scheme = GradeScheme.objects.select_for_update().get(pk=scheme.pk)
    used = GradeRecord.objects.standing().filter(grade__scheme=scheme)
    _check_end(scheme, used, on, start=scheme.valid_from)
    scheme.valid_to = on
    scheme.save(update_fields=["valid_to"])
    _log_end("scheme.ended", scheme, on, at=at, actor=actor)
    return scheme


@transaction.atomic
def end_programme(
    *, programme: AwardProgramme, on: date, at: datetime, actor: User | None
) -> AwardProgramme:
    """Say that nobody is commended in a programme from the day `on`.

    :raises EndedAlready: if it ends by that day anyway
    :raises UsedLater: if an award was decided on that day or later
    """
    programme = AwardProgramme.objects.select_for_update().get(pk=programme.pk)
    used = Commendation.objects.standing().filter(programme=programme)
    _check_end(programme, used, on)
    programme.ended_on = on
    programme.save(update_fields=["ended_on"])
    _log_end("programme.ended", programme, on, at=at, actor=actor)
    return programme


def _check_end(
    basis: SubsidySchedule | GradeScheme | AwardProgramme,
    used: RecordQuerySet,
    on: date,
    *,
    start: date | None = None,
) -> None:
    if basis.ends_on is not None and basis.ends_on <= on:
        raise EndedAlready(name=str(basis), day=date_format(basis.ends_on))
    if start is not None:
        check_period(start, on)
    last = used.order_by(f"-{used.model.DAY}").first()
    if last is not None and last.day >= on:
        raise UsedLater(name=str(basis), day=date_format(last.day))


def _log_end(
    action: str,
    basis: SubsidySchedule | GradeScheme | AwardProgramme,
    on: date,
    *,
    at: datetime,
    actor: User | None,
) -> None:
    audit.record(
        action=action, subject=basis, actor=actor, at=at, values={"ends_on": str(on)}
    )
