"""What the Studio says on screens of Wagtail's: counted, and nothing that says nothing."""

import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.factories.courses import CourseFactory, LessonFactory


@pytest.fixture
def course(branch):
    return CourseFactory(parent=branch, title="邻里纠纷调解")


@pytest.fixture
def read(client, reviewer, course):
    """Return what a reviewer reads at an address of the Studio."""
    for title in ("一堵墙", "另一堵墙"):
        LessonFactory(parent=course, title=title)
    client.force_login(reviewer)

    def read(name, *args, **query):
        page = client.get(reverse(name, args=args), query).text
        return " ".join(BeautifulSoup(page, "html.parser").get_text(" ").split())

    return read


@pytest.mark.parametrize(("asked", "count"), [("墙", 2), ("另一", 1)])
def test_what_is_found_is_counted_in_measure_words(read, asked, count):
    text = read("wagtailadmin_pages:search", q=asked)

    assert text.count(f"共 {count} 条") == 2
    assert "None" not in text


def test_what_is_looked_for_among_all_pages_are_pages(client, reviewer):
    client.force_login(reviewer)

    page = client.get(reverse("wagtailadmin_pages:search"), {"q": "没有"})

    assert page.context["verbose_name_plural"] == "页面"


def test_the_help_with_keys_lists_what_a_text_here_can_be(client, trainer):
    client.force_login(trainer)
    basic, formatting = client.get(reverse("wagtailadmin_home")).text.split(
        'id="keyboard-shortut-group-text-editing-'
    )[1:]

    rows = re.findall('<th scope="row">(.*?)</th>', formatting.split("</tbody>")[0])
    assert rows == ["插入或修改链接", "粗体"]
    assert "重做" in basic


def test_a_copy_is_asked_where_to_and_lessons_are_put_in_order(read, course):
    lesson = course.get_children().first()

    assert "放在哪个页面下" in read("wagtailadmin_pages:copy", lesson.pk)
    assert "调整顺序" in read("wagtailadmin_explore", course.pk)
