"""What can happen to a roster: brought in, looked through, carried out, undone."""

from mediators.rosters.operations.applying import (
    NothingToDo,
    RowsInTheWay,
    apply_rows,
    begin_applying,
)
from mediators.rosters.operations.deciding import RowSettled, decide
from mediators.rosters.operations.exporting import make_export, record_export, table_of
from mediators.rosters.operations.reading import (
    begin_reading,
    confirm_encoding,
    read_roster,
)
from mediators.rosters.operations.receiving import (
    NotNow,
    UnderWay,
    receive,
    sample_of,
)
from mediators.rosters.operations.undoing import begin_undoing, undo_rows

__all__ = [
    "NotNow",
    "NothingToDo",
    "RowSettled",
    "RowsInTheWay",
    "UnderWay",
    "apply_rows",
    "begin_applying",
    "begin_reading",
    "begin_undoing",
    "confirm_encoding",
    "decide",
    "make_export",
    "read_roster",
    "receive",
    "record_export",
    "sample_of",
    "table_of",
    "undo_rows",
]
