"""The file of a mediator: a page to which every app adds a section of its own.

In `AppConfig.ready()` of an app above:

    file.add_section(30, _("Certificates"), "certificates/file.html", queries.in_file)

where `in_file(mediator, viewer)` returns what the template needs. The template is shown
in the Office and, to mediators themselves, in the Classroom; it is also given
`mediator`, `viewer` and `own` (whether viewer and mediator are one). If the context has
a list `events` (dicts of day, title, text, url, kind), they go into the file's timeline.
A section whose template comes out blank is left out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise

from mediators.models import Mediator, User

Context = Callable[[Mediator, User], dict[str, Any]]


@dataclass(frozen=True)
class Section:
    order: int
    title: str | Promise
    template: str
    context: Context


_sections: dict[str, Section] = {}


def add_section(
    order: int, title: str | Promise, template: str, context: Context
) -> None:
    """Add a section to every file; the same template again replaces it."""
    _sections[template] = Section(order, title, template, context)


def sections() -> list[Section]:
    """Return the sections in the order in which they stand in a file."""
    return sorted(_sections.values(), key=lambda section: section.order)


def newest_first(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the events of a timeline, the newest first, also within a day.

    An event that has only a day comes at its beginning; of two at one moment the later
    one in `events` is the newer.
    """
    return sorted(events, key=lambda event: _moment(event["day"]))[::-1]


def _moment(day: date | datetime) -> datetime:
    if isinstance(day, datetime):
        return day
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())
