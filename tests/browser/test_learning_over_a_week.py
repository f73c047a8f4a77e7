"""A learner over a week: on a phone, in large type, without scripts, and by searching."""

import re

import pytest
from playwright.sync_api import Page, expect

from courses import operations
from courses.models import Course, LessonProgress, Note
from tests.factories.courses import BranchPageFactory
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import MediatorFactory

TITLE = "邻里纠纷调解"
LESSONS = ("一堵墙", "一条沟", "一棵树")


@pytest.fixture
def article():
    return ArticleFactory(
        number=17,
        text="当事人可以向人民调解委员会申请调解。",
        digest="谁都可以来申请，也可以不调。",
        version__statute__title="中华人民共和国人民调解法",
        version__statute__short_title="人民调解法",
    )


@pytest.fixture
def course(article, now):
    course = operations.create_course(
        branch=BranchPageFactory(),
        title=TITLE,
        slug="neighbours",
        summary="三堂短课，从一堵墙说起。",
        credit_hours=3,
        at=now,
    )
    for number, title in enumerate(LESSONS):
        operations.create_lesson(
            course=course,
            title=title,
            slug=f"lesson-{number}",
            summary="先听完，再开口。",
            body=_body(article),
            at=now,
        )
    return course


def _body(article):
    choices = [
        {"text": "先劝他别告", "right": False, "feedback": "这是拦人的路。"},
        {"text": "听他把话说完", "right": True, "feedback": "对，先听。"},
    ]
    lines = [
        {"who": "老周", "says": "墙裂了。"},
        {"who": "调解员", "says": "您慢慢说。"},
    ]
    return [
        ("text", "<h2>先听</h2>" + "<p>把话听完，火气先下去一半。</p>" * 6),
        ("dialogue", {"title": "听听怎么说", "lines": lines}),
        ("citation", {"article": article, "note": "自愿是前提。"}),
        ("checklist", {"title": "开谈以前", "items": ["方桌", "茶水"]}),
        ("self_check", {"prompt": "老周要去告，您怎么办？", "choices": choices}),
    ]


@pytest.fixture
def learner():
    return MediatorFactory(person__name="何桂泉").person.user


def test_a_mediator_learns_a_little_every_day(make_page, course, learner, picture):
    monday = make_page(learner)
    monday.goto("/")
    monday.get_by_role("link", name="看看课程").click()
    monday.get_by_role("link", name=TITLE).click()
    monday.get_by_role("button", name="参加学习").click()
    monday.get_by_role("link", name="开始学第 1 课").click()
    open_what_opens(monday)
    picture(monday, "lesson")
    write_a_note(monday, "先听完，再开口。")
    picture(monday, "note")
    monday.get_by_role("button", name="学完这一课").click()
    monday.get_by_role("link", name="接着学第 2 课").click()
    read_as_far_as(monday, 4)

    wednesday = make_page(learner)
    wednesday.goto("/")
    expect(wednesday.get_by_role("heading", name="接着学")).to_be_visible()
    wednesday.get_by_role("link", name="接着学").click()
    expect(wednesday.get_by_role("heading", name=LESSONS[1], level=1)).to_be_visible()
    wednesday.get_by_role("link", name="接着上次读到的地方").click()
    expect(wednesday).to_have_url(re.compile("#part-[45]$"))
    wednesday.get_by_role("button", name="学完这一课").click()
    picture(wednesday, "course")

    sunday = make_page(learner)
    sunday.goto("/learn/")
    sunday.get_by_role("link", name="接着学").click()
    sunday.get_by_role("button", name="学完这一课").click()
    expect(sunday.get_by_text("您已经学完这门课。")).to_be_visible()
    sunday.get_by_role("link", name="学习", exact=True).click()
    sunday.get_by_role("link", name="学习记录").click()
    for title in LESSONS:
        expect(sunday.get_by_role("link", name=title)).to_be_visible()
    picture(sunday, "history")
    sunday.goto("/learn/notes/")
    expect(sunday.get_by_text("先听完，再开口。")).to_be_visible()
    picture(sunday, "notes")


def open_what_opens(page: Page):
    page.get_by_text("《人民调解法》第十七条").first.click()
    expect(page.get_by_text("谁都可以来申请，也可以不调。")).to_be_visible()
    page.get_by_text("先劝他别告").click()
    expect(page.get_by_text("这是拦人的路。")).to_be_visible()
    page.get_by_label("方桌").check()


def write_a_note(page: Page, text):
    page.get_by_role("textbox").fill(text)
    expect(page.get_by_text("✓ 已保存")).to_be_visible()
    assert Note.objects.get().text == text


def read_as_far_as(page: Page, part):
    expect(page.get_by_role("heading", name=LESSONS[1], level=1)).to_be_visible()
    page.locator(f"#part-{part}").scroll_into_view_if_needed()
    page.evaluate(f"document.getElementById('part-{part}').scrollIntoView()")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    assert LessonProgress.objects.get(completed_at=None).position >= part


def test_a_mediator_learns_in_large_type(make_page, course, learner, picture):
    phone = make_page(learner)
    phone.goto("/courses/")
    phone.get_by_role("button", name="大字版").click()
    expect(phone.locator("html")).to_have_attribute("data-type-size", "large")
    picture(phone, "catalogue")
    phone.get_by_role("link", name=TITLE).click()
    phone.get_by_role("button", name="参加学习").click()
    picture(phone, "course")
    phone.get_by_role("link", name="开始学第 1 课").click()
    open_what_opens(phone)
    picture(phone, "lesson")

    wide = phone.evaluate("document.documentElement.scrollWidth")
    size = phone.evaluate(
        "getComputedStyle(document.querySelector('.prose p')).fontSize"
    )
    assert wide <= phone.viewport_size["width"]
    assert float(size.removesuffix("px")) >= 22


def test_a_mediator_learns_without_scripts(make_page, course, learner, picture):
    page = make_page(learner, java_script_enabled=False)
    page.goto("/courses/")
    page.get_by_label("关键词").fill("一条沟")
    page.get_by_role("button", name="筛选").click()
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("button", name="参加学习").click()
    page.get_by_role("link", name="开始学第 1 课").click()
    open_what_opens(page)
    page.get_by_role("textbox").fill("不用脚本也能记。")
    page.get_by_role("button", name="保存笔记").click()
    expect(page.get_by_text("笔记已保存。")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_value("不用脚本也能记。")
    for number in range(2, len(LESSONS) + 1):
        page.get_by_role("button", name="学完这一课").click()
        page.get_by_role("link", name=f"接着学第 {number} 课").click()
    page.get_by_role("button", name="学完这一课").click()

    expect(page.get_by_text("您已经学完这门课。")).to_be_visible()
    assert Course.objects.get(pk=course.pk).enrolments.get().completions.count() == 1


def test_a_mediator_finds_the_law_and_the_lesson_that_explains_it(
    make_page, course, learner, picture
):
    page = make_page(learner)
    page.goto("/")
    page.get_by_label("找课程，查法条").fill("第十七条")
    page.get_by_role("button", name="查找").click()
    picture(page, "found")
    page.get_by_role("link", name="中华人民共和国人民调解法 第十七条").click()
    expect(page.get_by_role("heading", name="第十七条", level=1)).to_be_visible()
    picture(page, "article")
    page.get_by_role("link", name=LESSONS[0]).click()

    expect(page.get_by_role("heading", name=LESSONS[0], level=1)).to_be_visible()
    expect(page.get_by_text("老周要去告，您怎么办？").first).to_be_visible()
