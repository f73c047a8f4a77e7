from __future__ import annotations

import copy
import uuid
from collections.abc import Iterable
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.kernel.clock import Today
from lms.kernel.guards import NonOverlapping, Refusal
from lms.kernel.models import Dated, DatedQuerySet
from mediators.models.organisation import EVERYWHERE, Organisation, under
from mediators.models.user import User


class RoleGrantQuerySet(DatedQuerySet["RoleGrant"]):
    def effective(self) -> RoleGrantQuerySet:
        """Those that hold today and are not suspended."""
        return self.current().filter(suspended_at=None)

    def unended(self) -> RoleGrantQuerySet:
        """Those that hold today, suspended or not, or from a day to come."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=Today()))

    def within(self, paths: Iterable[str]) -> RoleGrantQuerySet:
        """Those over the branches of which `paths` are the tops, and below them."""
        return self.filter(under(paths, prefix="organisation__"))

    def visible_to(self, user: User) -> RoleGrantQuerySet:
        """What `user` may look at: their own, and those in branches they oversee."""
        paths = RoleGrant.branches(user, *RoleGrant.OVERSEERS)
        return self.filter(Q(user=user) | under(paths, prefix="organisation__"))

    def administered_by(self, user: User) -> RoleGrantQuerySet:
        """What `user` may act on: the roles that they may grant, but never their own."""
        paths = RoleGrant.branches(user, *RoleGrant.ADMINISTRATORS)
        return (
            self.within(paths)
            .filter(role__in=RoleGrant.grantable_by(user))
            .exclude(user=user)
        )


class RoleGrant(Dated):
    """A role that an account has over a branch of the tree, from a day until a day."""

    class Role(models.TextChoices):
        PLATFORM = "platform", _("platform administrator")
        ADMINISTRATOR = "administrator", _("branch administrator")
        TRAINER = "trainer", _("trainer")
        MARKER = "marker", _("marker")
        INSPECTOR = "inspector", _("inspector")

    #: Who may look at the people of a branch, and who may act on them.
    OVERSEERS: ClassVar = (Role.PLATFORM, Role.ADMINISTRATOR, Role.INSPECTOR)
    ADMINISTRATORS: ClassVar = (Role.PLATFORM, Role.ADMINISTRATOR)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="roles", verbose_name=_("account")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="roles",
        verbose_name=_("branch"),
    )
    role = models.CharField(_("role"), max_length=16, choices=Role)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("granted by"),
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True, default="")
    suspended_at = models.DateTimeField(_("suspended at"), null=True, blank=True)

    objects = RoleGrantQuerySet.as_manager()
    guards = [
        NonOverlapping(
            ["user_id", "organisation_id", "role"],
            where="suspended_at IS NULL",
            message="This account has this role at that time already.",
        ),
        Refusal("DELETE", "A role is ended, never deleted."),
        Refusal(
            "UPDATE",
            "What a role is does not change: end it and grant another.",
            when="NEW.user_id <> OLD.user_id OR NEW.role <> OLD.role "
            "OR NEW.organisation_id <> OLD.organisation_id",
        ),
    ]

    class Meta(Dated.Meta):
        verbose_name = pgettext_lazy("of an account", "role")
        verbose_name_plural = _("roles")
        ordering = ["pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(
                    role__in=[
                        "platform",
                        "administrator",
                        "trainer",
                        "marker",
                        "inspector",
                    ]
                ),
                name="rolegrant_known_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"

    @staticmethod
    def held_by(user: User | AnonymousUser) -> list[tuple[str, str]]:
        """Return (role, path of the branch) of each role in effect, asked once."""
        if isinstance(user, AnonymousUser):
            return []
        held = getattr(user, "_roles_held", None)
        if held is None:
            grants = RoleGrant.objects.effective().filter(user=user.pk)
            held = list(grants.values_list("role", "organisation__path"))
            user._roles_held = held  # type: ignore[attr-defined]  # noqa: SLF001 -- kept for the request
        return held

    @staticmethod
    def branches(user: User | AnonymousUser, *roles: str) -> list[str]:
        """Return the tops of the subtrees in which `user` has one of `roles`.

        A platform administrator has every role everywhere.
        """
        held = RoleGrant.held_by(user)
        if any(role == RoleGrant.Role.PLATFORM for role, _path in held):
            return [EVERYWHERE]
        return [path for role, path in held if role in roles]

    @staticmethod
    def is_platform(user: User | AnonymousUser) -> bool:
        """Whether `user` may see everybody, for which every look is logged."""
        return RoleGrant.branches(user) == [EVERYWHERE]

    @staticmethod
    def grantable_by(user: User | AnonymousUser) -> list[str]:
        """Return the roles that `user` may grant: none is higher than their own."""
        if RoleGrant.is_platform(user):
            return list(RoleGrant.Role)
        if not RoleGrant.branches(user, RoleGrant.Role.ADMINISTRATOR):
            return []
        return [role for role in RoleGrant.Role if role != RoleGrant.Role.PLATFORM]

    @staticmethod
    def as_if(user: User, held: Iterable[tuple[str, str]]) -> User:
        """Return `user` as they would be with these roles, and paths, alone."""
        alike = copy.copy(user)
        alike._roles_held = list(held)  # type: ignore[attr-defined]  # noqa: SLF001 -- as above
        return alike

    @property
    def is_suspended(self) -> bool:
        return self.suspended_at is not None

    @staticmethod
    def forget(user: User) -> None:
        """Ask again next time: a role of `user` has changed."""
        vars(user).pop("_roles_held", None)
