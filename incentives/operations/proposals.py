"""What another entered stands once whoever is to decide has said so, or does not."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incentives.models import (
    AccountabilityRecord,
    Commendation,
    Decided,
    EvaluationResult,
    GradeRecord,
)
from incentives.operations.authority import check_not_own
from incentives.operations.commendations import check_commendation
from incentives.operations.decisions import check_accountability, check_evaluation
from incentives.operations.grades import check_grade
from incentives.operations.records import lock_subject, log
from lms.kernel.errors import DomainError
from mediators.models import User

D = TypeVar("D", bound=Decided)

#: What is checked when a record is confirmed, by all that is known then; and its facts.
CHECKS: dict[type[Decided], Callable[..., list[str]]] = {
    Commendation: check_commendation,
    GradeRecord: check_grade,
    EvaluationResult: check_evaluation,
    AccountabilityRecord: check_accountability,
}


class NotProposed(DomainError):
    message = _("This record no longer waits to be confirmed.")


class NotTheDecider(DomainError):
    message = _("Only %(name)s, who is named as deciding, can confirm or decline this.")


class WhyDeclined(DomainError):
    message = _("Give the reason for declining.")


@transaction.atomic
def confirm(*, record: D, at: datetime, actor: User) -> D:
    """Let a proposed record stand, by the person whom it names.

    :raises NotProposed: if it was settled or withdrawn before
    :raises NotTheDecider: if somebody else would
    :raises DomainError: if what was true when it was proposed no longer is, or what the
        proposer could not know stands in the way
    """
    record = _taken_up(record, actor)
    facts = CHECKS[type(record)](record, viewer=actor)
    record.state, record.settled_at = Decided.State.DECIDED, at
    record.save(update_fields=["state", "settled_at"])
    values = {"conditions": facts} if facts else None
    log("confirmed", record, at=at, actor=actor, values=values)
    return record


@transaction.atomic
def decline(*, record: D, reason: str, at: datetime, actor: User) -> D:
    """Say that a proposed record does not stand; it is kept and counts for nothing.

    :raises NotProposed: if it was settled or withdrawn before
    :raises NotTheDecider: if somebody else would
    :raises WhyDeclined: if no reason is given
    """
    record = _taken_up(record, actor)
    if not reason.strip():
        raise WhyDeclined
    record.state, record.settled_at = Decided.State.DECLINED, at
    record.decline_reason = reason.strip()
    record.save(update_fields=["state", "settled_at", "decline_reason"])
    log("declined", record, at=at, actor=actor, reason=record.decline_reason)
    return record


def _taken_up(record: D, actor: User) -> D:
    kind = type(record)
    found = kind._default_manager.select_for_update().get(pk=record.pk)  # noqa: SLF001 -- documented
    lock_subject(found.mediator)
    if not found.is_proposed:
        raise NotProposed
    if found.decided_by_id != actor.pk:
        raise NotTheDecider(name=found.decided_by.name)
    check_not_own(found.mediator, actor)
    return found
