"""Pages made without the Studio: what a program loads is published at once."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from wagtail.models import Page

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
