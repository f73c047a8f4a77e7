"""What the search knows of courses and lessons: what is published, as it is published."""

from datetime import datetime

from wagtail.models import Page

from courses import queries
from courses.models import Course, Lesson
from laws.models import Article
from lms.kernel import search

#: Pages indexed in one run; the rest follows in the next.
BATCH = 200


def index_course(course: Course) -> None:
    """Let a published course be found, by its own words; again replaces what was there."""
    search.put(
        kind="course",
        object_id=str(course.pk),
        title=course.title,
        body=course.summary,
        scope=str(course.translation_key),
    )


def index_lesson(lesson: Lesson) -> None:
    """Let a published lesson be found, by its words and by the articles it cites."""
    course = Course.objects.parent_of(lesson).only("translation_key").get()
    cited = Article.objects.filter(pk__in=lesson.cited_articles())
    names = [str(each) for each in cited.select_related("version__statute")]
    words = lesson.body.stream_block.get_searchable_content(lesson.body)
    search.put(
        kind="lesson",
        object_id=str(lesson.pk),
        title=lesson.title,
        body="\n".join([lesson.summary, *map(str, words), *names]),
        scope=str(course.translation_key),
    )


def forget_page(page: Page) -> None:
    """Let a course or a lesson no longer be found; it may be unknown already."""
    for kind in ("course", "lesson"):
        search.remove(kind=kind, object_id=str(page.pk))


def index_pages_due(*, at: datetime) -> None:  # noqa: ARG001 -- as reconcilers are called
    """Index what was published and is not known yet."""
    for page in queries.to_index()[:BATCH]:
        match page.specific:
            case Lesson() as lesson:
                index_lesson(lesson)
            case Course() as course:
                index_course(course)
