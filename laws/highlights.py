"""Marking what was found: in a title, and in the piece of a text around its first hit."""

import re
from collections.abc import Collection

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

#: So many characters of a text are shown, and so many of them before the first hit.
LENGTH, BEFORE = 120, 30
_MORE = "…"


def marked(text: str, terms: Collection[str]) -> SafeString:
    """Return `text` as HTML, with every occurrence of one of `terms` marked."""
    if not terms:
        return conditional_escape(text)
    pieces = _any_of(terms).split(text)
    # What was split at stands between what it split.
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", piece) if index % 2 else piece,)
            for index, piece in enumerate(pieces)
        ),
    )


def excerpt(text: str, terms: Collection[str]) -> str:
    """Return a line of `text` around the first of `terms`, or its beginning."""
    line = " ".join(text.split())
    hit = _any_of(terms).search(line) if terms else None
    start = max(hit.start() - BEFORE, 0) if hit else 0
    start = max(min(start, len(line) - LENGTH), 0)
    end = start + LENGTH
    before, after = _MORE if start else "", _MORE if end < len(line) else ""
    return f"{before}{line[start:end].strip()}{after}"


def holds(text: str, terms: Collection[str]) -> bool:
    """Say whether one of `terms` is in `text`."""
    return bool(terms) and _any_of(terms).search(text) is not None


def _any_of(terms: Collection[str]) -> re.Pattern[str]:
    """The longest first: of 调解 and 调解协议 the latter is marked whole."""
    alternatives = map(re.escape, sorted(terms, key=len, reverse=True))
    return re.compile(f"({'|'.join(alternatives)})", re.IGNORECASE)
