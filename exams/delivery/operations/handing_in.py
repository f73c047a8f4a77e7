from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from exams.delivery.folding import stored
from exams.delivery.incoming import Checked
from exams.delivery.models import Attempt, ResponseEvent
from exams.delivery.receipts import receipt_of
from exams.delivery.saving import Saved, store
from exams.delivery.signals import attempt_submitted
from lms.kernel.clock import database_now


@dataclass(frozen=True)
class HandedIn:
    """What became of a hand-in: of its last events, and of the attempt."""

    saved: Saved
    attempt: Attempt


@transaction.atomic
def hand_in(
    *,
    attempt: UUID,
    device: UUID,
    epoch: int,
    events: Checked,
    at: datetime | None = None,
) -> HandedIn:
    """Store the last events and close the attempt, or return it as it was closed before.

    A device no longer in use closes nothing; the verdict on its events says so.
    """
    saved = store(attempt=attempt, device=device, epoch=epoch, events=events, at=at)
    current = Attempt.objects.get(uuid=attempt)  # `store` holds its lock
    fenced = saved.verdict == ResponseEvent.Disposition.FENCED
    if current.is_running and not fenced:
        over = current.deadline_at is None or saved.server_now > current.deadline_at
        cause = Attempt.Cause.TIMEOUT if over else Attempt.Cause.CANDIDATE
        _close(current, cause=cause, at=saved.server_now)
    return HandedIn(saved, current)


def close_overdue(*, at: datetime | None = None, limit: int = 200) -> int:
    """Hand in what candidates left open past deadline and grace; return how many.

    Any number of workers may do it at once: each takes what no other holds.
    """
    with transaction.atomic():
        overdue = Attempt.objects.overdue(at).select_for_update(skip_locked=True)
        closing = list(overdue.prefetch_related("texts")[:limit])
        moment = at or database_now()
        for attempt in closing:
            _close(attempt, cause=Attempt.Cause.TIMEOUT, at=moment)
    return len(closing)


def _close(attempt: Attempt, *, cause: Attempt.Cause, at: datetime) -> None:
    attempt.state = Attempt.State.SUBMITTED
    attempt.submitted_at, attempt.submit_cause = at, cause
    attempt.receipt = receipt_of(attempt, stored(attempt))
    Attempt.objects.running().filter(pk=attempt.pk).update(
        state=attempt.state,
        submitted_at=at,
        submit_cause=cause,
        receipt=attempt.receipt,
    )
    announce = partial(
        attempt_submitted.send_robust, sender=Attempt, attempt_id=attempt.pk
    )
    transaction.on_commit(announce, robust=True)
