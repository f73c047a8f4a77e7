import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Statute(models.Model):
    """A law, regulation or interpretation, whatever its versions said over time.

    Its address in the public reader is made of `code`, by default the short title.
    """

    class Kind(models.TextChoices):
        LAW = "law", _("law")
        ADMINISTRATIVE = "administrative", _("administrative regulation")
        INTERPRETATION = "interpretation", _("judicial interpretation")
        LOCAL = "local", _("local regulation")
        RULE = "rule", _("government rule")
        PARTY = "party", _("Party regulation")
        OTHER = "other", _("other normative document")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(pgettext_lazy("law", "title"), max_length=200, unique=True)
    short_title = models.CharField(_("short title"), max_length=200)
    kind = models.CharField(pgettext_lazy("law", "kind"), max_length=20, choices=Kind)
    issuer = models.CharField(_("issued by"), max_length=100, blank=True, default="")
    code = models.SlugField(
        pgettext_lazy("law", "code"), max_length=120, unique=True, allow_unicode=True
    )

    class Meta:
        verbose_name = _("statute")
        verbose_name_plural = _("statutes")
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(short_title=""),
                name="statute_has_titles",
                violation_error_message=_("A statute has a title."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("laws:statute", args=[self.code])
