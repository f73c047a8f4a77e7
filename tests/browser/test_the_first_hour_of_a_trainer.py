"""A trainer copies a lesson and makes it their own; a reviewer sends it back, then publishes."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK
from tests.browser.test_writing_a_lesson import add_block, hand_in, member
from tests.factories.courses import BranchPageFactory, CourseFactory, LessonFactory
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import MediatorFactory


@pytest.fixture
def course():
    ArticleFactory(
        number=9,
        text="双方都同意，才能调解。",
        version__statute__title="白鹭县调解条例",
    )
    course = CourseFactory(
        parent=BranchPageFactory(opened=True), title="邻里纠纷调解", revised=True
    )
    LessonFactory(parent=course, title="一堵墙的两边", revised=True)
    return course


def copy_a_lesson(page):
    page.goto("/studio/")
    expect(page.get_by_text(re.compile("您没有草稿"))).to_be_visible()
    page.get_by_role("link", name="一门课程").click()
    page.get_by_role("link", name=re.compile("查看.邻里纠纷调解.的下级页面")).click()
    page.get_by_role("link", name="一堵墙的两边", exact=True).click()
    page.get_by_role("button", name="操作", exact=True).click()
    page.get_by_role("link", name="复制", exact=True).click()
    page.get_by_label("新标题").fill("一棵枣树的两边")
    page.get_by_role("button", name="复制此页").click()
    expect(page.get_by_text(re.compile("已复制"))).to_be_visible()
    page.goto("/studio/")
    page.get_by_role("link", name="继续编写").click()


def cite(page):
    """By keyboard alone, once the chooser is open."""
    add_block(page, "引用法条")
    page.get_by_role("button", name="选择条文").click()
    page.keyboard.type("9")
    expect(page.get_by_text("现行有效")).to_be_visible()
    page.get_by_role("link", name=re.compile("第九条")).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".modal.in")).to_have_count(0)


def ask(page):
    add_block(page, "自测")
    page.get_by_role("textbox", name="问题").fill("老邱不愿意谈，怎么办？")
    answers = [
        ("劝到他愿意为止", "调解要双方自愿。", False),
        ("告诉他还可以走别的路", "对，调解不成不拦着谁。", True),
    ]
    for number, (text, why, right) in enumerate(answers):
        page.get_by_role("textbox", name="选项").nth(number).fill(text)
        page.get_by_role("textbox", name="说明").nth(number).fill(why)
        if right:
            page.get_by_role("checkbox", name="这一项是对的").nth(number).check()


def send_back(page, said):
    page.goto("/studio/")
    page.get_by_role("link", name="去审核").click()
    page.get_by_role("button", name="更多动作").click()
    page.get_by_role("button", name="退回修改").click()
    page.get_by_role("textbox", name="评语").fill(said)
    page.get_by_role("button", name=re.compile("退回修改|提交")).last.click()
    page.wait_for_url(re.compile(r"/pages/\d+/$"))


def test_the_first_hour(course, make_page, picture):
    trainer = make_page(member(course, "林文清"), viewport=DESK)
    copy_a_lesson(trainer)
    cite(trainer)
    ask(trainer)
    picture(trainer, "written")
    hand_in(trainer)
    trainer.wait_for_url(re.compile(r"/pages/\d+/$"))
    trainer.goto("/studio/")
    expect(trainer.get_by_text("审核中")).to_be_visible()

    reviewer = make_page(member(course, "田桂芳", reviewer=True), viewport=DESK)
    send_back(reviewer, "自测题很好，请补一句为什么。")

    trainer.goto("/studio/")
    expect(
        trainer.get_by_text("田桂芳：“自测题很好，请补一句为什么。”")
    ).to_be_visible()
    picture(trainer, "came-back")
    trainer.get_by_role("link", name="去修改").click()
    trainer.get_by_role("textbox", name="为什么要记住它").fill("自愿是调解的第一条。")
    trainer.get_by_role("button", name="更多动作").click()
    trainer.get_by_role("button", name=re.compile("重新提交|提交给")).first.click()
    trainer.wait_for_url(re.compile(r"/pages/\d+/$"))

    reviewer.goto("/studio/")
    reviewer.get_by_role("link", name="去审核").click()
    reviewer.get_by_role("button", name="更多动作").click()
    reviewer.get_by_role("button", name="审核通过并发布", exact=True).click()
    reviewer.wait_for_url(re.compile(r"/pages/\d+/$"))

    phone = make_page(MediatorFactory().person.user)
    phone.goto(course.url)
    phone.get_by_role("button", name="参加学习").click()
    phone.get_by_role("link", name=re.compile("一棵枣树的两边")).click()
    phone.get_by_text(re.compile("第九条")).click()
    expect(phone.get_by_text("双方都同意，才能调解。")).to_be_visible()
    expect(phone.get_by_text("自愿是调解的第一条。")).to_be_visible()
    phone.get_by_text("告诉他还可以走别的路").click()
    expect(phone.get_by_text("对，调解不成不拦着谁。")).to_be_visible()
    picture(phone, "read")
