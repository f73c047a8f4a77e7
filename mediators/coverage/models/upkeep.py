from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mediators.models import Division, Organisation, Person


class Roll(models.Model):
    """The one row that says of which day the figures are, and that locks them all.

    Every change of a figure begins by locking it. While everything is counted anew
    (`rolling_until` lies ahead) marks wait.
    """

    day = models.DateField(_("day"), null=True)
    rolled_at = models.DateTimeField(_("counted at"), null=True)
    rolling_until = models.DateTimeField(_("being counted until"), null=True)
    is_stale = models.BooleanField(_("a list of divisions came since"), default=False)

    wagtail_reference_index_ignore = True  # points at no page, image or document

    class Meta:
        verbose_name = _("count of everything")
        verbose_name_plural = _("counts of everything")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="roll_is_one_row"),
        ]

    def __str__(self) -> str:
        return f"{self.day}"

    def is_rolling(self, at: datetime) -> bool:
        return self.rolling_until is not None and self.rolling_until > at


class Due(models.Model):
    """A mark, written with the change itself: this person, place or division is to be recounted.

    There may be several of one: a mark made while another is worked off must stay.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        db_index=False,
    )
    division = models.ForeignKey(
        Division, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    whole_branch = models.BooleanField(_("all beneath it"), default=False)
    marked_at = models.DateTimeField(_("marked at"), db_default=Now())

    wagtail_reference_index_ignore = True  # points at no page, image or document

    class Meta:
        verbose_name = _("mark to recount")
        verbose_name_plural = _("marks to recount")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation=None, division=None)
                | Q(person=None, organisation__isnull=False, division=None)
                | Q(person=None, organisation=None, division__isnull=False),
                name="due_person_place_or_division",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id or self.organisation_id or self.division_id}"
