"""The guide leads a trainer: copied, cited, asked, read by a class, sent back, published.

Its links are followed, and no address is known beforehand but that of the Studio.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK
from tests.browser.test_writing_a_lesson import add_block, hand_in, member
from tests.factories.banks import BankFactory, TopicFactory
from tests.factories.courses import BranchPageFactory, CourseFactory, LessonFactory
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import MediatorFactory, PostFactory

COPY, CITE, ASK = "复制一课，改成自己的", "引用一条法律", "出一道题，放进题库"
PILOT, PUBLISH = "请试学班先学", "正式发布，人人可学"


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
    organisation = course.get_parent().specific.organisation
    BankFactory(organisation=organisation, title="白鹭县调解题库")
    TopicFactory()
    return course


def step(page, name):
    """The row of a step, on the Studio's first page."""
    page.goto("/studio/")
    return page.get_by_role("listitem").filter(has_text=name)


def ticked(page, *names):
    page.goto("/studio/")
    for name in names:
        row = page.get_by_role("listitem").filter(has_text=name)
        expect(row.get_by_text("已完成")).to_be_visible()
    expect(page.get_by_text("已完成")).to_have_count(len(names))


def copy_a_lesson(page):
    step(page, COPY).get_by_role("link", name="复制《一堵墙的两边》").click()
    page.get_by_label("新标题").fill("一棵枣树的两边")
    page.get_by_role("button", name="复制此页").click()
    expect(page.get_by_text(re.compile("已复制"))).to_be_visible()


def cite(page):
    """By keyboard alone, once the chooser is open."""
    step(page, CITE).get_by_role("link", name="去课里引用").click()
    expect(page.get_by_role("heading", name="正文*")).to_be_in_viewport()
    add_block(page, "引用法条")
    page.get_by_role("button", name="选择条文").click()
    page.keyboard.type("9")
    expect(page.get_by_text("现行有效")).to_be_visible()
    page.get_by_role("link", name=re.compile("第九条")).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".modal.in")).to_have_count(0)


def ask_in_the_bank(page):
    """The draft of one question, in the Office."""
    step(page, ASK).get_by_role("link", name="出一道题").click()
    expect(page.get_by_text("白鹭县调解题库")).to_be_visible()
    page.get_by_label("编号").first.fill("LIN-1")
    page.get_by_label("题干").fill("一方不愿意调解，调解员应当怎么办？")
    rows = page.locator("[data-row]")
    for number, answer in enumerate(("告知还可以走别的途径", "劝到愿意为止")):
        rows.nth(number).get_by_role("textbox").fill(answer)
    rows.first.get_by_role("radio").check()
    page.get_by_label("知识点").select_option("调解原则")
    page.get_by_label("引用一部法律").select_option(index=1)
    page.get_by_label("条号").fill("9")
    page.get_by_role("button", name="存为草稿").click()
    expect(page.get_by_text("草稿已保存")).to_be_visible()


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


def give_to_a_class(page, picture):
    """A class is opened as it is given the draft; return the address to send around."""
    step(page, PILOT).get_by_role("link", name="发给试学班").click()
    expect(page.get_by_label("新班的名称")).to_have_value(re.compile("试学班$"))
    page.get_by_role("button", name="发给试学班").click()
    expect(page.get_by_text("试学中")).to_be_visible()
    page.get_by_role("link", name="地址和参加的人").click()
    expect(page.locator("#address")).to_be_visible()
    picture(page, "invitation")
    return page.locator("#address").inner_text().partition("/learn/")[2]


def read_first(course, make_page, address, picture):
    """A mediator of the branch joins, finds the draft among the news, and says something."""
    branch = course.get_parent().specific.organisation
    reader = MediatorFactory(person__name="成雪芹", person__user__name="成雪芹")
    PostFactory(person=reader.person, organisation__parent=branch)
    phone = make_page(reader.person.user)
    phone.goto(f"/learn/{address}")
    picture(phone, "asked")
    phone.get_by_role("button", name="我参加").click()
    expect(phone.get_by_role("link", name="一棵枣树的两边")).to_be_visible()
    phone.goto("/")
    phone.get_by_role("link", name=re.compile("新消息")).click()
    phone.get_by_role("link", name=re.compile("请您先学")).click()
    expect(phone.get_by_text("只有试学班看得到")).to_be_visible()
    phone.get_by_role("textbox").last.fill("没看懂老邱为什么不愿意。")
    picture(phone, "draft")
    phone.get_by_role("button", name="我读完了，告诉编写人").click()
    expect(phone.get_by_text("已读完")).to_be_visible()
    return phone


