from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exams.delivery.models.sitting import Sitting
from lms.kernel.guards import Refusal
from mediators.models import Mediator, User


class AdmissionQuerySet(models.QuerySet["Admission"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at: their own, and those of sittings they oversee."""
        own = models.Q(mediator__in=Mediator.objects.of(user))
        return self.filter(own | models.Q(sitting__in=Sitting.objects.visible_to(user)))

    def sat_by(self, user: User) -> Self:
        """What `user` may act on as a candidate: their own and nobody else's."""
        return self.filter(mediator__in=Mediator.objects.of(user))

    def run_by(self, user: User) -> Self:
        """What `user` may decide about: the admissions to sittings they run."""
        return self.filter(sitting__in=Sitting.objects.run_by(user))


class Admission(models.Model):
    """A mediator may sit: under this ticket number, with this extra time.

    `seat` is the number of a place in a room, none at home. The `identity_…` fields
    say what the last look at the candidate's papers showed; every look is an `Incident`.
    """

    sitting = models.ForeignKey(
        Sitting,
        on_delete=models.PROTECT,
        related_name="admissions",
        verbose_name=_("sitting"),
    )
    mediator = models.ForeignKey(
        Mediator,
        on_delete=models.PROTECT,
        related_name="admissions",
        verbose_name=_("mediator"),
    )
    ticket_no = models.CharField(_("ticket number"), max_length=20, unique=True)
    extra_s = models.PositiveIntegerField(_("extra time in seconds"), default=0)
    seat = models.PositiveSmallIntegerField(_("seat"), null=True, blank=True)
    identity_matches = models.BooleanField(_("is the candidate"), null=True, blank=True)
    identity_checked_at = models.DateTimeField(
        _("identity checked at"), null=True, blank=True
    )
    identity_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("identity checked by"),
    )
    admitted_at = models.DateTimeField(_("admitted at"), default=timezone.now)

    objects = AdmissionQuerySet.as_manager()
    wagtail_reference_index_ignore = True  # points at no page, image or document
    guards = [Refusal("DELETE", "An admission is annulled, never deleted.")]

    class Meta:
        verbose_name = _("admission")
        verbose_name_plural = _("admissions")
        ordering = ["ticket_no"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "mediator"],
                name="admission_once_a_sitting",
                violation_error_message=_("This mediator is admitted already."),
            ),
            models.UniqueConstraint(
                fields=["sitting", "seat"],
                name="admission_one_a_seat",
                violation_error_message=_("This seat is taken."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    identity_matches=None,
                    identity_checked_at=None,
                    identity_checked_by__isnull=True,
                )
                | models.Q(
                    identity_matches__isnull=False,
                    identity_checked_at__isnull=False,
                    identity_checked_by__isnull=False,
                ),
                name="admission_identity_checked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.ticket_no
