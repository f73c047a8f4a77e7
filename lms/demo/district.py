"""A small district: a bureau, three towns, twelve committees, fifty mediators.

Only the names of the towns are real; villages, committees and people are invented.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import cycle

from lms.demo import names
from lms.kernel.clock import local_day
from mediators import operations
from mediators.models import Division, Mediator, Organisation, Person, Post

Kind = Organisation.Kind
Type = Organisation.CommitteeType

#: Town, its type, and the committees below it.
TOWNS: dict[str, tuple[Type, list[tuple[str, Type]]]] = {
    "仁风镇": (
        Type.TOWNSHIP,
        [
            ("青禾村", Type.VILLAGE),
            ("柳溪村", Type.VILLAGE),
            ("石桥头村", Type.VILLAGE),
        ],
    ),
    "曲堤街道": (
        Type.STREET,
        [
            ("望河社区", Type.COMMUNITY),
            ("南风湾社区", Type.COMMUNITY),
            ("老槐树与新家园联合社区", Type.COMMUNITY),
        ],
    ),
    "新市镇": (
        Type.TOWNSHIP,
        [("云杏村", Type.VILLAGE), ("双井村", Type.VILLAGE)],
    ),
}
PROFESSIONAL = "示例区物业纠纷人民调解委员会"
#: How many people each of the twelve committees has, in the order they are made.
SIZES = (6, 5, 4, 3, 5, 4, 4, 5, 4, 4, 2, 4)


@dataclass
class District:
    bureau: Organisation
    offices: list[Organisation] = field(default_factory=list)
    committees: list[Organisation] = field(default_factory=list)
    mediators: list[Mediator] = field(default_factory=list)


def build(*, at: datetime) -> District:
    """Make the tree and its people, as the installer would: without an actor."""
    bureau = operations.add_organisation(
        name="示例区司法局", kind=Kind.BUREAU, parent=None, at=at, actor=None
    )
    district = District(bureau)
    for number, (town, (town_type, villages)) in enumerate(TOWNS.items(), start=1):
        _town(
            district,
            number=number,
            town=town,
            town_type=town_type,
            villages=villages,
            at=at,
        )
    district.committees.append(
        _committee(bureau, PROFESSIONAL, Type.PROFESSIONAL, None, at)
    )
    _people(district, at)
    return district


def _town(  # noqa: PLR0913 -- what a town is made of
    district: District,
    *,
    number: int,
    town: str,
    town_type: Type,
    villages: list[tuple[str, Type]],
    at: datetime,
) -> None:
    division = Division.objects.create(
        code=f"99900{number}000",
        name=town,
        level=Division.Level.TOWN,
        valid_from=date(2020, 1, 1),
        recorded_at=at,
    )
    office = operations.add_organisation(
        name=f"{town}司法所",
        kind=Kind.OFFICE,
        parent=district.bureau,
        division=division,
        at=at,
        actor=None,
    )
    district.offices.append(office)
    own = _committee(office, f"{town}人民调解委员会", town_type, division, at)
    district.committees.append(own)
    for village, kind in villages:
        name = f"{village}人民调解委员会"
        district.committees.append(_committee(office, name, kind, division, at))


def _committee(
    parent: Organisation, name: str, kind: Type, division: Division | None, at: datetime
) -> Organisation:
    return operations.add_organisation(
        name=name,
        kind=Kind.COMMITTEE,
        committee_type=kind,
        parent=parent,
        division=division,
        founded_on=date(2018, 5, 1),
        establishing_unit=name.removesuffix("人民调解委员会"),
        at=at,
        actor=None,
    )


def _people(district: District, at: datetime) -> None:
    people = _invented(sum(SIZES), at)
    term = date(local_day(at).year - 1, 4, 1)
    for committee, size in zip(district.committees, SIZES, strict=True):
        for place in range(size):
            person = next(people)
            _appoint(person, committee, place, term, at)
            district.mediators.append(person.mediator)


def _invented(count: int, at: datetime) -> Iterator[Person]:
    genders = cycle([Person.Gender.MALE, Person.Gender.MALE, Person.Gender.FEMALE])
    for number, name in enumerate(names.invent(count)):
        yield operations.register_person(
            name=name,
            gender=next(genders),
            born_on=date(1958 + number * 7 % 40, 1 + number % 12, 1 + number % 28),
            phone=f"139{number:08d}",
            at=at,
            actor=None,
        )


def _appoint(
    person: Person, committee: Organisation, place: int, term: date, at: datetime
) -> None:
    """The first is the chair, the next two are members, the others are hired."""
    elected = place < 3  # noqa: PLR2004 -- as the docstring says
    role = {0: Post.Role.CHAIR, 1: Post.Role.MEMBER, 2: Post.Role.MEMBER}
    operations.appoint(
        person=person,
        organisation=committee,
        role=role.get(place, Post.Role.MEDIATOR),
        appointment=Post.Appointment.ELECTED if elected else Post.Appointment.HIRED,
        kind=Post.Kind.FULL_TIME if place == 3 else Post.Kind.PART_TIME,  # noqa: PLR2004 -- as above
        basis=f"{term.year} 年推选记录" if elected else f"{term.year} 年聘任书",
        valid_from=term,
        valid_to=term.replace(year=term.year + 3),
        filed_on=term,
        at=at,
        actor=None,
    )
