"""Counting everything anew, from the leaves up, in batches of short transactions."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, Sum

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
from mediators.models import Organisation, Person
from mediators.models.organisation import under

#: As many places, and people in several, as one transaction counts.
PLACES, PEOPLE = 1000, 1000
_STEP = Organisation.steplen
#: What is read of a place.
_READ = (
    *("path", "depth", "kind", "committee_type", "division"),
    *("is_multi_ethnic", "dissolved_on"),
)
#: The columns of a row.
_ROW = ("organisation_id", "path", "depth", "division_id", "lacks", *COLUMNS)
Row = tuple[int | str | None, ...]
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
        found.day, found.is_stale = day, False
        found.rolled_at = None
        found.save(update_fields=["day", "is_stale", "rolled_at"])
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
    count = Count(day)
    beneath: dict[str, Totals] = defaultdict(lambda: [0] * len(COLUMNS))
    for places in _backwards(top):
        where = Q(organisation__path__range=(places[-1].path, places[0].path))
        fresh = _differing(_counted(places, where, beneath, count), where)
        with transaction.atomic():
            locked()
            _write(fresh)
            renew(database_now())
    return beneath[top[:-_STEP]]


def _backwards(top: str) -> Iterator[list[Organisation]]:
    left = Organisation.objects.within([top]).only(*_READ).order_by("-path")
    places = list(left[:PLACES])
    while places:
        yield places
        places = list(left.filter(path__lt=places[-1].path)[:PLACES])


class Count:
    """What a count of many places reads once."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.asked = queries.Asked(day=day)
        merged = Person.objects.exclude(merged_into=None)
        self.merged = dict(merged.values_list("pk", "merged_into_id"))

    def at(self, places: list[Organisation], where: Q) -> dict[int, queries.Standing]:
        return queries.standing(
            places, day=self.day, asked=self.asked, where=where, merged=self.merged
        )


def _counted(
    places: list[Organisation], where: Q, beneath: dict[str, Totals], count: Count
) -> list[Row]:
    found = count.at(places, where)
    doubled = doubled_at(where)
    rows: list[Row] = []
    for place in places:
        own, twice = found[place.pk], doubled.get(place.pk, {})
        total = beneath.pop(place.path, [0] * len(COLUMNS))
        for index, code in enumerate(COLUMNS):
            total[index] += own.counts[code] - twice.get(code, 0)
        above = beneath[place.path[:-_STEP]]
        for index, value in enumerate(total):
            above[index] += value
        lacks = in_words(own.lacks)
        about = (place.pk, place.path, place.depth, place.division_id, lacks)
        rows.append((*about, *total))
    return rows


def in_words(lacks: list[str]) -> str:
    """Return the gaps as they are stored: each between spaces, to be found by its name."""
    return " ".join(["", *lacks, ""]) if lacks else ""


def _differing(rows: list[Row], where: Q) -> list[Row]:
    stored = set(BranchFigures.objects.filter(where).values_list(*_ROW))
    return [row for row in rows if row not in stored]


def _write(rows: list[Row]) -> None:
    """Write rows of nothing but our own codes and numbers, as one statement without parameters.

    A nation has twenty million of them: bound one by one they take most of the time.
    """
    if not rows:
        return
    values = ", ".join(f"({', '.join(map(_literal, row))})" for row in rows)
    news = ", ".join(f"{column} = excluded.{column}" for column in _ROW[1:])
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO coverage_branchfigures ({', '.join(_ROW)}) VALUES {values} "  # noqa: S608 -- each is a number or quoted
            f"ON CONFLICT (organisation_id) DO UPDATE SET {news}"
        )


def _literal(value: int | str | None) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(value)
    return "'{}'".format(value.replace("'", "''"))


def doubled_at(where: Q) -> dict[int, dict[str, int]]:
    """Return, by place, how often people are counted too often there."""
    rows = Doubled.objects.filter(where).values("organisation")
    sums: Any = rows.annotate(**{f"all_{code}": Sum(code) for code in OF_PEOPLE})
    return {
        row["organisation"]: {code: row[f"all_{code}"] for code in OF_PEOPLE}
        for row in sums
    }
