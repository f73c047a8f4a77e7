"""Opening a file: what is dangerous is refused before a reader of tables touches it."""

import csv
import io
import zipfile
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine as calamine
from defusedxml import DefusedXmlException, ElementTree

from mediators.rosters.cells import Cell
from mediators.rosters.tables import problems
from mediators.rosters.tables.reach import Hidden, check_reach

_ZIP = b"PK"
_COMPOUND = b"\xd0\xcf\x11\xe0"
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MARKUP = (b"<!doctype", b"<!entity")
_SAMPLE_LINES, _SAMPLE_WIDTH = 5, 60


@dataclass(frozen=True)
class Sheet:
    name: str
    rows: list[list[Cell]]
    #: (first row, last row, column) of cells merged downwards, counted from 0.
    merged: tuple[tuple[int, int, int], ...] = ()
    hidden: Hidden = field(default_factory=Hidden)
    is_hidden: bool = False


def check_size(size: int) -> None:
    """:raises TooBig: if a file has more bytes than any roster needs"""
    if size > problems.MOST_BYTES:
        raise problems.TooBig(most=problems.MOST)
    if size == 0:
        raise problems.Empty


def sheets(content: bytes, *, encoding: str = "") -> list[Sheet]:
    """Return the sheets of a workbook, or the one of a CSV file.

    `encoding`: what a person confirmed for a CSV file that is not in UTF-8.

    :raises EncodingUnknown: if it is CSV in another encoding that nobody confirmed
    :raises FileProblem: if the file is anything but a table
    """
    check_size(len(content))
    if content.startswith(_ZIP):
        return _of_workbook(*_clean(content))
    if content.startswith(_COMPOUND):
        raise problems.OldWorkbook
    if content.startswith(_OTHERS):
        raise problems.NoTable
    return [_of_csv(_decoded(content, encoding))]


def sample(content: bytes) -> list[str]:
    """Return the first lines of a file read as GB18030, to be looked at by a person.

    :raises NotGb18030: if it is not even that
    """
    lines = _gb18030(content).splitlines()
    filled = [line for line in lines if line.strip(" ,;\t")]
    return [line[:_SAMPLE_WIDTH] for line in filled[:_SAMPLE_LINES]]


# -- Workbooks


def _clean(content: bytes) -> tuple[bytes, dict[str, Hidden]]:
    """Return the workbook packed anew: sizes are what they say, and XML is plain.

    And what is hidden in its sheets, by their names.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as given:
            _check_directory(given)
            return _repacked(given)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError) as error:
        raise problems.Damaged from error
    except (OSError, ValueError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]  # -- zipfile's own import
        raise problems.Damaged from error


def _check_directory(given: zipfile.ZipFile) -> None:
    parts = given.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > problems.MOST_PARTS or unpacked > problems.MOST_UNPACKED:
        raise problems.Bomb
    if unpacked > problems.MOST_BYTES and unpacked > packed * problems.MOST_RATIO:
        raise problems.Bomb
    if "xl/workbook.xml" not in given.namelist():
        raise problems.OtherDocument


def _repacked(given: zipfile.ZipFile) -> tuple[bytes, dict[str, Hidden]]:
    packed, titles = io.BytesIO(), _titles(given)
    hidden: dict[str, Hidden] = {}
    with zipfile.ZipFile(packed, "w") as clean:
        for part in given.infolist():
            if part.filename.endswith((".xml", ".rels")):
                # Python reads no more than the directory promised, and checks its sum.
                called = titles.get(part.filename, part.filename.rpartition("/")[2])
                xml = given.read(part)
                hidden[called] = _check(called, xml)
                clean.writestr(part.filename, xml)
    return packed.getvalue(), hidden


def _titles(given: zipfile.ZipFile) -> dict[str, str]:
    """Return what the parts that are worksheets are called by people, if it is said."""
    names = set(given.namelist())
    book, links = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if links not in names:
        return {}
    try:
        targets = {
            each.get("Id"): "xl/" + str(each.get("Target")).removeprefix("/xl/")
            for each in ElementTree.fromstring(given.read(links))
        }
        sheets = ElementTree.fromstring(given.read(book)).iter()
    except (ElementTree.ParseError, DefusedXmlException):
        return {}
    return {
        targets.get(link, ""): each.get("name", "")
        for each in sheets
        for name, link in each.attrib.items()
        if name.endswith("}id") and each.tag.endswith("}sheet")
    }


def _check(name: str, xml: bytes) -> Hidden:
    if b"\x00" in xml or any(sign in xml.lower() for sign in _MARKUP):
        raise problems.Entities
    return check_reach(name, xml)


def _of_workbook(content: bytes, hidden: dict[str, Hidden]) -> list[Sheet]:
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [
            replace(
                _sheet(book.get_sheet_by_name(each.name)),
                hidden=hidden.get(each.name, Hidden()),
                is_hidden=each.visible != calamine.SheetVisibleEnum.Visible,
            )
            for each in book.sheets_metadata
            if each.typ == calamine.SheetTypeEnum.WorkSheet
        ]
    except calamine.PasswordError as error:
        raise problems.OldWorkbook from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise problems.Damaged from error
    except BaseException as error:
        # The reader is written in Rust; what it did not foresee is no Exception.
        if type(error).__name__ == "PanicException":
            raise problems.Damaged from error
        raise


def _sheet(sheet: calamine.CalamineSheet) -> Sheet:
    rows = sheet.to_python(skip_empty_area=False, nrows=problems.MOST_ROWS + 1000)
    merged = tuple(
        (top, bottom, left)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
        if left == right and bottom > top
    )
    if (
        sum(min(bottom, len(rows)) - top for top, bottom, _left in merged)
        > problems.MOST_CELLS
    ):
        raise problems.Damaged  # merged over and over, as no table program does
    return Sheet(sheet.name, [[_cell(each) for each in row] for row in rows], merged)


def _cell(given: Any) -> Cell:
    """Return what JSON keeps: days become text, midnight is no time of day."""
    if isinstance(given, datetime):
        return str(given.date()) if given.time() == time() else str(given)
    if isinstance(given, date | time | timedelta):
        return str(given)
    return given


# -- CSV


def _decoded(content: bytes, encoding: str) -> str:
    if content.startswith(_UTF16):
        raise problems.NotGb18030
    if b"\x00" in content:
        raise problems.Nul
    if encoding:
        return _gb18030(content)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _gb18030(content)
        raise problems.EncodingUnknown from error


def _gb18030(content: bytes) -> str:
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as error:
        raise problems.NotGb18030 from error


def _of_csv(text: str) -> Sheet:
    if not text.strip():
        raise problems.Empty
    first = next(line for line in text.splitlines() if line.strip())
    delimiter = max(",\t;，", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise problems.NoTable from error
    return Sheet("CSV", [list(row) for row in rows])
