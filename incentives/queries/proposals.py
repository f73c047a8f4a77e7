"""What waits for somebody to decide it."""

from typing import Any

from django.db.models import Value

from incentives.models import KINDS, Decided
from mediators.models import User


def waiting_for(user: User) -> Any:
    """Return (kind, key, day) of what was proposed to `user`, the oldest first.

    One union over the kinds; `with_words` fetches what a page of it shows.
    """
    parts = [
        kind._default_manager.filter(state="proposed", annulled_at=None)  # noqa: SLF001 -- documented
        .filter(decided_by=user)
        .order_by()
        .annotate(kind=Value(kind.KIND))
        .values_list("kind", "pk", "recorded_at")
        for kind in KINDS.values()
        if issubclass(kind, Decided)
    ]
    return parts[0].union(*parts[1:], all=True).order_by("recorded_at")
