from datetime import datetime

import structlog
from celery import shared_task

from exams.marking import operations, queries
from lms.kernel.clock import database_now

log = structlog.get_logger(__name__)
_BATCH = 100


@shared_task
def mark_attempt(*, attempt_id: int, **_later: object) -> None:
    """Score what was handed in, if its answers stand. May be run again at any time."""
    at = database_now()
    for attempt in queries.attempts_to_score(at=at).filter(pk=attempt_id):
        operations.score_attempt(attempt=attempt, at=at)


def mark_waiting(at: datetime) -> None:
    """Score a batch of what waits; an attempt that cannot be scored stops no other."""
    for attempt in queries.attempts_to_score(at=at)[:_BATCH]:
        try:
            operations.score_attempt(attempt=attempt, at=at)
        except Exception:
            log.exception("attempt_not_scored", attempt=str(attempt.uuid))
