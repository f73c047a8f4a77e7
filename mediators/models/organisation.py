from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from mediators.models.division import Division

if TYPE_CHECKING:
    from mediators.models.user import User


#: The path above every path: the branch of a platform administrator.
EVERYWHERE = ""
#: After a path, the last that can hang beneath it.
_LAST = MP_Node.alphabet[-1] * MP_Node.steplen


def under(paths: Iterable[str], *, prefix: str = "") -> Q:
    """Return the condition that a path, at `prefix`, lies in one of these subtrees.

    A range and no prefix: one index answers it in the order of paths, whatever the
    collation, for paths are digits and capitals alone.
    """
    tops = Q(pk__in=[])
    for path in paths:
        if path == EVERYWHERE:
            return Q(pk__isnull=False)
        tops |= Q(**{f"{prefix}path__range": (path, path + _LAST)})
    return tops


class OrganisationQuerySet(MP_NodeQuerySet):
    def within(self, paths: Iterable[str]) -> Self:
        """Those in the subtrees of which `paths` are the tops."""
        return self.filter(under(paths))

    def visible_to(self, user: User) -> Self:
        """What `user` may look at: the subtrees they administer or inspect."""
        from mediators.models.roles import RoleGrant  # noqa: PLC0415 -- mutual

        return self.within(RoleGrant.branches(user, *RoleGrant.OVERSEERS))

    def administered_by(self, user: User) -> Self:
        """What `user` may act on: the subtrees they administer."""
        from mediators.models.roles import RoleGrant  # noqa: PLC0415 -- mutual

        return self.within(RoleGrant.branches(user, *RoleGrant.ADMINISTRATORS))

    def governed_by(self, user: User) -> Self:
        """What `user` may move, merge or dissolve: it hangs beneath what they administer.

        Nobody cuts the branch on which their own role sits.
        """
        from mediators.models.roles import RoleGrant  # noqa: PLC0415 -- mutual

        paths = RoleGrant.branches(user, *RoleGrant.ADMINISTRATORS)
        beneath = Q(pk__in=[])
        for path in paths:
            depth = len(path) // Organisation.steplen
            beneath |= Q(path__startswith=path, depth__gt=depth)
        return self.filter(beneath)

    def existing(self) -> Self:
        return self.filter(dissolved_on=None)

    def choosable(self, paths: Iterable[str]) -> Self:
        """What a list of choices shows of the subtrees of which `paths` are the tops.

        Committees are too many to choose from, unless one is all there is.
        """
        tops = list(paths)
        few = ~Q(kind__in=Organisation.WITH_POSTS) | Q(path__in=tops)
        return self.within(tops).existing().filter(few)

    def committees(self) -> Self:
        return self.filter(kind=Organisation.Kind.COMMITTEE)

    def with_posts(self) -> Self:
        return self.filter(kind__in=Organisation.WITH_POSTS)


class OrganisationManager(MP_NodeManager.from_queryset(OrganisationQuerySet)):  # type: ignore[misc]  # -- treebeard is untyped
    def get_queryset(self) -> OrganisationQuerySet:
        # treebeard's own names its own class and forgets ours.
        return OrganisationQuerySet(self.model, using=self._db).order_by("path")


