"""The kinds of record that a rule of retention may be set for.

In `AppConfig.ready()`:

    retention.add(
        retention.Kind("photos", _("photos"), _("the last post ended"), due, run)
    )

`due(before)` returns a queryset, annotated with `since`, of what ended before that
moment; `run(batch, at)` minimises or erases a list of them and says how many. What was
done is due no longer. Nothing happens to a kind that has no rule in the table.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from mediators.privacy.data import Words

Due = Callable[[datetime], "QuerySet[Any]"]
Run = Callable[[Sequence[Any], datetime], int]


@dataclass(frozen=True)
class Kind:
    """`since` says in words what the months are counted from; `actions` what may be."""

    code: str
    label: Words
    since: Words
    due: Due
    run: Run
    actions: tuple[str, ...] = ("minimise",)


_kinds: dict[str, Kind] = {}


def add(kind: Kind) -> None:
    """Add a kind; the same code again replaces it."""
    _kinds[kind.code] = kind


def kinds() -> list[Kind]:
    return list(_kinds.values())


def kind(code: str) -> Kind | None:
    """Return a kind by its code, if any app knows it still."""
    return _kinds.get(code)
