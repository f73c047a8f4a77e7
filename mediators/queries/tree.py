"""The tree of places as one sees it, with what stands in each subtree."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.db.models.functions import Substr

from mediators.models import Organisation, Post, User


@dataclass
class Place:
    """An organisation in the tree, with what stands in its subtree."""

    organisation: Organisation
    committees: int
    posts: int
    places: list["Place"]
    #: Whether there is more below than is shown.
    goes_on: bool


#: How many levels of a branch are shown at once; deeper ones open on a page of their own.
LEVELS = 4


def tree(user: User, *, top: Organisation | None = None) -> list[Place]:
    """Return the branches that `user` oversees, or the part of them beneath `top`.

    Three queries, whatever the size; dissolved organisations are left out.
    """
    seen = Organisation.objects.visible_to(user).existing()
    if top is not None:
        seen = seen.within([top.path])
    shallowest = seen.order_by("depth").values_list("depth", flat=True)[:1]
    depth = top.depth if top else next(iter(shallowest), 1)
    deepest = depth + LEVELS - 1
    rows = list(seen.filter(depth__lte=deepest).order_by("path"))
    cut = Substr("path", 1, deepest * Organisation.steplen)
    committees = _counted(seen.committees().annotate(cut=cut))
    posts = Post.objects.in_force().filter(organisation__in=seen)
    held = _counted(posts.annotate(cut=_under(deepest)))
    return _nested(rows, committees, held, deepest)


def _under(depth: int) -> Substr:
    return Substr("organisation__path", 1, depth * Organisation.steplen)


def _counted(rows: Any) -> dict[str, int]:
    found = rows.order_by().values("cut").annotate(count=Count("pk"))
    return {row["cut"]: row["count"] for row in found}


def _nested(
    rows: list[Organisation],
    committees: dict[str, int],
    posts: dict[str, int],
    deepest: int,
) -> list[Place]:
    tops: list[Place] = []
    line: list[Place] = []
    for row in rows:
        place = Place(
            organisation=row,
            committees=committees.get(row.path, 0),
            posts=posts.get(row.path, 0),
            places=[],
            goes_on=row.depth == deepest and row.numchild > 0,
        )
        while line and not row.path.startswith(line[-1].organisation.path):
            line.pop()
        (line[-1].places if line else tops).append(place)
        for above in line:
            above.committees += place.committees
            above.posts += place.posts
        line.append(place)
    return tops
