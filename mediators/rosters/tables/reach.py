"""How far the cells of a worksheet reach, and which are hidden.

Asked before a reader makes room for them all, and of what that reader does not tell.
"""

from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _

from mediators.rosters.tables import problems

_TRUE = {"1", "true"}


@dataclass
class Hidden:
    """What of a sheet is there and not seen: numbers of filled rows, and of columns."""

    rows: list[int] = field(default_factory=list)
    columns: set[int] = field(default_factory=set)


def check_reach(name: str, xml: bytes) -> Hidden:
    """Refuse a sheet that is mostly nothing, merged over and over, or not reckoned.

    Return what is hidden in it, numbers beginning with 1.

    Read as the reader of tables reads: a row or cell that names no place comes after
    the one before it, whichever way its attributes are quoted.

    :raises TooWide: if more cells lie between the corners than a roster has
    :raises NotReckoned: if a formula has left no result
    :raises Damaged: if it is no XML
    """
    reach = _Reach(name)
    if b"sheetData" in xml:
        reach.read(xml)
    return reach.hidden


class _Reach:
    def __init__(self, name: str) -> None:
        self.name = name
        self.place = ""
        #: Of a cell with a formula: whether a result stands beside it.
        self.formula = self.result = self.in_result = False
        self.row = self.column = self.rows = self.columns = self.merged = 0
        self.hidden, self.is_hidden = Hidden(), False

    def read(self, xml: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self.begun
        parser.EndElementHandler = self.ended
        parser.CharacterDataHandler = self.told
        try:
            parser.Parse(xml, True)  # noqa: FBT003 -- it takes no name
        except expat.ExpatError as error:
            raise problems.Damaged from error

    def begun(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        place = attributes.get("r", "")
        if kind == "row":
            self.row = _number_in(place) or self.row + 1
            self.column = 0
            self.is_hidden = attributes.get("hidden") in _TRUE
        elif kind == "col" and attributes.get("hidden") in _TRUE:
            self._hide(attributes)
        elif kind == "c":
            letters = place.rstrip("0123456789")
            self.row = _number_in(place[len(letters) :]) or self.row
            self.column = _column(letters) or self.column + 1
            self.place, self.formula = place, False
            # A text that came out blank is a result.
            self.result = attributes.get("t") == "str"
            self._stretch()
        elif kind == "f":
            self.formula = True
        elif kind in {"v", "is"}:
            self.in_result = kind == "v"
            self._fill()
        elif kind == "mergeCell":
            self.merged += 1
            if self.merged > problems.MOST_ROWS:
                raise problems.Damaged

    def ended(self, name: str) -> None:
        kind = name.rpartition(":")[2]
        if kind == "v":
            self.in_result = False
        elif kind == "c" and self.formula and not self.result:
            raise problems.NotReckoned(sheet=self.name, cell=self.place)

    def told(self, words: str) -> None:
        if self.in_result and words.strip():
            self.result = True

    def _fill(self) -> None:
        if self.is_hidden and self.hidden.rows[-1:] != [self.row]:
            self.hidden.rows.append(self.row)

    def _hide(self, attributes: dict[str, str]) -> None:
        first = _number_in(attributes.get("min", ""))
        last = min(_number_in(attributes.get("max", "")), problems.MOST_COLUMNS)
        self.hidden.columns.update(range(first, last + 1))

    def _stretch(self) -> None:
        self.rows = max(self.rows, self.row)
        self.columns = max(self.columns, self.column)
        if self.rows * self.columns > problems.MOST_CELLS:
            reach = _("%(rows)d rows, %(columns)d columns")
            said = reach % {"rows": self.rows, "columns": self.columns}
            raise problems.TooWide(sheet=self.name, reach=said)


def _number_in(digits: str) -> int:
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 0  # noqa: PLR2004 -- digits of a row


def _column(letters: str) -> int:
    """Return the number of a column: A is 1, XFD is 16,384; 0 if it is none."""
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            return 0
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
