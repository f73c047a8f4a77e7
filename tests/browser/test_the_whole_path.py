"""Through the demo district: learn, sit the exam, earn a certificate, lose it again.

Everybody signs in where they would, with the password that `make run` prints.
"""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from exams.assembly.models import PaperSnapshot, ScoringManifest
from lms.demo.accounts import PASSWORD
from mediators.models import User
from tests.browser.conftest import DESK

COURSE = "人民调解法与调解基本功"
SITTING = "岗前考试 第三场（手机考试）"
CERTIFICATE = "人民调解员岗前培训合格证书"
#: From the first of these questions to the last there is no network.
OFFLINE = range(13, 19)


@dataclass(frozen=True)
class Question:
    """A question of the demo paper, and what is right."""

    number: int
    prompt: str
    kind: str
    options: dict[str, str]
    key: dict[str, Any]


@pytest.fixture
def questions():
    """Tell the demo's story; return the questions of its paper."""
    call_command("demo")
    keys = ScoringManifest.objects.get(paper__code="PML-100-A").slots
    return [
        Question(
            number=slot["position"],
            prompt=slot["prompt"],
            kind=slot["kind"],
            options={each["id"]: each["text"] for each in slot.get("options", [])},
            key=keys[slot["slot"]]["key"],
        )
        for slot in PaperSnapshot.objects.get(paper__code="PML-100-A").content["slots"]
    ]


@pytest.fixture
def person(questions):
    """Who sits the exam."""
    return User.objects.get(username="tiaojie").person


def test_from_the_first_lesson_to_a_revoked_certificate(
    questions, person, make_page, picture
):
    phone = make_page()
    sign_in(phone, "tiaojie", picture)
    learn_the_course(phone, picture)
    sit_the_exam(phone, questions, picture)

    marker = make_page(viewport=DESK)
    sign_in(marker, "yuejuan")
    mark_both_short_answers(marker, picture)
    office = make_page(viewport=DESK)
    sign_in(office, "quguan")
    release_the_result(office, person, picture)

    read_the_result(phone, picture)
    code = download_the_certificate(phone, picture)

    stranger = make_page()
    scan_the_qr_code(stranger, code, person)
    picture(stranger, "17-stranger-valid")
    without_scripts = make_page(java_script_enabled=False)
    type_the_code(without_scripts, code, person)
    picture(without_scripts, "18-stranger-without-scripts")

    revoke_the_certificate(office, person, picture)
    for page in (stranger, without_scripts):
        page.reload()
        expect(page.get_by_role("heading", name="已撤销")).to_be_attached()
        expect(page.get_by_text("这张证书已于")).to_be_visible()
    picture(stranger, "21-stranger-revoked")
    phone.reload()
    expect(phone.get_by_text(re.compile("^已于.+撤销"))).to_be_visible()
    picture(phone, "22-holder-revoked")


def sign_in(page: Page, username, picture=None):
    page.goto("/account/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    if picture:
        picture(page, "01-sign-in")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("button", name="退出登录")).to_be_visible()


# -- Learning


def learn_the_course(page: Page, picture):
    page.get_by_role("link", name="学习").click()
    picture(page, "02-learn")
    page.get_by_role("link", name=COURSE).click()
    page.get_by_role("button", name="参加学习").click()
    picture(page, "03-course")
    lessons = page.get_by_role("listitem").filter(has=page.get_by_text("分钟")).count()
    finish_a_lesson(page, "开始学第 1 课", picture)
    for number in range(2, lessons + 1):
        finish_a_lesson(page, f"接着学第 {number} 课")
    expect(page.get_by_text("您已经学完这门课。")).to_be_visible()
    picture(page, "06-course-finished")


def finish_a_lesson(page: Page, link, picture=None):
    page.get_by_role("link", name=link).click()
    done = page.get_by_role("button", name="学完这一课")
    expect(done).to_be_visible()
    if picture:
        picture(page, "04-lesson")
        done.scroll_into_view_if_needed()
        picture(page, "05-lesson-end")
    done.click()
    expect(page.get_by_role("heading", name=COURSE)).to_be_visible()


# -- Sitting the exam


def sit_the_exam(page: Page, questions, picture):
    page.get_by_role("link", name="考试").click()
    picture(page, "07-exams")
    page.get_by_role("link", name=SITTING).click()
    page.get_by_role("button", name="开始考试").click()
    for question in questions:
        reach(page, question, len(questions))
        if question.number == OFFLINE.start:
            leave_the_network(page)
        answer(page, question)
        if question.number == OFFLINE.stop - 1:
            come_back_to_the_network(page, picture)
            page.reload()
            reach(page, question, len(questions))
        if question is not questions[-1]:
            page.get_by_role("button", name="下一题").click()
    hand_in(page, picture)


def reach(page: Page, question, total):
    expect(page.get_by_text(f"第 {question.number} 题，共 {total} 题")).to_be_visible()
    expect(page.get_by_role("group", name=question.prompt)).to_be_visible()


