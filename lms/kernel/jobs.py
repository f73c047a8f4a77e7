"""Starting long work that a person watches, and starting it again if its worker died."""

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lms.kernel.clock import database_now
from lms.kernel.models import Job

if TYPE_CHECKING:
    from mediators.models import User

MOST_TRIES = 3


def start(*, title: str, task: str, user: "User", **params: Any) -> Job:
    """Record a job and send it to the worker once the transaction is through.

    `task` is called with `job_id` and `params`, which must be JSON.
    """
    job = Job.objects.create(title=title, task=task, params=params, started_by=user)
    transaction.on_commit(partial(_send, job))
    return job


def due_count() -> int:
    return _lost(database_now()).count()


def send_again(at: datetime) -> None:
    """Send lost jobs again; one that was lost too often is given up, in words."""
    for job in _lost(at):
        if job.tries >= MOST_TRIES:
            job.state = Job.State.FAILED
            job.problem = _("The work stopped three times. Please start it again.")
            job.finished_at = at
        job.touched_at = at
        job.save(update_fields=["state", "problem", "finished_at", "touched_at"])
        if not job.is_finished:
            _send(job)


def _lost(at: datetime) -> QuerySet[Job]:
    silence = timedelta(seconds=settings.JOB_SILENCE_S)
    return Job.objects.unfinished().filter(touched_at__lt=at - silence)


def _send(job: Job) -> None:
    task = current_app.tasks.get(job.task) or current_app.signature(job.task)
    task.apply_async(kwargs={"job_id": job.pk, **job.params})
