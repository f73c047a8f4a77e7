"""Tables as files: a workbook, comma-separated values, JSON. Nothing in them computes."""

import csv
import io
import json
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from mediators.privacy.data import Table

#: What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FORBIDDEN_IN_NAMES = str.maketrans("[]:*?/\\", "       ")


def said(value: Any) -> str:
    """Return a value as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    return str(value)


def workbook(sheets: list[tuple[str, Table]]) -> bytes:
    """Return an .xlsx with a sheet a table; every cell is text."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    head = book.add_format({"bold": True, "bottom": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for number, (title, table) in enumerate(sheets, start=1):
        named = title.translate(_FORBIDDEN_IN_NAMES).strip()[:25]
        sheet = book.add_worksheet(f"{number} {named}")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(len(table.columns) - 1, 0), 22)
        for column, heading in enumerate(table.columns):
            sheet.write_string(0, column, str(heading), head)
        for line, row in enumerate(table.rows, start=1):
            for column, value in enumerate(row):
                sheet.write_string(line, column, said(value), wrap)
    book.close()
    return buffer.getvalue()


def commas(table: Table) -> bytes:
    """Return a .csv that spreadsheets open in UTF-8 and find no formula in."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([str(heading) for heading in table.columns])
    for row in table.rows:
        writer.writerow([_harmless(said(value)) for value in row])
    return buffer.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def json_of(sheets: list[tuple[str, Table]], **head: Any) -> bytes:
    """Return the tables as JSON, each row by its headings."""
    held = {
        title: [
            dict(zip(map(str, table.columns), map(_plain, row), strict=True))
            for row in table.rows
        ]
        for title, table in sheets
    }
    text = json.dumps(
        {**head, "data": held}, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2
    )
    return text.encode()


def _plain(value: Any) -> Any:
    return value if isinstance(value, (date, int, float, type(None))) else str(value)
