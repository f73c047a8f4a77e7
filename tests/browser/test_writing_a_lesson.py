"""A trainer writes a lesson and hands it in; a reviewer publishes it."""

import re

import pytest
from playwright.sync_api import expect

from courses.models import Lesson
from courses.operations import grant_studio
from mediators.models import RoleGrant
from tests.browser.conftest import DESK
from tests.factories.courses import LAST_SPRING, BranchPageFactory, CourseFactory
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import MediatorFactory, RoleGrantFactory, UserFactory


@pytest.fixture
def course():
    ArticleFactory(number=9, digest="主动上门可以，强行调解不行。")
    return CourseFactory(
        parent=BranchPageFactory(opened=True), title="邻里纠纷调解", revised=True
    )


def member(course, name, *, reviewer=False):
    organisation = course.get_parent().specific.organisation
    grant = RoleGrantFactory(
        user=UserFactory(name=name),
        organisation=organisation,
        role=RoleGrant.Role.TRAINER,
    )
    grant_studio(
        user=grant.user,
        organisation=organisation,
        at=LAST_SPRING,
        actor=None,
        reviewer=reviewer,
    )
    return grant.user


def add_block(page, name):
    # Wagtail's own button has a title and no label in Chinese.
    page.locator("button.c-sf-add-button:visible").last.click()
    page.get_by_role("option", name=name).click()


def write(page):
    page.get_by_role("textbox", name="标题").first.fill("一堵墙的两边")
    add_block(page, "正文")
    text = page.locator("[contenteditable=true]")
    text.click()
    page.keyboard.type("先听完，再开口。")
    expect(text).to_have_text("先听完，再开口。")
    add_block(page, "引用法条")
    page.get_by_role("button", name="选择条文").click()
    page.get_by_role("link", name=re.compile("第九条")).click()
    expect(page.get_by_text(re.compile("第九条")).first).to_be_visible()


def hand_in(page):
    page.get_by_role("button", name="更多动作").click()
    page.get_by_role("button", name=re.compile("^提交给")).click()


def hold_back_news_of_saving(page):
    """Return a list of what the server has saved and the browser has not heard of."""
    held = []

    def handle(route):
        if route.request.is_navigation_request():
            route.continue_()
            return
        response = route.fetch()
        if response.ok:
            held.append((route, response))
        else:
            route.fulfill(response=response)

    page.route(re.compile("/studio/pages/add/"), handle)
    return held


def test_a_trainer_writes_and_a_reviewer_publishes(course, make_page, picture):
    trainer = make_page(member(course, "林文清"), viewport=DESK)
    trainer.goto(f"/studio/pages/add/courses/lesson/{course.pk}/")
    write(trainer)
    trainer.get_by_role("button", name=re.compile("预览")).first.click()
    # While the Studio renews the preview, the old and the new stand side by side.
    preview = trainer.frame_locator("iframe[title=预览]").last
    expect(preview.get_by_role("heading", level=1)).to_have_text("一堵墙的两边")
    expect(preview.get_by_text(re.compile("第九条"))).to_be_visible()
    picture(trainer, "preview")
    hand_in(trainer)
    trainer.wait_for_url(re.compile(r"/pages/\d+/$"))

    reviewer = make_page(member(course, "田桂芳", reviewer=True), viewport=DESK)
    reviewer.goto("/studio/")
    picture(reviewer, "to-review")
    reviewer.get_by_role("link", name="一堵墙的两边").first.click()
    reviewer.get_by_role("button", name="更多动作").click()
    reviewer.get_by_role("button", name="审核通过并发布", exact=True).click()
    reviewer.wait_for_url(re.compile(r"/pages/\d+/$"))

    phone = make_page(MediatorFactory().person.user)
    phone.goto(course.url)
    phone.get_by_role("button", name="参加学习").click()
    phone.get_by_role("link", name="开始学第 1 课").click()
    phone.get_by_text(re.compile("第九条")).first.click()
    expect(phone.get_by_text("主动上门可以，强行调解不行。")).to_be_visible()
    picture(phone, "published")
    phone.get_by_role("button", name="学完这一课").click()
    expect(phone.get_by_text("您已经学完这门课。")).to_be_visible()


def test_a_lesson_handed_in_while_it_is_being_saved_is_there_once(course, make_page):
    page = make_page(member(course, "林文清"), viewport=DESK)
    page.goto(f"/studio/pages/add/courses/lesson/{course.pk}/")
    held = hold_back_news_of_saving(page)
    write(page)
    # Wagtail takes what was typed in the first seconds for what was there.
    page.get_by_role("textbox", name="简介").press_sequentially(
        "从一堵墙说起。", delay=500
    )
    expect(page.get_by_text("正在保存…")).to_be_visible()
    while not held:
        page.wait_for_timeout(100)

    hand_in(page)
    for route, response in held:
        route.fulfill(response=response)

    page.wait_for_url(re.compile(r"/pages/\d+/$"))
    assert Lesson.objects.get().workflow_in_progress
