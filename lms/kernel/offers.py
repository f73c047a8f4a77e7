"""What a page leads to in apps above its own: each app adds its links.

In `AppConfig.ready()` of an app above:

    offers.add("courses.lesson", "practice", links_of)

where `links_of(viewer, **about)` returns the links that `viewer` may follow, in at most
two queries. The view that owns the page names it and says what it is about:

    offers.of("courses.lesson", request.user, lesson=page)

Pages that ask: `courses.home`, `courses.lesson` (lesson), `banks.bank` (bank, query: its
filters as in the address), `banks.question` (version).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Offer:
    label: str | Promise
    url: str


Find = Callable[..., list[Offer]]

_finds: dict[str, dict[str, Find]] = {}


def add(page: str, name: str, find: Find) -> None:
    """Add links to a page; the same name again replaces them."""
    _finds.setdefault(page, {})[name] = find


def of(page: str, viewer: Any, **about: Any) -> list[Offer]:
    """Return what apps above offer on this page; the queries of each."""
    finds = _finds.get(page, {}).values()
    return [offer for find in finds for offer in find(viewer, **about)]
