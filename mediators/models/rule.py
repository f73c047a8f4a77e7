from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.kernel.guards import NonOverlapping
from lms.kernel.models import Dated, DatedQuerySet
from mediators.models.organisation import Organisation


class Rule(Dated):
    """A figure that a document lays down for a branch of the tree, in a period.

    The nearest branch above decides. Where no row speaks, the statute does: its figures
    stand in `mediators.queries.figures`, each beside its article.
    """

    class Code(models.TextChoices):
        MEMBERS_MIN = "members_min", _("fewest members of a committee")
        MEMBERS_MAX = "members_max", _("most members of a committee")
        CHAIRS = "chairs", _("chairs of a committee")
        WOMEN_MIN = "women_min", _("fewest women on a committee")
        TERM_YEARS = "term_years", _("years of a term")

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="rules",
        verbose_name=_("branch"),
    )
    code = models.CharField(_("rule"), max_length=30, choices=Code)
    value = models.PositiveIntegerField(_("value"))
    document = models.CharField(_("source document"), max_length=200)

    objects = DatedQuerySet.as_manager()
    guards = [
        NonOverlapping(
            ["organisation_id", "code"], message="This rule has a value at that time."
        )
    ]

    class Meta(Dated.Meta):
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["code", "valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(document=""),
                name="rule_names_its_source",
                violation_error_message=_("Name the document that says so."),
            ),
        ]

    def __str__(self) -> str:
        words = {"rule": self.get_code_display(), "value": self.value}
        return gettext("%(rule)s: %(value)s") % words
