"""Recounting what is marked: the plain query for a few places, and only the difference."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, Sum

from mediators.coverage import queries
from mediators.coverage.models import COLUMNS, BranchFigures, Due
from mediators.coverage.operations.changes import Changes, record_meetings
from mediators.coverage.operations.lease import locked, renew
from mediators.coverage.operations.marking import mark_place
from mediators.coverage.operations.rolling import (
    doubled_at,
    finish,
    in_words,
    roll_branch,
)
from mediators.coverage.operations.villages import settle_villages
from mediators.coverage.queries.asked import paths_above
from mediators.models import Organisation, Person, Post

#: As many marks as one transaction works off.
BATCH = 100


@dataclass
class Marked:
    """What a batch of marks names."""

    people: set[int] = field(default_factory=set)
    places: set[int] = field(default_factory=set)
    divisions: set[int] = field(default_factory=set)


def count_due(*, at: datetime) -> int:
    """Work off a batch of marks, and return how many: none while everything is counted.

    May be run at any time; twice does no harm.
    """
    with transaction.atomic():
        roll = locked()
        if roll.day is None or roll.is_rolling(at):
            return 0
        due = list(Due.objects.select_related("organisation").order_by("pk")[:BATCH])
        branches = [each for each in due if each.whole_branch]
        _recount_all([each for each in due if not each.whole_branch], day=roll.day)
        if branches:
            renew(at)
    if branches:
        for path in _topmost(each.organisation.path for each in branches):  # type: ignore[union-attr]  # -- a constraint says so
            roll_branch(path, day=roll.day)
        finish([each.pk for each in branches])
    return len(due)


def _recount_all(due: list[Due], *, day: date) -> None:
    """Recount what is marked; a branch of which the shape changed is marked in turn."""
    if not due:
        return
    tops = _recount(_marked(due), day=day)
    for top in Organisation.objects.filter(path__in=tops):
        mark_place(top, whole_branch=True)
    Due.objects.filter(pk__in=[each.pk for each in due]).delete()


def _marked(due: Iterable[Due]) -> Marked:
    found = Marked()
    for each in due:
        if each.person_id is not None:
            found.people.add(each.person_id)
        if each.organisation_id is not None:
            found.places.add(each.organisation_id)
        if each.division_id is not None:
            found.divisions.add(each.division_id)
    # A place that came or went is one place more or less of everybody there.
    there = Post.objects.standing().filter(organisation__in=found.places)
    found.people |= set(there.values_list("person", flat=True))
    return found


def _recount(marked: Marked, *, day: date) -> set[str]:
    """Recount, and return the tops of the branches of which the shape changed."""
    changes = Changes()
    people = _living(marked.people)
    places = _places(marked.places, people)
    moved = _enter(places)
    named = {each.division_id for each in places if each.pk in marked.places}
    named |= {row.division_id for row in moved.known if row.pk in marked.places}
    divisions = marked.divisions | {each for each in named if each is not None}
    settle_villages(divisions, day=day, changes=changes)
    meetings = queries.meetings(people, day=day)
    record_meetings(people | marked.people, meetings, changes)
    changes.apply()
    _recount_places([each for each in places if each.pk not in moved.places], day=day)
    return moved.tops


def _living(people: Collection[int]) -> set[int]:
    """Return the records that the marked ones now are."""
    rows = Person.objects.filter(pk__in=people).values_list("pk", "merged_into_id")
    return {living or pk for pk, living in rows}


def _places(marked: Collection[int], people: Collection[int]) -> list[Organisation]:
    """Return the marked places, and those where these people hold or held a post."""
    records = Person.objects.filter(Q(pk__in=people) | Q(merged_into__in=people))
    posts = Post.objects.filter(person__in=list(records.values_list("pk", flat=True)))
    held = set(posts.order_by().values_list("organisation", flat=True))
    return list(Organisation.objects.filter(pk__in=held | set(marked)))


@dataclass
class Moved:
    """The rows known of some places, and the branches in which they moved."""

    known: list[BranchFigures]
    places: set[int] = field(default_factory=set)
    tops: set[str] = field(default_factory=set)


def _enter(places: list[Organisation]) -> Moved:
    """Give places that are new a row of noughts, and find those that moved."""
    rows = BranchFigures.objects.in_bulk([each.pk for each in places])
    new = [each for each in places if each.pk not in rows]
    BranchFigures.objects.bulk_create(
        BranchFigures(
            organisation=each,
            path=each.path,
            depth=each.depth,
            division_id=each.division_id,
        )
        for each in new
    )
    moved = Moved(list(rows.values()))
    for each in places:
        counted = rows[each.pk].path if each.pk in rows else each.path
        if counted != each.path:
            moved.places.add(each.pk)
            moved.tops |= _meeting(counted, each.path)
    return moved


def _meeting(one: str, other: str) -> set[str]:
    """Return the top of all that changed by a move: where both ways up meet, or both tops."""
    ways = list(zip(paths_above(one), paths_above(other), strict=False))
    shared = [path for path, same in ways if path == same]
    return {shared[-1]} if shared else set(ways[0])


def _recount_places(places: list[Organisation], *, day: date) -> None:
    """Add to each place, and all above, what now stands there and did not before."""
    asked = queries.Asked(day=day, paths=[each.path for each in places])
    found = queries.standing(places, day=day, asked=asked)
    doubled = doubled_at(Q(organisation__in=[each.pk for each in places]))
    rows = BranchFigures.objects.in_bulk([each.pk for each in places])
    changes, touched = Changes(), []
    for place in places:
        row, now = rows[place.pk], found[place.pk]
        changes.add(place.path, now.counts)
        changes.add(place.path, doubled.get(place.pk, {}), times=-1)
        changes.add(place.path, _counted_before(place, row), times=-1)
        lacks = in_words(now.lacks)
        if (row.lacks, row.division_id) != (lacks, place.division_id):
            row.lacks, row.division_id = lacks, place.division_id
            touched.append(row)
    changes.apply()
    BranchFigures.objects.bulk_update(touched, ["lacks", "division"], batch_size=100)


def _counted_before(place: Organisation, row: BranchFigures) -> Counter[str]:
    """Return what was counted at the place itself: its figures, less those beneath."""
    own = Counter({code: getattr(row, code) for code in COLUMNS})
    if place.numchild:
        beneath = BranchFigures.objects.filter(
            organisation__path__startswith=place.path,
            organisation__depth=place.depth + 1,
        )
        sums = beneath.aggregate(**{code: Sum(code, default=0) for code in COLUMNS})
        own.subtract(sums)
    return own


def _topmost(paths: Iterable[str]) -> list[str]:
    """Return the paths that lie beneath no other of them."""
    found: list[str] = []
    for path in sorted(paths):
        if not any(path.startswith(each) for each in found):
            found.append(path)
    return found
