from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MarkingConfig(AppConfig):
    name = "exams.marking"
    label = "marking"
    verbose_name = _("marking")

    def ready(self) -> None:
        from exams.delivery import outcomes  # noqa: PLC0415 -- needs the app registry
        from exams.delivery.models import Exam  # noqa: PLC0415 -- as above
        from exams.marking import http, queries, receivers, tasks  # noqa: F401, PLC0415 -- as above; listens
        from exams.marking.models import Result  # noqa: PLC0415 -- as above
        from lms.kernel import menu, reconcilers  # noqa: PLC0415 -- as above
        from lms.kernel.clock import database_now  # noqa: PLC0415 -- as above
        from mediators import file, news  # noqa: PLC0415 -- as above
        from mediators.access import open_to  # noqa: PLC0415 -- as above
        from mediators.models import RoleGrant  # noqa: PLC0415 -- as above
        from mediators.privacy import data  # noqa: PLC0415 -- as above

        file.add_section(25, _("Exams"), "marking/file.html", http.in_file)
        outcomes.told_by(queries.outcomes)
        news.add("marking", http.told)
        results = data.plural_of(Result)
        data.add_section(32, results, http.held_about, kept=data.ARCHIVE)
        reconcilers.register(
            name="marking.attempts-to-mark",
            due=lambda: queries.attempts_to_score(at=database_now()).count(),
            run=tasks.mark_waiting,
        )
        menu.add(
            menu.Place(
                60,
                _("Marking"),
                "marking:task-list",
                "mark",
                open_to(*Exam.OVERSEERS, RoleGrant.Role.MARKER),
                waiting=http.waiting,
            )
        )
