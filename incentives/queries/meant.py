"""Which programme, which grade and whose decision the words of a row mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from incentives.models import AwardProgramme, Grade, GradeScheme
from incentives.queries.choices import deciders
from mediators.models import User

if TYPE_CHECKING:
    from incentives.queries.rows import Row


def find_what(kind: str, rows: Sequence[Row], *, by: User) -> None:
    """Put what the words of each row mean in their place, or say what is wrong."""
    if kind == "commendation":
        paths = _find_programmes(rows, by)
    elif kind == "grade":
        paths = _find_grades(rows, by)
    else:
        return
    _find_deciders(rows, paths)


def _find_programmes(rows: Sequence[Row], by: User) -> set[str]:
    names = _named(rows, "programme")
    found = AwardProgramme.objects.usable_by(by).filter(name__in=names)
    programmes: dict[tuple[str, str], list[Any]] = {}
    for each in found.select_related("organisation", "certificate_type"):
        programmes.setdefault((each.name, str(each.year)), []).append(each)
    for row in rows:
        name, year = row.values.get("programme"), row.values.get("year")
        if name and year:
            words = _(
                "No programme “%(name)s” of %(year)s is recorded for your branch."
            )
            said = words % {"name": name, "year": year}
            _put(row, "programme", programmes.get((name, year), []), said)
    return {each.organisation.path for many in programmes.values() for each in many}


def _find_grades(rows: Sequence[Row], by: User) -> set[str]:
    schemes = GradeScheme.objects.usable_by(by).filter(
        for_units=False, name__in=_named(rows, "scheme")
    )
    rungs = Grade.objects.filter(scheme__in=schemes).select_related(
        "scheme__organisation", "scheme__certificate_type"
    )
    grades: dict[tuple[str, str], list[Grade]] = {}
    for rung in rungs:
        grades.setdefault((rung.scheme.name, rung.label), []).append(rung)
    for row in rows:
        scheme, label = row.values.get("scheme"), row.values.get("grade")
        day = row.values.get("decided_on")
        if scheme and label and day:
            named = grades.get((scheme, label), [])
            holding = [each for each in named if each.scheme.holds_on(day)]
            words = _("No grade “%(label)s” by “%(scheme)s” holds on that day.")
            said = words % {"label": label, "scheme": scheme}
            _put(row, "grade", holding, said)
    return {rung.scheme.organisation.path for many in grades.values() for rung in many}


def _find_deciders(rows: Sequence[Row], paths: Iterable[str]) -> None:
    people: dict[str, list[User]] = {}
    for each in deciders(paths, of=None).filter(name__in=_named(rows, "decided_by")):
        people.setdefault(each.name, []).append(each)
    for row in rows:
        name = row.values.get("decided_by")
        if name:
            words = _(
                "Nobody called %(name)s is an administrator who decides this, or several "
                "are: enter it by hand."
            )
            _put(row, "decided_by", people.get(name, []), words % {"name": name})


def _named(rows: Sequence[Row], key: str) -> set[str]:
    return {row.values[key] for row in rows if row.values.get(key)}


def _put(row: Row, key: str, found: list[Any], refusal: str) -> None:
    if len(found) == 1:
        row.values[key] = found[0]
    else:
        row.problems.append(refusal)
