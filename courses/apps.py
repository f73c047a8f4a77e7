from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("courses")

    def ready(self) -> None:
        from courses import (  # noqa: PLC0415 -- needs the app registry
            citing,
            coverage,
            forms,
            http,
            queries,
            receivers,  # noqa: F401 -- listens
        )
        from courses.models import Course, Lesson  # noqa: PLC0415 -- as above
        from mediators import file, news, sights  # noqa: PLC0415 -- as above

        citing.register()
        coverage.register()
        news.add("courses", http.told)
        news.add("courses.flags", http.flags_answered)
        news.add("courses.pilots", http.pilots_given)
        file.add_section(20, _("Learning"), "courses/file.html", http.in_file)
        sights.add_section(20, _("Studio"), "courses/sight.html", queries.in_sight)
        for page in (Course, Lesson):
            page.base_form_class = forms.TaughtPageForm  # models know no forms
            page.copy_form_class = forms.TaughtPageCopyForm
        _keep_records()
        _open_place()
        _reconcile()


def _keep_records() -> None:
    """Say what is held of a person, and what an import may not be undone for."""
    from courses import http  # noqa: PLC0415 -- needs the app registry
    from courses.models import (  # noqa: PLC0415 -- as above
        Completion,
        Enrolment,
        LessonFlag,
        Note,
        PilotMember,
        PilotReading,
    )
    from mediators.privacy import data  # noqa: PLC0415 -- as above
    from mediators.rosters import rests  # noqa: PLC0415 -- as above

    rests.add_records(Enrolment)
    for order, model, held in (
        (20, Enrolment, http.enrolments_held),
        (22, Completion, http.completions_held),
    ):
        title = data.plural_of(model)
        data.add_section(order, title, held, kept=data.ARCHIVE)
    data.add_section(24, data.plural_of(Note), http.notes_held)
    data.add_erasure("courses.notes", http.forget_notes)
    data.add_section(26, data.plural_of(LessonFlag), http.flags_held)
    data.add_erasure("courses.flags", http.forget_flags)
    data.add_section(27, data.plural_of(PilotMember), http.classes_held)
    data.add_section(28, data.plural_of(PilotReading), http.readings_held)
    data.add_erasure("courses.pilots", http.forget_readings)


def _open_place() -> None:
    from lms.kernel import menu  # noqa: PLC0415 -- needs the app registry
    from mediators.access import open_to  # noqa: PLC0415 -- as above
    from mediators.models import RoleGrant  # noqa: PLC0415 -- as above

    place = menu.Place(
        28,
        _("Branches of the Studio"),
        "courses:studio-list",
        "studio",
        open_to(*RoleGrant.OVERSEERS),
    )
    menu.add(place)


def _reconcile() -> None:
    from courses import operations, queries  # noqa: PLC0415 -- needs the app registry
    from lms.kernel import reconcilers  # noqa: PLC0415 -- as above

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
    reconcilers.register(
        name="courses.pages-unindexed",
        due=lambda: queries.to_index().count(),
        run=lambda at: operations.index_pages_due(at=at),
    )
