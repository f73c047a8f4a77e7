"""The log of who changed what about whom: append-only, sealed, and erasable per person."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.kernel.guards import AppendOnly, Refusal


class PersonKey(models.Model):
    """The key under which one person's values in the log are kept.

    Destroying it makes them unreadable for ever, and leaves the sealed chain whole.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4)
    wrapped = models.BinaryField(_("wrapped key"), null=True)
    destroyed_at = models.DateTimeField(_("destroyed at"), null=True, blank=True)

    guards = [
        Refusal("DELETE", "A person's key is destroyed, never deleted."),
        Refusal(
            "UPDATE",
            "A person's key may only be destroyed.",
            when="NEW.wrapped IS NOT NULL OR OLD.wrapped IS NULL",
        ),
    ]

    class Meta:
        verbose_name = _("person key")
        verbose_name_plural = _("person keys")

    def __str__(self) -> str:
        return str(self.uuid)


class AuditEntry(models.Model):
    """One thing done: ids, names of fields, actor, moment and reason, and no value."""

    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("actor"),
    )
    action = models.CharField(_("action"), max_length=60, db_index=True)
    subject_type = models.CharField(_("kind of subject"), max_length=60)
    subject_id = models.CharField(_("subject"), max_length=64)
    person = models.UUIDField(_("person"), null=True, blank=True, db_index=True)
    fields = models.JSONField(_("fields"), default=list)
    reason = models.CharField(_("reason"), max_length=500, blank=True, default="")
    request_id = models.CharField(max_length=36, blank=True, default="")

    guards = [AppendOnly()]

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-id"]
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.action}"


class AuditValue(models.Model):
    """What the fields of an entry held before and after, under the person's key."""

    entry = models.OneToOneField(
        AuditEntry, on_delete=models.PROTECT, related_name="value"
    )
    ciphertext = models.BinaryField(_("ciphertext"))

    guards = [AppendOnly()]

    class Meta:
        verbose_name = _("audit value")
        verbose_name_plural = _("audit values")

    def __str__(self) -> str:
        return f"#{self.entry_id}"


class AuditSeal(models.Model):
    """A batch of the log, hashed together with the seal before it."""

    first = models.ForeignKey(AuditEntry, on_delete=models.PROTECT, related_name="+")
    last = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, related_name="+")
    count = models.PositiveIntegerField(_("entries"))
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(_("digest"), max_length=64)
    sealed_at = models.DateTimeField(_("sealed at"))

    guards = [AppendOnly()]

    class Meta:
        verbose_name = _("audit seal")
        verbose_name_plural = _("audit seals")

    def __str__(self) -> str:
        return self.digest[:12]
