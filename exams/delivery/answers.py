"""What counts as an answer to each question of a paper, and its one spelling.

The paper is the frozen snapshot, which holds no key; nothing here knows what is right.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from exams.assembly.models import PaperSnapshot
from exams.delivery.models import ResponseEvent

Slot = Mapping[str, Any]
Slots = Mapping[str, Slot]
Kind = ResponseEvent.Kind

#: The most that fits into one blank.
BLANK_CHARACTERS = 200


class NotAnAnswer(ValueError):
    """The payload fits no question of the paper."""


@lru_cache(maxsize=64)
def slots_of(paper: UUID) -> Slots:
    """Return the questions of a sealed paper by slot; remembered, as it never changes."""
    content = PaperSnapshot.objects.values_list("content", flat=True)
    return {slot["slot"]: slot for slot in content.get(paper__uuid=paper)["slots"]}


def spelled(slots: Slots, *, kind: str, slot: str, payload: object) -> tuple[Kind, Any]:
    """Return the kind of event and its payload as they are stored.

    :raises NotAnAnswer: if there is no such question, or it is not answered like that
    """
    if slot not in slots:
        raise NotAnAnswer
    if kind == Kind.CLEAR and payload is None:
        return Kind.CLEAR, None
    if kind == Kind.FLAG and payload in ({"on": True}, {"on": False}):
        return Kind.FLAG, {"on": payload == {"on": True}}
    check = _CHECKS.get(slots[slot]["kind"])
    if kind not in {Kind.ANSWER, Kind.TEXT} or check is None:
        raise NotAnAnswer
    return check(slots[slot], payload)


def text_of(value: object, most: int) -> str:
    """Return a text that every database can keep, of at most `most` characters."""
    if not isinstance(value, str) or len(value) > most:
        raise NotAnAnswer
    return value.replace("\x00", "").encode("utf-8", "replace").decode()


def words_of(slot: Slot, payload: Mapping[str, Any] | None) -> str:
    """Return an answer as a person reads it, or nothing."""
    if payload is None:
        return ""
    chosen = payload.get("options", [payload.get("option")])
    options = [one["text"] for one in slot.get("options", []) if one["id"] in chosen]
    written = [*payload.get("texts", []), payload.get("text", "")]
    return " / ".join(each for each in [*options, *written] if each)


def _only(payload: object, name: str) -> Any:
    if not isinstance(payload, dict) or set(payload) != {name}:
        raise NotAnAnswer
    return payload[name]


def _option(slot: Slot, payload: object) -> tuple[Kind, Any]:
    chosen = _only(payload, "option")
    if chosen not in [option["id"] for option in slot["options"]]:
        raise NotAnAnswer
    return Kind.ANSWER, {"option": chosen}


def _options(slot: Slot, payload: object) -> tuple[Kind, Any]:
    chosen = _only(payload, "options")
    known = [option["id"] for option in slot["options"]]
    if not isinstance(chosen, list) or not chosen:
        raise NotAnAnswer
    if any(one not in known for one in chosen) or len(set(chosen)) < len(chosen):
        raise NotAnAnswer
    return Kind.ANSWER, {"options": sorted(chosen)}


def _texts(slot: Slot, payload: object) -> tuple[Kind, Any]:
    given = _only(payload, "texts")
    if not isinstance(given, list) or len(given) != slot["blanks"]:
        raise NotAnAnswer
    texts = [text_of(text, BLANK_CHARACTERS) for text in given]
    if not any(text.strip() for text in texts):
        raise NotAnAnswer  # emptying is an event of its own
    return Kind.ANSWER, {"texts": texts}


def _text(slot: Slot, payload: object) -> tuple[Kind, Any]:
    text = text_of(_only(payload, "text"), slot["max_characters"])
    if not text.strip():
        raise NotAnAnswer  # emptying is an event of its own
    return Kind.TEXT, {"text": text}


_CHECKS: dict[str, Callable[[Slot, object], tuple[Kind, Any]]] = {
    "single_choice": _option,
    "true_false": _option,
    "multiple_choice": _options,
    "fill_in": _texts,
    "short_answer": _text,
}
