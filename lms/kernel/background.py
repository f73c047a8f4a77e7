"""Wagtail's background work, sent through our worker: one queue, one place to look."""

from functools import partial
from typing import Any

from celery import shared_task
from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id, normalize_json


class CeleryBackend(BaseTaskBackend):
    """A backend of `django_tasks` that hands each task to Celery after commit.

    A task lost with its broker is made up for at night: see `tidy_indexes`.
    """

    supports_priority = True

    def enqueue(self, task: Task[..., Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        self.validate_task(task)
        send = partial(
            run_background.delay,
            path=task.module_path,
            args=normalize_json(list(args)),
            kwargs=normalize_json(dict(kwargs)),
        )
        transaction.on_commit(send)
        return TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


@shared_task
def run_background(
    *, path: str, args: list[Any], kwargs: dict[str, Any], **_later: object
) -> None:
    """Run one of Wagtail's tasks, named by the path of its function."""
    task = import_string(path)
    task.call(*args, **kwargs)
