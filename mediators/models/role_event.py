from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.kernel.guards import AppendOnly
from mediators.models.roles import RoleGrant


class RoleEvent(models.Model):
    """What was decided about a role after it was granted: by whom, when and why."""

    class Kind(models.TextChoices):
        SUSPENDED = "suspended", _("suspended")
        LIFTED = "lifted", _("back in effect")
        ENDED = "ended", _("ended")

    grant = models.ForeignKey(
        RoleGrant,
        on_delete=models.PROTECT,
        related_name="events",
        verbose_name=_("role"),
    )
    kind = models.CharField(_("what was decided"), max_length=10, choices=Kind)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True, default="")

    guards = [AppendOnly()]

    class Meta:
        verbose_name = _("decision about a role")
        verbose_name_plural = _("decisions about roles")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["suspended", "lifted", "ended"]),
                name="roleevent_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.grant_id} {self.kind}"
