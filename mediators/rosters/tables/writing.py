"""Writing tables that a table program opens as what they are, and runs nothing of."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import xlsxwriter

from mediators.rosters.cells import FORMULA
from mediators.rosters.columns import COLUMNS, Column

Row = Sequence[str]
#: The sheets of the template: the roster, how to fill it in, what to choose from.
ROSTER, EXAMPLES, CHOICES = "名册", "填写示例", "选项"
#: How far down the template offers choices.
_ROWS = 2000
_EVERY = 200


def disarmed(text: str) -> str:
    """Return text that no table program takes for a formula; it is read back as it was."""
    return f"'{text}" if text[:1] and text[0] in f"{FORMULA}'" else text


def write_xlsx(columns: Sequence[Column], rows: Iterable[Row], *, name: str) -> bytes:
    """Return a workbook of one sheet; rows are written as they come."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"constant_memory": True})
    sheet = book.add_worksheet(name)
    _head(book, sheet, columns)
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row):
            if text:
                sheet.write_string(number, place, disarmed(text))
    book.close()
    return packed.getvalue()


def write_csv(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield a CSV file in UTF-8, with the mark by which table programs know it."""
    kept = io.StringIO()
    writer = csv.writer(kept)
    kept.write("\ufeff")
    writer.writerow([column.head for column in columns])
    for number, row in enumerate(rows, start=1):
        writer.writerow([disarmed(text) for text in row])
        if number % _EVERY == 0:
            yield kept.getvalue().encode()
            kept.seek(0)
            kept.truncate()
    yield kept.getvalue().encode()


def write_template(places: Sequence[str]) -> bytes:
    """Return an empty roster: choices to pick from, examples in a second sheet."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True})
    asked = [column for column in COLUMNS if column.key not in {"mediator", "post"}]
    sheet = book.add_worksheet(ROSTER)
    _head(book, sheet, asked)
    as_text = book.add_format({"num_format": "@"})
    for place, column in enumerate(asked):
        sheet.set_column(place, place, column.width, as_text)
    examples = book.add_worksheet(EXAMPLES)
    _head(book, examples, asked)
    for number, row in enumerate(_examples(asked, places), start=1):
        for place, text in enumerate(row):
            examples.write_string(number, place, text)
    _offer(book, sheet, asked, places)
    sheet.activate()
    book.close()
    return packed.getvalue()


def _head(book: Any, sheet: Any, columns: Sequence[Column]) -> None:
    must = book.add_format({"bold": True, "bg_color": "#E6F0EE", "border": 1})
    may = book.add_format({"bold": True, "bg_color": "#FBFAF7", "border": 1})
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.head, must if column.is_compulsory else may)
    sheet.freeze_panes(1, 1)


def _examples(asked: Sequence[Column], places: Sequence[str]) -> Iterator[list[str]]:
    place = places[0] if places else "青禾村人民调解委员会"
    yield [
        place if column.key == "organisation" else column.example for column in asked
    ]
    other = {
        "name": "阿依古丽·吐尔逊江",
        "gender": "女",
        "born_on": "1988年7月9日",
        "ethnicity": "维吾尔族",
        "education": "本科",
        "phone": "0531-88880000",
        "organisation": place,
        "role": "调解员",
        "appointment": "聘任",
        "kind": "专职",
        "valid_from": "2026/4/1",
        "basis": "聘书 2026-07",
        "employer": "某某劳务公司",
    }
    yield [other.get(column.key, "") for column in asked]


def _offer(
    book: Any, sheet: Any, asked: Sequence[Column], places: Sequence[str]
) -> None:
    """Let choices be picked: from a hidden sheet, as lists may be long."""
    lists = book.add_worksheet(CHOICES)
    lists.hide()
    for number, column in enumerate(asked):
        words = places if column.key == "organisation" else column.words
        for row, word in enumerate(words):
            lists.write_string(row, number, disarmed(word))
        if words:
            letter = xlsxwriter.utility.xl_col_to_name(number)
            source = f"={CHOICES}!${letter}$1:${letter}${len(words)}"
            rule = {
                "validate": "list",
                "source": source,
                "error_type": "warning",
                "error_title": "不在列表中",
                "error_message": "列表里没有这一项，导入时可能认不出。",
            }
            sheet.data_validation(1, number, _ROWS, number, rule)
