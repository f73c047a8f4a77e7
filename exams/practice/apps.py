from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticeConfig(AppConfig):
    name = "exams.practice"
    label = "practice"
    verbose_name = _("practice")

    def ready(self) -> None:
        from exams.practice import citing, leading  # noqa: PLC0415 -- needs the app registry

        citing.register()
        leading.register()
