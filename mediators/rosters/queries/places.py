"""Which committee a cell means: by its name, or by the way to it (镇/村)."""

from collections.abc import Iterable

from mediators.models import Organisation
from mediators.models.organisation import OrganisationQuerySet
from mediators.rosters.queries.chunks import chunks

SUFFIX = "人民调解委员会"
_SIGNS = str.maketrans({"／": "/", "\\": "/", "＞": "/", ">": "/", "—": "/"})


def segments(text: str) -> tuple[str, ...]:
    """Return the names on the way to a place, without the spaces around them."""
    parts = (part.strip() for part in text.translate(_SIGNS).split("/"))
    return tuple(part for part in parts if part)


def places_named(
    texts: Iterable[str], *, among: OrganisationQuerySet
) -> dict[str, list[Organisation]]:
    """Return, for each text, the places `among` these that it may mean.

    Two queries for every few hundred different texts.
    """
    wanted = {text: segments(text) for text in set(texts)}
    names = {
        name
        for way in wanted.values()
        if way
        for name in (way[-1], f"{way[-1]}{SUFFIX}")
    }
    found: dict[str, list[Organisation]] = {}
    for some in chunks(sorted(names)):
        for place in among.existing().with_posts().filter(name__in=some):
            found.setdefault(place.name, []).append(place)
    above = _above([place for places in found.values() for place in places], among)
    return {
        text: _fitting(way, found, above) if way else [] for text, way in wanted.items()
    }


def way_to(place: Organisation, above: dict[str, str]) -> str:
    """Return how an export writes a place: its name, after that of the one above."""
    parent = above.get(place.path[: -Organisation.steplen])
    return f"{parent}/{place.name}" if parent else place.name


def names_above(
    places: Iterable[Organisation], among: OrganisationQuerySet
) -> dict[str, str]:
    """Return the names of the places right above these, by path; one query a chunk."""
    step = Organisation.steplen
    return _named({place.path[:-step] for place in places}, among)


def _above(
    places: Iterable[Organisation], among: OrganisationQuerySet
) -> dict[str, str]:
    step = Organisation.steplen
    paths = {
        place.path[:end]
        for place in places
        for end in range(step, len(place.path), step)
    }
    return _named(paths, among)


def _named(paths: set[str], among: OrganisationQuerySet) -> dict[str, str]:
    names: dict[str, str] = {}
    for some in chunks(sorted(paths - {""})):
        names.update(among.filter(path__in=some).values_list("path", "name"))
    return names


def _fitting(
    way: tuple[str, ...],
    found: dict[str, list[Organisation]],
    above: dict[str, str],
) -> list[Organisation]:
    exact = found.get(way[-1], [])
    places = exact or found.get(f"{way[-1]}{SUFFIX}", [])
    return [place for place in places if _lies_on(place, way[:-1], above)]


def _lies_on(place: Organisation, way: tuple[str, ...], above: dict[str, str]) -> bool:
    """Whether each name on the way begins that of a place above, from top to bottom.

    The town 临河镇 stands in the tree as 临河镇司法所.
    """
    step = Organisation.steplen
    names = [
        above.get(place.path[:end], "") for end in range(step, len(place.path), step)
    ]
    position = 0
    for name in way:
        while position < len(names) and not names[position].startswith(name):
            position += 1
        if position == len(names):
            return False
        position += 1
    return True
