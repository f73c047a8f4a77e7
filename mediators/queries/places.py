"""Places found by name, and where each of them hangs."""

from collections.abc import Iterable
from typing import TypedDict, Unpack

from django.db.models import Count, Q

from lms.kernel.clock import Today
from mediators.models import Division, Organisation, User
from mediators.models.division import DivisionQuerySet
from mediators.models.organisation import OrganisationQuerySet


class Filters(TypedDict, total=False):
    words: str
    dissolved: bool


def places_found(
    places: OrganisationQuerySet, **filters: Unpack[Filters]
) -> OrganisationQuerySet:
    """Return those of `places` that the filters leave, each with `posts_held` today."""
    over = filters.get("dissolved", False)
    found = places.exclude(dissolved_on=None) if over else places.existing()
    if words := filters.get("words", ""):
        found = found.filter(name__icontains=words)
    return with_posts_held(found.select_related("successor"))


def with_posts_held(places: OrganisationQuerySet) -> OrganisationQuerySet:
    """Return `places`, each with `posts_held`: the posts held at it today."""
    today = Today()
    begun = Q(posts__annulled_at=None, posts__valid_from__lte=today)
    lasting = Q(posts__valid_to=None) | Q(posts__valid_to__gt=today)
    held: OrganisationQuerySet = places.annotate(
        posts_held=Count("posts", filter=begun & lasting)
    )
    return held


def with_trails(places: Iterable[Organisation], *, viewer: User) -> list[Organisation]:
    """Return `places`, each with its `trail`: the names above it that `viewer` may see.

    One query beside that of `places`.
    """
    found = list(places)
    above = {path for place in found for path in _paths_above(place)}
    seen = Organisation.objects.visible_to(viewer).filter(path__in=above)
    names = dict(seen.values_list("path", "name"))
    for place in found:
        paths = _paths_above(place)
        place.trail = [names[path] for path in paths if path in names]
    return found


def division_around(place: Organisation) -> Division | None:
    """Return the division of a place, or of the nearest above it that has one."""
    paths = [*_paths_above(place), place.path]
    seated = Organisation.objects.filter(path__in=paths, division__isnull=False)
    nearest = seated.select_related("division").order_by("-depth").first()
    found: Division | None = nearest and nearest.division
    return found


def divisions_in(division: Division | None) -> DivisionQuerySet:
    """Return the divisions of today in which a place of this division may lie."""
    today = Division.objects.current()
    return today.beneath([division.code]) if division is not None else today


def _paths_above(place: Organisation) -> list[str]:
    step = Organisation.steplen
    return [place.path[:end] for end in range(step, len(place.path), step)]
