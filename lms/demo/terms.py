"""Three terms of every committee: who was elected, who left, who is hired beside them."""

from collections.abc import Sequence
from datetime import date, timedelta

from lms.demo.ground import District, Type
from lms.demo.people import FEMALE, MALE
from mediators import operations, queries
from mediators.models import Organisation, Person, Post
from mediators.operations import NewSeat, Outcome, Seat

Role, Kind = Post.Role, Post.Kind

#: How many sit on the committee of a village, and of a town.
SIZES = (3, 4, 5, 3, 4, 3, 5)
TOWN_SIZE = 5
#: Elections are spread over so many days, and filed so many days later.
SPREAD, FILED_AFTER = 28, 15
#: Who of three at least is a woman.
GENDERS = (MALE, MALE, FEMALE, FEMALE, MALE, MALE, FEMALE, MALE, MALE, MALE)


def roles_of(size: int) -> list[str]:
    """Return the roles on a committee of this size: from five on it has a vice-chair."""
    second = Role.VICE_CHAIR if size >= TOWN_SIZE else Role.MEMBER
    roles: list[str] = [Role.CHAIR, second, *[Role.MEMBER] * size]
    return roles[:size]


def newcomers(
    district: District,
    roles: Sequence[str],
    *,
    genders: Sequence[str] = GENDERS,
    educated: bool = False,
) -> list[NewSeat]:
    """Return seats for people who were never elected before."""
    return [
        NewSeat(role, Kind.PART_TIME, district.people.next(gender, educated=educated))
        for role, gender in zip(roles, genders, strict=False)
    ]


def elect(  # noqa: PLR0913 -- what an election is made of
    district: District,
    committee: Organisation,
    *,
    on: date,
    new: Sequence[NewSeat] = (),
    seats: Sequence[Seat] = (),
    filed: bool = True,
    valid_to: date | None = None,
) -> list[Post]:
    """Record an election and, two weeks later, its filing."""
    begun = operations.record_election(
        committee=committee,
        on=on,
        basis=f"{on.year} 年推选记录",
        seats=seats,
        new_seats=new,
        at=district.at,
        actor=None,
        valid_to=valid_to,
    )
    return file(district, begun, on=on) if filed else begun


def file(district: District, posts: Sequence[Post], *, on: date) -> list[Post]:
    """Record that posts which began, or ended, on a day were filed in time."""
    return operations.file_posts(
        posts=posts,
        on=on + timedelta(days=FILED_AFTER),
        reference=f"示备〔{on.year}〕{posts[0].pk}号",
        at=district.at,
        actor=None,
    )


def elect_again(
    district: District,
    committee: Organisation,
    *,
    on: date,
    leaving: int | None = None,
    educated: bool = False,
) -> None:
    """Elect the same people, but for one who gives way to somebody new."""
    sitting = queries.sitting(committee, on=on).values()
    seats, new = [], []
    for place, (post, *_older) in enumerate(sitting):
        leaves = place == leaving
        seats.append(Seat(post.person, Outcome.LEAVES if leaves else post.role))
        if leaves:
            genders = [post.person.gender]
            new = newcomers(district, [post.role], genders=genders, educated=educated)
    elect(district, committee, on=on, new=new, seats=seats)


def three_terms(  # noqa: PLR0913 -- of whom a committee is made
    district: District,
    committee: Organisation,
    *,
    number: int,
    size: int,
    educated: bool = False,
    last: int = 3,
) -> None:
    """Elect a committee until its `last` term; every other time one of them gives way.

    Of the first committee nobody does.
    """
    days = [day + timedelta(days=number % SPREAD) for day in district.terms[:last]]
    new = newcomers(district, roles_of(size), educated=educated)
    elect(district, committee, on=days[0], new=new)
    for turn, day in enumerate(days[1:]):
        leaving = (number + turn) % (2 * size) if number else None
        elect_again(district, committee, on=day, leaving=leaving, educated=educated)


def hire(  # noqa: PLR0913 -- what a post is made of
    district: District,
    place: Organisation,
    *,
    kind: str = Kind.PART_TIME,
    person: Person | None = None,
    since: date | None = None,
    employer: str = "",
    filed: bool = True,
) -> Post:
    """Hire somebody, or somebody more, for a full term; filed in time, or not yet."""
    since = since or district.terms[-1] + timedelta(days=30)
    if person is None:
        gender = (MALE, FEMALE)[int(place.path[-place.steplen :], 36) % 2]
        person = district.people.next(gender, educated=kind != Kind.PART_TIME)
    return operations.appoint(
        person=person,
        organisation=place,
        role=Role.MEDIATOR,
        appointment=Post.Appointment.HIRED,
        kind=kind,
        basis=f"{since.year} 年聘任书",
        valid_from=since,
        valid_to=queries.term_end(place, start=since, kind=kind),
        employer=employer,
        filed_on=since + timedelta(days=FILED_AFTER) if filed else None,
        at=district.at,
        actor=None,
    )


def hire_again(district: District, place: Organisation, *, kind: str) -> None:
    """Hire somebody who was hired the term before, too."""
    before = district.terms[1] + timedelta(days=30)
    first = hire(district, place, kind=kind, since=before)
    operations.end_post(
        post=first,
        on=before.replace(year=before.year + 3),
        reason=Post.EndReason.TERM_EXPIRED,
        at=district.at,
        actor=None,
    )
    hire(district, place, kind=kind, person=first.person)


def town_committee(district: District, town: str, number: int) -> None:
    """Elect the committee of a town, with three who are hired, two of them full-time."""
    committee = district.committees[town]
    three_terms(district, committee, number=number, size=TOWN_SIZE, educated=True)
    hire_again(district, committee, kind=Kind.FULL_TIME)
    hire(district, committee, kind=Kind.FULL_TIME)
    hire(district, committee, kind=Kind.PART_TIME, person=_schooled(district))


def _schooled(district: District) -> Person:
    return district.people.next(FEMALE, educated=True)


def village_committee(district: District, village: str, number: int) -> None:
    """Elect the committee of a village; two of three have hired somebody."""
    committee = district.committees[village]
    three_terms(district, committee, number=number, size=SIZES[number % len(SIZES)])
    if number % 3:
        is_community = committee.committee_type == Type.COMMUNITY
        hire(
            district,
            committee,
            kind=Kind.FULL_TIME if is_community else Kind.PART_TIME,
        )
