"""Effects that must come about, even if a process died between a commit and its signal.

An app registers, in `AppConfig.ready()`, a query for what is due and the function that
does some of it. Beat runs them all; `/healthz` shows how much is due.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Reconciler:
    """`due` counts what is left to do; `run` does a batch of it and may be repeated."""

    name: str
    due: Callable[[], int]
    run: Callable[[datetime], None]


_registered: dict[str, Reconciler] = {}


def register(
    *, name: str, due: Callable[[], int], run: Callable[[datetime], None]
) -> None:
    """Add a reconciler; the same name again replaces it.

    A name is its app and what is due, in lower case: `courses.completions-due`.
    """
    _registered[name] = Reconciler(name, due, run)


def backlog() -> dict[str, int]:
    """Return, by name, how much is due; one query a reconciler."""
    return {name: each.due() for name, each in sorted(_registered.items())}


def run_all(*, at: datetime) -> None:
    """Run every reconciler; one that fails is logged and stops no other."""
    for each in list(_registered.values()):
        try:
            if each.due():
                each.run(at)
        except Exception:
            log.exception("reconciler_failed", reconciler=each.name)
