"""A learner points out an error, with scripts and without; its author answers by name."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK
from tests.browser.test_writing_a_lesson import member
from tests.factories.courses import BranchPageFactory, CourseFactory, LessonFactory
from tests.factories.mediators import MediatorFactory


@pytest.fixture
def lesson():
    course = CourseFactory(
        parent=BranchPageFactory(opened=True), title="邻里纠纷调解", revised=True
    )
    parts = ["<p>先听完，再开口。</p>", "<p>双方不同意，也可以调解。</p>"]
    body = [("text", part) for part in parts]
    return LessonFactory(parent=course, title="一堵墙的两边", body=body, revised=True)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_an_error_is_pointed_out_and_answered(lesson, make_page, picture, scripts):
    reader = MediatorFactory().person.user
    phone = make_page(reader, java_script_enabled=scripts)
    phone.goto(lesson.url)
    phone.get_by_text("这里有错？告诉编写人").click()
    picture(phone, "asked")
    phone.get_by_label("哪里有错").fill("双方不同意，怎么调解呢？")
    phone.get_by_label("在哪里").select_option("2. 双方不同意，也可以调解。")
    phone.get_by_role("button", name="告诉编写人").click()
    expect(phone.get_by_text("谢谢您。")).to_be_visible()

    author = make_page(member(lesson.get_parent(), "林文清"), viewport=DESK)
    author.goto("/studio/")
    author.get_by_role("link", name="去核对、答复").click()
    expect(author.get_by_text(reader.name)).to_have_count(0)
    author.get_by_label("已改正").check()
    author.get_by_label("您的答复").fill("应当是双方都同意，已改正。")
    author.get_by_role("button", name="答复", exact=True).click()
    expect(author.get_by_text("答复已告知学员。")).to_be_visible()

    phone.goto("/me/news/")
    phone.get_by_role("link", name=re.compile("您在《一堵墙的两边》里指出的错")).click()
    expect(phone.get_by_text("林文清：应当是双方都同意，已改正。")).to_be_visible()
    picture(phone, "answered")
