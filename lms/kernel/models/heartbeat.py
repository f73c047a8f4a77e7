from django.db import models
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """When a worker or a regular task last lived (the embedded broker cannot be asked)."""

    #: The names of what the daily check of the audit log found.
    AUDIT_WHOLE = "audit_whole"
    AUDIT_BROKEN = "audit_broken"

    name = models.CharField(_("name"), max_length=100, unique=True)
    beat_at = models.DateTimeField(_("last beat"))

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.name
