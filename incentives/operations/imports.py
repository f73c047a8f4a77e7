"""Many records at once: looked at first, then entered whole or not at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incentives.models import Record
from incentives.operations.commendations import decide_commendation
from incentives.operations.decisions import record_recognition
from incentives.operations.grades import record_grade
from incentives.operations.subsidies import enter_subsidy
from incentives.queries.rows import Row
from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import User

#: What comes in tables. What somebody is held to account for does not: each is one case.
IMPORTED: dict[str, Callable[..., Record]] = {
    "subsidy": enter_subsidy,
    "commendation": decide_commendation,
    "grade": record_grade,
    "recognition": record_recognition,
}


class RowsChanged(DomainError):
    message = _(
        "Since you looked, something has changed; nothing was entered. See what stands "
        "in the way of row %(number)d: %(sentence)s"
    )


class NoGoodRows(DomainError):
    message = _("No row can be entered. Nothing was stored.")


@dataclass(frozen=True)
class Line:
    """What would come of a row: a record, or sentences that say why not."""

    row: Row
    record: Record | None
    refusals: tuple[str, ...] = ()


def foresee_rows(*, rows: Sequence[Row], by: User, at: datetime) -> list[Line]:
    """Say of each row what would come of it: it is entered, and all is taken back.

    So it refuses exactly what entering refuses, also the second row of one case.
    """
    with transaction.atomic():
        with audit.together():
            lines = [_foreseen(row, by=by, at=at) for row in rows]
        transaction.set_rollback(True)
    return lines


@transaction.atomic
def enter_rows(*, rows: Sequence[Row], by: User, at: datetime) -> list[Record]:
    """Enter every row, or none.

    :raises NoGoodRows: if there is none
    :raises RowsChanged: if one of them is refused
    """
    if not rows:
        raise NoGoodRows
    with audit.together():
        return [_entered(row, by=by, at=at) for row in rows]


def _foreseen(row: Row, *, by: User, at: datetime) -> Line:
    if row.problems:
        return Line(row, None, tuple(row.problems))
    try:
        with transaction.atomic():
            return Line(row, IMPORTED[row.kind](at=at, actor=by, **row.terms()))
    except DomainError as refusal:
        return Line(row, None, (str(refusal),))


def _entered(row: Row, *, by: User, at: datetime) -> Record:
    if row.problems:
        raise RowsChanged(number=row.number, sentence=row.problems[0])
    try:
        return IMPORTED[row.kind](at=at, actor=by, **row.terms())
    except DomainError as refusal:
        raise RowsChanged(number=row.number, sentence=refusal) from refusal
