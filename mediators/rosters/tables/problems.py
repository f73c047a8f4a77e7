from typing import Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.kernel.errors import DomainError
from mediators.rosters.columns import ROSTER

#: Ten thousand people in every column are about 2 MB; ten leaves room for logos.
MOST_BYTES = 10 * 1024 * 1024
MOST = f"{MOST_BYTES // 1024**2} MB"
#: A city's whole roster; beyond it, import district by district.
MOST_ROWS = 20_000
#: What a table of that size unpacks to, with room: the directory of the file says it.
MOST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 1000
#: Tables of text pack to a fifteenth or so; bombs to a thousandth.
MOST_RATIO = 200
#: As many as a table program has.
MOST_COLUMNS = 16_384
#: Cells between the corners of what is filled, empty ones too.
MOST_CELLS = 5_000_000


class FileProblem(DomainError):
    """The whole file cannot be read; the sentence says what to do.

    `table` is what the file should have been, in the words of whoever asked for it.
    """

    def __init__(self, *, table: str | Promise = ROSTER.name, **params: object) -> None:
        super().__init__(table=table, **params)

    def about(self, table: str | Promise) -> Self:
        """Let the sentence speak of another kind of table than a roster."""
        self.params["table"] = table
        return self


class TooBig(FileProblem):
    message = _(
        "The file is larger than %(most)s. Delete pictures and sheets that do not belong "
        "to the %(table)s, or part it by town."
    )


class Empty(FileProblem):
    message = _("The file is empty. Fill in the template and choose it again.")


class NoTable(FileProblem):
    message = _(
        "This is not a table. Save the %(table)s as an Excel workbook (.xlsx) or as CSV "
        "and choose that file."
    )


class OldWorkbook(FileProblem):
    message = _(
        "This is a workbook of an old kind (.xls, .et) or one with a password. Open it, "
        "take the password away, save it as .xlsx and choose that file."
    )


class OtherDocument(FileProblem):
    message = _(
        "This is no Excel workbook but another kind of document. Save the %(table)s as "
        ".xlsx or CSV and choose that file."
    )


class Damaged(FileProblem):
    message = _(
        "The file is damaged and cannot be opened. Open it in the table program, save "
        "it under another name and choose that file."
    )


class Bomb(FileProblem):
    message = _(
        "The file unpacks to far more than a %(table)s holds, and was not opened. Copy "
        "the rows into a new workbook made from the template."
    )


class Entities(FileProblem):
    message = _(
        "The file holds instructions that no %(table)s needs, and was not opened. Copy "
        "the rows into a new workbook made from the template."
    )


class TooWide(FileProblem):
    message = _(
        "The filled part of sheet “%(sheet)s” reaches too far (%(reach)s). Copy the rows "
        "of the %(table)s into a new workbook made from the template."
    )


class NotReckoned(FileProblem):
    message = _(
        "Cell %(cell)s of sheet “%(sheet)s” holds a formula whose result is not in the "
        "file. Open it in the table program and save it there, or paste the column as "
        "values; then bring it in again."
    )


class HiddenRows(FileProblem):
    message = _(
        "Rows %(rows)s of sheet “%(sheet)s” are hidden, perhaps by a filter: what nobody "
        "sees is not read. Show these rows or delete them, save the file, and choose it "
        "again."
    )


class HiddenColumns(FileProblem):
    message = _(
        "Columns %(heads)s of sheet “%(sheet)s” are hidden: what nobody sees is not read. "
        "Show these columns or delete them, save the file, and choose it again."
    )


class HiddenSheet(FileProblem):
    message = _(
        "The sheet with the table, “%(sheet)s”, is hidden: what nobody sees is not read. "
        "Show it, or copy its rows into a sheet that is seen, and choose the file again."
    )


class TooManyRows(FileProblem):
    message = _(
        "Sheet “%(sheet)s” has more than %(most)d rows. Part the %(table)s by town and "
        "import the parts one after another."
    )


class Nul(FileProblem):
    message = _(
        "The file holds invisible characters (NUL), as if it were cut off. Export it "
        "again and choose the new file."
    )


class EncodingUnknown(FileProblem):
    message = _("The file is not in UTF-8. See below whether its characters are right.")


class NotGb18030(FileProblem):
    message = _(
        "The characters of this file cannot be read. Save it as “CSV UTF-8” or as .xlsx "
        "and choose that file."
    )


class NoHead(FileProblem):
    message = _(
        "No sheet has a row of column heads with %(wanted)s. Heads that were found: "
        "%(found)s. Take the template and copy the rows into it."
    )


class HeadLacks(FileProblem):
    message = _(
        "In sheet “%(sheet)s” these columns are missing: %(missing)s. Add them with these "
        "heads, as in the template."
    )


class HeadTwice(FileProblem):
    message = _(
        "In sheet “%(sheet)s” two columns mean the same: %(heads)s. Keep one of them."
    )


class NoRows(FileProblem):
    message = _("Sheet “%(sheet)s” has column heads but nobody beneath them.")
