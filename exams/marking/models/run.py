from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from exams.delivery.models import Attempt, Sitting
from lms.kernel.guards import AppendOnly, Refusal


class ScoreRun(models.Model):
    """Answers of a sitting scored by one revision of its manifest.

    What is scored when it is handed in goes into the one automatic run of the sitting
    and revision; a mark that is changed makes a manual run of its own.
    """

    class Kind(models.TextChoices):
        AUTO = "auto", _("on handing in")
        MANUAL = "manual", _("a mark changed")
        REGRADE = "regrade", _("scored again")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        APPLIED = "applied", _("applied")

    sitting = models.ForeignKey(
        Sitting,
        on_delete=models.PROTECT,
        related_name="score_runs",
        verbose_name=_("sitting"),
    )
    manifest_rev = models.PositiveSmallIntegerField(_("revision of the manifest"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.AUTO)
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.DRAFT
    )
    started_at = models.DateTimeField(_("started at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )

    wagtail_reference_index_ignore = True  # points at no page, image or document
    guards = [
        Refusal(
            "UPDATE",
            "A score run is applied once and never changed.",
            when="OLD.state <> 'draft' OR NEW.sitting_id <> OLD.sitting_id "
            "OR NEW.manifest_rev <> OLD.manifest_rev OR NEW.kind <> OLD.kind",
        ),
        Refusal("DELETE", "A score run is never deleted."),
    ]

    class Meta:
        verbose_name = _("score run")
        verbose_name_plural = _("score runs")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "manifest_rev"],
                condition=Q(kind="auto"),
                name="scorerun_automatic_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.kind} r{self.manifest_rev}"


class ItemScore(models.Model):
    """What one answer earned in one run; a person marked it if `marker` says who.

    `detail` says why, in codes and numbers: nothing of the key, which stays apart.
    """

    run = models.ForeignKey(ScoreRun, on_delete=models.PROTECT, related_name="scores")
    attempt = models.ForeignKey(
        Attempt, on_delete=models.PROTECT, related_name="scores"
    )
    slot = models.CharField(_("question"), max_length=16)
    raw = models.DecimalField(_("points earned"), max_digits=7, decimal_places=2)
    max = models.DecimalField(_("out of"), max_digits=7, decimal_places=2)
    rule = models.CharField(_("rule"), max_length=20)
    detail = models.JSONField(_("detail"), default=dict, blank=True)
    marker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("marked by"),
    )

    wagtail_reference_index_ignore = True  # points at no page, image or document
    guards = [AppendOnly()]

    class Meta:
        verbose_name = _("score of an answer")
        verbose_name_plural = _("scores of answers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "attempt", "slot"], name="itemscore_once_a_run"
            ),
            models.CheckConstraint(
                condition=Q(raw__gte=0, raw__lte=F("max")),
                name="itemscore_within_its_points",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.slot} {self.raw}/{self.max}"
