"""Whom a row may mean, among the people whom the clerk administers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from lms.kernel.personal import lookup_hash
from mediators.identity import tidy
from mediators.models import Person, Post, User
from mediators.models.person import PersonQuerySet
from mediators.rosters.models import Import
from mediators.rosters.queries.chunks import chunks
from mediators.rosters.queries.given import Given

#: From so many characters on, a name that holds another may be the same one.
_SHORTEST = 2


@dataclass
class Match:
    """Who is meant: a person, nobody known, or one of several to be asked about."""

    person: Person | None = None
    doubts: list[Person] = field(default_factory=list)
    #: Whether the row names somebody by number who is not to be found.
    is_lost: bool = False


def reachable(user: User, *, seen_by: User | None = None) -> PersonQuerySet:
    """Return the people whom a row may mean: those whom `user` administers.

    And those who were withdrawn with an import that `user` administers. With `seen_by`,
    only those whom that user may look at.
    """
    withdrawn = Q(withdrawal__roster__in=Import.objects.administered_by(user))
    posts = Post.objects.standing().filter(person=OuterRef("pk"))
    no_posts_left = withdrawn & ~Exists(posts)
    mine = Person.objects.administered_by(user).values("pk")
    found = Person.objects.living().filter(Q(pk__in=mine) | no_posts_left)
    return found if seen_by is None else found.visible_to(seen_by)


def match(
    rows: Sequence[Given], *, by: User, seen_by: User | None = None
) -> list[Match]:
    """Return, for each row, whom it means; four queries for a few hundred rows."""
    known = _Known.of(rows, reachable(by, seen_by=seen_by))
    return [known.match(given) for given in rows]


@dataclass
class _Known:
    by_number: dict[str, Person]
    by_id: dict[str, Person]
    by_name: dict[str, list[Person]]
    by_phone: dict[str, list[Person]]

    @classmethod
    def of(cls, rows: Sequence[Given], people: PersonQuerySet) -> "_Known":
        people = people.select_related("mediator")
        numbers = [each for given in rows if (each := _uuid(given)) is not None]
        by_number = {
            str(person.mediator.uuid): person
            for some in chunks(numbers)
            for person in people.filter(mediator__uuid__in=some)
        }
        hashes = [
            lookup_hash(tidy(given.values["id_number"]))
            for given in rows
            if given.values.get("id_number")
        ]
        by_id = {
            person.id_number_lookup or "": person
            for some in chunks(hashes)
            for person in people.filter(id_number_lookup__in=some)
        }
        return cls(
            by_number,
            by_id,
            _grouped(people, "name", rows),
            _grouped(people, "phone", rows),
        )

    def match(self, given: Given) -> Match:
        values = given.values
        if values.get("mediator"):
            person = self.by_number.get(values["mediator"].lower())
            return Match(person, is_lost=person is None)
        number = values.get("id_number")
        if number and (person := self.by_id.get(lookup_hash(tidy(number)))):
            return Match(person)
        return self._by_name(given)

    def _by_name(self, given: Given) -> Match:
        born_on = given.values.get("born_on")
        alike = _maybe(given, self.by_name.get(given.values.get("name", ""), []))
        same = [person for person in alike if born_on and person.born_on == born_on]
        if len(same) == 1:
            return Match(same[0])
        asked = same or alike or self._by_phone(given)
        chosen = [person for person in asked if given.answers.get(person.pk)]
        if chosen:
            return Match(chosen[0])
        return Match(doubts=[person for person in asked if _is_open(given, person)])

    def _by_phone(self, given: Given) -> list[Person]:
        values = given.values
        return [
            person
            for person in _maybe(given, self.by_phone.get(values.get("phone", ""), []))
            if are_similar(person.name, values.get("name", ""))
            and not _born_apart(person.born_on, values.get("born_on"))
        ]


def are_similar(one: str, other: str) -> bool:
    """Say whether two names may be one, mistyped: one sign differs, or one is longer."""
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) <= 1
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _SHORTEST and shorter in longer


def _is_open(given: Given, person: Person) -> bool:
    return given.answers.get(person.pk) is None and person.pk not in given.own


def _maybe(given: Given, people: list[Person]) -> list[Person]:
    """Leave out who has another identity number than the row."""
    if not given.values.get("id_number"):
        return people
    return [person for person in people if not person.id_number_lookup]


def _born_apart(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one != other


def _grouped(
    people: PersonQuerySet, field: str, rows: Sequence[Given]
) -> dict[str, list[Person]]:
    wanted = {given.values[field] for given in rows if given.values.get(field)}
    found: dict[str, list[Person]] = {}
    for some in chunks(sorted(wanted)):
        for person in people.filter(**{f"{field}__in": some}).order_by("pk"):
            found.setdefault(getattr(person, field), []).append(person)
    return found


def _uuid(given: Given) -> UUID | None:
    try:
        return UUID(given.values.get("mediator", ""))
    except ValueError:
        return None
