"""What an account can see: a page to which every app adds a section of its own.

In `AppConfig.ready()` of an app above:

    sights.add_section(20, _("Studio"), "courses/sight.html", queries.in_sight)

where `in_sight(account, viewer)` returns what the template needs: of what `account` can
see, as much as `viewer` may know. A section whose template comes out blank is left out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from mediators.models import User

Context = Callable[[User, User], dict[str, Any]]


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
    """Add a section to every account's page; the same template again replaces it."""
    _sections[template] = Section(order, title, template, context)


def sections() -> list[Section]:
    """Return the sections in the order in which they stand on the page."""
    return sorted(_sections.values(), key=lambda section: section.order)
