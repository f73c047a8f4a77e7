"""The worker's part: long work on rosters, each with a job that somebody watches."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from celery import shared_task
from django.utils import timezone, translation

from lms.kernel.models import Job
from mediators.rosters import operations
from mediators.rosters.models import Import

_EVERY = 20
Work = Callable[..., None]


def _watched(work: Work) -> Work:
    """Do the work as the job of whoever started it, in their language."""

    @wraps(work)
    def run(*, job_id: int, **params: Any) -> None:
        job = Job.objects.select_related("started_by").get(pk=job_id)
        language = job.started_by.language or translation.get_language()
        with job.running(), translation.override(language):
            work(job=job, **params)

    return run


def _on(roster_id: int, job: Job) -> dict[str, Any]:
    return {
        "roster": Import.objects.select_related("branch").get(pk=roster_id),
        "by": job.started_by,
        "at": job.created_at,
        "track": partial(job.track, every=_EVERY),
    }


@shared_task
@_watched
def read_roster(
    *, job: Job, roster_id: int, encoding: str = "", **_later: object
) -> None:
    """Read a file and say what would come of each row. May be run again at any time."""
    operations.read_roster(encoding=encoding, **_on(roster_id, job))


@shared_task
@_watched
def apply_roster(*, job: Job, roster_id: int, **_later: object) -> None:
    """Carry out the rows that are left. May be run again at any time."""
    operations.apply_rows(**_on(roster_id, job))


@shared_task
@_watched
def undo_roster(*, job: Job, roster_id: int, **_later: object) -> None:
    """Take back the rows that are left. May be run again at any time."""
    operations.undo_rows(**_on(roster_id, job))


@shared_task
@_watched
def export_roster(
    *,
    job: Job,
    filters: dict[str, str],
    shape: str,
    reason: str,
    **_later: object,
) -> None:
    """Make the file of an export; a second time does nothing."""
    operations.make_export(
        job=job, filters=filters, shape=shape, reason=reason, at=timezone.now()
    )
