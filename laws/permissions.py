"""Who may do what to the law in the Studio."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

from mediators.access import has_role
from mediators.models import RoleGrant, User


class TextPolicy(ModelPermissionPolicy):
    """Everybody in the Studio reads; only an import writes, deletes or adds."""

    actions = frozenset({"view"})

    def user_has_permission(self, user: User, action: str) -> bool:
        return user.is_active and action in self.actions

    def user_has_permission_for_instance(
        self, user: User, action: str, _instance: Any
    ) -> bool:
        return self.user_has_permission(user, action)


class DigestPolicy(TextPolicy):
    """Trainers explain articles in their own words."""

    def user_has_permission(self, user: User, action: str) -> bool:
        if action == "change":
            return user.is_superuser or has_role(user, RoleGrant.Role.TRAINER)
        return super().user_has_permission(user, action)
