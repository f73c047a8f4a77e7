"""What was found among the pages of the site, kept until something among them changes.

A page is written seldom, and each time with a signal; it is looked for at every visit.
"""

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction
from wagtail.models import Page

Found = TypeVar("Found")

_GENERATION = "tree.generation"
#: How long a change stays unseen, in seconds, where processes share no cache.
_A_MINUTE = 60


def kept(name: str, find: Callable[[], Found]) -> Found:
    """Return what `find` returns, or what it did for `name` since the last change.

    What is looked for and not there is not kept: anybody may ask for any address.
    """
    key = f"tree.{hashlib.sha256(name.encode()).hexdigest()}"
    known = cache.get_many([_GENERATION, key])
    generation = known.get(_GENERATION) or cache.get_or_set(
        _GENERATION, _new, timeout=None
    )
    if key in known and known[key][0] == generation:
        found: Found = known[key][1]
        return found
    found = find()
    if found:
        # Of the generation before we looked: what changed meanwhile is not lost on us.
        cache.set(key, (generation, found), _A_MINUTE)
    return found


def note_change(sender: type[Any], **_kwargs: Any) -> None:
    """Forget what was found: at once for ourselves, and for others when it is true."""
    if issubclass(sender, Page):
        _forget()
        transaction.on_commit(_forget)


def _forget() -> None:
    cache.set(_GENERATION, _new(), timeout=None)


def _new() -> str:
    return uuid4().hex
