"""What a mediator does with a course."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses import queries
from courses.models import Course, Enrolment, Lesson, LessonCitation, LessonProgress
from courses.operations.completing import complete_course
from laws.models import Version
from lms.kernel.errors import DomainError
from mediators.models import Mediator


class CourseClosed(DomainError):
    message = _("This course is not open at present.")


class NotEnrolled(DomainError):
    message = _("Take the course first; then your progress is kept.")


class LessonClosed(DomainError):
    message = _("This lesson has been withdrawn. What you learnt so far is kept.")


class LessonNotOpened(DomainError):
    message = _("Open the lesson first.")


@transaction.atomic
def enrol(*, mediator: Mediator, course: Course, at: datetime) -> Enrolment:
    """Take a course, or return the enrolment there already is.

    :raises CourseClosed: if the course is not published
    """
    taken = Enrolment.objects.filter(
        mediator=mediator, course_key=course.translation_key
    )
    if enrolment := taken.first():
        return enrolment
    open_course = Course.objects.live().filter(pk=course.pk).first()
    if open_course is None:
        raise CourseClosed
    # A translation has some of the lessons; what is taken is the whole.
    open_course = queries.original(open_course)
    enrolment, _made = Enrolment.objects.get_or_create(
        mediator=mediator,
        course_key=open_course.translation_key,
        defaults={
            "course": open_course,
            "course_title": open_course.title,
            "enrolled_at": at,
        },
    )
    return enrolment


def open_lesson(
    *,
    enrolment: Enrolment,
    lesson: Lesson,
    at: datetime,
    before: LessonProgress | None = None,
) -> None:
    """Note that the learner is reading `lesson`, for the first time or again.

    `before` is what was noted the last time, if whoever calls knows: one statement then.
    """
    if before is not None:
        LessonProgress.objects.filter(pk=before.pk).update(seen_at=at)
        return
    LessonProgress.objects.bulk_create(
        [
            LessonProgress(
                enrolment=enrolment,
                lesson=lesson,
                lesson_key=lesson.translation_key,
                opened_at=at,
                seen_at=at,
            )
        ],
        update_conflicts=True,
        unique_fields=["enrolment", "lesson_key"],
        update_fields=["seen_at"],
    )


def save_position(
    *, mediator: Mediator, lesson: Lesson, position: int, at: datetime
) -> None:
    """Keep the part last read, to go on from there; it may go backwards.

    :raises LessonNotOpened: if this mediator never opened the lesson
    """
    changed = LessonProgress.objects.filter(
        enrolment__mediator=mediator, lesson_key=lesson.translation_key
    ).update(position=position, seen_at=at)
    if not changed:
        raise LessonNotOpened


@transaction.atomic
def complete_lesson(
    *, mediator: Mediator, lesson: Lesson, at: datetime
) -> LessonProgress:
    """Complete a lesson, or return what was completed already; the last completes all.

    :raises NotEnrolled: if the mediator does not take the course
    :raises LessonClosed: if the lesson is not published
    """
    enrolment = _lock_enrolment(mediator, lesson)
    progress = LessonProgress.objects.filter(
        enrolment=enrolment, lesson_key=lesson.translation_key
    ).first() or LessonProgress(
        enrolment=enrolment,
        lesson=lesson,
        lesson_key=lesson.translation_key,
        opened_at=at,
    )
    if not progress.is_completed:
        _complete(progress, at=at)
        if queries.completions_due().filter(pk=enrolment.pk).exists():
            complete_course(enrolment=enrolment, at=at)
    return progress


def _lock_enrolment(mediator: Mediator, lesson: Lesson) -> Enrolment:
    course = Course.objects.parent_of(lesson)
    enrolment = (
        Enrolment.objects.select_for_update()
        .filter(mediator=mediator, course_key__in=course.values("translation_key"))
        .first()
    )
    if enrolment is None:
        raise NotEnrolled
    return enrolment


def _complete(progress: LessonProgress, *, at: datetime) -> None:
    """Complete it as it stands now, with the versions of the laws it cites."""
    lesson = Lesson.objects.live().filter(pk=progress.lesson_id).first()
    if lesson is None:
        raise LessonClosed
    progress.seen_at = progress.completed_at = at
    progress.lesson_title = lesson.title
    progress.lesson_revision = lesson.live_revision_id
    progress.save()
    cited = Version.objects.filter(articles__in=lesson.cited_articles()).distinct()
    LessonCitation.objects.bulk_create(
        LessonCitation(progress=progress, version=version) for version in cited
    )
