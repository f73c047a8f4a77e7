"""A note is never lost: two pages at once, signed out meanwhile, signed in again."""

import pytest
from playwright.sync_api import expect

from courses.models import Note
from tests.factories.courses import EnrolmentFactory, LessonFactory


@pytest.fixture
def enrolment(db):
    return EnrolmentFactory()


@pytest.fixture
def lesson(enrolment):
    return LessonFactory(parent=enrolment.course, title="一堵墙的两边", revised=True)


@pytest.fixture
def page(make_page, enrolment, lesson):
    page = make_page(enrolment.mediator.person.user)
    page.goto(lesson.url)
    return page


def write(page, text):
    page.get_by_role("textbox").first.fill(text)
    page.get_by_role("button", name="保存笔记").click()


def test_what_another_page_wrote_is_shown_before_it_is_replaced(page, lesson, picture):
    other = page.context.new_page()
    other.goto(lesson.url)
    write(other, "在电脑上写的。")
    expect(other.get_by_text("✓ 已保存")).to_be_visible()

    write(page, "在手机上写的。")

    expect(page.get_by_text("换成您这里写的")).to_be_visible()
    expect(page.get_by_text("在电脑上写的。")).to_be_visible()
    picture(page, "changed-elsewhere")
    assert Note.objects.get().text == "在电脑上写的。"
    page.get_by_role("button", name="保存笔记").click()
    expect(page.get_by_text("✓ 已保存")).to_be_visible()
    assert Note.objects.get().text == "在手机上写的。"


def test_whoever_was_signed_out_is_told_and_saves_after_signing_in(
    page, enrolment, lesson, picture, live_server
):
    user = enrolment.mediator.person.user
    user.set_password("a-long-enough-word-7")
    user.save()
    page.context.clear_cookies()

    write(page, "登录以前写的。")

    expect(page.get_by_text("您已退出登录")).to_be_visible()
    picture(page, "signed-out")
    with page.context.expect_page() as opened:
        page.get_by_role("status").get_by_role("link", name="登录").click()
    door = opened.value
    door.get_by_role("textbox").first.fill(user.username)
    door.locator("[name=password]").fill("a-long-enough-word-7")
    door.get_by_role("button", name="登录").click()
    expect(door.get_by_role("button", name="退出登录")).to_be_visible()

    page.get_by_role("button", name="保存笔记").click()

    expect(page.get_by_text("✓ 已保存")).to_be_visible()
    assert Note.objects.get().text == "登录以前写的。"
