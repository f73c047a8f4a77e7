from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from laws.models.statute import Statute
from lms.kernel.clock import Today
from lms.kernel.guards import NonOverlapping

#: A title within a title is set in single brackets.
_INNER = str.maketrans("《》", "〈〉")


class VersionQuerySet(models.QuerySet["Version"]):
    def in_force_on(self, day: date | Combinable) -> Self:
        """Those in force on `day`: from the day they take effect until their repeal."""
        return self.filter(
            Q(repealed_on=None) | Q(repealed_on__gt=day), effective_on__lte=day
        )

    def not_yet_on(self, day: date | Combinable) -> Self:
        """Those promulgated whose day has not come on `day`."""
        return self.filter(effective_on__gt=day)

    def repealed_by(self, day: date | Combinable) -> Self:
        """Those that were in force before `day` and are no longer."""
        return self.filter(repealed_on__lte=day)

    def current(self) -> Self:
        """Those in force today, by the clock of the database."""
        return self.in_force_on(Today())


class Version(models.Model):
    """What a statute says from the day it takes effect until replaced or repealed.

    The day of promulgation is when the text was adopted or last amended; it may take
    effect months later. `effective_note` keeps what the source says beyond a date.
    """

    class Status(models.TextChoices):
        NOT_YET = "not_yet", _("not yet in force")
        IN_FORCE = "in_force", _("in force")
        REPEALED = "repealed", _("no longer in force")

    statute = models.ForeignKey(
        Statute,
        on_delete=models.PROTECT,
        related_name="versions",
        verbose_name=_("statute"),
    )
    label = models.CharField(
        pgettext_lazy("law", "version"), max_length=200, blank=True, default=""
    )
    promulgated_on = models.DateField(_("promulgated on"))
    effective_on = models.DateField(_("in force from"))
    repealed_on = models.DateField(_("no longer in force from"), null=True, blank=True)
    effective_note = models.CharField(
        _("remark on the day of effect"), max_length=300, blank=True, default=""
    )
    adoption_note = models.TextField(
        pgettext_lazy("law", "adoption"), blank=True, default=""
    )
    preamble = models.TextField(_("preamble"), blank=True, default="")
    appendix = models.TextField(_("appendix"), blank=True, default="")

    objects = VersionQuerySet.as_manager()
    guards = [
        NonOverlapping(
            ["statute_id"],
            start="effective_on",
            end="repealed_on",
            message="Two versions of a statute cannot be in force at the same time.",
        ),
    ]

    #: Wagtail need not note who belongs to whom: only what cites us.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("version of a statute")
        verbose_name_plural = _("versions of statutes")
        ordering = ["statute", "-effective_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["statute", "promulgated_on"], name="version_promulgated_once"
            ),
            models.UniqueConstraint(
                fields=["statute", "effective_on"], name="version_takes_effect_once"
            ),
            models.CheckConstraint(
                condition=Q(effective_on__gte=F("promulgated_on")),
                name="version_effective_after_promulgation",
                violation_error_message=_(
                    "A text cannot take effect before it is promulgated."
                ),
            ),
            models.CheckConstraint(
                condition=Q(repealed_on=None) | Q(repealed_on__gt=F("effective_on")),
                name="version_repealed_after_effective",
                violation_error_message=_(
                    "A text cannot be repealed before it takes effect."
                ),
            ),
        ]

    def __str__(self) -> str:
        words = {"statute": self.statute, "day": self.effective_on}
        return gettext("%(statute)s (%(day)s)") % words

    def get_absolute_url(self) -> str:
        return reverse("laws:version", args=[self.statute.code, self.effective_on])

    @property
    def citation(self) -> str:
        """How to cite it, in Chinese whoever reads: the statute and its version."""
        return self.cited("")

    def cited(self, article: str) -> str:
        title, since = self.statute.title.translate(_INNER), self.effective_on
        day = f"{since.year}年{since.month}月{since.day}日"
        return f"《{title}》{article}（{day}起施行）"

    def status_on(self, day: date) -> Status:
        if day < self.effective_on:
            return self.Status.NOT_YET
        if self.repealed_on is not None and self.repealed_on <= day:
            return self.Status.REPEALED
        return self.Status.IN_FORCE


class Part(models.Model):
    """What one source gave to a version: the whole (no title), or one part of a code.

    A code is published in parts (编), each in a file of its own, but it is one statute:
    its articles are numbered through, and are cited by number without the part. So the
    parts share a version, and each keeps the fingerprint of its own source.
    """

    version = models.ForeignKey(
        Version,
        on_delete=models.CASCADE,
        related_name="parts",
        verbose_name=_("version of a statute"),
    )
    title = models.CharField(
        pgettext_lazy("law", "part"), max_length=100, blank=True, default=""
    )
    source_sha256 = models.CharField(_("fingerprint of the source"), max_length=64)

    #: Wagtail need not note who belongs to whom: only what cites us.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("part of a version")
        verbose_name_plural = _("parts of versions")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "title"], name="part_once_a_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.title}".strip()
