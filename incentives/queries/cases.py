"""Whom and where each row of a table of cases means, within a clerk's branch."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from incentives.sheets.columns import CASES, LAYOUT
from mediators.models import Mediator, Organisation, Post, User
from mediators.rosters.cells import Cell, is_empty
from mediators.rosters.queries.places import places_named


@dataclass
class Case:
    """One row: what stands in it, whom it means, and what is wrong with it, in words."""

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
    def case_ref(self) -> str:
        return str(self.raw.get("case_ref") or "—")[:60]

    @property
    def place_name(self) -> str:
        return (
            self.place.name if self.place else str(self.raw.get("organisation") or "")
        )

    def terms(self) -> dict[str, Any]:
        """Return what the operation takes of a row without problems."""
        asked = ("case_ref", "mediated_on", "case_class", "form")
        given = {key: self.values[key] for key in asked}
        return {"mediator": self.mediator, "organisation": self.place, **given}


def cases_of(rows: Iterable[tuple[int, dict[str, Cell]]], *, by: User) -> list[Case]:
    """Return the rows, each with whom and where it means; four queries."""
    cases = [Case(number, raw, *LAYOUT.read_row(raw)) for number, raw in rows]
    for case in cases:
        _ask_for_all(case)
    _find_places(cases, by)
    _find_mediators(cases, by)
    return cases


def _ask_for_all(case: Case) -> None:
    for column in CASES:
        if column.is_compulsory and is_empty(case.raw.get(column.key)):
            words = _("%(head)s: nothing is entered.")
            case.problems.append(words % {"head": column.head})


def _find_places(cases: list[Case], by: User) -> None:
    own = Organisation.objects.administered_by(by)
    texts = [case.values.get("organisation", "") for case in cases]
    found = places_named([text for text in texts if text], among=own)
    for case in cases:
        text = case.values.get("organisation")
        if not text:
            continue
        places = found.get(text, [])
        if len(places) == 1:
            case.place = places[0]
        elif places:
            words = _(
                "Several committees are called “%(name)s”: write 镇/村 before it."
            )
            case.problems.append(words % {"name": text})
        else:
            words = _("No committee “%(name)s” is in your branch.")
            case.problems.append(words % {"name": text})


def _find_mediators(cases: list[Case], by: User) -> None:
    own = Mediator.objects.administered_by(by).living().select_related("person")
    names = {case.values["name"] for case in cases if case.values.get("name")}
    by_name: dict[str, list[Mediator]] = {}
    for mediator in own.filter(person__name__in=names):
        by_name.setdefault(mediator.person.name, []).append(mediator)
    places = {case.place for case in cases if case.place}
    posts = Post.objects.standing().filter(organisation__in=places)
    held = set(posts.values_list("person", "organisation"))
    for case in cases:
        if case.values.get("name"):
            _find_mediator(case, by_name.get(case.values["name"], []), held)


def _find_mediator(
    case: Case, named: list[Mediator], held: set[tuple[int, int]]
) -> None:
    number = case.values.get("mediator")
    if number:
        named = [each for each in named if each.uuid == _uuid(number)]
    elif len(named) > 1 and case.place:
        there = [m for m in named if (m.person_id, case.place.pk) in held]
        named = there or named
    if len(named) == 1:
        case.mediator = named[0]
    elif named:
        words = _("Several people are called %(name)s: add their 人员编号.")
        case.problems.append(words % {"name": case.name})
    elif number:
        words = _("Nobody called %(name)s has this 人员编号 in your branch.")
        case.problems.append(words % {"name": case.name})
    else:
        words = _("Nobody called %(name)s is in your branch.")
        case.problems.append(words % {"name": case.name})


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
