from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.kernel.guards import NonOverlapping
from lms.kernel.models import Dated, DatedQuerySet

if TYPE_CHECKING:
    from mediators.models.user import User


class DivisionQuerySet(DatedQuerySet["Division"]):
    def beneath(self, codes: Iterable[str]) -> Self:
        """Those of which one of `codes` is the code, or the beginning of it."""
        found = Q(pk__in=[])
        for code in codes:
            found |= Q(code__startswith=code)
        return self.filter(found)

    def visible_to(self, user: User) -> Self:
        """What lies in the divisions of the branches that `user` oversees."""
        from mediators.models.roles import RoleGrant  # noqa: PLC0415 -- mutual

        return self._of(user, *RoleGrant.OVERSEERS)

    def administered_by(self, user: User) -> Self:
        """What lies in the divisions of the branches that `user` administers."""
        from mediators.models.roles import RoleGrant  # noqa: PLC0415 -- mutual

        return self._of(user, *RoleGrant.ADMINISTRATORS)

    def _of(self, user: User, *roles: str) -> Self:
        """Those beneath the divisions of a branch's authorities, asked in one query.

        A platform administrator's branch is everywhere, and so are its divisions.
        """
        from mediators.models.organisation import EVERYWHERE, Organisation  # noqa: PLC0415 -- mutual
        from mediators.models.roles import RoleGrant  # noqa: PLC0415 -- mutual

        paths = RoleGrant.branches(user, *roles)
        if EVERYWHERE in paths:
            return self.all()
        places = Organisation.objects.within(paths).existing().order_by()
        seated = places.filter(kind__in=Organisation.AUTHORITIES).exclude(division=None)
        codes = seated.values_list("division__code", flat=True)
        return self.beneath(_tops(codes.distinct()))

    def villages(self) -> Self:
        return self.filter(level=Division.Level.VILLAGE)


class Division(Dated):  # type: ignore[django-manager-missing]  # -- treebeard is untyped
    """An administrative division, as it was called and coded in a period.

    Codes are the statistical ones, each beginning with the code of what it is part of:
    2 digits for a province, 4 a prefecture, 6 a county (GB/T 2260), 9 a town, 12 a
    village. A village that has no official code yet has one of ours, with `LOCAL` in
    it. Divisions merge and are renamed: a new row, and `successor` on the old one;
    records keep the row of their time.
    """

    class Level(models.TextChoices):
        PROVINCE = "province", _("province")
        PREFECTURE = "prefecture", _("prefecture")
        COUNTY = "county", _("district or county")
        TOWN = "town", _("town or street")
        VILLAGE = "village", _("village or community")

    #: How long the code of each level is.
    LENGTHS: ClassVar = {
        2: Level.PROVINCE,
        4: Level.PREFECTURE,
        6: Level.COUNTY,
        9: Level.TOWN,
        12: Level.VILLAGE,
    }
    #: Stands where the village's own digits begin, in a code that we gave.
    LOCAL = "L"

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

    objects = DivisionQuerySet.as_manager()
    guards = [NonOverlapping(["code"], message="This code has a name at that time.")]

    class Meta(Dated.Meta):
        verbose_name = _("division")
        verbose_name_plural = _("divisions")
        ordering = ["code", "valid_from"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_local(self) -> bool:
        """Whether the code is one of ours, for want of an official one."""
        return self.LOCAL in self.code


def _tops(codes: Iterable[str]) -> list[str]:
    """Return `codes` without those that lie beneath another of them."""
    found: list[str] = []
    for code in sorted(set(codes)):
        if not found or not code.startswith(found[-1]):
            found.append(code)
    return found
