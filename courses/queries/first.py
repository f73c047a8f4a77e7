"""How far somebody is with their first lesson: read off the pages, never kept."""

import json
from dataclasses import dataclass

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Subquery
from wagtail.models import Page, PageLogEntry, Revision

from courses.models import BranchPage, Course, Lesson, LessonProgress, Pilot
from courses.queries.writing import Draft, editable, state_of
from mediators.models import User

#: How Wagtail's own log calls a copy of a page.
_COPIED = "wagtail.copy"


@dataclass(frozen=True)
class FirstLesson:
    """The lesson that somebody makes their own, and what they did with it."""

    page: Lesson
    cites: bool
    #: What a class was given of it to read, the last first.
    pilot: Pilot | None
    draft: Draft


def is_learnt_from(author: User) -> bool:
    """Say whether anybody has opened a lesson that `author` answers for; one query."""
    return LessonProgress.objects.filter(lesson__owner=author.pk).exists()


def first_lesson_of(author: User) -> FirstLesson | None:
    """Return the lesson that `author` answers for and wrote at last; four queries.

    And one for what they may edit.
    """
    copies = PageLogEntry.objects.filter(page=OuterRef("pk"), action=_COPIED)
    own = Lesson.objects.filter(
        owner=author,
        pk__in=editable(author).order_by().values("pk"),
        locale__language_code=settings.LANGUAGE_CODE,
    )
    lesson = (
        own.annotate(copied_at=Subquery(copies.values("timestamp")[:1]))
        .select_related("latest_revision")
        .order_by("-latest_revision_created_at", "-pk")
        .first()
    )
    if lesson is None:
        return None
    pilot = Pilot.objects.filter(lesson=lesson).first()
    return FirstLesson(lesson, _cites(lesson), pilot, state_of(lesson))


def _cites(lesson: Lesson) -> bool:
    """Say whether its author cites an article that was not in what they copied."""
    if lesson.latest_revision is None:
        return bool(lesson.cited_articles())
    cited = _cited_in(lesson.latest_revision)
    if cited and lesson.copied_at:
        until = lesson.revisions.filter(created_at__lte=lesson.copied_at)
        copied = until.order_by("-created_at").first()
        cited -= _cited_in(copied) if copied else set()
    return bool(cited)


def _cited_in(revision: Revision) -> set[int]:
    return set(Lesson.articles_in(json.loads(revision.content["body"])))


def where_to_begin(author: User) -> Page | None:
    """Return a published lesson that `author` may copy, or where to add one; one query.

    A course if it has no lesson yet, a branch if it has no course. And one query for
    what they may edit.
    """
    kinds = ContentType.objects.get_for_models(BranchPage, Course, Lesson).values()
    found: Page | None = (
        editable(author)
        .live()
        .filter(content_type__in=kinds, locale__language_code=settings.LANGUAGE_CODE)
        .order_by("-depth", "path")
        .first()
    )
    return found
