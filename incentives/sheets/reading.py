"""From the bytes of a file to the rows of cases; no database here."""

from django.utils.translation import gettext_lazy as _

from incentives.sheets.columns import LAYOUT
from mediators.rosters import tables
from mediators.rosters.cells import Cell

#: Each row is carried out, and taken back, while somebody waits.
MOST_CASES = 300
Rows = list[tuple[int, dict[str, Cell]]]


class TooManyCases(tables.FileProblem):
    message = _(
        "The file has %(n)d cases; at most %(most)d are read at once. Part it, by month "
        "or by town, and bring the parts in one after another."
    )


def read(content: bytes, *, encoding: str = "") -> tuple[Rows, list[str]]:
    """Return the rows of a file with their numbers, and what is to be said of it.

    :raises EncodingUnknown: if it is CSV in another encoding that nobody confirmed
    :raises FileProblem: if it is no table of cases, or too long a one
    """
    try:
        found = tables.find(tables.sheets(content, encoding=encoding), layout=LAYOUT)
    except tables.FileProblem as problem:
        raise problem.about(LAYOUT.name)  # noqa: B904 -- it is the same refusal
    if len(found.rows) > MOST_CASES:
        raise TooManyCases(n=len(found.rows), most=MOST_CASES)
    return found.rows, found.notes
