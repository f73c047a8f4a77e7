"""A course is written in the language of the site and may be read in others.

Records rest on the original, whose lessons are the course; a translation stands in for
it where there is one, so that switching the language keeps progress.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language
from wagtail.models import Page

from courses.models import Course, Lesson
from courses.models.course import CourseQuerySet

Text = TypeVar("Text", Course, Lesson)


def originals(courses: CourseQuerySet) -> CourseQuerySet:
    """Return those that are no translation of a published course."""
    own = Q(locale__language_code=settings.LANGUAGE_CODE)
    original = Course.objects.live().filter(
        own, translation_key=OuterRef("translation_key")
    )
    return courses.filter(own | ~Exists(original))


def original(page: Text) -> Text:
    """Return what a translation was made from; what is no translation stays.

    One query if the page is not in the site's own language.
    """
    if page.locale.language_code == settings.LANGUAGE_CODE:
        return page
    model = type(page)
    found: Text | None = (
        model.objects.live()
        .filter(
            translation_key=page.translation_key,
            locale__language_code=settings.LANGUAGE_CODE,
        )
        .first()
    )
    return found or page


def as_read(pages: Sequence[Text]) -> list[Text]:
    """Return each page in the reader's language, where it is published, else as it is.

    One query if that is not the site's own language.
    """
    if not pages or get_language() == settings.LANGUAGE_CODE:
        return list(pages)
    model = type(pages[0])
    translations = model.objects.live().filter(
        translation_key__in=[page.translation_key for page in pages],
        locale__language_code=get_language(),
    )
    if model is Lesson and any("body" in page.get_deferred_fields() for page in pages):
        translations = translations.defer_streamfields()
    known = {page.translation_key: page for page in translations}
    return [known.get(page.translation_key, page) for page in pages]


@dataclass(frozen=True)
class Translated:
    """A page, and what it is in another language, if it is there, published or not."""

    page: Course | Lesson
    translation: Page | None


def translations(page: Course | Lesson, language: str) -> list[Translated]:
    """Return a course with its lessons, or a lesson alone, beside what is translated."""
    pages: list[Any] = [page]
    if isinstance(page, Course):
        pages += Lesson.objects.child_of(page).defer_streamfields().order_by("path")
    keys = [each.translation_key for each in pages]
    found = Page.objects.filter(
        translation_key__in=keys, locale__language_code=language
    )
    known = {each.translation_key: each for each in found}
    return [Translated(each, known.get(each.translation_key)) for each in pages]
