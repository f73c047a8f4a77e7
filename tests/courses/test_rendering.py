"""A lesson is rendered once for all who read it, and anew when anything in it changes."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils.translation import override

from cms.models import SiteDocument
from courses.models import Lesson
from courses.rendering import reading, render
from laws import operations as laws
from tests.factories.courses import LessonFactory
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import UserFactory

DAY = date(2026, 11, 27)


@pytest.fixture
def article():
    return ArticleFactory(
        digest="不收钱。", version__repealed_on=DAY + timedelta(days=1)
    )


@pytest.fixture
def lesson(article):
    return LessonFactory(body=[("citation", {"article": article, "note": ""})])


def test_a_kept_copy_says_what_a_fresh_one_says(lesson):
    assert (
        reading(lesson, day=DAY) == reading(lesson, day=DAY) == render(lesson, day=DAY)
    )


def test_a_kept_copy_costs_one_query_for_what_it_cites(
    lesson, django_assert_num_queries
):
    reading(lesson, day=DAY)

    # The articles it cites: what they say now is what the copy was made of.
    with django_assert_num_queries(1):
        reading(lesson, day=DAY)


def test_a_new_digest_is_read_at_once(lesson, article, now):
    reading(lesson, day=DAY)

    laws.set_digest(article=article, digest="一分不收。", actor=UserFactory(), at=now)

    lesson = Lesson.objects.get(pk=lesson.pk)
    assert "一分不收。" in reading(lesson, day=DAY).html


def test_a_law_that_ends_today_says_so_today(lesson):
    assert "现行有效" in reading(lesson, day=DAY).html
    assert "已失效" in reading(lesson, day=DAY + timedelta(days=1)).html


def test_each_language_has_its_own(lesson):
    chinese = reading(lesson, day=DAY).html

    with override("en"):
        assert reading(lesson, day=DAY).html != chinese


def test_a_changed_text_is_read_at_once(lesson):
    reading(lesson, day=DAY)

    lesson.body = [("text", "<p>改了。</p>")]
    lesson.save()

    assert "改了。" in reading(lesson, day=DAY).html


def test_a_lesson_says_what_its_files_weigh_before_they_are_loaded():
    def file(name, size):
        content = ContentFile(b"0" * size, name=name)
        return SiteDocument.objects.create(title=name, file=content, file_size=size)

    lesson = LessonFactory(
        body=[
            ("audio", {"title": "一", "file": file("a.mp3", 3000), "transcript": "。"}),
            ("document", {"title": "二", "file": file("a.pdf", 500), "note": ""}),
        ]
    )

    read = reading(lesson, day=DAY)

    assert (read.pictures, read.recordings, read.papers) == (0, 3000, 500)
    assert not read.is_text_only


def test_a_part_is_named_by_how_it_begins():
    lesson = LessonFactory(
        body=[
            ("text", "<h2>先听完，再开口，才有后来的一切</h2><p>先听。</p>"),
            ("key_points", {"points": ["两边都愿意，才谈得成。"]}),
            ("text", f"<p>{'长' * 40}</p>"),
        ]
    )

    names = render(lesson, day=DAY).names

    assert names[0].startswith("先听完，再开口")
    assert names[1] == "要点 两边都愿意，才谈得成。"
    assert names[2] == "长" * 23 + "…"
