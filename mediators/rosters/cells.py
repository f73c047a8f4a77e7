"""What a cell holds, made into a value or refused in a sentence that says what to do."""

import re
from datetime import date, timedelta
from math import isfinite

from django.utils.translation import gettext as _

from lms.kernel.errors import DomainError
from mediators import names
from mediators.phones import read_phone
from mediators.rosters.choices import Words, meant, shown

#: What a cell of a table holds once days are text; JSON keeps it as it is.
Cell = str | int | float | bool | None
Value = str | date | None

#: What a table program takes for the beginning of a formula.
FORMULA = "=+-@\t\r\n＝＋－＠"
#: Day one of a table program is 1 January 1900; it believes in a 29 February 1900.
_SERIALS_FROM = date(1899, 12, 30)
#: Days are counted in five digits since 1927; four digits are years.
_SERIALS, _SERIAL = range(10_000, 100_000), re.compile(r"[1-9][0-9]{4}")
_YEARS = range(1800, 2200)
_WIDE = str.maketrans("０１２３４５６７８９．－／（）＋：", "0123456789.-/()+:")
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?:[ T]0?0:00(?::00)?)?")
_MONTH = re.compile(r"\d{4}(?:[-./年]\d{1,2}月?|年)?")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")


class CellProblem(DomainError):
    """What is wrong with one cell."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence


def is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def plain(cell: Cell) -> str:
    """Return a cell as one line of text, without what was put before it to disarm it.

    :raises CellProblem: if it holds characters that no table needs
    """
    if isinstance(cell, bool):
        return _("yes") if cell else _("no")
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = "" if cell is None else str(cell)
    if "\x00" in text:
        raise CellProblem(
            _("There is an invisible character in it. Type it again by hand.")
        )
    text = " ".join(text.split())
    if text[:1] == "'" and text[1:2] and text[1] in f"{FORMULA}'":
        return text[1:]
    return text


def text(cell: Cell, *, longest: int) -> str:
    """:raises CellProblem: if it is too long to keep"""
    found = plain(cell)
    if len(found) > longest:
        words = _("It has %(n)d characters; at most %(most)d can be kept.")
        raise CellProblem(words % {"n": len(found), "most": longest})
    return found


def name(cell: Cell) -> str:
    """:raises CellProblem: if it is none"""
    found = text(cell, longest=60)
    if found[:1] and found[0] in FORMULA:
        words = _("“%(text)s” begins like a formula and is no name.")
        raise CellProblem(words % {"text": found[:20]})
    tidy = names.tidy(found)
    if not names.is_name(tidy):
        words = _(
            "“%(text)s” is no name: a name holds characters, letters and the middle "
            "dot ·, no digits and no other signs."
        )
        raise CellProblem(words % {"text": found[:20]})
    return tidy


def choice(cell: Cell, *, words: Words) -> str:
    """:raises CellProblem: if it is none of the words"""
    found = plain(cell).replace(" ", "")
    code = meant(words, found)
    if code is None:
        few = shown(words)
        said = _("“%(text)s” is not known. Choose one of: %(words)s.")
        listed = "、".join(few[:12]) + ("…" if len(few) > 12 else "")  # noqa: PLR2004 -- a line's worth
        raise CellProblem(said % {"text": found[:20], "words": listed})
    return str(code)


def day(cell: Cell) -> date:
    """Read a day as people and table programs write it.

    :raises CellProblem: if it is none, or only a month or a year
    """
    serial = int(cell) if isinstance(cell, float) and isfinite(cell) else cell
    if isinstance(serial, int) and serial in _SERIALS:
        return _SERIALS_FROM + timedelta(days=serial)
    found = plain(cell).translate(_WIDE)
    if _SERIAL.fullmatch(found):
        return _SERIALS_FROM + timedelta(days=int(found))
    if match := _DAY.fullmatch(found) or _DIGITS.fullmatch(found):
        try:
            return date(*map(int, match.groups()[:3]))
        except ValueError:
            words = _("There is no day “%(text)s”. Check month and day.")
            raise CellProblem(words % {"text": found}) from None
    if _MONTH.fullmatch(found) and int(found[:4]) in _YEARS:
        words = _(
            "“%(text)s” says a year or a month but no day. Write the whole day, "
            "such as 1965-03-01."
        )
        raise CellProblem(words % {"text": found})
    words = _("“%(text)s” is no day. Write it like 1965-03-01.")
    raise CellProblem(words % {"text": found[:20]})


def phone(cell: Cell) -> str:
    """:raises CellProblem: if it is none, or a table program has shortened it"""
    found = plain(cell).translate(_WIDE)
    if _SCIENTIFIC.fullmatch(found):
        words = _(
            "The phone became “%(text)s”: the table program took it for a number and "
            "shortened it. Format the column as text and type the number again."
        )
        raise CellProblem(words % {"text": found})
    try:
        return read_phone(found)
    except DomainError as error:
        words = _("“%(text)s” is no phone number. %(problem)s")
        raise CellProblem(words % {"text": found[:20], "problem": error}) from error


def id_number(cell: Cell) -> str:
    """Return what stands there as text; whether it is right is asked elsewhere.

    :raises CellProblem: if a table program has eaten its last digits
    """
    if isinstance(cell, int | float) or _SCIENTIFIC.fullmatch(str(cell).strip()):
        raise CellProblem(
            _(
                "The identity number was kept as a number, and its last digits are "
                "lost. Format the column as text and type all 18 characters again."
            )
        )
    return plain(cell).translate(_WIDE).replace(" ", "")