class Organisation(MP_Node):
    """A place in the one tree that is everybody's scope.

    Judicial bureaus and offices, industry bodies, mediation committees (Law 8, 34) and
    what hangs off them. A committee is a mass organisation, not an authority (Law 7).
    """

    class Kind(models.TextChoices):
        BUREAU = "bureau", _("judicial bureau")
        OFFICE = "office", _("judicial office")
        AREA = "area", _("administrative area")
        INDUSTRY_BODY = "industry_body", _("industry body")
        CENTRE = "centre", _("mediation centre")
        COMMITTEE = "committee", _("mediation committee")
        GROUP = "group", _("mediation group")
        STATIONED_STUDIO = "stationed_studio", _("stationed studio")
        PERSONAL_STUDIO = "personal_studio", _("personal studio")

    class CommitteeType(models.TextChoices):
        VILLAGE = "village", _("village")
        COMMUNITY = "community", _("community")
        TOWNSHIP = "township", _("town")
        STREET = "street", _("street")
        ENTERPRISE = "enterprise", _("enterprise or institution")
        PROFESSIONAL = "professional", _("industry or professional")
        REGIONAL = "regional", _("regional")
        OTHER = "other", _("other")

    #: Whose division is that of the whole branch beneath them.
    AUTHORITIES: ClassVar = (Kind.BUREAU, Kind.OFFICE, Kind.AREA)

    #: What each kind may hang beneath; `None` is the top of the tree. Committees hang
    #: beside one another: they are mass organisations, and none is above another (Law 7).
    BENEATH: ClassVar = {
        Kind.BUREAU: (None, Kind.BUREAU, Kind.AREA),
        Kind.OFFICE: (Kind.BUREAU, Kind.AREA),
        Kind.AREA: (None, Kind.BUREAU, Kind.OFFICE, Kind.AREA),
        Kind.INDUSTRY_BODY: (None, *AUTHORITIES, Kind.INDUSTRY_BODY),
        Kind.CENTRE: (*AUTHORITIES, Kind.INDUSTRY_BODY),
        Kind.COMMITTEE: (*AUTHORITIES, Kind.INDUSTRY_BODY, Kind.CENTRE),
        Kind.GROUP: (Kind.COMMITTEE, Kind.CENTRE),
        Kind.STATIONED_STUDIO: (Kind.COMMITTEE, Kind.CENTRE),
        Kind.PERSONAL_STUDIO: (Kind.COMMITTEE, Kind.CENTRE),
    }

    #: Where somebody may hold a post: committees, and what hangs off them.
    WITH_POSTS: ClassVar = (
        Kind.COMMITTEE,
        Kind.GROUP,
        Kind.CENTRE,
        Kind.STATIONED_STUDIO,
        Kind.PERSONAL_STUDIO,
    )

    #: Whose members are elected by an assembly (Law 9). Others are founded by reference
    #: to the Law (34), and whoever founds them may name the members.
    ELECTING: ClassVar = (
        CommitteeType.VILLAGE,
        CommitteeType.COMMUNITY,
        CommitteeType.ENTERPRISE,
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    committee_type = models.CharField(
        _("type of committee"),
        max_length=20,
        choices=CommitteeType,
        blank=True,
        default="",
    )
    division = models.ForeignKey(
        Division,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("division"),
    )
    establishing_unit = models.CharField(
        _("established by"), max_length=120, blank=True, default=""
    )
    credit_code = models.CharField(
        _("unified social credit code of the establishing unit"),
        max_length=18,
        blank=True,
        default="",
    )
    stationed_at = models.CharField(
        _("stationed at"), max_length=120, blank=True, default=""
    )
    is_multi_ethnic = models.BooleanField(_("multi-ethnic area"), default=False)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    dissolved_on = models.DateField(_("dissolved on"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("merged into"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())

    objects = OrganisationManager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="committee") & ~Q(committee_type="")
                | ~Q(kind="committee") & Q(committee_type=""),
                name="organisation_committee_has_type",
                violation_error_message=_(
                    "A committee, and only a committee, has a type."
                ),
            ),
            models.CheckConstraint(
                condition=Q(founded_on=None)
                | Q(dissolved_on=None)
                | Q(dissolved_on__gte=F("founded_on")),
                name="organisation_dissolved_after_founded",
                violation_error_message=_(
                    "It cannot be dissolved before it was founded."
                ),
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(dissolved_on__isnull=False),
                name="organisation_succeeded_if_dissolved",
            ),
            models.CheckConstraint(
                condition=~Q(kind="stationed_studio") | ~Q(stationed_at=""),
                name="organisation_studio_is_stationed_somewhere",
                violation_error_message=_("Say where the studio is stationed."),
            ),
        ]
        indexes = [models.Index(fields=["kind"], name="organisation_kind")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("mediators:organisation", args=[self.uuid])

    @property
    def is_committee(self) -> bool:
        return self.kind == self.Kind.COMMITTEE

    @property
    def has_posts(self) -> bool:
        return self.kind in self.WITH_POSTS

    @property
    def kinds_beneath(self) -> list[Kind]:
        """What may hang directly beneath it."""
        return [kind for kind in self.Kind if self.kind in self.BENEATH[kind]]

    @property
    def elects_members(self) -> bool:
        return self.committee_type in self.ELECTING

    @property
    def exists(self) -> bool:
        return self.dissolved_on is None
