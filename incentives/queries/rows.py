"""Whom and what each row of a table means, within a clerk's branch."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from incentives.queries.meant import find_what
from incentives.sheets.columns import TABLES
from mediators.models import Mediator, Organisation, Post, User
from mediators.rosters.cells import Cell, is_empty
from mediators.rosters.queries.places import places_named


@dataclass
class Row:
    """One row: what stands in it, whom it means, and what is wrong with it, in words."""

    kind: str
    number: int
    raw: dict[str, Cell]
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    mediator: Mediator | None = None
    place: Organisation | None = None

    @property
    def name(self) -> str:
        return str(self.raw.get("name") or "—")[:40]

    @property
    def named(self) -> str:
        """The cell by which a page names the row, beside the person."""
        return str(self.raw.get(TABLES[self.kind].named_by) or "—")[:60]

    @property
    def place_name(self) -> str:
        return (
            self.place.name if self.place else str(self.raw.get("organisation") or "")
        )

    def terms(self) -> dict[str, Any]:
        """Return what the operation takes of a row without problems."""
        asked = TABLES[self.kind].terms
        given = {key: self.values[key] for key in asked if key in self.values}
        return {"mediator": self.mediator, "organisation": self.place, **given}


def rows_of(
    kind: str, raws: Iterable[tuple[int, dict[str, Cell]]], *, by: User
) -> list[Row]:
    """Return the rows, each with whom and where it means; four queries.

    And two more for what it was decided by.
    """
    layout = TABLES[kind].layout
    rows = [Row(kind, number, raw, *layout.read_row(raw)) for number, raw in raws]
    for row in rows:
        _ask_for_all(row)
    _find_places(rows, by)
    _find_mediators(rows, by)
    find_what(kind, rows, by=by)
    return rows


def _ask_for_all(row: Row) -> None:
    for column in TABLES[row.kind].columns:
        if column.is_compulsory and is_empty(row.raw.get(column.key)):
            words = _("%(head)s: nothing is entered.")
            row.problems.append(words % {"head": column.head})


def _find_places(rows: list[Row], by: User) -> None:
    own = Organisation.objects.administered_by(by)
    texts = [row.values.get("organisation", "") for row in rows]
    found = places_named([text for text in texts if text], among=own)
    for row in rows:
        text = row.values.get("organisation")
        if not text:
            continue
        places = found.get(text, [])
        if len(places) == 1:
            row.place = places[0]
        elif places:
            words = _(
                "Several committees are called “%(name)s”: write 镇/村 before it."
            )
            row.problems.append(words % {"name": text})
        else:
            words = _("No committee “%(name)s” is in your branch.")
            row.problems.append(words % {"name": text})


def _find_mediators(rows: list[Row], by: User) -> None:
    own = Mediator.objects.administered_by(by).living().select_related("person")
    names = {row.values["name"] for row in rows if row.values.get("name")}
    by_name: dict[str, list[Mediator]] = {}
    for mediator in own.filter(person__name__in=names):
        by_name.setdefault(mediator.person.name, []).append(mediator)
    places = {row.place for row in rows if row.place}
    posts = Post.objects.standing().filter(organisation__in=places)
    held = set(posts.values_list("person", "organisation"))
    for row in rows:
        if row.values.get("name"):
            _find_mediator(row, by_name.get(row.values["name"], []), held)


def _find_mediator(row: Row, named: list[Mediator], held: set[tuple[int, int]]) -> None:
    number = row.values.get("mediator")
    if number:
        named = [each for each in named if each.uuid == _uuid(number)]
    elif len(named) > 1 and row.place:
        there = [m for m in named if (m.person_id, row.place.pk) in held]
        named = there or named
    if len(named) == 1:
        row.mediator = named[0]
    elif named:
        words = _("Several people are called %(name)s: add their 人员编号.")
        row.problems.append(words % {"name": row.name})
    elif number:
        words = _("Nobody called %(name)s has this 人员编号 in your branch.")
        row.problems.append(words % {"name": row.name})
    else:
        words = _("Nobody called %(name)s is in your branch.")
        row.problems.append(words % {"name": row.name})


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
