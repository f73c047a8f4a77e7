from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from mediators.models import User

T = TypeVar("T")


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at: what they started."""
        return self.filter(started_by=user.pk)

    def unfinished(self) -> Self:
        return self.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])


class Job(models.Model):
    """A long piece of work that a person started and may watch.

    `task` is the Celery task that does it and `params` what it is called with beside
    `job_id`, so that a job whose worker died is found and sent again.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    task = models.CharField(_("task"), max_length=200)
    params = models.JSONField(_("parameters"), default=dict, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="jobs",
        verbose_name=_("started by"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.QUEUED
    )
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("total"), default=0)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    problem = models.CharField(_("problem"), max_length=500, blank=True, default="")
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    touched_at = models.DateTimeField(_("last progress"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done__lte=F("total")), name="job_done_within_total"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("office:job", args=[self.uuid])

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def is_finished(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED}

    @contextmanager
    def running(self) -> Iterator[None]:
        """Record that the work inside the block began, and how it ended."""
        self.tries += 1
        self._move_to(self.State.RUNNING)
        try:
            yield
        except Exception as error:
            self.problem = str(error)[:500]
            self._move_to(self.State.FAILED)
            raise
        self._move_to(self.State.DONE)

    def track(self, items: Sequence[T], *, every: int = 1) -> Iterator[T]:
        """Yield each item, counting it once the caller comes back for the next.

        Of a great many, `every` so many are written down at once.
        """
        self.done, self.total = 0, len(items)
        self._save("done", "total")
        for item in items:
            yield item
            self.done += 1
            if self.done % every == 0 or self.done == self.total:
                self._save("done")

    def _move_to(self, state: State) -> None:
        self.state = state
        self.finished_at = timezone.now() if self.is_finished else None
        self._save("state", "finished_at", "tries", "problem")

    def _save(self, *fields: str) -> None:
        self.touched_at = timezone.now()
        self.save(update_fields=[*fields, "touched_at"])
