"""For how long what is kept, as dated rules; and what was done by them."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.kernel.guards import AppendOnly, NonOverlapping, Refusal
from lms.kernel.models import Dated, DatedQuerySet


class RetentionRuleQuerySet(DatedQuerySet["RetentionRule"]):
    def in_force(self, day: date) -> Self:
        """Those by which something happens on `day`."""
        return self.on(day).filter(withdrawn_at=None)


class RetentionRule(Dated):
    """So many months after what ends it, this kind of record is minimised or erased.

    Where no rule speaks, nothing is deleted. `kind` is one that
    `mediators.privacy.retention` knows.
    """

    class Action(models.TextChoices):
        MINIMISE = "minimise", _("keep without the personal part")
        ERASE = "erase", _("delete for good")

    kind = models.CharField(_("kind of record"), max_length=40)
    months = models.PositiveSmallIntegerField(_("months"))
    action = models.CharField(_("what happens"), max_length=10, choices=Action)
    is_nightly = models.BooleanField(
        _("every night, without being asked"), default=False
    )
    document = models.CharField(_("source document"), max_length=200)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("set by"),
    )

    #: Ended on its first day or before it: it never was in force.
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = RetentionRuleQuerySet.as_manager()
    guards = [
        NonOverlapping(
            ["kind"],
            where="withdrawn_at IS NULL",
            message="This kind has a rule at that time already.",
        ),
        Refusal("DELETE", "A rule is ended, never deleted."),
        Refusal(
            "UPDATE",
            "What a rule says does not change: end it and set another.",
            when="NEW.kind <> OLD.kind OR NEW.months <> OLD.months "
            "OR NEW.action <> OLD.action OR NEW.document <> OLD.document "
            "OR NEW.is_nightly <> OLD.is_nightly",
        ),
    ]

    class Meta(Dated.Meta):
        verbose_name = _("rule of retention")
        verbose_name_plural = _("rules of retention")
        ordering = ["kind", "-valid_from", "-pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(document=""),
                name="retention_names_its_source",
                violation_error_message=_("Name the document that says so."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="audit_values") | Q(months__gte=6),
                name="retention_keeps_logs_six_months",
                violation_error_message=_(
                    "Logs are kept for six months at least (Cybersecurity Law, article 23)."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.months}"


class RetentionRun(models.Model):
    """A rule was applied: by whom or at night, and to how many records."""

    rule = models.ForeignKey(
        RetentionRule,
        on_delete=models.PROTECT,
        related_name="runs",
        verbose_name=_("rule"),
    )
    before = models.DateField(_("what ended before"))
    affected = models.PositiveIntegerField(_("records affected"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"))

    guards = [AppendOnly()]

    class Meta:
        verbose_name = _("application of a rule")
        verbose_name_plural = _("applications of rules")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.affected}"
