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


PASSWORD = "a-long-enough-word-7"


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in_beside(page, user):
    with page.context.expect_page() as opened:
        page.get_by_role("status").get_by_role("link", name="登录").click()
    door = opened.value
    door.get_by_role("textbox").first.fill(user.username)
    door.locator("[name=password]").fill(PASSWORD)
    door.get_by_role("button", name="登录").click()
    expect(door.get_by_role("button", name="退出登录")).to_be_visible()


def token_of_body(page):
    return page.locator("body").get_attribute("hx-headers")


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
    page, enrolment, picture
):
    user = with_password(enrolment.mediator.person.user)
    page.context.clear_cookies()
    before = token_of_body(page)

    write(page, "登录以前写的。")

    expect(page.get_by_text("您已退出登录")).to_be_visible()
    picture(page, "signed-out")
    sign_in_beside(page, user)

    page.get_by_role("button", name="保存笔记").click()

    expect(page.get_by_text("✓ 已保存")).to_be_visible()
    assert Note.objects.get().text == "登录以前写的。"
    # What else the page sends, as the part last read, has the new token, too.
    assert token_of_body(page) != before
    told = page.evaluate(
        """async () => {
            const token = JSON.parse(document.body.getAttribute("hx-headers"));
            const body = new URLSearchParams({ position: 1 });
            const sent = { method: "POST", body, headers: token };
            return (await fetch(location.href, sent)).status;
        }"""
    )
    assert told == 204


def test_what_one_wrote_is_not_saved_for_another_who_signed_in(page, enrolment, lesson):
    other = with_password(
        EnrolmentFactory(course=enrolment.course).mediator.person.user
    )
    page.context.clear_cookies()
    write(page, "只给自己看的。")
    expect(page.get_by_text("您已退出登录")).to_be_visible()
    sign_in_beside(page, other)

    page.get_by_role("button", name="保存笔记").click()

    expect(page.get_by_text("现在登录的是另一个账号")).to_be_visible()
    assert page.get_by_role("textbox").first.input_value() == "只给自己看的。"
    assert not Note.objects.exists()


@pytest.mark.parametrize("chosen", ["在电脑上写的。", ""])
def test_whoever_takes_what_stands_elsewhere_or_began_with_has_it_saved(
    page, lesson, chosen
):
    other = page.context.new_page()
    other.goto(lesson.url)
    write(other, "在电脑上写的。")
    expect(other.get_by_text("✓ 已保存")).to_be_visible()
    write(page, "在手机上写的。")
    expect(page.get_by_text("换成您这里写的")).to_be_visible()

    write(page, chosen)

    expect(page.get_by_text("✓ 已保存")).to_be_visible()
    expect(page.locator("[data-note-elsewhere]")).to_be_hidden()
    assert "".join(Note.objects.values_list("text", flat=True)) == chosen


@pytest.mark.parametrize(
    ("status", "said"), [(200, "系统出了点问题"), (None, "没有网络")]
)
def test_what_is_wrong_is_said_as_it_is(page, status, said):
    # Not 500, which every test takes for a fault; whatever is not 204 is one here.
    def refuse(route):
        if route.request.method != "POST":
            route.continue_()
        elif status is None:
            route.abort()
        else:
            route.fulfill(status=status, body="")

    page.route("**/*", refuse)

    write(page, "写下来。")

    expect(page.get_by_text(said)).to_be_visible()
    page.unroute("**/*")
    page.get_by_role("button", name="保存笔记").click()
    expect(page.get_by_text("✓ 已保存")).to_be_visible()
