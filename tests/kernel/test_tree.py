"""What was found among the pages is kept until something among them changes."""

import pytest
from django.db import transaction

from cms.models import find_page
from courses import queries
from lms.kernel import tree
from tests.factories.courses import CourseFactory, LessonFactory
from tests.factories.mediators import UserFactory


@pytest.fixture
def lesson(db):
    return LessonFactory(title="一张方桌")


def address(page):
    return page.url.strip("/")


def test_a_page_that_was_found_is_not_looked_for_again(
    lesson, django_assert_num_queries
):
    find_page(address(lesson))

    with django_assert_num_queries(0):
        assert find_page(address(lesson)).pk == lesson.pk


def test_what_was_published_is_read_at_once(lesson):
    find_page(address(lesson))

    lesson.title = "两张方桌"
    lesson.save_revision().publish()

    assert find_page(address(lesson)).title == "两张方桌"


def test_what_was_unpublished_is_not_there_any_more(lesson):
    find_page(address(lesson))

    lesson.unpublish()

    assert find_page(address(lesson)) is None


def test_what_was_deleted_is_not_there_any_more(lesson):
    find_page(address(lesson))
    gone = address(lesson)

    lesson.delete()

    assert find_page(gone) is None


def test_a_page_that_moved_answers_where_it_is_now(lesson):
    before = address(lesson)
    find_page(before)

    lesson.move(CourseFactory(), pos="last-child")
    lesson.refresh_from_db()

    assert find_page(before) is None
    assert find_page(address(lesson)).pk == lesson.pk


def test_what_stands_below_a_page_with_a_new_address_answers_there(lesson):
    find_page(address(lesson))
    course = lesson.get_parent().specific

    course.slug = "another"
    course.save_revision().publish()
    lesson.refresh_from_db()

    assert "another" in address(lesson)
    assert find_page(address(lesson)).pk == lesson.pk


def test_a_new_lesson_stands_among_the_others_at_once(lesson):
    reader = UserFactory()
    queries.outline_around(lesson, reader)

    after = LessonFactory(parent=lesson.get_parent())

    steps = queries.outline_around(lesson, reader).steps
    assert [step.lesson.pk for step in steps] == [lesson.pk, after.pk]


def test_what_is_not_there_is_looked_for_each_time(db):
    assert tree.kept("nothing", lambda: None) is None
    assert tree.kept("nothing", lambda: "something") == "something"


@pytest.mark.django_db(transaction=True)
def test_what_another_read_before_the_change_was_true_is_forgotten_with_it():
    lesson = LessonFactory()
    with transaction.atomic():
        lesson.title = "还没有定"
        lesson.save()
        # Another process, which does not see the change yet, keeps what it sees.
        tree.kept("reader", lambda: "before")

    assert tree.kept("reader", lambda: "after") == "after"


def test_what_is_no_page_forgets_nothing(db):
    tree.kept("reader", lambda: "before")

    UserFactory()

    assert tree.kept("reader", lambda: "after") == "before"
