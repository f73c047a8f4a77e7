"""Grades (等级评定, 星级评定) and evaluations (年度考核): assessments, not commendations."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incentives.models.record import (
    DECISION,
    Decided,
    RecordManager,
    annulled_only,
    deciding_branch,
)
from lms.kernel.guards import Refusal
from lms.kernel.models import Dated, DatedQuerySet
from mediators.models import Organisation


class GradeScheme(Dated):
    """A ladder of grades that a document sets up for a branch, in a period."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="grade_schemes",
        verbose_name=_("branch"),
    )
    name = models.CharField(_("name"), max_length=120)
    document = models.CharField(_("source document"), max_length=200)
    cycle_months = models.PositiveSmallIntegerField(
        _("months for which a grade holds"), null=True, blank=True
    )
    for_units = models.BooleanField(_("grades committees, not people"), default=False)
    excludes_invited = models.BooleanField(
        _("invited mediators are not graded"), default=True
    )
    blocked_by_accountability = models.BooleanField(
        _("an open accountability record excludes"), default=True
    )

    objects = DatedQuerySet.as_manager()
    guards = [Refusal("DELETE", "A scheme ends, it is not deleted.")]

    class Meta(Dated.Meta):
        verbose_name = _("grade scheme")
        verbose_name_plural = _("grade schemes")
        ordering = ["-valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(document=""),
                name="gradescheme_names_its_source",
                violation_error_message=_("Name the document that says so."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Grade(models.Model):
    """A rung: rank 1 is the highest. Grades compare within their scheme only."""

    scheme = models.ForeignKey(
        GradeScheme,
        on_delete=models.PROTECT,
        related_name="grades",
        verbose_name=_("scheme"),
    )
    rank = models.PositiveSmallIntegerField(_("rank"))
    label = models.CharField(_("grade"), max_length=40)

    guards = [
        Refusal("DELETE", "A grade is kept with its scheme."),
        Refusal("UPDATE", "A grade does not change: a new scheme begins."),
    ]

    class Meta:
        verbose_name = _("grade")
        verbose_name_plural = _("grades")
        ordering = ["scheme", "rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "rank"], name="grade_once_a_rank"
            ),
            models.UniqueConstraint(
                fields=["scheme", "label"], name="grade_once_a_label"
            ),
            models.CheckConstraint(
                condition=Q(rank__gte=1), name="grade_ranks_from_one"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class GradeRecord(Decided):
    """A grade that was given, or given again, to a mediator or to a committee."""

    KIND = "grade"
    WORDS_NEED = ("grade__scheme", "decided_by")
    ANSWERED_BY = "grade__scheme__organisation"

    grade = models.ForeignKey(
        Grade,
        on_delete=models.PROTECT,
        related_name="records",
        verbose_name=_("grade"),
    )
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    objects = RecordManager()
    guards = annulled_only("grade_id", "valid_until", *DECISION)

    class Meta(Decided.Meta):
        verbose_name = _("grade given")
        verbose_name_plural = _("grades given")
        ordering = ["-decided_on", "-pk"]
        constraints = [
            *Decided.Meta.constraints,
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("decided_on")),
                name="graderecord_ends_after_start",
            ),
        ]

    @property
    def headline(self) -> str:
        return self.grade.label

    @property
    def facts(self) -> list[tuple[str | Promise, Any]]:
        return [
            (_("grade"), self.grade.label),
            (_("scheme"), self.grade.scheme.name),
            (_("valid until"), self.valid_until),
            *self.decision,
        ]


class EvaluationResult(Decided):
    """What came out of the evaluation of a year."""

    KIND = "evaluation"
    WORDS_NEED = ("decided_by",)
    ANSWERED_BY = "branch"
    COLOUR = "plain"

    class Level(models.TextChoices):
        EXCELLENT = "excellent", _("excellent")
        QUALIFIED = "qualified", _("qualified")
        BASIC = "basic", _("basically qualified")
        UNQUALIFIED = "unqualified", _("unqualified")

    branch = deciding_branch()
    year = models.PositiveSmallIntegerField(_("year"))
    level = models.CharField(
        pgettext_lazy("evaluation", "result"), max_length=12, choices=Level
    )
    score = models.DecimalField(
        pgettext_lazy("evaluation", "score"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
    )
    score_max = models.DecimalField(
        _("out of"), max_digits=6, decimal_places=2, null=True, blank=True
    )

    objects = RecordManager()
    guards = annulled_only(
        "branch_id", "year", "level", "score", "score_max", *DECISION
    )

    class Meta(Decided.Meta):
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["-year", "-pk"]
        constraints = [
            *Decided.Meta.constraints,
            models.UniqueConstraint(
                fields=["mediator", "year", "authority"],
                condition=Q(annulled_at=None),
                name="evaluationresult_once_a_year",
            ),
            models.CheckConstraint(
                condition=Q(score=None)
                | Q(score__gte=0, score_max__isnull=False, score__lte=F("score_max")),
                name="evaluationresult_score_in_range",
            ),
        ]

    @property
    def headline(self) -> str:
        words = {"year": self.year, "level": self.get_level_display()}
        return _("Evaluation of %(year)s: %(level)s") % words

    @property
    def facts(self) -> list[tuple[str | Promise, Any]]:
        scored = "" if self.score is None else f"{self.score} / {self.score_max}"
        return [
            (_("year"), self.year),
            (pgettext_lazy("evaluation", "result"), self.get_level_display()),
            (pgettext_lazy("evaluation", "score"), scored),
            *self.decision,
        ]
