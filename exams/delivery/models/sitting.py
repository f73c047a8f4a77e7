from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exams.assembly.models import Paper
from exams.delivery.models.exam import Exam
from lms.kernel.guards import Refusal
from mediators.models import User

_FIXED = [
    "uuid",
    "exam_id",
    "paper_id",
    "opens_at",
    "starts_at",
    "closes_at",
    "duration_s",
    "late_entry_s",
    "grace_s",
    "late_packet_s",
    "autosave_s",
    "pass_mark",
    "max_attempts",
]


class SittingQuerySet(models.QuerySet["Sitting"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at: the sittings of the branches they work for."""
        return self.filter(exam__in=Exam.objects.visible_to(user))

    def run_by(self, user: User) -> Self:
        """What `user` may act on: the sittings of branches they train or administer."""
        return self.filter(exam__in=Exam.objects.run_by(user))

    def standing(self) -> Self:
        """Those that were not cancelled."""
        return self.filter(cancelled_at=None)


class Sitting(models.Model):
    """An exam offered at a time, on one paper, on terms fixed when it was created."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    exam = models.ForeignKey(
        Exam, on_delete=models.PROTECT, related_name="sittings", verbose_name=_("exam")
    )
    paper = models.ForeignKey(
        Paper,
        on_delete=models.PROTECT,
        related_name="sittings",
        verbose_name=_("paper"),
    )
    title = models.CharField(_("title"), max_length=120)
    opens_at = models.DateTimeField(_("opens at"))
    starts_at = models.DateTimeField(
        _("starts at"), help_text=_("From then on one may start; before, one may wait.")
    )
    closes_at = models.DateTimeField(_("closes at"))
    duration_s = models.PositiveIntegerField(_("duration in seconds"))
    late_entry_s = models.PositiveIntegerField(
        _("seconds after the start in which one may still start"), null=True, blank=True
    )
    grace_s = models.PositiveIntegerField(_("grace in seconds"), default=60)
    late_packet_s = models.PositiveIntegerField(
        _("seconds in which late answers are kept for a decision"), default=900
    )
    autosave_s = models.PositiveSmallIntegerField(
        _("seconds between two savings of a page with nothing to send"),
        default=15,
        validators=[MinValueValidator(5), MaxValueValidator(300)],
    )
    pass_mark = models.DecimalField(
        _("pass mark"),
        max_digits=6,
        decimal_places=2,
        validators=[MinValueValidator(0)],
    )
    max_attempts = models.PositiveSmallIntegerField(
        _("attempts allowed"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("created by"),
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    cancel_reason = models.CharField(
        _("reason for cancelling"), max_length=300, blank=True, default=""
    )

    objects = SittingQuerySet.as_manager()
    wagtail_reference_index_ignore = True  # points at no page, image or document
    guards = [
        Refusal(
            "UPDATE",
            "The terms of a sitting are fixed when it is created.",
            when=" OR ".join(
                f"COALESCE(CAST(NEW.\"{name}\" AS text), '') "
                f"<> COALESCE(CAST(OLD.\"{name}\" AS text), '')"
                for name in _FIXED
            ),
        ),
        Refusal("DELETE", "A sitting is cancelled, never deleted."),
    ]

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="sitting_closes_after_opening",
                violation_error_message=_("A sitting closes after it opens."),
            ),
            models.CheckConstraint(
                condition=Q(starts_at__gte=F("opens_at"), starts_at__lt=F("closes_at")),
                name="sitting_starts_while_open",
                violation_error_message=_(
                    "A sitting starts when it opens or later, and before it closes."
                ),
            ),
            models.CheckConstraint(
                condition=Q(autosave_s__gte=5, autosave_s__lte=300),
                name="sitting_autosave_makes_sense",
            ),
            models.CheckConstraint(
                condition=Q(duration_s__gt=0, max_attempts__gt=0, pass_mark__gte=0),
                name="sitting_terms_make_sense",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancel_reason="")
                | Q(cancelled_at__isnull=False) & ~Q(cancel_reason=""),
                name="sitting_cancelled_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("delivery:sitting", args=[self.uuid])

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def duration_minutes(self) -> int:
        return self.duration_s // 60

    @property
    def last_entry_at(self) -> datetime:
        """The last moment at which a candidate without extra time may start."""
        if self.late_entry_s is None:
            return self.closes_at
        last = self.starts_at + timedelta(seconds=self.late_entry_s)
        return min(self.closes_at, last)
