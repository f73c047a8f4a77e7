from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.kernel.guards import AppendOnly, RefusalAsking


class CertificateEvent(models.Model):
    """One thing that happened to a certificate; its status is what they add up to."""

    class Kind(models.TextChoices):
        ISSUED = "issued", _("issued")
        SUSPENDED = "suspended", _("suspended")
        REINSTATED = "reinstated", _("reinstated")
        REVOKED = "revoked", _("revoked")

    class Category(models.TextChoices):
        """Why it was revoked, as the public may know it."""

        NONE = "", _("none")
        ERROR = "error", _("issued by mistake")
        MISCONDUCT = "misconduct", _("irregularity in the exam")
        RESULT_CHANGED = "result_changed", _("the result was changed")
        REPLACED = "replaced", _("replaced by another certificate")
        OTHER = "other", _("other reason")

    certificate = models.ForeignKey(
        "Certificate",
        on_delete=models.PROTECT,
        related_name="events",
        verbose_name=_("certificate"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    category = models.CharField(
        _("kind of reason"),
        max_length=16,
        choices=Category,
        blank=True,
        default=Category.NONE,
    )
    reason = models.CharField(
        _("reason of the decision"), max_length=300, blank=True, default=""
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"))

    #: The colour of each kind on a timeline.
    TAGS: ClassVar = {
        Kind.ISSUED: "leaf",
        Kind.SUSPENDED: "amber",
        Kind.REINSTATED: "leaf",
        Kind.REVOKED: "maple",
    }

    wagtail_reference_index_ignore = True  # points at no page, image or document
    guards = [
        AppendOnly(),
        RefusalAsking(
            "INSERT",
            "A revoked certificate stays revoked.",
            when="EXISTS (SELECT 1 FROM certificates_certificateevent e "
            "WHERE e.certificate_id = NEW.certificate_id AND e.kind = 'revoked')",
        ),
    ]

    class Meta:
        verbose_name = _("event of a certificate")
        verbose_name_plural = _("events of certificates")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="issued", reason="")
                | ~Q(kind="issued") & ~Q(reason=""),
                name="certificateevent_has_reason",
                violation_error_message=_("Give the reason."),
            ),
            models.CheckConstraint(
                condition=Q(kind="revoked") & ~Q(category="")
                | ~Q(kind="revoked") & Q(category=""),
                name="certificateevent_revoked_has_category",
                violation_error_message=_("Say what kind of reason it is."),
            ),
            models.UniqueConstraint(
                fields=["certificate"],
                condition=Q(kind="revoked"),
                name="certificateevent_revoked_once",
                violation_error_message=_("This certificate was revoked already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.kind}"

    @property
    def tag(self) -> str:
        return self.TAGS[CertificateEvent.Kind(self.kind)]
