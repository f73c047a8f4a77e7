"""Which courses are open: all, or those that somebody looks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page, ReferenceIndex

from courses.models import BranchPage, Course, Enrolment, Lesson
from courses.models.course import CourseQuerySet
from courses.models.enrolment import EnrolmentQuerySet
from courses.queries.languages import as_read, originals
from laws.models import Article, Statute
from lms.kernel import search
from mediators.models import User


def catalogue(*, without: Iterable[Enrolment] = ()) -> CourseQuerySet:
    """Return the published courses, newest first, but those that are taken."""
    taken = [enrolment.course_key for enrolment in without]
    courses = originals(Course.objects.live()).newest_first()
    return courses.exclude(translation_key__in=taken)


def named(courses: CourseQuerySet, words: str) -> CourseQuerySet:
    """Return those of `courses` that hold every word, or a lesson of which does."""
    found = search.find(words, kinds=["course", "lesson"])
    # The scope of an entry is the course that it belongs to, in whatever language.
    return courses.filter(
        translation_key__in=set(found.values_list("scope", flat=True))
    )


def teaching(courses: CourseQuerySet, statute: Statute) -> CourseQuerySet:
    """Return those of `courses` a published lesson of which cites `statute`."""
    citing = _citing(Article.objects.filter(version__statute=statute))
    lessons = Lesson.objects.live().filter(pk__in=citing)
    paths = {path[: -Page.steplen] for path in lessons.values_list("path", flat=True)}
    return courses.filter(path__in=paths)


def statutes_taught() -> models.QuerySet[Statute]:
    """Return the statutes that published lessons cite; three queries in all."""
    live = {str(pk) for pk in Lesson.objects.live().values_list("pk", flat=True)}
    references = _references().filter(object_id__in=live)
    articles = {int(each) for each in references.values_list("to_object_id", flat=True)}
    cited = Statute.objects.filter(versions__articles__in=articles)
    return cited.distinct().order_by("title")


def branches_teaching() -> models.QuerySet[BranchPage]:
    """Return the branches that have a published course, each once in whatever language."""
    paths = Course.objects.live().values_list("path", flat=True)
    above = {path[: -Page.steplen] for path in paths}
    teaching = BranchPage.objects.live().filter(path__in=above)
    own = BranchPage.objects.live().filter(organisation__isnull=False)
    keys = teaching.order_by().values("translation_key")
    return own.filter(translation_key__in=keys).order_by("title")


def taught_by(courses: CourseQuerySet, branch: BranchPage) -> CourseQuerySet:
    """Return those of `courses` that stand under `branch`, or under a translation of it."""
    pages = BranchPage.objects.filter(translation_key=branch.translation_key)
    standing = [courses.child_of_q(page) for page in pages]
    return courses.filter(reduce(or_, standing))


def taken_by(user: User | AnonymousUser) -> EnrolmentQuerySet:
    """Return what `user` takes, or took; a visitor takes nothing."""
    if isinstance(user, AnonymousUser):
        return Enrolment.objects.none()
    return Enrolment.objects.learnt_by(user)


@dataclass(frozen=True)
class Found:
    """A lesson that was looked for, and the words of it that were searched."""

    lesson: Lesson
    text: str


def lessons_found(words: str) -> list[Found]:
    """Return the published lessons that hold every word, best first; without bodies.

    Each once, in the reader's language where it is published; three queries.
    """
    texts = {int(e.object_id): e.body for e in search.find(words, kinds=["lesson"])}
    lessons = Lesson.objects.live().filter(pk__in=texts).defer_streamfields()
    found = lessons.in_bulk()
    once = {found[key].translation_key: key for key in reversed(texts) if key in found}
    keys = list(reversed(once.values()))
    shown = as_read([found[key] for key in keys])
    return [Found(lesson, texts[key]) for lesson, key in zip(shown, keys, strict=True)]


def to_index() -> models.QuerySet[Page]:
    """Return the published courses and lessons that the search does not know yet."""
    known = search.entries(["course", "lesson"]).values_list("object_id", flat=True)
    kinds = ContentType.objects.get_for_models(Course, Lesson).values()
    pages = Page.objects.live().filter(content_type__in=kinds)
    return pages.exclude(pk__in=[int(each) for each in known])


def _references() -> models.QuerySet[ReferenceIndex]:
    return ReferenceIndex.objects.filter(
        content_type=ContentType.objects.get_for_model(Lesson),
        to_content_type=ContentType.objects.get_for_model(Article),
    )


def _citing(articles: models.QuerySet[Article]) -> set[int]:
    """Return the ids of the lessons, drafts too, that cite one of `articles`."""
    keys = [str(pk) for pk in articles.values_list("pk", flat=True)]
    references = _references().filter(to_object_id__in=keys)
    return {int(each) for each in references.values_list("object_id", flat=True)}
