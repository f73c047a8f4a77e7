"""Many subsidies at once: looked at first, then entered whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incentives.models import SubsidyEntry
from incentives.operations.subsidies import enter_subsidy
from incentives.queries.cases import Case
from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import User


class CasesChanged(DomainError):
    message = _(
        "Since you looked, something has changed; nothing was entered. See what stands "
        "in the way of row %(number)d: %(sentence)s"
    )


class NoGoodCases(DomainError):
    message = _("No row can be entered. Nothing was stored.")


@dataclass(frozen=True)
class Line:
    """What would come of a row: an entry, or sentences that say why not."""

    case: Case
    entry: SubsidyEntry | None
    refusals: tuple[str, ...] = ()


def foresee_subsidies(*, cases: Sequence[Case], by: User, at: datetime) -> list[Line]:
    """Say of each row what would come of it: it is entered, and all is taken back.

    So it refuses exactly what entering refuses, also the second row of one case.
    """
    with transaction.atomic():
        with audit.together():
            lines = [_foreseen(case, by=by, at=at) for case in cases]
        transaction.set_rollback(True)
    return lines


@transaction.atomic
def enter_subsidies(
    *, cases: Sequence[Case], by: User, at: datetime
) -> list[SubsidyEntry]:
    """Enter every row, or none.

    :raises NoGoodCases: if there is none
    :raises CasesChanged: if one of them is refused
    """
    if not cases:
        raise NoGoodCases
    with audit.together():
        return [_entered(case, by=by, at=at) for case in cases]


def _foreseen(case: Case, *, by: User, at: datetime) -> Line:
    if case.problems:
        return Line(case, None, tuple(case.problems))
    try:
        with transaction.atomic():
            return Line(case, enter_subsidy(at=at, actor=by, **case.terms()))
    except DomainError as refusal:
        return Line(case, None, (str(refusal),))


def _entered(case: Case, *, by: User, at: datetime) -> SubsidyEntry:
    if case.problems:
        raise CasesChanged(number=case.number, sentence=case.problems[0])
    try:
        return enter_subsidy(at=at, actor=by, **case.terms())
    except DomainError as refusal:
        raise CasesChanged(number=case.number, sentence=refusal) from refusal
