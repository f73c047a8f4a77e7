from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("courses")

    def ready(self) -> None:
        from courses import (  # noqa: PLC0415 -- needs the app registry
            coverage,
            http,
            operations,
            queries,
            receivers,  # noqa: F401 -- listens
        )
        from courses.models import Enrolment  # noqa: PLC0415 -- as above
        from lms.kernel import menu, reconcilers  # noqa: PLC0415 -- as above
        from mediators import file, sights  # noqa: PLC0415 -- as above
        from mediators.access import has_role  # noqa: PLC0415 -- as above
        from mediators.models import RoleGrant  # noqa: PLC0415 -- as above
        from mediators.rosters import rests  # noqa: PLC0415 -- as above

        rests.add_records(Enrolment)
        coverage.register()
        file.add_section(20, _("Learning"), "courses/file.html", http.in_file)
        sights.add_section(20, _("Studio"), "courses/sight.html", queries.in_sight)
        oversee = [RoleGrant.Role.ADMINISTRATOR, RoleGrant.Role.INSPECTOR]
        menu.add(
            menu.Place(
                28,
                _("Branches of the Studio"),
                "courses:studio-list",
                "studio",
                lambda user: has_role(user, *oversee),
            )
        )
        reconcilers.register(
            name="courses.completions-due",
            due=lambda: queries.completions_due().count(),
            run=lambda at: operations.complete_courses_due(at=at),
        )
        reconcilers.register(
            name="courses.studio-access",
            due=lambda: sum(map(len, queries.studio_access_to_settle())),
            run=lambda at: operations.settle_studio_access(at=at),
        )
