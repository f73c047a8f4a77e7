"""Rows as they were given: opened, read, and what the clerk said about them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from lms.kernel.personal import Keeper
from mediators.rosters.cells import Cell
from mediators.rosters.columns import read_row
from mediators.rosters.models import Doubt, Import, Outcome, Row


@dataclass
class Given:
    """What a row says. `row` is None while a file is being read."""

    number: int
    raw: dict[str, Cell]
    values: dict[str, Any]
    problems: list[str]
    row: Row | None = None
    #: Keys of people the clerk was asked about: None, or whether it is they.
    answers: dict[int, bool | None] = field(default_factory=dict)
    #: Keys of people who came with this import: whoever is alike is another.
    own: Collection[int] = ()
    #: The number of an earlier row that says the same.
    repeats: int | None = None
    #: The number of an earlier row of this name, where no birthday tells them apart.
    alike: int | None = None
    #: Whether an earlier row of the file brings the same newcomer.
    follows: bool = False


def of(number: int, raw: dict[str, Cell]) -> Given:
    """Return what the cells of a row say."""
    values, problems = read_row(raw)
    return Given(number=number, raw=raw, values=values, problems=problems)


def open_row(row: Row, keeper: Keeper) -> dict[str, Cell]:
    """Return the cells of a row by the keys of their columns."""
    return keeper.open(bytes(row.sealed))


def people_made(roster: Import) -> set[int]:
    """Return the keys of the people who came with an import; one query."""
    made = Outcome.objects.filter(row__roster=roster, made_person=True)
    return set(made.values_list("person", flat=True))


def people_made_by(rows: Sequence[Row]) -> set[int]:
    """Return the keys of the people who came with these rows; one query."""
    made = Outcome.objects.filter(row__in=[row.pk for row in rows], made_person=True)
    return set(made.values_list("person", flat=True))


def givens(
    rows: Sequence[Row], keeper: Keeper, *, own: Collection[int] = ()
) -> list[Given]:
    """Return what each row says, with the clerk's answers; one query."""
    answers: dict[int, dict[int, bool | None]] = {}
    for doubt in Doubt.objects.filter(row__in=[row.pk for row in rows]):
        said = doubt.answer == Doubt.Answer.SAME if doubt.answer else None
        answers.setdefault(doubt.row_id, {})[doubt.person_id] = said
    found = []
    for row in rows:
        given = of(row.number, open_row(row, keeper))
        given.row, given.answers = row, answers.get(row.pk, {})
        given.own = own
        given.repeats, given.alike = row.repeats, row.alike
        given.follows = row.first_id is not None
        found.append(given)
    return found
