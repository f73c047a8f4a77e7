"""Finding the roster in a file: the sheet, the row of heads, the rows of people."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from mediators.rosters.cells import Cell, is_empty
from mediators.rosters.columns import ROSTER, Column, Layout
from mediators.rosters.tables import problems
from mediators.rosters.tables.opening import Sheet
from mediators.rosters.tables.writing import CHOICES, EXAMPLES

#: Titles and remarks stand above a head, but not more of them.
_LOOKED_AT = 30
#: As many hidden rows are named; the sentence is about the file, not a list.
_NAMED = 10
#: Sheets that our own template has beside the roster.
_OF_THE_TEMPLATE = {EXAMPLES, CHOICES}
#: Fewer known heads in a row are chance; two, where there are no more, a head cut short.
_FEWEST, _CUT_SHORT = 3, 2


@dataclass
class Table:
    """What was found: cells by column, each row under its number in the file."""

    sheet: str
    rows: list[tuple[int, dict[str, Cell]]]
    #: Sentences about what was left out or filled in.
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Head:
    sheet: Sheet
    row: int
    columns: dict[int, Column]
    layout: Layout

    @property
    def weight(self) -> tuple[bool, int]:
        keys = {column.key for column in self.columns.values()}
        return self.layout.key in keys, len(keys)


def find(sheets: list[Sheet], *, layout: Layout = ROSTER) -> Table:
    """Return the table of a file: of its sheets, the one whose head fits best.

    :raises FileProblem: if there is none, or its head lacks what it needs
    """
    sheets = [sheet for sheet in sheets if sheet.name not in _OF_THE_TEMPLATE]
    heads = _heads(sheets, layout, _FEWEST) or _heads(sheets, layout, _CUT_SHORT)
    if not heads:
        found = _first_words(sheets)
        raise problems.NoHead(wanted=layout.wanted, found=found)
    head = max(heads, key=lambda each: each.weight)
    _check(head)
    _check_seen(head)
    table = Table(head.sheet.name, [], _said_of(head, heads, sheets))
    _fill(table, head)
    if not table.rows:
        raise problems.NoRows(sheet=table.sheet)
    if len(table.rows) > problems.MOST_ROWS:
        raise problems.TooManyRows(sheet=table.sheet, most=problems.MOST_ROWS)
    return table


def _heads(sheets: list[Sheet], layout: Layout, fewest: int) -> list[_Head]:
    found = [_head(sheet, layout, fewest) for sheet in sheets]
    return [head for head in found if head is not None]


def _head(sheet: Sheet, layout: Layout, fewest: int) -> _Head | None:
    found = []
    for number, row in enumerate(sheet.rows[:_LOOKED_AT]):
        known = {place: layout.of_head(cell) for place, cell in enumerate(row)}
        columns = {place: column for place, column in known.items() if column}
        if len({column.key for column in columns.values()}) >= fewest:
            found.append(_Head(sheet, number, columns, layout))
    return max(found, key=lambda each: each.weight, default=None)


def _first_words(sheets: list[Sheet]) -> str:
    words = [
        str(cell)[:12]
        for sheet in sheets
        for row in sheet.rows[:3]
        for cell in row
        if not is_empty(cell)
    ]
    return "、".join(words[:8]) or _("none")


def _check(head: _Head) -> None:
    heads: dict[str, list[str]] = {}
    for place, column in head.columns.items():
        heads.setdefault(column.key, []).append(str(head.sheet.rows[head.row][place]))
    for twice in heads.values():
        if len(twice) > 1:
            raise problems.HeadTwice(sheet=head.sheet.name, heads="、".join(twice))
    missing = [
        column.head
        for column in head.layout.columns
        if column.is_compulsory and column.key not in heads
    ]
    if missing:
        raise problems.HeadLacks(sheet=head.sheet.name, missing="、".join(missing))


def _check_seen(head: _Head) -> None:
    sheet = head.sheet
    if sheet.is_hidden:
        raise problems.HiddenSheet(sheet=sheet.name)
    unseen = [place for place in head.columns if place + 1 in sheet.hidden.columns]
    if unseen:
        heads = "、".join(str(sheet.rows[head.row][place]) for place in unseen)
        raise problems.HiddenColumns(sheet=sheet.name, heads=heads)
    rows = [row for row in sheet.hidden.rows if row > head.row + 1]
    if rows:
        named = "、".join(str(row) for row in rows[:_NAMED])
        more = "……" if len(rows) > _NAMED else ""
        raise problems.HiddenRows(sheet=sheet.name, rows=named + more)


def _said_of(head: _Head, heads: list[_Head], sheets: list[Sheet]) -> list[str]:
    notes = []
    if len(sheets) > 1:
        words = _("Sheet “%(name)s” was read; the other sheets were not.")
        notes.append(words % {"name": head.sheet.name})
    rivals = [each for each in heads if each.sheet is not head.sheet]
    if rivals:
        words = _(
            "These sheets look like a %(table)s too: %(names)s. Import them apart."
        )
        names = "、".join(each.sheet.name for each in rivals)
        called = {"table": head.layout.name, "names": names}
        notes.append(words % called)
    unknown = [
        str(cell)
        for place, cell in enumerate(head.sheet.rows[head.row])
        if place not in head.columns and not is_empty(cell)
    ]
    if unknown:
        words = _("These columns are not known and were left out: %(heads)s.")
        notes.append(words % {"heads": "、".join(unknown)[:300]})
    return notes


def _fill(table: Table, head: _Head) -> None:
    rows = [list(row) for row in head.sheet.rows]
    spread = False
    for top, bottom, place in head.sheet.merged:
        column = head.columns.get(place)
        if column is None or top <= head.row or not column.may_be_merged:
            continue
        spread = True
        for row in rows[top + 1 : bottom + 1]:
            if place < len(row):
                row[place] = rows[top][place]
    if spread:
        table.notes.append(_("Merged cells were read as the same value in each row."))
    for number, row in enumerate(rows[head.row + 1 :], start=head.row + 2):
        found = {
            column.key: row[place]
            for place, column in head.columns.items()
            if place < len(row) and not is_empty(row[place])
        }
        # A row that has nothing of its own is only covered by a merged cell.
        own = head.sheet.rows[number - 1]
        if any(place < len(own) and not is_empty(own[place]) for place in head.columns):
            table.rows.append((number, found))
