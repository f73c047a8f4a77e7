"""The reference of a case: what may stand in one, and one key however it is typed."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from lms.kernel.errors import DomainError

LONGEST = 60
#: So many letters together are a name of a committee; more are a sentence.
_MOST_LETTERS = 20
#: Brackets, dashes and the like, after NFKC: they part numbers, and say nothing else.
_PARTS = re.compile(r"[\[\](){}〔〕【】〖〗「」《》〈〉‐‑‒–—―−\-_./:·#]")
_ALLOWED = re.compile(rf"(?:[^\W_]|{_PARTS.pattern})+")
#: 诉前, 诉调 and 诉讼 stand in numbers that courts give; 甲诉乙 is two people's names.
_NAMES = re.compile(r"诉(?![前调讼源中])|纠纷|当事人|与|先生|女士")
_LONG = re.compile(rf"[^\W\d_]{{{_MOST_LETTERS + 1}}}")


class CaseMissing(DomainError):
    message = _("Give the reference of the case.")


class NotACaseNumber(DomainError):
    message = _(
        "“%(case)s” is no number of a case. Write the number as the system of cases has "
        "it: with digits, and without anybody's name or what it "
        "was about."
    )


def written(reference: str) -> str:
    """Return a reference as it is kept: full-width characters and spaces are no matter.

    :raises CaseMissing: if nothing is left
    :raises NotACaseNumber: if it has no digit, or has what no number of a case has
    """
    found = _plain(reference)
    if not found:
        raise CaseMissing
    if (
        len(found) > LONGEST
        or not any(each.isdigit() for each in found)
        or not _ALLOWED.fullmatch(found)
        or _NAMES.search(found)
        or _LONG.search(found)
    ):
        raise NotACaseNumber(case=reference.strip()[:LONGEST])
    return found


def key(reference: str) -> str:
    """Return what is alike for all the ways to type the reference of one case.

    Brackets of any kind, dashes, 第, 年 between numbers, the last 号 and leading zeros
    say nothing. Two numbers stay two: 2026-1-12 is neither 2026-11-2 nor 2026112. A
    letter more or less is another case.
    """
    text = _plain(reference).removesuffix("号").removesuffix("號")
    text = re.sub(r"第(?=\d)", "-", text)
    text = re.sub(r"(?<=\d)年(?=\W*\d)", "-", text)
    text = _PARTS.sub("-", text)
    text = re.sub(r"\d+", lambda found: found[0].lstrip("0") or "0", text)
    text = re.sub(r"(?<!\d)-+|-+(?!\d)", "", re.sub("-+", "-", text))
    return text or _plain(reference)


def _plain(reference: str) -> str:
    """Return the characters that are seen, in one width and one case."""
    whole = unicodedata.normalize("NFKC", reference).upper()
    return "".join(
        each for each in whole if unicodedata.category(each)[0] not in {"Z", "C"}
    )
