from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exams.delivery.models.attempt import Attempt
from exams.delivery.models.sitting import Sitting
from lms.kernel.guards import AppendOnly


class TimeAdjustment(models.Model):
    """Time given to, or taken from, one attempt: the only way a deadline moves."""

    attempt = models.ForeignKey(
        Attempt, on_delete=models.PROTECT, related_name="adjustments"
    )
    delta_s = models.IntegerField(_("seconds"))
    deadline_at = models.DateTimeField(
        _("deadline that follows; none before the start"), null=True, blank=True
    )
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    wagtail_reference_index_ignore = True  # points at no page, image or document
    guards = [AppendOnly()]

    class Meta:
        verbose_name = _("time adjustment")
        verbose_name_plural = _("time adjustments")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(delta_s=0) & ~Q(reason=""),
                name="timeadjustment_says_how_much_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.delta_s:+d}"


class LateDecision(models.Model):
    """Whether an answer that came too late counts, by a named person, for a reason.

    It names the event (`device_id`, `seq`). If it counts, the log has another event of
    the same content, which is known by `number`.
    """

    attempt = models.ForeignKey(
        Attempt, on_delete=models.PROTECT, related_name="late_decisions"
    )
    number = models.PositiveIntegerField(_("number"))
    device_id = models.UUIDField(_("device"))
    seq = models.PositiveIntegerField(_("number of the event"))
    accepted = models.BooleanField(_("counts"))
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    wagtail_reference_index_ignore = True  # points at no page, image or document
    guards = [AppendOnly()]

    class Meta:
        verbose_name = _("decision about a late answer")
        verbose_name_plural = _("decisions about late answers")
        ordering = ["attempt", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "number"], name="latedecision_number_once"
            ),
            models.UniqueConstraint(
                fields=["attempt", "device_id", "seq"],
                name="latedecision_once_an_event",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="latedecision_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.device_id} {self.seq}"


class Incident(models.Model):
    """Something that happened at a sitting, noted by a person or by the system."""

    class Kind(models.TextChoices):
        NOTE = "note", _("note")
        TAKE_OVER = "take_over", _("another device took over")
        IDENTITY = "identity", _("identity confirmed")
        NO_IDENTITY = "no_identity", _("identity not confirmed")
        WITHHELD = "withheld", _("result withheld")
        RESTORED = "restored", _("result no longer withheld")
        ANNULLED = "annulled", _("attempt annulled")
        CANCELLED = "cancelled", _("sitting cancelled")

    sitting = models.ForeignKey(
        Sitting, on_delete=models.PROTECT, related_name="incidents"
    )
    attempt = models.ForeignKey(
        Attempt,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="incidents",
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    note = models.CharField(_("note"), max_length=500, blank=True, default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    at = models.DateTimeField(_("at"))

    wagtail_reference_index_ignore = True  # points at no page, image or document
    guards = [AppendOnly()]

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.kind}"
