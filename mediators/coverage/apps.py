from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoverageConfig(AppConfig):
    name = "mediators.coverage"
    label = "coverage"
    verbose_name = _("coverage")

    def ready(self) -> None:
        from lms.kernel import menu, reconcilers  # noqa: PLC0415 -- needs the app registry
        from lms.kernel.clock import database_now, local_day  # noqa: PLC0415 -- as above
        from mediators.access import open_to  # noqa: PLC0415 -- as above
        from mediators.coverage import (  # noqa: PLC0415 -- as above
            http,
            queries,
            receivers,  # noqa: F401 -- listens
            tasks,
        )
        from mediators.coverage.models import Due  # noqa: PLC0415 -- as above
        from mediators.models import RoleGrant  # noqa: PLC0415 -- as above

        menu.add(
            menu.Place(
                17,
                _("Coverage"),
                "coverage:overview",
                "chart",
                open_to(*RoleGrant.OVERSEERS),
                waiting=http.waiting,
            )
        )
        reconcilers.register(
            name="coverage.everything-to-count",
            due=lambda: int(queries.is_roll_due(day=local_day(database_now()))),
            run=lambda _at: tasks.roll_if_due(),
        )
        reconcilers.register(
            name="coverage.marks-to-count",
            due=Due.objects.count,
            run=lambda _at: tasks.count_due(),
        )
