"""The villages of the division list: who answers for each, and whether it is covered."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q

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
        became = Division.objects.filter(pk__in=divisions).exclude(successor=None)
        found = found.filter(
            Q(pk__in=divisions)
            | Q(pk__in=became.values("successor"))
            | Q(parent__in=divisions)
            | Q(parent__parent__in=divisions)
            | Q(parent__parent__parent__in=divisions)
        )
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


def _answering(divisions: Collection[int]) -> dict[int, int]:
    """Return the topmost office or bureau of each division."""
    places = Organisation.objects.existing().exclude(kind__in=Organisation.WITH_POSTS)
    if len(divisions) < 1000:  # noqa: PLR2004 -- a list of all is no filter
        places = places.filter(division__in=divisions)
    rows = places.exclude(division=None).order_by("-path")
    return dict(rows.values_list("division_id", "pk"))
