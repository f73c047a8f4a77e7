from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exams.delivery.models import Attempt
from exams.marking.models.run import ScoreRun
from lms.kernel.guards import AppendOnly, Refusal, RefusalAsking
from mediators.models import Organisation, RoleGrant

if TYPE_CHECKING:
    from mediators.models import User


class MarkTaskQuerySet(models.QuerySet["MarkTask"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at: the answers of sittings in branches they mark for.

        Never their own, whatever they are besides.
        """
        paths = RoleGrant.branches(user, RoleGrant.Role.MARKER)
        within = Organisation.objects.within(paths)
        return self.filter(
            attempt__admission__sitting__exam__organisation__in=within.values("pk")
        ).exclude(attempt__in=Attempt.objects.sat_by(user))

    def marked_by(self, user: User) -> Self:
        """What `user` may act on: a marker may mark whatever they may look at."""
        return self.visible_to(user)

    def leased_to(self, user: User) -> Self:
        """What `user` is marking: nobody else took it since."""
        return self.visible_to(user).filter(state=MarkTask.State.LEASED, marker=user)

    def standing(self) -> Self:
        """Those of attempts that still want a result."""
        return self.filter(attempt__state=Attempt.State.SUBMITTED)

    def unreleased(self) -> Self:
        """Those of attempts of which the candidate does not know the result."""
        states = [
            Attempt.State.SUBMITTED,
            Attempt.State.SCORED,
            Attempt.State.WITHHELD,
        ]
        return self.filter(attempt__state__in=states)

    def done(self) -> Self:
        return self.filter(state=MarkTask.State.DONE)

    def open(self) -> Self:
        """Those that nobody has marked yet."""
        return self.exclude(state=MarkTask.State.DONE)

    def free(self, at: datetime) -> Self:
        """Those that may be taken: waiting, or leased to somebody who let it lapse."""
        lapsed = Q(state=MarkTask.State.LEASED, lease_until__lte=at)
        return self.standing().filter(Q(state=MarkTask.State.WAITING) | lapsed)


class MarkTask(models.Model):
    """An answer that a person must mark, leased to one marker at a time.

    Markers know it by its `uuid`: it says nothing of whose answer it is.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        LEASED = "leased", _("being marked")
        DONE = "done", _("marked")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    run = models.ForeignKey(ScoreRun, on_delete=models.PROTECT, related_name="tasks")
    attempt = models.ForeignKey(
        Attempt, on_delete=models.PROTECT, related_name="mark_tasks"
    )
    slot = models.CharField(_("question"), max_length=16)
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    points = models.DecimalField(_("points at most"), max_digits=7, decimal_places=2)
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.WAITING
    )
    marker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mark_tasks",
        verbose_name=_("marked by"),
    )
    lease_until = models.DateTimeField(_("leased until"), null=True, blank=True)

    objects = MarkTaskQuerySet.as_manager()
    wagtail_reference_index_ignore = True  # points at no page, image or document
    guards = [
        Refusal(
            "UPDATE",
            "An answer that was marked stays marked.",
            when="OLD.state = 'done'",
        ),
        Refusal("DELETE", "An answer to mark is never deleted."),
    ]

    class Meta:
        verbose_name = _("answer to mark")
        verbose_name_plural = _("answers to mark")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "slot", "round"], name="marktask_once_a_round"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", marker=None, lease_until=None)
                | Q(state="leased", marker__isnull=False, lease_until__isnull=False)
                | Q(state="done", marker__isnull=False, lease_until=None),
                name="marktask_state_agrees",
            ),
        ]
        indexes = [
            models.Index(
                fields=["slot", "uuid"],
                condition=~Q(state="done"),
                name="marktask_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uuid} {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("marking:task", args=[self.uuid])

    @property
    def question_number(self) -> str:
        """The number of the question on its paper."""
        return self.slot.removeprefix("s")

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    def is_lost_to(self, user: User) -> bool:
        """Say whether `user` has it no longer: it is marked, or in other hands."""
        return self.state != self.State.LEASED or self.marker_id != user.pk


class Mark(models.Model):
    """Points that a person gave; the last one of a task counts.

    A change is another mark, by another person, who says why. `lines` are the points
    for each point of the answer, if they were given one by one.
    """

    task = models.ForeignKey(MarkTask, on_delete=models.PROTECT, related_name="marks")
    points = models.DecimalField(_("points earned"), max_digits=7, decimal_places=2)
    lines: models.JSONField[Any, Any] = models.JSONField(
        _("points one by one"), default=list, blank=True
    )
    comment = models.TextField(_("comment"), blank=True, default="")
    reason = models.CharField(
        _("reason for the change"), max_length=300, blank=True, default=""
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"))

    wagtail_reference_index_ignore = True  # points at no page, image or document
    guards = [
        AppendOnly(),
        RefusalAsking(
            "INSERT",
            "A mark lies between nothing and all the points of the question.",
            when="NEW.points < 0 OR NEW.points > "
            "(SELECT t.points FROM marking_marktask t WHERE t.id = NEW.task_id)",
        ),
        RefusalAsking(
            "INSERT",
            "What a candidate has been told is not marked otherwise.",
            when="EXISTS (SELECT 1 FROM marking_marktask t JOIN marking_result r "
            "ON r.attempt_id = t.attempt_id WHERE t.id = NEW.task_id "
            "AND r.is_current AND r.released_at IS NOT NULL)",
        ),
        RefusalAsking(
            "INSERT",
            "A mark is changed by another person than gave it.",
            when="NEW.reason <> '' AND NEW.by_id = (SELECT m.by_id FROM marking_mark m "
            "WHERE m.task_id = NEW.task_id ORDER BY m.id DESC LIMIT 1)",
        ),
    ]

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(reason=""),
                name="mark_changed_for_a_reason",
                violation_error_message=_("A mark is changed only for a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.points}"
