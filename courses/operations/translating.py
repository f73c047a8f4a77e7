"""A course in another language: what a program publishes, what an author begins."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page, WorkflowPage

from courses.models import BranchPage, BranchStudio, Course, Lesson
from courses.operations.authoring import hand_over
from courses.operations.studio import EDITOR_OF_PAGES, REVIEWER_OF_PAGES, permit_pages
from lms.kernel.errors import DomainError
from mediators.models import User


class CourseNotTranslated(DomainError):
    message = _("Translate the course first: a lesson stands under its course.")


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
    _open_above(page, locale, actor=actor)
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


@transaction.atomic
def start_translation(
    *, page: Course | Lesson, language: str, actor: User
) -> Course | Lesson:
    """Make a draft of `page` to be put into another language, or return the one it has.

    Of a course the lessons that have none get theirs, too. Whoever writes and reviews
    for the branch does so in that language.

    :raises CourseNotTranslated: if it is a lesson of a course that is not translated
    """
    locale, _made = Locale.objects.get_or_create(language_code=language)
    above = page.get_parent()
    if isinstance(page, Lesson) and not above.has_translation(locale):
        raise CourseNotTranslated
    _open_above(page, locale, actor=actor)
    begun = _begin(page, locale, actor)
    if isinstance(page, Course):
        for lesson in Lesson.objects.child_of(page).order_by("path"):
            _begin(lesson, locale, actor)
    return begun


def _begin(page: Course | Lesson, locale: Locale, actor: User) -> Course | Lesson:
    found: Course | Lesson | None = page.get_translation_or_none(locale)
    if found is None:
        found = page.copy_for_translation(locale)
        hand_over(page=found, owner=actor)
        found.refresh_from_db()
        found.save_revision(user=actor, log_action=True)
    return found


def _open_above(page: Page, locale: Locale, *, actor: User | None) -> None:
    """Publish the pages above in a language, and let the branch write there as here."""
    for above in page.get_ancestors().filter(depth__gt=1).specific():
        if not above.has_translation(locale):
            copy = above.copy_for_translation(locale)
            copy.save_revision(user=actor).publish(skip_permission_checks=True)
        if isinstance(above, BranchPage):
            _let_in(above, locale)


def _let_in(branch: BranchPage, locale: Locale) -> None:
    """Give a branch's groups and workflow their place in a language; again is the same."""
    studio = BranchStudio.objects.filter(page=branch).first()
    if studio is None:
        return
    there = branch.get_translation(locale)
    permit_pages(studio.editors, EDITOR_OF_PAGES, there)
    permit_pages(studio.reviewers, REVIEWER_OF_PAGES, there)
    WorkflowPage.objects.get_or_create(
        page=there, defaults={"workflow": studio.workflow}
    )
