from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from incentives import cases, queries
from incentives.models import SubsidyEntry, SubsidyRate, SubsidySchedule
from incentives.operations.authority import NotTheBureau, check_bureau, check_not_own
from incentives.operations.bases import check_period, check_source, end_schedule
from incentives.operations.records import lock_subject, log
from lms.kernel import audit
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from lms.kernel.taken import taken
from mediators.models import Mediator, Organisation, Post, User


class NoSchedule(DomainError):
    message = _("No subsidy schedule holds for %(place)s on %(day)s.")


class NoRate(DomainError):
    message = _("“%(schedule)s” has no rate for this class of case and agreement.")


class NotSubsidised(DomainError):
    message = _(
        "%(name)s is paid from public funds and cannot be paid for a second post."
    )


class SubsidisedAlready(DomainError):
    message = _(
        "A case is subsidised once: %(case)s of %(day)s is entered for %(name)s already."
    )


class SubsidisedElsewhere(DomainError):
    # Whoever enters this may not read the other entry.
    message = _(
        "A case is subsidised once: case %(case)s is entered already in another branch "
        "under the same bureau; the bureau can say by whom."
    )


class NotYetMediated(DomainError):
    message = _("%(day)s has not come yet: enter a case after it was mediated.")


class NoPostThere(DomainError):
    message = _("%(name)s had no post at %(place)s on %(day)s.")


class ScheduleOverlaps(DomainError):
    message = _(
        "For this branch “%(title)s” holds from %(since)s. End it first, or let the new "
        "one begin after it."
    )


class NoRates(DomainError):
    message = _("Give at least one line: a class of case and what it pays.")


class RateTwice(DomainError):
    message = _("Two lines are about the same class, committees and agreement.")


class Rate(NamedTuple):
    case_class: str
    amount: Decimal
    committee_type: str = ""
    form: str = ""


@transaction.atomic
def add_schedule(  # noqa: PLR0913 -- what a schedule is made of
    *,
    organisation: Organisation,
    title: str,
    document: str,
    rates: Iterable[Rate],
    valid_from: date,
    valid_to: date | None = None,
    at: datetime,
    actor: User | None,
) -> SubsidySchedule:
    """Lay down what a bureau pays for a case; the schedule before it ends that day.

    :raises NotTheBureau: if the branch is no bureau, or not one of the actor's
    :raises SourceMissing: if no document is named
    :raises EndsTooSoon: if it would end before it has a day
    :raises NoRates: if no line says what is paid
    :raises RateTwice: if two lines are about the same
    :raises ScheduleOverlaps: if another schedule holds in a part of that time
    :raises UsedLater: if a case of that time was subsidised by the one before
    """
    if organisation.kind != Organisation.Kind.BUREAU:
        raise NotTheBureau
    check_bureau(organisation, actor=actor)
    document = check_source(document)
    check_period(valid_from, valid_to)
    lines = _checked(rates)
    _make_room(organisation, valid_from, valid_to, at=at, actor=actor)
    schedule = SubsidySchedule.objects.create(
        organisation=organisation,
        title=title,
        document=document,
        valid_from=valid_from,
        valid_to=valid_to,
        recorded_at=at,
    )
    SubsidyRate.objects.bulk_create(
        SubsidyRate(schedule=schedule, **rate._asdict()) for rate in lines
    )
    audit.record(
        action="schedule.added",
        subject=schedule,
        actor=actor,
        at=at,
        values={"title": title, "document": document, "valid_from": valid_from},
    )
    return schedule


def _checked(rates: Iterable[Rate]) -> list[Rate]:
    lines = list(rates)
    if not lines:
        raise NoRates
    if len({(r.case_class, r.committee_type, r.form) for r in lines}) < len(lines):
        raise RateTwice
    return lines


