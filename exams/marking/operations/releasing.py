from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exams.delivery.models import Attempt, Sitting
from exams.marking.models import Mark, Result
from exams.marking.signals import result_released
from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import User


class NothingToRelease(DomainError):
    message = _("No result of this sitting is complete and not yet released.")


class OwnMarks(DomainError):
    message = _("You marked answers among these results. Another person releases them.")


class OwnResult(DomainError):
    message = _("Your own result is among these. Another person releases them.")


@transaction.atomic
def release(
    *,
    sitting: Sitting,
    by: User,
    at: datetime,
    results: Sequence[Result] | None = None,
) -> list[Result]:
    """Let the candidates of a sitting know what is complete, or those `results` of it.

    :raises NothingToRelease: if everything complete is released
    :raises OwnMarks: if whoever releases marked one of the answers
    :raises OwnResult: if whoever releases sat the exam
    """
    ready = _lock_ready(sitting, results)
    if not ready:
        raise NothingToRelease
    attempts = [result.attempt_id for result in ready]
    if Mark.objects.filter(by=by, task__attempt__in=attempts).exists():
        raise OwnMarks
    if Attempt.objects.sat_by(by).filter(pk__in=attempts).exists():
        raise OwnResult
    Result.objects.filter(pk__in=[result.pk for result in ready]).update(
        released_at=at, released_by=by
    )
    Attempt.objects.filter(pk__in=attempts).update(state=Attempt.State.RELEASED)
    for result in ready:
        result.released_at, result.released_by = at, by
        result.attempt.state = Attempt.State.RELEASED
        announce = partial(result_released.send_robust, sender=Result, result=result)
        transaction.on_commit(announce, robust=True)
    audit.record(
        action="results.released",
        subject=sitting,
        actor=by,
        at=at,
        values={"results": len(ready)},
    )
    return ready


def _lock_ready(sitting: Sitting, results: Sequence[Result] | None) -> list[Result]:
    """Lock the attempts, then read what of them is complete."""
    wanted = Result.objects.to_release().filter(attempt__admission__sitting=sitting)
    if results is not None:
        wanted = wanted.filter(pk__in=[result.pk for result in results])
    attempts = Attempt.objects.filter(pk__in=wanted.values("attempt")).order_by("pk")
    locked = list(attempts.select_for_update(of=("self",)).values_list("pk", flat=True))
    return list(wanted.filter(attempt__in=locked).select_related("attempt"))
