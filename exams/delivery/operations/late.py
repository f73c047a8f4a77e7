from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exams.delivery.models import Attempt, LateDecision, ResponseEvent
from exams.delivery.operations.deciding import not_own, record
from exams.delivery.projecting import project
from lms.kernel.errors import DomainError
from mediators.models import User


class StillAnswering(DomainError):
    message = _("The candidate is still answering. Decide once this is handed in.")


class NothingToDecide(DomainError):
    message = _("Nothing is left to decide here: it was decided, or is scored or void.")


@transaction.atomic
def decide_late(
    *, event: ResponseEvent, accept: bool, reason: str, by: User, at: datetime
) -> LateDecision:
    """Let an answer that came too late count, or not, for a reason.

    What was stored stays as it is; an answer that counts is told again, after all others.

    :raises OwnAttempt: if it is their own
    :raises StillAnswering: if it is not handed in yet
    :raises NothingToDecide: if it does not wait for a decision
    """
    attempt = Attempt.objects.select_for_update().get(pk=event.attempt_id)
    not_own(attempt, by)
    if attempt.is_open:
        raise StillAnswering
    waits = attempt.events.to_decide().filter(pk=event.pk)
    if attempt.state != Attempt.State.SUBMITTED or not waits.exists():
        raise NothingToDecide
    decision = LateDecision.objects.create(
        attempt=attempt,
        number=attempt.late_decisions.count() + 1,
        device_id=event.device_id,
        seq=event.seq,
        accepted=accept,
        reason=reason,
        by=by,
        at=at,
    )
    if accept:
        project(attempt, [_told_again(event, decision)], at)
    action = "attempt.late_accepted" if accept else "attempt.late_rejected"
    record(action, attempt, by, at, reason)
    return decision


def _told_again(event: ResponseEvent, decision: LateDecision) -> ResponseEvent:
    return ResponseEvent.objects.create(
        attempt_id=event.attempt_id,
        device_id=ResponseEvent.DECIDER,
        seq=decision.number,
        epoch=ResponseEvent.DECISION_EPOCH,
        kind=event.kind,
        slot=event.slot,
        payload=event.payload,
        received_at=decision.at,
        disposition=ResponseEvent.Disposition.ACCEPTED,
    )
