from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("cms")

    def ready(self) -> None:
        from cms import foundation  # noqa: PLC0415 -- needs the app registry
        from lms.kernel import menu  # noqa: PLC0415 -- as above
        from mediators.access import has_any_role  # noqa: PLC0415 -- as above

        menu.add(menu.Place(0, _("Home"), "cms:office-home", "home", has_any_role))
        post_migrate.connect(
            foundation.after_migrate, sender=self, dispatch_uid="cms.foundation"
        )
