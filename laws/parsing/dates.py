"""Days as statutes write them, and what the adoption note says about them."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import zip_longest

from django.utils.translation import gettext_lazy as _

from laws.numerals import from_chinese
from laws.parsing.source import Unreadable

_MONTH_OR_DAY = "[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}"
_DAY_PATTERN = (
    r"(?:[0-9０-９]{4}|[一二三四五六七八九〇○零]{4}) ?[年/.-] ?"
    rf"(?:{_MONTH_OR_DAY}) ?[月/.-] ?(?:{_MONTH_OR_DAY}) ?日?"
)
_DAY = re.compile(_DAY_PATTERN)
_YEAR_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_ADOPTED = re.compile("通过|修正|修订|修改|公布|发布|颁布|批准|签署|印发")
_TAKES_EFFECT = re.compile("施行|实施|生效|执行")
_FROM_A_DAY = re.compile(
    rf"自 ?(?P<day>{_DAY_PATTERN}) ?起(?:正式)?(?:施行|实施|生效|执行)"
)
_FROM_ADOPTION = re.compile(
    r"自(?:公布|发布|颁布|通过|印发)之?日起(?:施行|实施|生效|执行)"
)
_OF_ITSELF = re.compile(r"(?:^|。|；|，)本[^，。；《》]{1,6}自")


class NoSuchDay(Unreadable):
    message = _("There is no such day: %(written)s.")


def days_in(text: str) -> Iterator[tuple[date, str]]:
    """Yield each day named in `text` and the words after it, until the next day.

    :raises NoSuchDay: if one is on no calendar
    """
    found = list(_DAY.finditer(text))
    for match, following in zip_longest(found, found[1:]):
        end = following.start() if following else len(text)
        yield _day(match), text[match.end() : end]


def first_day(text: str) -> date | None:
    return next((day for day, _words in days_in(text)), None)


def names_a_day(text: str) -> bool:
    return _DAY.search(text) is not None


def is_a_day(text: str) -> bool:
    """Say whether `text` is a day and nothing else."""
    return _DAY.fullmatch(text) is not None


def _day(match: re.Match[str]) -> date:
    year, month, day = re.split(r" ?[年月/.-] ?", match[0].strip().rstrip("日").strip())
    try:
        return date(
            int(year.translate(_YEAR_DIGITS)), from_chinese(month), from_chinese(day)
        )
    except ValueError:
        raise NoSuchDay(written=match[0].strip()) from None


def promulgated(note: str, preamble: list[str]) -> date | None:
    """Return the last day on which a text was adopted, amended or published.

    In the note a day without a verb counts too, and so does a preamble line that is
    nothing but a day: the date under a signature.
    """
    noted = [
        day
        for day, words in days_in(note)
        if _ADOPTED.search(words) or not _TAKES_EFFECT.search(words)
    ]
    if noted:
        return max(noted)
    signed = [
        day
        for line in preamble
        for day, words in days_in(line)
        if _ADOPTED.search(words) or is_a_day(line)
    ]
    return max(signed, default=None)


def was_amended(note: str) -> bool:
    """Say whether the last thing a note tells is an amendment of single articles."""
    words = [words for _day, words in sorted(days_in(note))]
    return bool(words) and "修正" in words[-1]


def effective(note: str, texts: list[str], *, adopted: date | None) -> date | None:
    """Return the day from which a text says it is in force.

    The note is asked first, then the paragraphs from the last to the first, and of
    these rather what speaks of the statute itself (本法自…起施行).
    """
    for day, words in reversed(list(days_in(note))):
        if _TAKES_EFFECT.search(words):
            return day
    latest_first = texts[::-1]
    for text in sorted(latest_first, key=lambda text: not _OF_ITSELF.search(text)):
        if match := _FROM_A_DAY.search(text):
            return first_day(match["day"])
        if _FROM_ADOPTION.search(text):
            return adopted
    return None