def send_back(page, said):
    page.goto("/studio/")
    page.get_by_role("link", name="去审核").click()
    page.get_by_role("button", name="更多动作").click()
    page.get_by_role("button", name="退回修改").click()
    page.get_by_role("textbox", name="评语").fill(said)
    page.get_by_role("button", name=re.compile("退回修改|提交")).last.click()
    page.wait_for_url(re.compile(r"/pages/\d+/$"))


def learnt_by_all(make_page, address, picture):
    """Somebody who was in no class learns it as it was published."""
    phone = make_page(MediatorFactory().person.user)
    phone.goto(address)
    phone.get_by_role("button", name="参加学习").click()
    phone.get_by_role("link", name=re.compile("一棵枣树的两边")).click()
    phone.get_by_text(re.compile("第九条")).first.click()
    expect(phone.get_by_text("双方都同意，才能调解。")).to_be_visible()
    expect(phone.get_by_text("自愿是调解的第一条。")).to_be_visible()
    phone.get_by_text("告诉他还可以走别的路").click()
    expect(phone.get_by_text("对，调解不成不拦着谁。")).to_be_visible()
    picture(phone, "read")


def test_the_first_hour(course, make_page, picture):
    trainer = make_page(member(course, "林文清"), viewport=DESK)
    trainer.goto("/studio/")
    picture(trainer, "guided")
    copy_a_lesson(trainer)
    ticked(trainer, COPY)
    cite(trainer)
    ask(trainer)
    picture(trainer, "written")
    trainer.get_by_role("button", name="保存草稿").click()
    expect(trainer.get_by_text("“一棵枣树的两边”已更新。")).to_be_visible()
    ask_in_the_bank(trainer)
    ticked(trainer, COPY, CITE, ASK)
    picture(trainer, "ticked")
    address = give_to_a_class(trainer, picture)
    ticked(trainer, COPY, CITE, ASK, PILOT)
    reader = read_first(course, make_page, address, picture)
    step(trainer, PILOT).get_by_role("link", name="看看他们怎么说").click()
    expect(trainer.get_by_text("没看懂老邱为什么不愿意。")).to_be_visible()
    picture(trainer, "said")
    step(trainer, PUBLISH).get_by_role("link", name="去提交").click()
    hand_in(trainer)
    trainer.wait_for_url(re.compile(r"/pages/\d+/$"))
    trainer.goto("/studio/")
    expect(trainer.get_by_text("审核中")).to_be_visible()
    expect(trainer.get_by_text("审核人正在看")).to_be_visible()

    reviewer = make_page(member(course, "田桂芳", reviewer=True), viewport=DESK)
    send_back(reviewer, "自测题很好，请补一句为什么。")

    trainer.goto("/studio/")
    expect(
        trainer.get_by_text("田桂芳：“自测题很好，请补一句为什么。”")
    ).to_be_visible()
    picture(trainer, "came-back")
    step(trainer, PUBLISH).get_by_role("link", name="去修改").click()
    trainer.get_by_role("textbox", name="为什么要记住它").fill("自愿是调解的第一条。")
    trainer.get_by_role("button", name="更多动作").click()
    trainer.get_by_role("button", name=re.compile("重新提交|提交给")).first.click()
    trainer.wait_for_url(re.compile(r"/pages/\d+/$"))

    reviewer.goto("/studio/")
    reviewer.get_by_role("link", name="去审核").click()
    reviewer.get_by_role("button", name="更多动作").click()
    reviewer.get_by_role("button", name="审核通过并发布", exact=True).click()
    reviewer.wait_for_url(re.compile(r"/pages/\d+/$"))

    ticked(trainer, COPY, CITE, ASK, PILOT, PUBLISH)
    reader.get_by_role("link", name="学习").first.click()
    expect(reader.get_by_text("请您先学")).to_have_count(0)
    given = step(trainer, PUBLISH).get_by_role("link", name="学员看到的页面")
    learnt_by_all(make_page, given.get_attribute("href"), picture)

    trainer.goto("/studio/")
    expect(trainer.get_by_text("我的草稿")).to_be_visible()
    expect(trainer.get_by_text("第一课", exact=True)).to_have_count(0)


def test_the_guide_is_folded_away_for_good(course, make_page):
    page = make_page(member(course, "林文清"), viewport=DESK)
    page.goto("/studio/")
    with page.expect_response(re.compile("dismissibles")):
        page.get_by_role("button", name="收起，不再显示").click()
    expect(page.get_by_text(COPY)).to_be_hidden()

    page.goto("/studio/")
    expect(page.get_by_text("我的草稿")).to_be_visible()
    expect(page.get_by_text(COPY)).to_have_count(0)