def answer(page: Page, question):
    """Answer it right, or, where a person must judge, at length."""
    if question.kind == "short_answer":
        page.get_by_label("您的作答").fill(
            "先听双方把话说完，再讲清道理；谈不成就终止，告知其他途径，记录归档。"
        )
    elif question.kind == "fill_in":
        for number, accepted in enumerate(question.key["blanks"], start=1):
            page.get_by_label(f"第 {number} 空").fill(accepted[0])
    else:
        right = question.key.get("options") or [question.key["option"]]
        for option in right:
            text = re.escape(question.options[option])
            page.get_by_label(re.compile(rf"^([A-F]\. )?{text}$")).check()


def leave_the_network(page: Page):
    expect(page.get_by_text("✓ 全部已存")).to_be_visible()
    page.context.set_offline(True)


def come_back_to_the_network(page: Page, picture):
    expect(page.get_by_text(f"未上传 {len(OFFLINE)} 题")).to_be_visible()
    expect(page.get_by_text("网络断开了")).to_be_visible()
    picture(page, "08-no-network")
    page.context.set_offline(False)
    expect(page.get_by_text("✓ 全部已存")).to_be_visible()
    picture(page, "09-all-stored")


def hand_in(page: Page, picture):
    page.get_by_role("button", name="答题卡").click()
    expect(page.get_by_text("✓ 全部已存")).to_be_visible()
    picture(page, "10-answer-sheet")
    page.get_by_role("button", name="交卷").click()
    expect(page.get_by_text("所有题目都已作答")).to_be_visible()
    page.get_by_role("button", name="确认交卷").click()
    expect(page.get_by_role("heading", name="试卷已交")).to_be_visible()
    picture(page, "11-receipt")


# -- Marking and releasing


def mark_both_short_answers(page: Page, picture):
    page.goto("/office/marking/")
    row = page.get_by_role("row", name=SITTING)
    row.get_by_role("button", name="评阅下一份").click()
    for _each in range(2):
        page.get_by_label("总分").fill("8")
        picture(page, "12-marking")
        page.get_by_role("button", name="保存并评下一份").click()
    expect(page.get_by_text("本场次没有等您评阅的答案了。")).to_be_visible()


def release_the_result(page: Page, person, picture):
    page.goto("/office/marking/")
    page.get_by_role("link", name=SITTING).click()
    expect(page.get_by_role("row", name=person.name)).to_contain_text("96%，96/100")
    picture(page, "13-results")
    page.get_by_role("link", name="发布成绩").click()
    page.get_by_role("button", name="确认发布").click()
    expect(page.get_by_text("已发布 1 份成绩。")).to_be_visible()


def read_the_result(page: Page, picture):
    page.get_by_role("link", name="返回我的考试").click()
    picture(page, "14-my-exams")
    page.get_by_role("region", name="已结束").get_by_role("link", name=SITTING).click()
    expect(page.get_by_text("祝贺您，成绩达到了及格线。")).to_be_visible()
    picture(page, "15-result")


# -- The certificate


def download_the_certificate(page: Page, picture):
    """Return the code that a stranger reads on it."""
    page.get_by_role("link", name="证书").click()
    expect(page.get_by_role("heading", name=CERTIFICATE)).to_be_visible()
    picture(page, "16-certificate")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载证书").click()
    content = download.value.path().read_bytes()
    assert content.startswith(b"%PDF")
    assert 20_000 < len(content) < 2_000_000
    return page.locator("dd.code").inner_text()


def scan_the_qr_code(page: Page, code, person):
    page.goto(f"/verify/{code.replace('-', '')}")
    read_that_it_is_valid(page, person)


def type_the_code(page: Page, code, person):
    page.goto("/verify/")
    page.get_by_label("核验码").fill(code.lower())
    page.get_by_role("button", name="核验").click()
    read_that_it_is_valid(page, person)


def read_that_it_is_valid(page: Page, person):
    expect(page.get_by_role("heading", name="有效")).to_be_attached()
    expect(page.get_by_text("这张证书有效")).to_be_visible()
    expect(page.get_by_text(CERTIFICATE)).to_be_visible()
    expect(page.get_by_text(person.masked_name, exact=True)).to_be_visible()
    expect(page.get_by_text(person.name)).to_have_count(0)


def revoke_the_certificate(page: Page, person, picture):
    page.goto("/office/certificates/")
    page.get_by_role("row", name=person.name).get_by_role("link").click()
    picture(page, "19-certificate-in-the-office")
    page.get_by_role("link", name="撤销证书").click()
    page.get_by_label("考试违规").check()
    page.get_by_role("textbox", name="决定的理由").fill("复核发现由他人代答。")
    picture(page, "20-revoking")
    page.get_by_role("button", name="撤销证书").click()
    expect(page.get_by_text("证书已撤销。")).to_be_visible()
