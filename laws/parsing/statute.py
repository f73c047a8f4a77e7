"""A whole file: title, note, days, body."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laws.parsing import dates, head
from laws.parsing.articles import ArticleText, Body, read_body
from laws.parsing.lines import bare, in_full_width, opening
from laws.parsing.source import (
    Unreadable,
    clean_lines,
    decode,
    split_front_matter,
)

_LONGEST = {
    "title": 200,
    "part": 24,  # it stands before the headings of every article of the part
    "issuer": 100,
    "label": 200,
    "effective_note": 300,
}
_PART = re.compile(r"(?P<title>.+?) (?P<part>第[一二三四五六七八九十]+编.*|附则)")


class DayMissing(Unreadable):
    message = gettext_lazy(
        "Neither the text nor front matter says when it was promulgated; add a line "
        "“promulgated: YYYY-MM-DD”."
    )


class EffectMissing(Unreadable):
    message = gettext_lazy(
        "Neither the text nor front matter says from when it is in force; add a line "
        "“effective: YYYY-MM-DD”."
    )


class EffectTooEarly(Unreadable):
    message = gettext_lazy(
        "It is said to be in force from %(effective)s, before it was promulgated on "
        "%(promulgated)s."
    )


class CountDiffers(Unreadable):
    message = gettext_lazy(
        "The front matter says %(said)s articles, the text has %(found)s."
    )


class WordsTooLong(Unreadable):
    message = gettext_lazy("“%(words)s…” is too long for a title or a remark.")


@dataclass(frozen=True)
class StatuteText:
    """What one file says: a version of a statute, or one part of a code."""

    title: str
    short_title: str
    part: str
    kind: str
    issuer: str
    code: str
    label: str
    promulgated_on: date
    effective_on: date
    repealed_on: date | None
    effective_note: str
    adoption_note: str
    preamble: str
    appendix: str
    articles: list[ArticleText]
    sha256: str


def has_articles(raw: bytes) -> bool:
    """Say whether a file holds anything that looks like an article.

    :raises Unreadable: if it is no text
    """
    return any(opening(line) for line in clean_lines(decode(raw)))


def parse(raw: bytes) -> StatuteText:
    """Read one file.

    :raises Unreadable: with what is wrong, in a sentence
    """
    said, lines = split_front_matter(clean_lines(decode(raw)))
    full_title, note, rest = head.split(lines, title=said.get("title", ""))
    title, part = split_title(full_title)
    body = read_body(rest, is_whole=not part)
    _check_count(said, body)
    days = _days(said, note, body)
    source = "\n".join([full_title, *map(str, days[:2]), note, *map(bare, rest)])
    text = StatuteText(
        title=title,
        short_title=said.get("short_title") or head.short_title(title),
        part=part,
        kind=head.kind(said.get("doc_type") or said.get("kind", ""), title, note),
        issuer=said.get("issuer") or head.issuer(title, note),
        code=said.get("code", ""),
        label=in_full_width(said.get("version") or said.get("label", "")),
        promulgated_on=days[0],
        effective_on=days[1],
        repealed_on=dates.first_day(said.get("repealed", "")),
        effective_note=in_full_width(days[2]),
        adoption_note=note,
        preamble="\n".join(body.preamble),
        appendix="\n".join(body.appendix),
        articles=body.articles,
        sha256=hashlib.sha256(source.encode()).hexdigest(),
    )
    _check_lengths(text)
    return text


def split_title(full_title: str) -> tuple[str, str]:
    """Split the title of a part of a code into that of the code and of the part."""
    if match := _PART.fullmatch(full_title):
        return match["title"], match["part"]
    return full_title, ""


def _days(said: dict[str, str], note: str, body: Body) -> tuple[date, date, str]:
    """Return when it was promulgated, from when it is in force, and what to add.

    Front matter goes before the text.
    """
    promulgated = dates.first_day(said.get("promulgated", "")) or dates.promulgated(
        note, body.preamble
    )
    if promulgated is None:
        raise DayMissing
    words = said.get("effective", "")
    if effective := dates.first_day(words):
        if effective < promulgated:
            raise EffectTooEarly(effective=effective, promulgated=promulgated)
        return promulgated, effective, "" if dates.is_a_day(words) else words
    texts = body.preamble + [line for each in body.articles for line in each.lines]
    effective = dates.effective(note, texts, adopted=promulgated)
    if effective is None:
        raise EffectMissing
    if effective < promulgated or (
        effective == promulgated and dates.was_amended(note)
    ):
        # 本法自2008年1月1日起施行 speaks of the first version, not of its amendment.
        remark = _(
            "The text does not say from when its last amendment is in force; the day "
            "of the amendment is shown."
        )
        return promulgated, promulgated, remark
    return promulgated, effective, ""


def _check_count(said: dict[str, str], body: Body) -> None:
    count = said.get("articles", "")
    if count.isdecimal() and int(count) != len(body.articles):
        raise CountDiffers(said=count, found=len(body.articles))


def _check_lengths(text: StatuteText) -> None:
    for name, most in _LONGEST.items():
        if len(words := getattr(text, name)) > most:
            raise WordsTooLong(words=words[:40])
