from __future__ import annotations

from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, F, OuterRef
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from exams.delivery.models.attempt import Attempt, after
from exams.delivery.models.record import LateDecision
from lms.kernel.guards import AppendOnly


class ResponseEventQuerySet(models.QuerySet["ResponseEvent"]):
    def belated(self) -> Self:
        """Answers that did not count by themselves, kept as the sitting promises."""
        kept_s = F("attempt__grace_s") + F("attempt__admission__sitting__late_packet_s")
        kept_until = after(F("attempt__deadline_at"), kept_s)
        told = ResponseEvent.Disposition
        return self.filter(
            LessThanOrEqual(F("received_at"), kept_until),
            disposition__in=[told.LATE, told.FENCED],
        ).exclude(kind=ResponseEvent.Kind.FLAG)

    def to_decide(self) -> Self:
        """Belated answers that wait for a person: the last of a device to a question."""
        same = {name: OuterRef(name) for name in ("attempt", "device_id", "slot")}
        later = ResponseEvent.objects.belated().filter(seq__gt=OuterRef("seq"), **same)
        decided = LateDecision.objects.filter(
            attempt=OuterRef("attempt"),
            device_id=OuterRef("device_id"),
            seq=OuterRef("seq"),
        )
        return self.belated().filter(~Exists(later), ~Exists(decided))


class ResponseEvent(models.Model):
    """One thing a candidate did, as their device told it, and what became of it.

    The device numbers its events (`seq`); `epoch` counts the changes of device. The
    answers are the fold of the accepted events in the order of (epoch, seq). A late
    answer that somebody decides to count (`LateDecision`) is told again as an event of
    `DECIDER` in `DECISION_EPOCH`, so that it comes after all others; no row is changed.
    """

    class Kind(models.TextChoices):
        ANSWER = "answer", _("answer")
        TEXT = "text", _("answer at length")
        CLEAR = "clear", _("answer taken back")
        FLAG = "flag", _("flag")

    class Disposition(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        CLOSED = "closed", _("after handing in")
        FENCED = "fenced", _("from a device no longer in use")
        LATE = "late", _("after the deadline")
        INVALID = "invalid", _("fits no question of the paper")

    #: The epoch of decisions, above that of any device.
    DECISION_EPOCH: ClassVar = 2**31 - 1
    DECIDER: ClassVar = UUID(int=0)

    pk = models.CompositePrimaryKey("attempt_id", "device_id", "seq")
    attempt = models.ForeignKey(
        Attempt, on_delete=models.PROTECT, related_name="events", db_index=False
    )
    device_id = models.UUIDField(_("device"))
    seq = models.PositiveIntegerField(_("number"))
    epoch = models.PositiveIntegerField(_("epoch"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    slot = models.CharField(_("question"), max_length=16)
    payload: models.JSONField[Any, Any] = models.JSONField(_("payload"), null=True)
    client_mono_ms = models.BigIntegerField(_("device's running time"), null=True)
    client_wall = models.CharField(
        _("device's clock"), max_length=40, blank=True, default=""
    )
    base_rev = models.PositiveIntegerField(_("known revision"), null=True)
    received_at = models.DateTimeField(_("received at"))
    disposition = models.CharField(_("disposition"), max_length=10, choices=Disposition)

    objects = ResponseEventQuerySet.as_manager()
    wagtail_reference_index_ignore = True  # points at no page, image or document
    guards = [AppendOnly()]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return f"{self.epoch}.{self.seq} {self.kind} {self.slot}"


class DeviceSession(models.Model):
    """A device became the one that may answer; the epoch counts them."""

    attempt = models.ForeignKey(
        Attempt, on_delete=models.PROTECT, related_name="devices"
    )
    device_id = models.UUIDField(_("device"))
    epoch = models.PositiveIntegerField(_("epoch"))
    user_agent = models.CharField(_("browser"), max_length=300, blank=True, default="")
    address = models.GenericIPAddressField(_("address"), null=True, blank=True)
    opened_at = models.DateTimeField(_("from"))
    closed_at = models.DateTimeField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True, default="")

    wagtail_reference_index_ignore = True  # points at no page, image or document

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        ordering = ["attempt", "epoch"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "epoch"], name="devicesession_epoch_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.epoch}"
