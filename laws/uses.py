"""What an article is used for above the law: each app adds what of its own rests on it.

In `AppConfig.ready()` of an app above:

    uses.add(uses.Kind("lessons", 10, _("Lessons that cite this article"), find, counted))

where `find(articles, viewer)` takes keys of articles and returns, by key, what `viewer`
(who may be nobody) may know of, in at most two queries however many articles; and
`counted(3)` says “3 lessons”.

Authors of the Studio are shown drafts, too, of what they may browse: who has some adds
a second kind under the same name with `for_authors=True`, which stands instead there.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise

from mediators.models import User

Viewer = User | AnonymousUser


@dataclass(frozen=True)
class Use:
    """What rests on an article, where to read it, and how many things that are."""

    label: str
    url: str
    note: str = ""
    count: int = 1


Find = Callable[[Collection[int], Viewer], Mapping[int, list[Use]]]


@dataclass(frozen=True)
class Kind:
    name: str
    order: int
    title: str | Promise
    find: Find
    counted: Callable[[int], str]


@dataclass(frozen=True)
class Used:
    """All of one kind that rests on one article; `words` is how many, in words."""

    title: str | Promise
    words: str
    uses: list[Use]


_kinds: dict[str, Kind] = {}
_for_authors: dict[str, Kind] = {}


def add(kind: Kind, *, for_authors: bool = False) -> None:
    """Add a kind of use; the same name again replaces it."""
    (_for_authors if for_authors else _kinds)[kind.name] = kind


def of(
    articles: Collection[int], viewer: Viewer, *, for_authors: bool = False
) -> dict[int, list[Used]]:
    """Return by article what rests on it, kind by kind; the queries of each kind."""
    kinds = {**_kinds, **_for_authors} if for_authors else _kinds
    found: dict[int, list[Used]] = {}
    for kind in sorted(kinds.values(), key=lambda each: each.order):
        for article, uses in kind.find(articles, viewer).items():
            words = kind.counted(sum(each.count for each in uses))
            found.setdefault(article, []).append(Used(kind.title, words, uses))
    return found
