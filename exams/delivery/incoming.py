"""From the bytes a device sends to events that can be stored."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from exams.delivery.answers import NotAnAnswer, Slots, spelled

MOST_BYTES = 64 * 1024
MOST_EVENTS = 200
_MOST = 2**31 - 2  # of a number a device may give
_MOST_MS = 2**53


class Malformed(ValueError):
    """What was sent cannot even be answered event by event; nothing of it was kept."""


@dataclass(frozen=True)
class Event:
    """One event as the device tells it; `fits` is false if no question is answered so."""

    seq: int
    epoch: int
    kind: str
    slot: str
    payload: Any
    mono_ms: int | None = None
    wall: str = ""
    base_rev: int | None = None
    fits: bool = True


class Checked(tuple[Event, ...]):
    """Events held against the paper they answer; `read_events` alone makes them."""

    __slots__ = ()


def parse(body: bytes) -> dict[str, Any]:
    """Return the JSON object that was sent.

    :raises Malformed: if it is too large, or is not an object with a list of events
    """
    if len(body) > MOST_BYTES:
        raise Malformed("too large")
    try:
        data = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Malformed("not JSON") from error
    if not isinstance(data, dict) or not isinstance(data.get("events", []), list):
        raise Malformed("no events")
    if len(data.get("events", [])) > MOST_EVENTS:
        raise Malformed("too many events")
    return data


def read_events(raw: Sequence[Any], *, slots: Slots, epoch: int) -> Checked:
    """Return what a device of `epoch` sent; what fits no question is kept as it is.

    :raises Malformed: if an event lacks what it is known by
    """
    return Checked(_event(each, slots, epoch) for each in raw)


def _event(raw: Any, slots: Slots, epoch: int) -> Event:
    if not isinstance(raw, dict):
        raise Malformed("an event is an object")
    kind, slot, payload = raw.get("kind"), raw.get("slot"), raw.get("v")
    if not isinstance(kind, str) or not isinstance(slot, str):
        raise Malformed("an event says its kind and its question")
    fits = True
    try:
        kind, payload = spelled(slots, kind=kind, slot=slot, payload=payload)
    except (NotAnAnswer, TypeError):  # TypeError: something unhashable for an option
        fits, payload = False, _raw(payload)
    return Event(
        seq=_number(raw.get("seq"), 1, _MOST),
        epoch=_number(raw.get("epoch"), 1, epoch),
        kind=_plain(kind, 10),
        slot=_plain(slot, 16),
        payload=payload,
        mono_ms=_evidence(raw.get("mono"), _MOST_MS),
        wall=_plain(raw.get("wall"), 40),
        base_rev=_evidence(raw.get("rev"), _MOST),
        fits=fits,
    )


def _raw(payload: Any) -> dict[str, str]:
    """Return what was sent as text, in which no database finds anything to refuse."""
    try:
        return {"raw": json.dumps(payload)}
    except RecursionError as error:
        raise Malformed("nested too deep") from error


def _number(value: Any, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise Malformed("an event is known by its number and epoch")
    return value


def _evidence(value: Any, most: int) -> int | None:
    return value if type(value) is int and 0 <= value <= most else None


def _plain(value: Any, most: int) -> str:
    """Return what was given with nothing in it that a database refuses."""
    text = value if isinstance(value, str) else ""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()[:most]


def _refuse(name: str) -> NoReturn:
    raise Malformed(name)
