from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.kernel.guards import AppendOnly
from mediators.models.organisation import Organisation, under
from mediators.models.roles import RoleGrant

if TYPE_CHECKING:
    from mediators.models.user import User


class OrganisationEventQuerySet(models.QuerySet["OrganisationEvent"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at: what happened to the places they oversee."""
        paths = RoleGrant.branches(user, *RoleGrant.OVERSEERS)
        return self.filter(under(paths, prefix="organisation__"))

    def renamings(self) -> Self:
        return self.filter(field=OrganisationEvent.Field.NAME)

    def movings(self) -> Self:
        return self.filter(kind=OrganisationEvent.Kind.MOVED)

    def shaping(self) -> Self:
        """Those after which the place was still there, and not what it was before."""
        Kind = OrganisationEvent.Kind  # noqa: N806 -- a class
        renamed = Q(field=OrganisationEvent.Field.NAME)
        return self.filter(renamed | Q(kind__in=[Kind.MOVED, Kind.ABSORBED]))


class OrganisationEvent(models.Model):
    """Something that happened to a place, on the day it took effect.

    One row is one fact that changed: `field` with what it held `before` and `after`, as
    it was then, or the places that it moved between, merged into or absorbed.
    """

    class Kind(models.TextChoices):
        FOUNDED = "founded", _("entered in the tree")
        CHANGED = "changed", _("changed")
        MOVED = "moved", _("moved")
        MERGED = "merged", _("merged into another")
        ABSORBED = "absorbed", _("took in another")
        DISSOLVED = "dissolved", _("dissolved")

    class Field(models.TextChoices):
        NAME = "name", _("name")
        COMMITTEE_TYPE = "committee_type", _("type of committee")
        DIVISION = "division", _("administrative division")
        ESTABLISHING_UNIT = "establishing_unit", _("established by")
        CREDIT_CODE = "credit_code", _("unified social credit code")
        STATIONED_AT = "stationed_at", _("stationed at")
        IS_MULTI_ETHNIC = "is_multi_ethnic", _("multi-ethnic area")
        FOUNDED_ON = "founded_on", _("founded on")

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="events",
        verbose_name=_("organisation"),
    )
    kind = models.CharField(_("what happened"), max_length=12, choices=Kind)
    effective_on = models.DateField(_("took effect on"))
    field = models.CharField(
        _("what changed"), max_length=20, choices=Field, blank=True, default=""
    )
    before = models.CharField(
        _("what it held before"), max_length=120, blank=True, default=""
    )
    after = models.CharField(
        _("what it held after"), max_length=120, blank=True, default=""
    )
    from_place = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("moved from, or took in"),
    )
    to_place = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("moved or merged into"),
    )
    document = models.CharField(
        _("document or reason"), max_length=200, blank=True, default=""
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    objects = OrganisationEventQuerySet.as_manager()
    guards = [AppendOnly()]

    class Meta:
        verbose_name = _("event of an organisation")
        verbose_name_plural = _("events of organisations")
        ordering = ["-effective_on", "-pk"]
        indexes = [
            models.Index(
                fields=["organisation", "effective_on"], name="organisation_event_day"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="changed") & ~Q(field="")
                | ~Q(kind="changed") & Q(field=""),
                name="organisation_event_names_what_changed",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["moved", "merged"]) | Q(to_place__isnull=False),
                name="organisation_event_says_where_to",
            ),
            models.CheckConstraint(
                condition=~Q(kind="absorbed") | Q(from_place__isnull=False),
                name="organisation_event_says_where_from",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.effective_on} {self.get_kind_display()}"
