"""Counting everything anew, from the leaves up, in batches of short transactions."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum

from lms.kernel.clock import database_now
from mediators.coverage import queries
from mediators.coverage.models import (
    COLUMNS,
    OF_PEOPLE,
    BranchFigures,
    Doubled,
    Due,
    Roll,
)
from mediators.coverage.operations.changes import Changes, record_meetings
from mediators.coverage.operations.lease import locked, renew
from mediators.coverage.operations.villages import settle_villages
from mediators.coverage.queries.due import newest_division
from mediators.models import Organisation
from mediators.models.organisation import under

#: As many places, and people in several, as one transaction counts.
PLACES, PEOPLE = 1000, 1000
_STEP = Organisation.steplen
#: What a row holds beside its figures.
_ABOUT = ("path", "depth", "division_id", "lacks")
Totals = list[int]


def roll(*, day: date, at: datetime) -> bool:
    """Count everything anew as of `day`; say whether it was, for it may be under way.

    Marks that are there at the beginning are worked off with it, later ones wait for
    the end. A count whose worker died is begun again after its lease.
    """
    with transaction.atomic():
        found = locked()
        if found.is_rolling(at):
            return False
        found.day, found.last_division = day, newest_division()
        found.rolled_at = None
        found.save(update_fields=["day", "last_division", "rolled_at"])
        renew(at)
    due = list(Due.objects.values_list("pk", flat=True))
    with transaction.atomic():
        settle_villages(None, day=day, changes=Changes(but=""))
    _record_meetings(_in_several_places("", day=day), day=day, changes=Changes(but=""))
    roll_up("", day=day)
    finish(due)
    Roll.objects.update(rolled_at=database_now())
    return True


def roll_branch(top: str, *, day: date) -> None:
    """Count a branch anew, of which the shape or a rule changed, and correct all above.

    Its caller holds the lease.
    """
    before = BranchFigures.objects.filter(organisation__path=top).values(*COLUMNS)
    counted = before.first() or {}
    people = _in_several_places(top, day=day)
    _record_meetings(people, day=day, changes=Changes(but=top))
    total = roll_up(top, day=day)
    changes = Changes()
    if above := top[:-_STEP]:
        changes.add(above, dict(zip(COLUMNS, total, strict=True)))
        changes.add(above, counted, times=-1)
    with transaction.atomic():
        locked()
        changes.apply()


def finish(due: Sequence[int]) -> None:
    """Take the marks away that were worked off, and give the lease back."""
    for start in range(0, len(due), PEOPLE):
        Due.objects.filter(pk__in=due[start : start + PEOPLE]).delete()
    Roll.objects.update(rolling_until=None)


def _in_several_places(top: str, *, day: date) -> list[int]:
    """Return who has several places, or was thought to, with a meeting in the branch."""
    known = Doubled.objects.filter(under([top], prefix="organisation__"))
    several = queries.persons_in_several_places(day=day, top=top)
    return sorted({*known.values_list("person", flat=True), *several})


def _record_meetings(people: Sequence[int], *, day: date, changes: Changes) -> None:
    for start in range(0, len(people), PEOPLE):
        some = people[start : start + PEOPLE]
        found = queries.meetings(some, day=day)
        with transaction.atomic():
            locked()
            record_meetings(some, found, changes)
            changes.apply()
            renew(database_now())


def roll_up(top: str, *, day: date) -> Totals:
    """Count a branch from its last leaf to its top, writing only what differs.

    What lies beneath a place comes after it in the order of paths: read backwards, it is
    complete when its place is reached.
    """
    asked = queries.Asked(day=day)
    beneath: dict[str, Totals] = defaultdict(lambda: [0] * len(COLUMNS))
    for places in _backwards(top):
        rows = _counted(places, beneath, asked, day)
        with transaction.atomic():
            locked()
            _write(rows)
            renew(database_now())
    return beneath[top[:-_STEP]]


def _backwards(top: str) -> Iterator[list[Organisation]]:
    left = Organisation.objects.within([top]).order_by("-path")
    places = list(left[:PLACES])
    while places:
        yield places
        places = list(left.filter(path__lt=places[-1].path)[:PLACES])


def _counted(
    places: list[Organisation],
    beneath: dict[str, Totals],
    asked: queries.Asked,
    day: date,
) -> list[BranchFigures]:
    found = queries.standing(places, day=day, asked=asked)
    doubled = doubled_at([each.pk for each in places])
    rows = []
    for place in places:
        own, twice = found[place.pk], doubled.get(place.pk, {})
        total = beneath.pop(place.path, [0] * len(COLUMNS))
        for index, code in enumerate(COLUMNS):
            total[index] += own.counts[code] - twice.get(code, 0)
        above = beneath[place.path[:-_STEP]]
        for index, value in enumerate(total):
            above[index] += value
        row = BranchFigures(
            organisation=place,
            path=place.path,
            depth=place.depth,
            division_id=place.division_id,
            lacks=in_words(own.lacks),
            **dict(zip(COLUMNS, total, strict=True)),
        )
        rows.append(row)
    return rows


def in_words(lacks: list[str]) -> str:
    """Return the gaps as they are stored: each between spaces, to be found by its name."""
    return " ".join(["", *lacks, ""]) if lacks else ""


def _write(rows: list[BranchFigures]) -> None:
    columns = (*_ABOUT, *COLUMNS)
    known = BranchFigures.objects.filter(pk__in=[row.pk for row in rows])
    stored = {pk: values for pk, *values in known.values_list("pk", *columns)}
    fresh = [
        row
        for row in rows
        if stored.get(row.pk) != [getattr(row, column) for column in columns]
    ]
    BranchFigures.objects.bulk_create(
        fresh,
        batch_size=PLACES,
        update_conflicts=True,
        unique_fields=["organisation"],
        update_fields=["path", "depth", "division", "lacks", *COLUMNS],
    )


def doubled_at(places: Collection[int]) -> dict[int, dict[str, int]]:
    """Return, by place, how often people are counted too often there."""
    rows = Doubled.objects.filter(organisation__in=places).values("organisation")
    sums: Any = rows.annotate(**{f"all_{code}": Sum(code) for code in OF_PEOPLE})
    return {
        row["organisation"]: {code: row[f"all_{code}"] for code in OF_PEOPLE}
        for row in sums
    }
