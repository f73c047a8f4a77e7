"""Grades (等级评定, 星级评定) and evaluations (年度考核): assessments, not commendations."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incentives.models.basis import Conditioned, DatedBasisQuerySet, Rows
from incentives.models.decided import TAKES_ITS_PLACE, Decided, deciding_branch
from incentives.models.guards import decided_only, once
from incentives.models.record import RecordManager
from lms.kernel.guards import Refusal
from lms.kernel.models import Dated
from mediators.models import Organisation


class GradeScheme(Conditioned, Dated):
    """A ladder of grades that a document sets up for a branch, in a period."""

    KIND = "scheme"
    WORDS_NEED = ("organisation", "certificate_type")
    LINES = "grades"
    LINES_TEMPLATE = "incentives/grades.html"

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

    objects = DatedBasisQuerySet.as_manager()
    guards = [Refusal("DELETE", "A scheme ends, it is not deleted.")]

    class Meta(Conditioned.Meta, Dated.Meta):
        verbose_name = _("grade scheme")
        verbose_name_plural = _("grade schemes")
        ordering = ["-valid_from"]
        constraints = [
            *Conditioned.Meta.constraints,
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(document=""),
                name="gradescheme_names_its_source",
                violation_error_message=_("Name the document that says so."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ends_on(self) -> date | None:
        return self.valid_to

    @property
    def facts(self) -> Rows:
        whom = _("committees") if self.for_units else _("mediators")
        invited = "" if self.for_units else _("graded like others")
        if self.excludes_invited and not self.for_units:
            invited = _("not graded")
        return [
            (_("branch"), self.organisation.name),
            (_("source document"), self.document),
            (_("who is graded"), whom),
            (_("invited mediators"), invited),
            (_("months for which a grade holds"), self.cycle_months),
            (pgettext_lazy("period", "from"), self.valid_from),
            (_("last day"), self.last_day),
        ]


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
    guards = [
        *decided_only("grade_id", "valid_until"),
        once(
            "incentives_graderecord",
            *("mediator_id", "decided_on"),
            where=" AND o.state <> 'declined' AND (SELECT g.scheme_id FROM incentives_grade g "
            "WHERE g.id = o.grade_id) = (SELECT g.scheme_id FROM incentives_grade g "
            "WHERE g.id = NEW.grade_id)",
            message="On one day a scheme gives one grade.",
        ),
    ]

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
    def in_words(self) -> str:
        by = _("By “%(scheme)s”, %(document)s.") % {
            "scheme": self.grade.scheme.name,
            "document": self.grade.scheme.document,
        }
        said = f"{super().in_words} {by}"
        if self.valid_until is None:
            return said
        until = _("Valid until %(day)s.") % {"day": date_format(self.valid_until)}
        return f"{said} {until}"

    @property
    def facts(self) -> Rows:
        return [
            (_("grade"), self.grade.label),
            (_("scheme"), self.grade.scheme.name),
            (_("source document"), self.grade.scheme.document),
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
    guards = [
        *decided_only("branch_id", "year", "level", "score", "score_max"),
        once(
            "incentives_evaluationresult",
            *("mediator_id", "year", "branch_id"),
            where=" AND o.state <> 'declined'",
            message="A branch evaluates a year once.",
        ),
        Refusal(
            "INSERT",
            "A year is evaluated after it is over.",
            when="CAST(SUBSTR(CAST(NEW.decided_on AS text), 1, 4) AS integer) <= NEW.year",
        ),
    ]

    class Meta(Decided.Meta):
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["-year", "-pk"]
        constraints = [
            *Decided.Meta.constraints,
            models.UniqueConstraint(
                fields=["mediator", "year", "authority"],
                condition=TAKES_ITS_PLACE,
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
    def facts(self) -> Rows:
        scored = "" if self.score is None else f"{self.score} / {self.score_max}"
        return [
            (_("year"), self.year),
            (pgettext_lazy("evaluation", "result"), self.get_level_display()),
            (pgettext_lazy("evaluation", "score"), scored),
            *self.decision,
        ]