def _make_room(
    organisation: Organisation,
    start: date,
    end: date | None,
    *,
    at: datetime,
    actor: User | None,
) -> None:
    """End what holds on without an end; anything else in the way is refused."""
    # Two schedules of one branch wait for each other here.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    own = SubsidySchedule.objects.filter(organisation=organisation)
    for before in own.filter(valid_to=None, valid_from__lt=start):
        end_schedule(schedule=before, on=start, at=at, actor=actor)
    if (other := own.meeting(start, end).first()) is not None:
        since = date_format(other.valid_from)
        raise ScheduleOverlaps(title=other.title, since=since)


@transaction.atomic
def enter_subsidy(  # noqa: PLR0913 -- what an entry is made of
    *,
    mediator: Mediator,
    organisation: Organisation,
    case_ref: str,
    mediated_on: date,
    case_class: str,
    form: str,
    at: datetime,
    actor: User | None,
) -> SubsidyEntry:
    """Enter what a mediator is due for one case, at the rate of the day it was closed.

    :raises AboutThemselves: if it is for the actor
    :raises CaseMissing: if the case is not named
    :raises NotACaseNumber: if what is given cannot be the number of a case
    :raises NotYetMediated: if the day is still to come
    :raises NoPostThere: if the mediator had no post at the committee on that day
    :raises NotSubsidised: if the mediator may not be paid for a second post
    :raises NoSchedule: if no schedule holds for the committee on that day
    :raises NoRate: if the schedule does not pay for such a case
    :raises SubsidisedAlready: if the case was subsidised in the bureau's branch before
    :raises SubsidisedElsewhere: if it was, by an entry that the actor may not look at
    """
    check_not_own(mediator, actor)
    lock_subject(mediator)
    case_ref = cases.written(case_ref)
    if mediated_on > local_day(at):
        raise NotYetMediated(day=date_format(mediated_on))
    _check_post(mediator, organisation, mediated_on)
    if not mediator.may_be_subsidised:
        raise NotSubsidised(name=mediator.person.name)
    rate = _rate(organisation, mediated_on, case_class=case_class, form=form)
    _check_once(organisation, case_ref, actor)

    entry = SubsidyEntry(
        mediator=mediator,
        organisation=organisation,
        schedule=rate.schedule,
        case_ref=case_ref,
        mediated_on=mediated_on,
        committee_type=organisation.committee_type,
        case_class=case_class,
        form=form,
        amount=rate.amount,
        recorded_at=at,
        recorded_by=actor,
    )
    with taken("case_key", SubsidisedElsewhere(case=case_ref)):
        entry.save()
    values = {"case_ref": case_ref, "amount": str(rate.amount)}
    log("entered", entry, at=at, actor=actor, values=values)
    return entry


def _check_post(mediator: Mediator, place: Organisation, day: date) -> None:
    alike = Mediator.objects.same_as(mediator)
    posts = Post.objects.standing().on(day).filter(organisation=place)
    if not posts.filter(person__in=alike.values("person")).exists():
        words = {"place": place.name, "day": date_format(day)}
        raise NoPostThere(name=mediator.person.name, **words)


def _rate(
    organisation: Organisation, day: date, *, case_class: str, form: str
) -> SubsidyRate:
    schedule = queries.schedule_for(organisation, day=day)
    if schedule is None:
        raise NoSchedule(place=organisation.name, day=date_format(day))
    # Two entries of one case wait for each other here.
    schedule = SubsidySchedule.objects.select_for_update().get(pk=schedule.pk)
    rate = queries.rate_for(
        schedule,
        committee_type=organisation.committee_type,
        case_class=case_class,
        form=form,
    )
    if rate is None:
        raise NoRate(schedule=schedule.title)
    return rate


def _check_once(place: Organisation, case_ref: str, actor: User | None) -> None:
    alike = SubsidyEntry.objects.standing().for_case(case_ref, place=place)
    found = alike.select_related("mediator__person").first()
    if found is None:
        return
    seen = actor is None or alike.visible_to(actor).filter(pk=found.pk).exists()
    if not seen:
        raise SubsidisedElsewhere(case=case_ref)
    day, name = date_format(found.mediated_on), found.mediator.person.name
    raise SubsidisedAlready(case=found.case_ref, day=day, name=name)
