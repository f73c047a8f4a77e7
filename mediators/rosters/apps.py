from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RostersConfig(AppConfig):
    name = "mediators.rosters"
    label = "rosters"
    verbose_name = _("rosters")

    def ready(self) -> None:
        # Jobs name their tasks; a web process knows them only once they are imported.
        from mediators.rosters import tasks  # noqa: F401, PLC0415 -- needs the app registry
