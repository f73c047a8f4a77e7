"""What makes a result of scores, in the transaction of whoever scored the last one."""

from datetime import datetime
from decimal import Decimal

from exams.delivery.answers import slots_of
from exams.delivery.models import Attempt
from exams.marking.models import Result, ScoreRun
from exams.marking.queries import rounded


def lock(attempt: Attempt) -> Attempt:
    """Lock an attempt and read it again, with its sitting and paper.

    Whoever scores, marks or releases takes this lock first.
    """
    attempts = Attempt.objects.select_for_update(of=("self",))
    return attempts.select_related("admission__sitting__paper").get(pk=attempt.pk)


def complete(*, attempt: Attempt, run: ScoreRun, at: datetime) -> Result | None:
    """Make the current result of a locked attempt once every question has a score."""
    sitting = attempt.admission.sitting
    scores = attempt.scores.filter(run=run)
    if {score.slot for score in scores} != set(slots_of(sitting.paper.uuid)):
        return None
    raw = sum((score.raw for score in scores), Decimal(0))
    total = sum((score.max for score in scores), Decimal(0))
    attempt.results.filter(is_current=True).update(is_current=False)
    result = Result.objects.create(
        attempt=attempt,
        run=run,
        raw=raw,
        total=total,
        scaled=rounded(100 * raw / total),
        pass_mark=sitting.pass_mark,
        passed=raw >= sitting.pass_mark,
        scored_at=at,
    )
    attempt.state = Attempt.State.SCORED
    attempt.save(update_fields=["state"])
    return result
