from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.kernel.guards import NonOverlapping
from lms.kernel.models import Dated, DatedQuerySet


class Division(Dated):  # type: ignore[django-manager-missing]  # -- treebeard is untyped
    """An administrative division, as it was called and coded in a period.

    Codes are those of GB/T 2260 (6 digits) and the statistical codes below county
    level (9 and 12 digits). Divisions merge and are renamed: a new row, and `successor`
    on the old one; records keep the row of their time.
    """

    class Level(models.TextChoices):
        PROVINCE = "province", _("province")
        PREFECTURE = "prefecture", _("prefecture")
        COUNTY = "county", _("district or county")
        TOWN = "town", _("town or street")
        VILLAGE = "village", _("village or community")

    code = models.CharField(_("code"), max_length=12, db_index=True)
    name = models.CharField(_("name"), max_length=60)
    level = models.CharField(_("level"), max_length=12, choices=Level)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("succeeded by"),
    )

    objects = DatedQuerySet.as_manager()
    guards = [NonOverlapping(["code"], message="This code has a name at that time.")]

    class Meta(Dated.Meta):
        verbose_name = _("division")
        verbose_name_plural = _("divisions")
        ordering = ["code", "valid_from"]

    def __str__(self) -> str:
        return self.name
