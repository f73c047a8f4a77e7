"""The sentence on a certificate: words of the Studio with places for what is proved."""

from collections.abc import Mapping
from string import Formatter
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

#: What may stand in braces, and what is printed there.
PLACES: dict[str, Any] = {
    "name": _("name of the holder"),
    "committee": _("committee of the holder"),
    "exam": _("title of the exam"),
    "score": _("score"),
    "day": _("day on which the exam was passed"),
    "hours": _("credit hours of the course"),
    "organiser": _("organiser"),
}


def validate_wording(text: str) -> None:
    """Refuse in words what could not be filled in.

    :raises ValidationError: if a brace has no partner or a place is unknown
    """
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        message = _("A brace has no partner. Places are written like this: {name}.")
        raise ValidationError(message, code="brace") from None
    for _text, place, form, conversion in parts:
        if place is not None and (place not in PLACES or form or conversion):
            raise ValidationError(
                _("“{%(place)s}” is not known. You may use: %(places)s."),
                code="place",
                params={
                    "place": place,
                    "places": " ".join(f"{{{known}}}" for known in PLACES),
                },
            )


def places_in(text: str) -> set[str]:
    """Return the places that a wording fills in; none if its braces do not match."""
    try:
        return {place for _text, place, *_rest in Formatter().parse(text) if place}
    except ValueError:
        return set()


def fill(text: str, values: Mapping[str, str]) -> list[str]:
    """Return the paragraphs of `text` with every place filled in."""
    lines = text.format_map(values).splitlines()
    return [line.strip() for line in lines if line.strip()]
