"""The answers as the log tells them: what every projection must be equal to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from exams.delivery.models import Attempt, ResponseEvent

Kind = ResponseEvent.Kind


@dataclass
class Projection:
    """What stands at the end: answers and flags by slot, and which event won each."""

    answers: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    flags: dict[str, bool] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)

    def apply(self, event: ResponseEvent) -> None:
        self.heads[head_of(event.kind, event.slot)] = f"{event.epoch}.{event.seq}"
        if event.kind == Kind.FLAG:
            _put(self.flags, event.slot, event.payload["on"] or None)
            return
        long = event.kind == Kind.TEXT
        short = event.kind == Kind.ANSWER
        _put(self.answers, event.slot, event.payload if short else None)
        _put(self.texts, event.slot, event.payload["text"] if long else None)


def head_of(kind: str, slot: str) -> str:
    """Return the name under which the winner of a slot is kept; flags have their own."""
    return f"!{slot}" if kind == Kind.FLAG else slot


def fold(events: Iterable[ResponseEvent]) -> Projection:
    """Return what the accepted events make, in the order of (epoch, seq)."""
    accepted = ResponseEvent.Disposition.ACCEPTED
    standing = [event for event in events if event.disposition == accepted]
    projection = Projection()
    for event in sorted(standing, key=lambda event: (event.epoch, event.seq)):
        projection.apply(event)
    return projection


def stored(attempt: Attempt) -> Projection:
    """Return what is stored as the answers of an attempt.

    One query, or none if its texts were fetched before.
    """
    texts = {each.slot: each.text for each in attempt.texts.all()}
    return Projection(attempt.answers, texts, attempt.flags, attempt.heads)


def _put(values: dict[str, Any], slot: str, value: Any) -> None:
    if value is None:
        values.pop(slot, None)
    else:
        values[slot] = value
