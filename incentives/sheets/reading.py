"""From the bytes of a file to its rows; no database here."""

from django.utils.translation import gettext_lazy as _

from incentives.sheets.columns import Table
from mediators.rosters import tables
from mediators.rosters.cells import Cell

#: Each row is carried out, and taken back, while somebody waits.
MOST_ROWS = 300
Rows = list[tuple[int, dict[str, Cell]]]


class TooManyRows(tables.FileProblem):
    message = _(
        "The file has %(n)d rows; at most %(most)d are read at once. Part it, by month "
        "or by town, and bring the parts in one after another."
    )


def read(content: bytes, *, table: Table, encoding: str = "") -> tuple[Rows, list[str]]:
    """Return the rows of a file with their numbers, and what is to be said of it.

    :raises EncodingUnknown: if it is CSV in another encoding that nobody confirmed
    :raises FileProblem: if it is no such table, or too long a one
    """
    try:
        found = tables.find(
            tables.sheets(content, encoding=encoding), layout=table.layout
        )
    except tables.FileProblem as problem:
        raise problem.about(table.layout.name)  # noqa: B904 -- it is the same refusal
    if len(found.rows) > MOST_ROWS:
        raise TooManyRows(n=len(found.rows), most=MOST_ROWS)
    return found.rows, found.notes
