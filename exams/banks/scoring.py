"""What an answer earns: pure, by kind, for the worker that marks."""

from decimal import Decimal
from typing import Any

from exams.banks.models import KINDS


def score(
    *, kind: str, key: dict[str, Any], rule: str, payload: dict[str, Any] | None
) -> Decimal | None:
    """Return the share of the points, from 0 to 1, or None if a person must mark it.

    `payload` is the answer as the event log holds it; None means unanswered. An answer
    of the wrong shape earns nothing.
    """
    return KINDS[kind].score(key, rule, payload)
