"""What the reader of statutes shows of courses: the lessons that cite an article."""

from collections.abc import Collection, Iterable

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.functions import Cast, Left, Length
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageQuerySet, ReferenceIndex

from courses.models import Lesson
from laws import uses
from laws.models import Article


def lessons_citing(
    articles: Collection[int], viewer: uses.Viewer
) -> dict[int, list[uses.Use]]:
    """Return by article the published lessons of published courses; two queries.

    Lessons are for who is signed in: to everybody else the course is shown, which says
    how to begin.
    """
    cited = _citations(articles)
    pages = {page.path: page for page in _with_courses({key for _a, key in cited})}
    by_key = {page.pk: page for page in _once(pages.values())}
    found: dict[int, list[tuple[str, uses.Use]]] = {}
    for article, key in cited:
        lesson = by_key.get(key)
        course = pages.get(lesson.path[: -Page.steplen]) if lesson else None
        if lesson and course:
            shown = lesson if viewer.is_authenticated else course
            use = uses.Use(lesson.title, shown.url, course.title)
            found.setdefault(article, []).append((lesson.path, use))
    return {
        article: [use for _path, use in sorted(each, key=lambda pair: pair[0])]
        for article, each in found.items()
    }


def articles_cited_by(lesson: Lesson) -> QuerySet[Article]:
    """Return the articles that the published text of a lesson cites."""
    types = ContentType.objects
    indexed = ReferenceIndex.objects.filter(
        content_type=types.get_for_model(Lesson),
        object_id=str(lesson.pk),
        to_content_type=types.get_for_model(Article),
    )
    keys = indexed.annotate(key=Cast("to_object_id", BigIntegerField()))
    return Article.objects.filter(pk__in=keys.values("key"))


def _once(pages: Iterable[Page]) -> list[Page]:
    """Return each text once: in the reader's language where there is one, else as written."""
    wanted = (get_language(), settings.LANGUAGE_CODE)
    ranked = sorted(
        pages, key=lambda page: [page.locale.language_code == each for each in wanted]
    )
    return list({page.translation_key: page for page in ranked}.values())


def _citations(articles: Collection[int]) -> set[tuple[int, int]]:
    """Return (article, lesson) for each published text that cites; one query."""
    types = ContentType.objects
    indexed = ReferenceIndex.objects.filter(
        content_type=types.get_for_model(Lesson),
        to_content_type=types.get_for_model(Article),
        to_object_id__in=[str(article) for article in articles],
    )
    rows = indexed.values_list("to_object_id", "object_id")
    return {(int(article), int(lesson)) for article, lesson in rows}


def _with_courses(lessons: Collection[int]) -> PageQuerySet:
    """Return what of `lessons` and of the pages right above them is published."""
    if not lessons:
        return Page.objects.none()
    above = Left("path", Length("path") - Page.steplen)
    courses = Page.objects.filter(pk__in=lessons).annotate(above=above)
    return (
        Page.objects.live()
        .select_related("locale")
        .filter(Q(pk__in=lessons) | Q(path__in=courses.values("above")))
    )


def _counted(count: int) -> str:
    words = ngettext("%(count)s lesson", "%(count)s lessons", count)
    return words % {"count": count}


def register() -> None:
    title = _("Lessons that explain this article")
    uses.add(uses.Kind("courses.lessons", 10, title, lessons_citing, _counted))
