from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediatorsConfig(AppConfig):
    name = "mediators"
    verbose_name = _("mediators")

    def ready(self) -> None:
        from lms.kernel import menu  # noqa: PLC0415 -- needs the app registry
        from mediators import file, http, receivers  # noqa: F401, PLC0415 -- as above; listens
        from mediators.access import has_role  # noqa: PLC0415 -- as above
        from mediators.models import RoleGrant  # noqa: PLC0415 -- as above

        file.add_section(
            10, _("Posts"), "mediators/sections/posts.html", http.posts_in_file
        )
        file.add_section(
            15,
            _("Identity"),
            "mediators/sections/identity.html",
            http.identity_in_file,
        )
        oversee = [RoleGrant.Role.ADMINISTRATOR, RoleGrant.Role.INSPECTOR]

        def oversees(user: Any) -> bool:
            return has_role(user, *oversee)

        menu.add(
            menu.Place(
                10,
                _("Mediators"),
                "mediators:mediator-list",
                "people",
                oversees,
                waiting=http.terms_running_out,
            )
        )
        tree = "mediators:tree"
        menu.add(menu.Place(20, _("Organisations"), tree, "tree", oversees))
        menu.add(
            menu.Place(
                15,
                _("To be filed"),
                "mediators:filing-list",
                "paper",
                oversees,
                waiting=http.filings_overdue,
            )
        )
        menu.add(menu.Place(25, _("Rules"), "mediators:rule-list", "law", oversees))
        roles = "mediators:role-list"
        menu.add(menu.Place(27, _("Roles"), roles, "shield", oversees))
