from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.kernel.guards import AppendOnly
from mediators.models.person import Person


class Distinction(models.Model):
    """Two records that look alike are of two people: somebody looked, and says so.

    `one` is the record that was made first. They are not suggested for merging again;
    who learns better may merge them all the same.
    """

    one = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("one")
    )
    other = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("other")
    )
    reason = models.CharField(_("reason"), max_length=300)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("told by"),
    )
    told_at = models.DateTimeField(_("told at"))

    objects = models.Manager()
    guards = [AppendOnly()]

    class Meta:
        verbose_name = _("distinction")
        verbose_name_plural = _("distinctions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"], name="distinction_once_a_pair"
            ),
            models.CheckConstraint(
                condition=Q(one__lt=F("other")), name="distinction_of_two_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="distinction_has_a_reason",
                violation_error_message=_("Say how you know."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} / {self.other}"
