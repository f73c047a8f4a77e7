"""Divisions beneath a branch, and whether each village has a committee."""

from typing import TypedDict, Unpack

from django.db.models import Exists, F, OuterRef, QuerySet

from mediators.models import Division, Organisation, User
from mediators.models.division import DivisionQuerySet


class VillageFilters(TypedDict, total=False):
    words: str
    town: str
    without: bool


def villages_found(user: User, **filters: Unpack[VillageFilters]) -> DivisionQuerySet:
    """Return the villages and communities that `user` oversees, by code.

    Each with its town. To have no committee is nothing wrong: the Laws of villagers' and
    residents' committees (article 9 of each) have them set up as needed.
    """
    found = Division.objects.current().villages().visible_to(user)
    if words := filters.get("words", ""):
        found = found.filter(name__icontains=words)
    if town := filters.get("town", ""):
        found = found.filter(code__startswith=town)
    if filters.get("without", False):
        found = found.exclude(Exists(_committees()))
    return found.select_related("parent").order_by("code")


def committees_of(villages: list[Division]) -> dict[int, Organisation]:
    """Return the first committee of each of these villages that has one; one query."""
    committees = Organisation.objects.existing().committees()
    seated = committees.filter(division__in=villages).order_by("-path")
    return {place.division_id: place for place in seated}


def seats_for(
    villages: list[Division], *, administrator: User
) -> dict[int, Organisation]:
    """Return beneath what `administrator` would hang the committee of each; one query.

    The authority whose division is the nearest around the village.
    """
    codes = {v.code[:length] for v in villages for length in Division.LENGTHS}
    places = Organisation.objects.administered_by(administrator).existing()
    places = places.filter(
        kind__in=Organisation.AUTHORITIES, division__code__in=codes
    ).annotate(code=F("division__code"))
    by_code = {place.code: place for place in places.order_by("-path")}
    found = {}
    for village in villages:
        ends = sorted(Division.LENGTHS, reverse=True)
        around = (by_code.get(village.code[:end]) for end in ends)
        if (nearest := next(filter(None, around), None)) is not None:
            found[village.pk] = nearest
    return found


def towns_seen(user: User) -> DivisionQuerySet:
    """Return the towns and streets of the branches that `user` oversees."""
    towns = Division.objects.current().filter(level=Division.Level.TOWN)
    return towns.visible_to(user)


def _committees() -> QuerySet[Organisation]:
    committees = Organisation.objects.existing().committees()
    found: QuerySet[Organisation] = committees.filter(division=OuterRef("pk"))
    return found.order_by()
