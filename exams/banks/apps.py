from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BanksConfig(AppConfig):
    name = "exams.banks"
    label = "banks"
    verbose_name = _("banks")

    def ready(self) -> None:
        from exams.banks import (  # noqa: PLC0415 -- needs the app registry
            citing,
            guiding,
            operations,
            presenters,
        )
        from exams.banks.models import QuestionKey  # noqa: PLC0415 -- as above
        from lms.kernel import menu, reconcilers  # noqa: PLC0415 -- as above
        from mediators.access import open_to  # noqa: PLC0415 -- as above
        from mediators.models import RoleGrant  # noqa: PLC0415 -- as above

        citing.register()
        guiding.register()
        menu.add(
            menu.Place(
                30,
                _("Question banks"),
                "banks:bank-list",
                "bank",
                open_to(RoleGrant.Role.TRAINER),
                waiting=presenters.waiting,
            )
        )
        reconcilers.register(
            name="banks.keys-to-seal",
            due=lambda: QuestionKey.objects.to_seal().count(),
            run=lambda at: operations.seal_keys(at=at),
        )
