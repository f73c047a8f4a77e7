"""Where the branches of a person's places meet: there the person is counted twice."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Count, Q

from mediators.coverage.queries.asked import paths_above
from mediators.coverage.queries.standing import LIVING, measured
from mediators.models import Person, Post

#: How often too many each figure of people counts somebody, by the path of the place.
Meetings = dict[str, Counter[str]]


def _held(day: date) -> Any:
    posts = Post.objects.standing().on(day).filter(organisation__dissolved_on=None)
    return posts.annotate(living=LIVING).order_by()


def persons_in_several_places(*, day: date, top: str = "") -> list[int]:
    """Return the living records of whom several places of a branch have posts on `day`."""
    held = _held(day).within([top]).values("living")
    held = held.annotate(places=Count("organisation", distinct=True))
    several = held.filter(places__gt=1).values_list("living", flat=True)
    return list(several.order_by("living"))


def meetings(people: Collection[int], *, day: date) -> dict[int, Meetings]:
    """Return, for living records, where they are counted too often; six queries.

    In the order of their paths, each two neighbours among somebody's places meet in the
    lowest place above both; what all subtrees count of them, less once for each meeting,
    is once.
    """
    places: dict[int, set[str]] = defaultdict(set)
    full_time: dict[int, set[str]] = defaultdict(set)
    records = Person.objects.filter(Q(pk__in=people) | Q(merged_into__in=people))
    held = _held(day).filter(person__in=list(records.values_list("pk", flat=True)))
    for person, path, kind in held.values_list("living", "organisation__path", "kind"):
        places[person].add(path)
        if kind == Post.Kind.FULL_TIME:
            full_time[person].add(path)
    several = [person for person, paths in places.items() if len(paths) > 1]
    marks = measured(several, day=day) if several else {}
    found: dict[int, Meetings] = {}
    for person in several:
        codes = [code for code, those in marks.items() if person in those]
        found[person] = _of_one(places[person], full_time[person], codes)
    return found


def _of_one(places: set[str], full_time: set[str], codes: list[str]) -> Meetings:
    found: Meetings = defaultdict(Counter)
    for path in _met(places):
        found[path].update(codes)
    for path in _met(full_time):
        found[path]["full_time"] += 1
    return dict(found)


def _met(paths: Iterable[str]) -> Iterator[str]:
    ordered = sorted(paths)
    for one, other in pairwise(ordered):
        above = [path for path in paths_above(one) if other.startswith(path)]
        if above:
            yield above[-1]
