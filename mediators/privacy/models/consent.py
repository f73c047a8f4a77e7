"""What people may allow and may refuse, in numbered versions, and who allowed what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.kernel.guards import AppendOnly
from mediators.models import Person


class ConsentText(models.Model):
    """What people are asked to allow, as it reads from a moment on (PIPL 14, 17).

    One purpose a text, and nothing the bureau must do by statute: whoever says no keeps
    everything else (PIPL 16). Another version asks again (PIPL 14(2)).
    """

    class Purpose(models.TextChoices):
        PHOTO = "photo", _("a photo in the file")

    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    number = models.PositiveIntegerField(_("number"))
    text = models.TextField(_("what is allowed, and what a refusal means"))
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )

    guards = [AppendOnly()]

    class Meta:
        verbose_name = _("text of a consent")
        verbose_name_plural = _("texts of consents")
        ordering = ["purpose", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "number"], name="consenttext_one_a_number"
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="consenttext_says_something",
                violation_error_message=_("Say what people are asked to allow."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} #{self.number}"


class Consent(models.Model):
    """Somebody allowed a purpose, or took that back; the last row says where it stands."""

    class Kind(models.TextChoices):
        GIVEN = "given", _("consented")
        WITHDRAWN = "withdrawn", _("consent withdrawn")

    class Way(models.TextChoices):
        SELF = "self", _("signed in themselves")
        COUNTER = "counter", _("told the office")

    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="consents",
        verbose_name=_("person"),
    )
    text = models.ForeignKey(
        ConsentText,
        on_delete=models.PROTECT,
        related_name="consents",
        verbose_name=_("version"),
    )
    kind = models.CharField(_("what was said"), max_length=10, choices=Kind)
    way = models.CharField(_("how it was said"), max_length=10, choices=Way)
    note = models.CharField(
        _("which paper, and where it is kept"), max_length=200, blank=True, default=""
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"))

    guards = [AppendOnly()]

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["pk"]
        indexes = [models.Index(fields=["person", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(way="counter") | ~Q(note=""),
                name="consent_at_the_counter_leaves_a_note",
                violation_error_message=_(
                    "Say which paper shows it, and where that is kept."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_given(self) -> bool:
        return self.kind == self.Kind.GIVEN
