"""The navigation of the Office: each app adds its own places in `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject


@dataclass(frozen=True)
class Place:
    """`url` is a URL name; `shown_to` says whether this person has business there.

    `waiting` says what waits for this person there, or nothing, in at most a query or
    two; only the Office's home asks it.
    """

    order: int
    label: Any
    url: str
    icon: str
    shown_to: Callable[[Any], bool]
    hint: Any = ""
    waiting: Callable[[Any], str] | None = None


_places: dict[str, Place] = {}


def add(place: Place) -> None:
    """Add a place; the same URL again replaces it."""
    _places[place.url] = place


def has_business(user: Any) -> bool:
    """Say whether any place of the business, beside those for everybody, is theirs."""
    return any(
        place.shown_to(user)
        for place in _places.values()
        if place.shown_to is not has_business
    )


def places_of(user: Any) -> list[Place]:
    """Return the places of the business that `user` may open, in order."""
    found = sorted(_places.values(), key=lambda place: place.order)
    return [each for each in found if each.order > 0 and each.shown_to(user)]


def overview(user: Any) -> list[dict[str, Any]]:
    """Return what this person may open, with what waits for them there."""
    return [
        {
            "label": place.label,
            "url": reverse(place.url),
            "icon": place.icon,
            "hint": place.hint,
            "waiting": place.waiting(user) if place.waiting else "",
        }
        for place in places_of(user)
    ]


def office_menu(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `office_menu`, what this person may open, in order."""

    def build() -> list[dict[str, Any]]:
        shown = [each for each in _places.values() if each.shown_to(request.user)]
        return [
            {
                "label": place.label,
                "url": (url := reverse(place.url)),
                "icon": place.icon,
                "current": request.path.startswith(url)
                and (place.order > 0 or request.path == url),
            }
            for place in sorted(shown, key=lambda place: place.order)
        ]

    return {"office_menu": SimpleLazyObject(build)}
