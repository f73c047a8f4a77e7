"""The list of records as a workbook, and the empty tables that come in."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from incentives.models import Record
from incentives.sheets.columns import Table
from mediators.rosters import cells, tables
from mediators.rosters.columns import Column

_WIDTHS = (16, 36, 14, 36, 14, 60, 36)


def of_records(records: Iterable[Record]) -> bytes:
    """Return the workbook of records, each as the list and its page say it."""
    heads = (
        *(_("Of whom"), _("Filed at"), _("Kind of record"), _("What it is")),
        *(_("Day"), _("What it rests on"), _("State")),
    )
    columns = [
        Column(head, head, cells.plain, width=width)
        for head, width in zip(heads, _WIDTHS, strict=True)
    ]
    return tables.write_xlsx(
        columns, map(_row, records), name=pgettext("records", "Records")
    )


def _row(record: Record) -> list[str]:
    state = pgettext("record", "in force")
    if record.is_proposed:
        state = _("Waits to be confirmed")
    elif record.is_declined:
        state = _("Declined")
    if record.is_annulled:
        state = _("Annulled: %(reason)s") % {"reason": record.annul_reason}
    return [
        record.subject_name,
        record.organisation.name,
        record.kind_name,
        str(record.headline),
        record.day.isoformat(),
        str(record.in_words),
        str(state),
    ]


def template(table: Table) -> bytes:
    """Return an empty table with one example, to be written over."""
    example = [column.example for column in table.columns]
    return tables.write_xlsx(table.columns, [example], name=table.sheet)
