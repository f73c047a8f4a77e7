from __future__ import annotations

import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Now
from django.db.models.lookups import LessThan
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exams.delivery.models.admission import Admission
from exams.delivery.models.sitting import Sitting
from lms.kernel.guards import Refusal, RefusalAsking
from mediators.models import Mediator, User


def new_seed() -> int:
    return secrets.randbelow(2**31)


def after(moment: Combinable, seconds: Combinable) -> ExpressionWrapper[Any]:
    """Return the expression for the moment that many seconds later."""
    duration = ExpressionWrapper(
        ExpressionWrapper(seconds, models.IntegerField()) * Value(timedelta(seconds=1)),
        models.DurationField(),
    )
    return ExpressionWrapper(moment + duration, models.DateTimeField())


#: Where an attempt goes from where, and nowhere else.
_STEPS = {
    "not_started": ("in_progress", "void"),
    "in_progress": ("submitted", "void"),
    "submitted": ("scored", "void"),
    "scored": ("released", "withheld", "void"),
    "withheld": ("scored", "void"),
}
_OTHER_STEP = (
    "OLD.state <> NEW.state AND NOT ("
    + " OR ".join(
        f"(OLD.state = '{here}' AND NEW.state IN {there})"
        for here, there in _STEPS.items()
    )
    + ")"
)


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at: their own, and those of sittings they oversee."""
        own = Q(admission__mediator__in=Mediator.objects.of(user))
        seen = Q(admission__sitting__in=Sitting.objects.visible_to(user))
        return self.filter(own | seen)

    def sat_by(self, user: User) -> Self:
        """What `user` may act on as a candidate: their own and nobody else's."""
        return self.filter(admission__mediator__in=Mediator.objects.of(user))

    def run_by(self, user: User) -> Self:
        """What `user` may decide about: attempts at sittings they run."""
        return self.filter(admission__sitting__in=Sitting.objects.run_by(user))

    def open(self) -> Self:
        """Those that may still be started or are being sat."""
        return self.filter(state__in=Attempt.OPEN)

    def running(self) -> Self:
        return self.filter(state=Attempt.State.IN_PROGRESS)

    def overdue(self, at: datetime | None = None) -> Self:
        """Those in progress past deadline and grace, by the database's clock or `at`."""
        moment = Now() if at is None else Value(at, output_field=models.DateTimeField())
        ends = after(F("deadline_at"), F("grace_s"))
        return self.running().filter(LessThan(ends, moment))

    def submitted(self) -> Self:
        """Those handed in and not yet scored."""
        return self.filter(state=Attempt.State.SUBMITTED)


class Attempt(models.Model):
    """One candidate's go at a sitting.

    `answers`, `flags` and `heads` are a projection of the log of `ResponseEvent`:
    `heads` says, for each slot, which event won (`epoch.seq`). What is written at
    length stands in `AttemptText`. The deadline moves by a `TimeAdjustment` alone.
    """

    class State(models.TextChoices):
        NOT_STARTED = "not_started", _("not started")
        IN_PROGRESS = "in_progress", _("in progress")
        SUBMITTED = "submitted", _("handed in")
        SCORED = "scored", _("scored")
        WITHHELD = "withheld", _("withheld")
        RELEASED = "released", _("released")
        VOID = "void", _("annulled")

    class Cause(models.TextChoices):
        NONE = "", _("not handed in")
        CANDIDATE = "candidate", _("handed in by the candidate")
        TIMEOUT = "timeout", _("the time was over")
        INVIGILATOR = "invigilator", _("ended by the invigilator")

    OPEN: ClassVar = (State.NOT_STARTED, State.IN_PROGRESS)
    HANDED_IN: ClassVar = (
        State.SUBMITTED,
        State.SCORED,
        State.WITHHELD,
        State.RELEASED,
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    admission = models.ForeignKey(
        Admission,
        on_delete=models.PROTECT,
        related_name="attempts",
        verbose_name=_("admission"),
    )
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    seed = models.PositiveIntegerField(_("seed"), default=new_seed)
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.NOT_STARTED
    )
    grace_s = models.PositiveIntegerField(_("grace in seconds"), default=60)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    deadline_at = models.DateTimeField(_("deadline"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    submit_cause = models.CharField(
        _("how it ended"), max_length=12, choices=Cause, blank=True, default=Cause.NONE
    )
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    flags = models.JSONField(_("flags"), default=dict, blank=True)
    heads = models.JSONField(_("winning events"), default=dict, blank=True)
    rev = models.PositiveIntegerField(_("revision"), default=0)
    saved_at = models.DateTimeField(_("last saved at"), null=True, blank=True)
    device_id = models.UUIDField(_("device"), null=True, blank=True)
    device_epoch = models.PositiveIntegerField(_("epoch of the device"), default=0)
    receipt = models.CharField(_("receipt"), max_length=32, blank=True, default="")

    objects = AttemptQuerySet.as_manager()
    wagtail_reference_index_ignore = True  # points at no page, image or document
    guards = [
        Refusal("DELETE", "An attempt is annulled, never deleted."),
        Refusal(
            "UPDATE OF state",
            "An attempt does not go back, nor skip a step.",
            when=_OTHER_STEP,
        ),
        Refusal(
            "UPDATE OF answers, flags, heads",
            "What was scored is never answered otherwise.",
            when="OLD.state IN ('scored', 'withheld', 'released')",
        ),
        RefusalAsking(
            # A save names no deadline among what it changes: this costs it nothing.
            "UPDATE OF deadline_at",
            "A deadline moves by a time adjustment alone.",
            when="OLD.deadline_at IS NOT NULL AND (NEW.deadline_at IS NULL "
            "OR NEW.deadline_at <> OLD.deadline_at AND NOT EXISTS ("
            "SELECT 1 FROM delivery_timeadjustment a "
            "WHERE a.attempt_id = NEW.id AND a.deadline_at = NEW.deadline_at))",
        ),
    ]

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["admission", "number"], name="attempt_number_once"
            ),
            models.UniqueConstraint(
                fields=["admission"],
                condition=Q(state__in=["not_started", "in_progress"]),
                name="attempt_one_open_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="in_progress")
                | Q(started_at__isnull=False, deadline_at__isnull=False),
                name="attempt_in_progress_has_deadline",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "scored", "withheld", "released"])
                | Q(submitted_at__isnull=False) & ~Q(submit_cause="") & ~Q(receipt=""),
                name="attempt_handed_in_has_receipt",
            ),
        ]
        indexes = [
            models.Index(
                fields=["deadline_at"],
                condition=Q(state="in_progress"),
                name="attempt_running_by_deadline",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.admission_id}/{self.number} {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("delivery:attempt", args=[self.uuid])

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_running(self) -> bool:
        return self.state == self.State.IN_PROGRESS

    @property
    def is_handed_in(self) -> bool:
        return self.state in self.HANDED_IN

    @property
    def is_scored(self) -> bool:
        return self.state == self.State.SCORED

    @property
    def is_withheld(self) -> bool:
        return self.state == self.State.WITHHELD

    @property
    def is_released(self) -> bool:
        return self.state == self.State.RELEASED

    @property
    def is_void(self) -> bool:
        return self.state == self.State.VOID


class AttemptText(models.Model):
    """An answer written at length, off the row that every save rewrites."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="texts")
    slot = models.CharField(_("question"), max_length=16)
    text = models.TextField(_("text"))
    rev = models.PositiveIntegerField(_("revision"))

    wagtail_reference_index_ignore = True  # points at no page, image or document

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "slot"], name="attempttext_once_a_slot"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.slot}"
