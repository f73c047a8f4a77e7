"""Pages made without the Studio: what a program loads is published at once."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page

from courses.models import BranchPage, Course, Lesson
from mediators.models import User


@transaction.atomic
def create_course(  # noqa: PLR0913 -- what a course is made of
    *,
    branch: BranchPage,
    title: str,
    slug: str,
    summary: str,
    credit_hours: Decimal,
    at: datetime,
    actor: User | None = None,
    organiser: str = "",
    review_on: date | None = None,
) -> Course:
    """Publish a new course of `branch`; it has no lessons yet.

    :raises ValidationError: if a field is wrong or the address is taken
    """
    course = Course(
        title=title,
        slug=slug,
        summary=summary,
        credit_hours=credit_hours,
        organiser=organiser,
        review_on=review_on,
    )
    _publish_below(branch, course, at=at, actor=actor)
    return course


@transaction.atomic
def create_lesson(  # noqa: PLR0913 -- what a lesson is made of
    *,
    course: Course,
    title: str,
    slug: str,
    body: Sequence[tuple[str, Any]],
    at: datetime,
    actor: User | None = None,
    summary: str = "",
    reading_minutes: int = 5,
    review_on: date | None = None,
) -> Lesson:
    """Publish a new lesson at the end of `course`; `body` is blocks as (type, value).

    :raises ValidationError: if a field or a block is wrong, or the address is taken
    """
    lesson = Lesson(
        title=title,
        slug=slug,
        summary=summary,
        reading_minutes=reading_minutes,
        review_on=review_on,
        body=Lesson.body.field.stream_block.normalize(list(body)),
    )
    lesson.body = Lesson.body.field.stream_block.clean(lesson.body)
    _publish_below(course, lesson, at=at, actor=actor)
    return lesson


@transaction.atomic
def publish_translation(
    *,
    page: Course | Lesson,
    language: str,
    at: datetime,
    actor: User | None = None,
    **said: Any,
) -> Course | Lesson:
    """Publish what `page` says in another language; `said` are its fields in words.

    The pages above it are there for whoever reads that language from then on.

    :raises ValidationError: if a field or a block is wrong
    """
    locale, _made = Locale.objects.get_or_create(language_code=language)
    for above in page.get_ancestors().filter(depth__gt=1).specific():
        if not above.has_translation(locale):
            copy = above.copy_for_translation(locale)
            copy.save_revision(user=actor).publish(skip_permission_checks=True)
    translation: Course | Lesson = page.copy_for_translation(locale)
    if "body" in said:
        stream = Lesson.body.field.stream_block
        said["body"] = stream.clean(stream.normalize(list(said["body"])))
    for name, value in said.items():
        setattr(translation, name, value)
    translation.first_published_at = at
    revision = translation.save_revision(user=actor, log_action=True)
    revision.publish(user=actor, skip_permission_checks=True)
    translation.refresh_from_db()
    return translation


def hand_over(*, page: Page, owner: User) -> None:
    """Let `owner` answer for a page from now on, published or not; again is the same."""
    Page.objects.filter(pk=page.pk).update(owner=owner)


def _publish_below(
    parent: Page, page: Page, *, at: datetime, actor: User | None
) -> None:
    parent.refresh_from_db()  # treebeard counts children on the instance
    page.owner = actor
    page.locale = parent.locale
    page.first_published_at = at
    parent.add_child(instance=page)
    revision = page.save_revision(user=actor, log_action=True)
    revision.publish(user=actor, skip_permission_checks=True)
    page.refresh_from_db()
