import tomllib
from pathlib import Path

import pytest

import lms.demo
from courses.models import Lesson
from lms.demo.course import block, load_course
from tests.factories.courses import BranchPageFactory
from tests.factories.laws import ArticleFactory, VersionFactory

DATA = Path(lms.demo.__file__).parent / "data" / "course.toml"


@pytest.fixture
def articles():
    version = VersionFactory()
    return {n: ArticleFactory(version=version, number=n) for n in range(1, 36)}


def test_the_demo_course_is_published_with_every_lesson_and_its_citations(
    articles, now
):
    data = tomllib.loads(DATA.read_text())
    branch = BranchPageFactory()

    course = load_course(branch, data, articles, actor=None, at=now)

    lessons = list(Lesson.objects.child_of(course).live().order_by("path"))
    assert course.live
    assert [each.title for each in lessons] == [
        each["title"] for each in data["lessons"]
    ]
    for lesson, described in zip(lessons, data["lessons"], strict=True):
        kinds = [each["type"] for each in described["blocks"]]
        cited = {
            articles[each["article"]].pk
            for each in described["blocks"]
            if each["type"] == "citation"
        }
        assert [each.block_type for each in lesson.body] == kinds
        assert lesson.cited_articles() == sorted(cited)
        assert lesson.live_revision_id == lesson.latest_revision_id


def test_an_unknown_kind_of_block_is_an_error(articles):
    with pytest.raises(KeyError):
        block({"type": "video"}, articles)
