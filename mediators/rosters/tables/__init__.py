"""From the bytes of a file to rows under known heads, and back; no database here."""

from mediators.rosters.tables.heads import Table, find
from mediators.rosters.tables.opening import Sheet, sample, sheets
from mediators.rosters.tables.problems import (
    MOST_BYTES,
    MOST_ROWS,
    EncodingUnknown,
    FileProblem,
    TooBig,
)
from mediators.rosters.tables.writing import write_csv, write_template, write_xlsx

__all__ = [
    "MOST_BYTES",
    "MOST_ROWS",
    "EncodingUnknown",
    "FileProblem",
    "Sheet",
    "Table",
    "TooBig",
    "find",
    "sample",
    "sheets",
    "write_csv",
    "write_template",
    "write_xlsx",
]
