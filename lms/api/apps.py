from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "lms.api"
    label = "api"
    verbose_name = _("interface for other systems")

    def ready(self) -> None:
        from lms.api import http  # noqa: PLC0415 -- needs the app registry
        from lms.api.models import AccessKey  # noqa: PLC0415 -- as above
        from lms.kernel import menu  # noqa: PLC0415 -- as above
        from mediators.access import open_to  # noqa: PLC0415 -- as above
        from mediators.models import RoleGrant  # noqa: PLC0415 -- as above
        from mediators.privacy import data, trail  # noqa: PLC0415 -- as above

        oversees = open_to(*RoleGrant.OVERSEERS)
        menu.add(menu.Place(97, _("Interface keys"), "api:keys", "settings", oversees))
        trail.add_subject("api.accesskey", AccessKey.objects.visible_to)
        data.add_section(84, _("Interface keys"), http.held_about)
