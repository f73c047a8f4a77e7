"""Who may do what to the law in the Studio."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from mediators.models import User


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
    """Whoever publishes explains articles: a digest is read by everybody at once."""

    def user_has_permission(self, user: User, action: str) -> bool:
        if action == "change":
            may: bool = PagePermissionPolicy().user_has_permission(user, "publish")
            return user.is_active and may
        return super().user_has_permission(user, action)
