"""What the pages of coverage need of the web: rows as the templates want them."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from mediators.coverage import words
from mediators.coverage.models import BranchFigures
from mediators.coverage.plot import Bar, plot
from mediators.coverage.queries import pages
from mediators.models import Organisation, User


def share(part: int, whole: int) -> str:
    """Return a percentage with what it is made of: 87%，26/30."""
    if not whole:
        return "—"
    values = {
        "percent": (200 * part + whole) // (2 * whole),
        "part": part,
        "whole": whole,
    }
    return _("%(percent)d%%, %(part)d/%(whole)d") % values


def row_of(place: Organisation) -> dict[str, Any]:
    """Return what the table, the plot and the sheet say of a branch."""
    own = pages.figures_of(place)
    return {
        "place": place,
        "url": address(place),
        "figures": own,
        "covered": share(own.certified - own.expiring, own.people),
        "expiring": share(own.expiring, own.people),
        "uncertified": share(own.people - own.certified, own.people),
        "trained": share(own.trained, own.people),
    }


def address(place: Organisation) -> str:
    return reverse("coverage:branch", args=[place.uuid])


def shown(branch: pages.Branch) -> dict[str, Any]:
    """Return the context of the page of a branch."""
    rows = [row_of(place) for place in branch.beneath]
    own = pages.figures_of(branch.chosen)
    return {
        "organisation": branch.chosen,
        "above": [
            {"name": place.name, "url": address(place)}
            for place in branch.above
            if branch.chosen.path.startswith(place.path) and place != branch.chosen
        ],
        "nodes": _nodes(branch),
        "facts": _facts(own),
        "gaps": gaps(branch.chosen, own),
        "rows": rows,
        "total": row_of(branch.chosen),
        "page_obj": branch.beneath if branch.beneath.has_other_pages() else None,
        "plot": plot([_bar(row) for row in rows or [row_of(branch.chosen)]]),
        "roll": branch.roll,
    }


def _bar(row: dict[str, Any]) -> Bar:
    own: BranchFigures = row["figures"]
    covered, gap = own.certified - own.expiring, own.people - own.certified
    return Bar(row["place"].name, covered, own.expiring, gap)


def _nodes(branch: pages.Branch) -> list[dict[str, Any]]:
    """Return the tree: the viewer's branches, the way down to the chosen, what is beneath."""
    chosen = branch.chosen
    line = [*(each for each in branch.above if each != chosen), chosen]
    tops: list[dict[str, Any]] = []
    inner = [_node(place) for place in branch.beneath]
    nodes: dict[str, dict[str, Any]] = {}
    for place in sorted(line, key=lambda each: each.path):
        node = _node(place) | {"open": True, "current": place == chosen}
        above = [each for path, each in nodes.items() if place.path.startswith(path)]
        (above[-1]["children"] if above else tops).append(node)
        if chosen.path.startswith(place.path):
            nodes[place.path] = node
    nodes[chosen.path]["children"] = inner
    return tops


def _node(place: Organisation) -> dict[str, Any]:
    own = pages.figures_of(place)
    return {
        "label": place.name,
        "url": address(place),
        "figure": f"{own.certified}/{own.people}",
        "children": [],
    }


def _facts(own: BranchFigures) -> list[dict[str, str]]:
    kinds = [
        f"{label!s} {getattr(own, f'committees_{kind}')}"
        for kind, label in Organisation.CommitteeType.choices
        if getattr(own, f"committees_{kind}")
    ]
    facts = [
        (_("Committees"), " · ".join([str(own.committees), *kinds])),
        (_("Posts held"), str(own.posts)),
        (_("Mediators"), str(own.people)),
        (_("Women"), share(own.women, own.people)),
        (_("Full-time"), share(own.full_time, own.people)),
        (_("Trained this year"), share(own.trained, own.people)),
        (_("With a valid certificate"), share(own.certified, own.people)),
        (
            _("Villages and communities with a committee"),
            share(own.villages - own.villages_uncovered, own.villages),
        ),
    ]
    return [{"label": label, "value": value} for label, value in facts]


def gaps(chosen: Organisation, own: BranchFigures) -> list[dict[str, Any]]:
    """Return the gaps of a branch in words, each with the list it leads to."""
    counts = {gap: getattr(own, gap, 0) for gap in words.SENTENCES}
    counts["uncertified"] = own.people - own.certified
    counts["untrained"] = own.people - own.trained
    return [
        {
            "text": words.sentence(gap, count),
            "url": reverse("coverage:gap", args=[chosen.uuid, gap]),
        }
        for gap, count in counts.items()
        if count
    ]


def tags_of(place: Organisation) -> list[str]:
    return [str(words.TAGS[gap]) for gap in pages.figures_of(place).gaps]


def listed(places: Iterable[Organisation]) -> list[dict[str, Any]]:
    """Return the rows of a list of committees."""
    return [{"place": place, "tags": tags_of(place)} for place in places]


def waiting(user: User) -> str:
    """Say what is missing in the branches that `user` administers; one query."""
    counts = pages.gaps_administered_by(user)
    first = ["villages_uncovered", "without_chair", "without_certified"]
    found = [words.sentence(gap, counts[gap]) for gap in first if counts[gap]]
    return next(iter(found), "")
