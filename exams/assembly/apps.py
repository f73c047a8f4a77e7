from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssemblyConfig(AppConfig):
    name = "exams.assembly"
    label = "assembly"
    verbose_name = _("assembly")

    def ready(self) -> None:
        from lms.kernel import menu  # noqa: PLC0415 -- needs the app registry
        from mediators.access import open_to  # noqa: PLC0415 -- as above
        from mediators.models import RoleGrant  # noqa: PLC0415 -- as above

        menu.add(
            menu.Place(
                40,
                _("Papers"),
                "assembly:paper-list",
                "paper",
                open_to(RoleGrant.Role.TRAINER),
            )
        )
