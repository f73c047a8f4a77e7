from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("courses")

    def ready(self) -> None:
        from courses import operations, queries  # noqa: PLC0415 -- needs the app registry
        from lms.kernel import reconcilers  # noqa: PLC0415 -- as above

        reconcilers.register(
            name="course-completions",
            due=lambda: queries.completions_due().count(),
            run=lambda at: operations.complete_courses_due(at=at),
        )
        reconcilers.register(
            name="studio-access",
            due=lambda: sum(map(len, queries.studio_access_to_settle())),
            run=lambda at: operations.settle_studio_access(at=at),
        )
