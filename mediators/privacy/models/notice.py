"""What people are told of their data, in numbered versions, and who has read which."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.kernel.guards import AppendOnly


class NoticeVersion(models.Model):
    """The notice as it reads from a moment on (PIPL 17); another version replaces it.

    It rests on the duties of the bureau by statute (PIPL 13(1)(3); Law 10, 14): people
    are told and say that they have read it, and no consent is bundled with it.
    """

    #: What article 17 asks for, in the order in which people are told.
    PARTS: ClassVar = (
        "handler",
        "contact",
        "purposes",
        "kinds",
        "retention",
        "rights",
    )

    number = models.PositiveIntegerField(_("number"), unique=True)
    summary = models.TextField(_("the essentials, a line each"))
    handler = models.TextField(_("who handles the data"))
    contact = models.TextField(_("contact, also for complaints and suggestions"))
    purposes = models.TextField(_("what for, and on which basis"))
    kinds = models.TextField(_("which data, and how they are handled"))
    retention = models.TextField(_("for how long they are kept"))
    rights = models.TextField(_("your rights, and how to use them"))
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
        verbose_name = _("version of the notice")
        verbose_name_plural = _("versions of the notice")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(handler="") & ~models.Q(contact=""),
                name="notice_names_its_handler",
                violation_error_message=_(
                    "Say who handles the data and how to reach them."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number}"

    @property
    def essentials(self) -> list[str]:
        return [line.strip() for line in self.summary.splitlines() if line.strip()]

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Return (heading, text) of each part that article 17 asks for."""
        named = self._meta
        return [
            (str(named.get_field(name).verbose_name), getattr(self, name))  # type: ignore[union-attr]  # -- columns all
            for name in self.PARTS
        ]


class Acknowledgement(models.Model):
    """Somebody has read a version of the notice."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="acknowledgements",
        verbose_name=_("account"),
    )
    version = models.ForeignKey(
        NoticeVersion,
        on_delete=models.PROTECT,
        related_name="acknowledgements",
        verbose_name=_("version"),
    )
    at = models.DateTimeField(_("at"))

    guards = [AppendOnly()]

    class Meta:
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "version"], name="acknowledgement_once_a_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.version_id}"
