from datetime import date, datetime, timedelta
from typing import NotRequired, TypedDict, Unpack

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from mediators import names, queries
from mediators.identity import ADULT, age
from mediators.models import Mediator, Organisation, Person, Post, User
from mediators.operations.people import (
    PersonDetails,
    check_open,
    register_mediator,
    register_person,
)
from mediators.operations.posts import EndBeforeBeginning, record

#: The first committees met in 1949; nobody appoints for a term after the one to come.
EARLIEST = date(1949, 1, 1)
REACH = timedelta(days=10 * 366)


class NotAdult(DomainError):
    message = _("%(name)s is not 18 years old on %(day)s (Law, article 14).")


class FirstDayFarAway(DomainError):
    message = _("Check the year of the first day: %(day)s is too far away.")


class BasisMissing(DomainError):
    message = _("Name the election record or the hiring document.")


class MemberNotElected(DomainError):
    message = _(
        "In a village, a community or an enterprise, the chair, vice-chairs and members "
        "of the committee are elected (Law, article 9). Choose “elected”, or the role "
        "“mediator” for somebody who is hired."
    )


class NoPostsHere(DomainError):
    message = _("%(name)s has no posts: choose a committee or a studio of one.")


class Dissolved(DomainError):
    message = _("%(name)s was dissolved on %(day)s.")


class PostOverlaps(DomainError):
    message = _(
        "%(name)s holds this post from %(since)s already. End that one first, or let "
        "the new term begin after it."
    )


class KnownThere(DomainError):
    message = _(
        "%(name)s is on this committee already. If it is another post of theirs, look for "
        "them by name instead of entering them anew."
    )


class NameKnown(DomainError):
    message = _(
        "Somebody called %(name)s is in your branch already. Nothing is recorded yet: see "
        "below whether it is the same person."
    )


class Newcomer(PersonDetails):
    name: str


class Terms(TypedDict):
    organisation: Organisation
    role: str
    appointment: str
    kind: str
    basis: str
    valid_from: date
    valid_to: NotRequired[date | None]
    employer: NotRequired[str]
    filed_on: NotRequired[date | None]


@transaction.atomic
def appoint(  # noqa: PLR0913 -- what a post is made of
    *,
    person: Person,
    organisation: Organisation,
    role: str,
    appointment: str,
    kind: str,
    basis: str,
    valid_from: date,
    valid_to: date | None = None,
    employer: str = "",
    filed_on: date | None = None,
    at: datetime,
    actor: User | None,
) -> Post:
    """Give a person a post, elected or hired; who never mediated becomes a mediator.

    :raises FirstDayFarAway: if the first day can only be a slip of the pen
    :raises NotAdult: if they are known to be younger than 18 on the first day
    :raises BasisMissing: if neither election record nor hiring document is named
    :raises MemberNotElected: if a member is hired where the Law has members elected
    :raises PostOverlaps: if they hold the same post in that period
    :raises NoPostsHere: if the organisation is neither a committee nor part of one
    :raises Dissolved: if the organisation no longer exists on the first day
    :raises EndBeforeBeginning: if the term ends before it begins
    :raises MergedAlready: if the record of the person was merged into another
    """
    check_first_day(valid_from, at=at)
    # The place before the person, as an election does; whoever dissolves it waits.
    places = Organisation.objects.select_for_update(no_key=True)
    organisation = places.get(pk=organisation.pk)
    person = Person.objects.select_for_update().get(pk=person.pk)
    _check_person(person, valid_from)
    _check_place(organisation, valid_from)
    if not basis.strip():
        raise BasisMissing
    _check_elected(organisation, role, appointment)
    if valid_to is not None and valid_to <= valid_from:
        raise EndBeforeBeginning
    _check_free(person, organisation, role, valid_from, valid_to)

    if not Mediator.objects.filter(person=person).exists():
        register_mediator(person=person, at=at, actor=actor)
    post = Post.objects.create(
        person=person,
        organisation=organisation,
        role=role,
        appointment=appointment,
        kind=kind,
        basis=basis.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
        employer=employer,
        filed_on=filed_on,
        recorded_at=at,
    )
    record("post.begun", post, at=at, actor=actor, values=_terms(post))
    return post


@transaction.atomic
def appoint_newcomer(
    *,
    newcomer: Newcomer,
    at: datetime,
    actor: User | None,
    is_another: bool = False,
    **terms: Unpack[Terms],
) -> Post:
    """Record somebody who is not known yet, and give them a post; see `appoint`.

    `is_another`: the actor has seen whom they administer of that name, and means
    somebody else.

    :raises KnownThere: if somebody of that name and birthday is on the committee
    :raises NameKnown: if the actor administers somebody of that name and was not asked
    """
    organisation = Organisation.objects.select_for_update().get(
        pk=terms["organisation"].pk
    )
    twins = Post.objects.unended().filter(
        organisation=organisation,
        person__name=names.tidy(newcomer["name"]),
        person__born_on=newcomer.get("born_on"),
    )
    if twins.exists():
        raise KnownThere(name=newcomer["name"])
    if actor and not is_another and queries.namesakes(newcomer["name"], by=actor):
        raise NameKnown(name=names.tidy(newcomer["name"]))
    person = register_person(at=at, actor=actor, **newcomer)
    return appoint(person=person, at=at, actor=actor, **terms)


def check_first_day(day: date, *, at: datetime) -> None:
    """Refuse a first day that can only be a slip of the pen.

    :raises FirstDayFarAway: if it is one
    """
    if not EARLIEST <= day <= local_day(at) + REACH:
        raise FirstDayFarAway(day=date_format(day))


def _check_person(person: Person, day: date) -> None:
    check_open(person)
    if person.born_on is not None and age(person.born_on, on=day) < ADULT:
        raise NotAdult(name=person.name, day=date_format(day))


def _check_place(organisation: Organisation, day: date) -> None:
    if not organisation.has_posts:
        raise NoPostsHere(name=organisation.name)
    if organisation.dissolved_on is not None and organisation.dissolved_on <= day:
        raise Dissolved(
            name=organisation.name, day=date_format(organisation.dissolved_on)
        )


def _check_elected(organisation: Organisation, role: str, appointment: str) -> None:
    hired = appointment == Post.Appointment.HIRED
    if hired and role in Post.MEMBERS and organisation.elects_members:
        raise MemberNotElected


def _check_free(
    person: Person,
    organisation: Organisation,
    role: str,
    valid_from: date,
    valid_to: date | None,
) -> None:
    same = Post.objects.standing().filter(
        person=person, organisation=organisation, role=role
    )
    if (held := same.meeting(valid_from, valid_to).first()) is not None:
        raise PostOverlaps(name=person.name, since=date_format(held.valid_from))


def _terms(post: Post) -> dict[str, object]:
    return {
        "organisation": str(post.organisation.uuid),
        "role": post.role,
        "appointment": post.appointment,
        "kind": post.kind,
        "basis": post.basis,
        "valid_from": post.valid_from,
        "valid_to": post.valid_to,
    }
