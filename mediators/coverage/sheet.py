"""The table of a branch and the list of its gaps as an .xlsx."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from mediators.coverage import words
from mediators.coverage.models import COLUMNS, BranchFigures, Village
from mediators.coverage.queries import pages
from mediators.models import Organisation

#: Whoever needs more rows of gaps chooses a smaller branch: a clerk reads no more.
MOST_GAPS = 20_000


def sheet(chosen: Organisation, *, counted: str) -> bytes:
    """Return the workbook: each branch beneath with every figure, and every gap.

    `counted` says of when the figures are.
    """
    out = BytesIO()
    # What begins with = is a name that somebody typed, never a formula.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with Workbook(out, options) as book:
        bold = book.add_format({"bold": True})
        _figures(book.add_worksheet(_("Figures")), chosen, counted, bold)
        _gaps(book.add_worksheet(_("Gaps")), chosen, bold)
    return out.getvalue()


def _figures(page: Any, chosen: Organisation, counted: str, bold: Any) -> None:
    fields = {each.name: each for each in BranchFigures._meta.get_fields()}  # noqa: SLF001 -- documented
    labels = [str(fields[code].verbose_name) for code in COLUMNS]  # type: ignore[union-attr]  # -- columns, no relations
    page.write_row(0, 0, [counted])
    page.write_row(2, 0, [_("Branch"), *labels], bold)
    places = [chosen, *pages.children(chosen)]
    for number, place in enumerate(places, start=3):
        own = pages.figures_of(place)
        page.write_row(number, 0, [place.name, *(getattr(own, c) for c in COLUMNS)])
    page.set_column(0, 0, 40)
    page.set_column(1, len(COLUMNS), 12)
    page.freeze_panes(3, 1)


def _gaps(page: Any, chosen: Organisation, bold: Any) -> None:
    page.write_row(0, 0, [_("Committee or village"), _("What is missing")], bold)
    rows = [*_of_villages(pages.uncovered_villages(chosen)[:MOST_GAPS])]
    rows += _of_committees(pages.with_any_gap(chosen)[: MOST_GAPS - len(rows)])
    for number, row in enumerate(rows, start=1):
        page.write_row(number, 0, row)
    if len(rows) == MOST_GAPS:
        page.write_string(
            len(rows) + 1,
            0,
            _("There are more: choose a smaller branch to see them all."),
        )
    page.set_column(0, 1, 50)
    page.freeze_panes(1, 0)


def _of_villages(villages: Iterable[Village]) -> Iterable[list[str]]:
    for village in villages:
        yield [f"{village.division.name} {village.division.code}", _("no committee")]


def _of_committees(places: Iterable[Organisation]) -> Iterable[list[str]]:
    for place in places:
        lacks = [str(words.TAGS[gap]) for gap in pages.figures_of(place).gaps]
        yield [place.name, _("; ").join(lacks)]
