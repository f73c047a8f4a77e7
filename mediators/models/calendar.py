from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.kernel.guards import Refusal


class CalendarDay(models.Model):
    """A day off, or a make-up day, as the yearly arrangement of holidays names it.

    Other days are worked from Monday to Friday. Once a single day of a year is here, the
    arrangement of that year counts as entered.
    """

    day = models.DateField(_("day"), unique=True)
    is_working = models.BooleanField(_("worked"))
    document = models.CharField(_("source document"), max_length=200)
    recorded_at = models.DateTimeField(_("recorded at"))

    guards = [
        Refusal("DELETE", "A day of the calendar is corrected, never deleted."),
    ]

    class Meta:
        verbose_name = _("day of the calendar")
        verbose_name_plural = _("days of the calendar")
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(document=""),
                name="calendarday_names_its_source",
                violation_error_message=_("Name the document that says so."),
            ),
        ]

    def __str__(self) -> str:
        kind = gettext("worked") if self.is_working else gettext("day off")
        return f"{self.day} {kind}"
