from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SigninConfig(AppConfig):
    name = "mediators.signin"
    label = "signin"
    verbose_name = _("sign-in")

    def ready(self) -> None:
        from lms.kernel import menu  # noqa: PLC0415 -- needs the app registry
        from mediators.access import open_to  # noqa: PLC0415 -- as above
        from mediators.models import RoleGrant  # noqa: PLC0415 -- as above
        from mediators.signin import receivers  # noqa: F401, PLC0415 -- as above; listens

        administers = open_to(RoleGrant.Role.ADMINISTRATOR)
        counter = _("Counter")
        menu.add(menu.Place(25, counter, "signin:counter", "me", administers))
