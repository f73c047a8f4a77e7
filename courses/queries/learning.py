"""What a learner took, how far they got, what they finished and wrote down."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from wagtail.models import Page

from courses.models import Completion, Course, Enrolment, Lesson, LessonProgress, Note
from courses.outline import Outline
from courses.queries.languages import Text, as_read
from lms.kernel import tree
from mediators.models import Mediator, User

#: What a link to a page says, and what tells which page it is; as the model orders them.
_LINK = (
    *("id", "path", "depth", "translation_key", "locale_id"),
    *("title", "content_type_id", "url_path"),
)


def enrolment_of(user: User | AnonymousUser, course: Course) -> Enrolment | None:
    """Return the enrolment of `user` in `course`, in whatever language it was made."""
    if isinstance(user, AnonymousUser):
        return None
    taken = Enrolment.objects.learnt_by(user)
    return taken.filter(course_key=course.translation_key).first()


def may_take(user: User | AnonymousUser, outline: Outline) -> bool:
    """Say whether `user` is a mediator who does not take the course yet."""
    if isinstance(user, AnonymousUser) or outline.enrolment:
        return False
    return Mediator.objects.of(user).exists()


def outline_around(lesson: Lesson, user: User) -> Outline:
    """Return the course of `lesson`, an original, as `user` reads it; three queries.

    Two more in another language than the site's own.
    """
    course, lessons = _family(lesson)
    taken = Enrolment.objects.learnt_by(user).filter(course_key=course.translation_key)
    progress = LessonProgress.objects.learnt_by(user).filter(
        enrolment__course_key=course.translation_key
    )
    known = {each.lesson_key: each for each in progress.select_related("enrolment")}
    begun = next((each.enrolment for each in known.values()), None)
    (shown,) = as_read([course])
    return Outline.of(shown, as_read(lessons), known, enrolment=begun or taken.first())


def _family(lesson: Lesson) -> tuple[Course, list[Lesson]]:
    """Return the course of a lesson and its live lessons, as links to them.

    Of each what a link says is there; the rest is loaded if somebody asks for it.
    One query at most; none while nothing changed among the pages since it was asked.
    """
    above = lesson.path[: -Page.steplen]
    siblings = Q(path__startswith=above, depth=lesson.depth, live=True)
    pages = Page.objects.filter(Q(path=above) | siblings).order_by("path")
    rows = tree.kept(f"family.{above}", lambda: list(pages.values_list(*_LINK)))
    course, *lessons = rows
    return _link(Course, course), [_link(Lesson, each) for each in lessons]


def _link(model: type[Text], row: tuple[Any, ...]) -> Text:
    found: Text = model.from_db(None, [*_LINK, "page_ptr_id"], [*row, row[0]])
    return found


def outline(course: Course, enrolment: Enrolment | None) -> Outline:
    """Return a course, an original, as its learner sees it; at most three queries.

    Two more in another language than the site's own.
    """
    (shown,) = as_read([course])
    lessons = as_read(list(course.live_lessons()))
    if enrolment is None:
        return Outline.of(shown, lessons)
    completion = Completion.objects.standing().filter(enrolment=enrolment).first()
    progress = {each.lesson_key: each for each in enrolment.progress.all()}
    return Outline.of(
        shown,
        lessons,
        progress,
        enrolment=enrolment,
        completion=completion,
    )


def outlines(enrolments: Iterable[Enrolment]) -> list[Outline]:
    """Return the outline of each enrolment; four queries however many.

    Two more in another language than the site's own.
    """
    enrolments = list(enrolments)
    models.prefetch_related_objects(
        enrolments,
        "progress",
        Prefetch("completions", Completion.objects.standing()),
        "course",
    )
    courses = [enrolment.course for enrolment in enrolments]
    lessons = lessons_of(courses)
    return [
        Outline.of(
            shown,
            lessons[enrolment.course.path],
            {each.lesson_key: each for each in enrolment.progress.all()},
            enrolment=enrolment,
            completion=next(iter(enrolment.completions.all()), None),
        )
        for enrolment, shown in zip(enrolments, as_read(courses), strict=True)
    ]


def visited(courses: Iterable[Course]) -> list[Outline]:
    """Return each course, an original, as a visitor sees it; one query however many.

    Two more in another language than the site's own.
    """
    courses = list(courses)
    lessons = lessons_of(courses)
    return [
        Outline.of(shown, lessons[course.path])
        for course, shown in zip(courses, as_read(courses), strict=True)
    ]


def lessons_of(courses: Iterable[Course]) -> dict[str, list[Lesson]]:
    """Return the live lessons in order, by the path of their course; one query.

    In the reader's language where they are published in it: then two.
    """
    found: dict[str, list[Lesson]] = {course.path: [] for course in courses}
    if not found:
        return found
    below = Q()
    for path in found:
        below |= Q(path__startswith=path)
    lessons = Lesson.objects.live().filter(below).defer_streamfields()
    own = list(lessons.order_by("path"))
    for lesson, shown in zip(own, as_read(own), strict=True):
        found[lesson.path[: -Page.steplen]].append(shown)
    return found


def completions_of(mediator: Mediator, *, viewer: User) -> list[Completion]:
    """Return what a mediator finished, annulled or not, newest first; one query."""
    records = Mediator.objects.same_as(mediator)
    seen = Completion.objects.visible_to(viewer)
    found = seen.filter(enrolment__mediator__in=records)
    return list(found.select_related("enrolment__course"))


def under_way_of(
    mediator: Mediator, *, viewer: User, without: Iterable[UUID]
) -> list[Outline]:
    """Return the courses a mediator takes but those of the keys `without`; five queries."""
    records = Mediator.objects.same_as(mediator)
    taken = Enrolment.objects.visible_to(viewer).filter(mediator__in=records)
    return outlines(taken.exclude(course_key__in=without))


def completions_due() -> models.QuerySet[Enrolment]:
    """Enrolments whose every live lesson is done and whose completion is not recorded.

    An annulled completion is not due again: granting anew is a person's decision.
    """
    lessons = Lesson.objects.live().filter(
        path__startswith=OuterRef("course__path"), depth=OuterRef("course__depth") + 1
    )
    done = LessonProgress.objects.completed().filter(
        enrolment=OuterRef(OuterRef("pk")), lesson_key=OuterRef("translation_key")
    )
    begun = LessonProgress.objects.completed().filter(enrolment=OuterRef("pk"))
    return Enrolment.objects.unfinished().filter(
        Exists(begun), Exists(lessons), ~Exists(lessons.filter(~Exists(done)))
    )


def lessons_learnt(user: User) -> models.QuerySet[LessonProgress]:
    """Return the lessons that `user` finished, the last first, with their courses."""
    done = LessonProgress.objects.learnt_by(user).completed()
    return done.select_related("enrolment", "lesson").order_by("-completed_at", "-pk")


def note_of(user: User, lesson: Lesson) -> Note | None:
    """Return what `user` wrote down at a lesson, in whatever language it is read."""
    written = Note.objects.written_by(user)
    return written.filter(lesson_key=lesson.translation_key).first()


def notes_of(user: User) -> models.QuerySet[Note]:
    """Return the notes of `user`, the last written first, with their lessons."""
    return Note.objects.written_by(user).select_related("lesson")
