"""The villages of the division list: who answers for each, and whether it is covered."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from mediators.models import Division, Organisation

_Level = Division.Level


class Answer(NamedTuple):
    organisation: int
    is_covered: bool


def villages(
    *, day: date, divisions: Collection[int] | None = None
) -> dict[int, Answer]:
    """Return, by division, what each village has on `day`; two queries.

    With `divisions`, only those villages that are one of them, or what one became, or
    part of one. A village for which nobody in the tree answers is left out.
    """
    found = Division.objects.on(day).filter(level=_Level.VILLAGE)
    if divisions is not None:
        found = found.filter(pk__in=_touched(divisions))
    committees = Organisation.objects.existing().committees()
    own = committees.filter(division=OuterRef("pk")).order_by()
    # A committee founded before the village was renamed still names the old division.
    former = committees.filter(division__successor=OuterRef("pk")).order_by()
    above = ("parent", "parent__parent", "parent__parent__parent")
    rows = list(
        found.annotate(covered=Exists(own) | Exists(former)).values_list(
            "pk", "covered", *above
        )
    )
    answering = _answering({each for row in rows for each in row[2:] if each})
    answers = {}
    for pk, covered, *parents in rows:
        places = [answering[each] for each in parents if each in answering]
        if places:
            answers[pk] = Answer(places[0], covered)
    return answers


def _touched(divisions: Collection[int]) -> QuerySet[Division, Any]:
    """Return the keys of divisions, of what they became and of their parts."""
    ways = ("pk", "parent", "parent__parent", "parent__parent__parent")
    all_of = Division.objects.order_by()
    own, *parts = (
        all_of.filter(**{f"{way}__in": divisions}).values("pk") for way in ways
    )
    became = all_of.filter(pk__in=divisions).exclude(successor=None)
    return own.union(*parts, became.values("successor"), all=True)


def _answering(divisions: Collection[int]) -> dict[int, int]:
    """Return the topmost office or bureau of each division."""
    places = Organisation.objects.existing().exclude(kind__in=Organisation.WITH_POSTS)
    if len(divisions) < 1000:  # noqa: PLR2004 -- a list of all is no filter
        places = places.filter(division__in=divisions)
    rows = places.exclude(division=None).order_by("-path")
    return dict(rows.values_list("division_id", "pk"))
