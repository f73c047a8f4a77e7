"""A first lesson in the Studio: steps that a new author is led through, one by one.

In `AppConfig.ready()` of an app above:

    guide.add(30, "banks", step_of)

where `step_of(author)` returns the step as it stands for this author, or nothing if it
is none of theirs; in at most two queries. Whether a step is done is read off the
records: nothing is kept of how somebody gets on.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from mediators.models import User


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class Step:
    """What to do, in one sentence, where it is done, and whether it is.

    Without a `link` something else comes first; `other` leads to another way of doing it.
    """

    title: str
    text: str
    is_done: bool = field(kw_only=True)
    link: Link | None = None
    other: Link | None = None


Find = Callable[[User], Step | None]

_finds: dict[str, tuple[int, Find]] = {}


def add(order: int, name: str, find: Find) -> None:
    """Add a step; the same name again replaces it."""
    _finds[name] = (order, find)


def of_apps_above(author: User) -> list[tuple[int, Step]]:
    """Return each added step with its order; the queries of each app."""
    found = [(order, find(author)) for order, find in _finds.values()]
    return [(order, step) for order, step in found if step is not None]
