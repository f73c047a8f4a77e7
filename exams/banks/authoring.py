"""What an author writes, made into a body for the candidate and a key that stays apart."""

import hashlib
import json
import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.kernel.errors import DomainError

_BLANK_LINES = re.compile(r"\n{3,}")


class Incomplete(DomainError):
    """A question lacks something that its kind needs; `message` says what."""

    def __init__(self, message: Any) -> None:
        super().__init__()
        self.message = message


@dataclass(frozen=True)
class Written:
    """A question in its two halves. Only `body` may ever reach a candidate."""

    body: dict[str, Any]
    key: dict[str, Any] = field(repr=False)
    rule: str


def clean_text(text: str) -> str:
    """Return plain text with its line breaks: NFC, no control characters, no trailing space.

    Nothing is escaped: prompts are text, and templates escape what they show.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(
        c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf"}
    )
    lines = [line.rstrip() for line in text.replace("\t", " ").split("\n")]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def canonical(value: Any) -> bytes:
    """Return JSON that is the same bytes for the same content: sorted keys, NFC."""
    text = json.dumps(
        value,
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    )
    return unicodedata.normalize("NFC", text).encode()


def digest(value: Any) -> str:
    """Return the SHA-256 of the canonical JSON of `value`."""
    return hashlib.sha256(canonical(value)).hexdigest()


def new_options(
    written: Iterable[Mapping[str, Any]], *, known: Iterable[str]
) -> list[dict[str, str]]:
    """Return options with their ids: kept where `written` names a known one, else random.

    An id is drawn without a look at which option is right, so that it tells nothing.

    :raises Incomplete: if an option is written twice
    """
    known = set(known)
    options: list[dict[str, str]] = []
    for each in written:
        taken = {option["id"] for option in options}
        own = each.get("id", "")
        identity = own if own in known - taken else _fresh(known | taken)
        options.append({"id": identity, "text": clean_text(each["text"])})
    if len({option["text"] for option in options}) < len(options):
        raise Incomplete(_("Two options say the same."))
    return options


def _fresh(taken: set[str]) -> str:
    while (identity := secrets.token_hex(2)) in taken:
        pass
    return identity
