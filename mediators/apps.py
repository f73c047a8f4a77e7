from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediatorsConfig(AppConfig):
    name = "mediators"
    verbose_name = _("mediators")

    def ready(self) -> None:
        from mediators import file, http, receivers  # noqa: F401, PLC0415 -- needs the app registry; listens

        sections = "mediators/sections"
        file.add_section(10, _("Posts"), f"{sections}/posts.html", http.posts_in_file)
        file.add_section(
            15, _("Identity"), f"{sections}/identity.html", http.identity_in_file
        )
        _open_places()


def _open_places() -> None:
    from lms.kernel.menu import Place, add  # noqa: PLC0415 -- needs the app registry
    from mediators import http  # noqa: PLC0415 -- as above
    from mediators.access import open_to  # noqa: PLC0415 -- as above
    from mediators.models import RoleGrant  # noqa: PLC0415 -- as above

    oversees = open_to(*RoleGrant.OVERSEERS)
    for order, label, url, icon, waiting in (
        (10, _("Mediators"), "mediator-list", "people", http.terms_running_out),
        (15, _("To be filed"), "filing-list", "paper", http.filings_overdue),
        (20, _("Organisations"), "tree", "tree", None),
        (25, _("Rules"), "rule-list", "law", None),
        (27, _("Roles"), "role-list", "shield", None),
    ):
        add(Place(order, label, f"mediators:{url}", icon, oversees, waiting=waiting))
