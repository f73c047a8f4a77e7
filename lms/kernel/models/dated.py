"""Facts that hold from one day until another."""

from datetime import date, datetime, timedelta
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import Combinable
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.kernel.clock import Today

_M_co = TypeVar("_M_co", bound=models.Model, covariant=True)


class DatedQuerySet(models.QuerySet[_M_co]):
    def current(self) -> Self:
        """Those that hold today, by the clock of the database."""
        return self.on(Today())

    def on(self, day: date | Combinable) -> Self:
        """Those that hold on `day`: periods are half-open, `[valid_from, valid_to)`."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day
        )

    def meeting(self, start: date, end: date | None) -> Self:
        """Those whose period has a day in common with `[start, end)`."""
        later = self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=start))
        return later if end is None else later.filter(valid_from__lt=end)

    def believed_at(self, moment: datetime) -> Self:
        """Those that had been recorded by `moment`."""
        return self.filter(recorded_at__lte=moment)


class Dated(models.Model):
    """A fact true from one day until, not including, another; and when we learnt of it."""

    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="%(app_label)s_%(class)s_ends_after_start",
                violation_error_message=_("The end must come after the beginning."),
            ),
        ]

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds, as people say until when."""
        return self.valid_to and self.valid_to - timedelta(days=1)
