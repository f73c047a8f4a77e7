from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from exams.banks.models.version import QuestionVersion
from lms.kernel.guards import AppendOnly


class VersionEvent(models.Model):
    """What was done to a version, by whom, when and why."""

    class Kind(models.TextChoices):
        WRITTEN = "written", _("written")
        SUBMITTED = "submitted", _("submitted for review")
        SENT_BACK = "sent_back", _("sent back")
        APPROVED = "approved", _("approved")
        RETIRED = "retired", _("retired")
        DISCLOSED = "disclosed", _("released for practice")
        RECALLED = "recalled", _("withdrawn from practice")

    version = models.ForeignKey(
        QuestionVersion,
        on_delete=models.PROTECT,
        related_name="events",
        verbose_name=_("version"),
    )
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"))
    reason = models.CharField(_("reason"), max_length=300, blank=True, default="")

    guards = [AppendOnly()]

    class Meta:
        verbose_name = _("event of a version")
        verbose_name_plural = _("events of versions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"#{self.version_id} {self.kind}"
