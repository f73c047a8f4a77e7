from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.kernel.guards import Refusal


class NumberSequence(models.Model):
    """The last number given out under a prefix in a year; it never goes back."""

    prefix = models.CharField(_("prefix"), max_length=10)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)

    wagtail_reference_index_ignore = True  # points at no page, image or document
    guards = [
        Refusal("DELETE", "A sequence of numbers is never deleted."),
        Refusal("UPDATE", "A number is never used again.", when="NEW.last <= OLD.last"),
    ]

    class Meta:
        verbose_name = _("sequence of numbers")
        verbose_name_plural = _("sequences of numbers")
        constraints = [
            models.UniqueConstraint(
                fields=["prefix", "year"], name="numbersequence_once_a_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}-{self.last:06d}"
