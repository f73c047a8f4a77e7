"""Wagtail's background work, sent through our worker: one queue, one place to look."""

from functools import partial
from typing import Any

from celery import shared_task
from django.core.files.storage import storages
from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id, normalize_json

#: Wagtail's task that takes a file away, and the storages it can be in.
_DELETE_FILE = "wagtail.tasks.delete_file_from_storage_task"
_KEPT_IN = ("default", "private")


class CeleryBackend(BaseTaskBackend):
    """A backend of `django_tasks` that hands each task to Celery after commit.

    A task lost with its broker is made up for at night: see `tidy_indexes`.
    """

    supports_priority = True

    def enqueue(self, task: Task[..., Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        self.validate_task(task)
        if task.module_path == _DELETE_FILE:
            made_of, name = args
            args = [_alias(made_of), name]
        transaction.on_commit(_sending(task.module_path, args, kwargs))
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


def _sending(path: str, args: Any, kwargs: Any) -> partial[Any]:
    if path == _DELETE_FILE:
        storage, name = args
        return partial(delete_file.delay, storage=storage, name=name)
    return partial(
        run_background.delay,
        path=path,
        args=normalize_json(list(args)),
        kwargs=normalize_json(dict(kwargs)),
    )


def _alias(made_of: Any) -> str:
    """Return what the settings call a storage that is made so.

    Wagtail would send what it is made of: a path, or the keys of an object store.
    """
    return next(
        alias
        for alias in _KEPT_IN
        if storages[alias].deconstruct() == tuple(made_of)  # type: ignore[attr-defined]  # -- theirs are
    )


@shared_task
def delete_file(*, storage: str, name: str, **_later: object) -> None:
    """Take away the file of a row that was deleted; of one that is gone nothing is left."""
    storages[storage].delete(name)


@shared_task
def run_background(
    *, path: str, args: list[Any], kwargs: dict[str, Any], **_later: object
) -> None:
    """Run one of Wagtail's tasks, named by the path of its function."""
    task = import_string(path)
    task.call(*args, **kwargs)
