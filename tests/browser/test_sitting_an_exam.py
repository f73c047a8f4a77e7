"""A mediator sits an exam on a phone, in a village where the signal comes and goes."""

import pytest
from playwright.sync_api import expect

from exams.delivery import operations
from exams.delivery.incoming import read_events
from exams.delivery.models import Attempt
from tests.factories.delivery import AdmissionFactory, AttemptFactory, SittingFactory


@pytest.fixture
def admission():
    admission = AdmissionFactory(mediator__person__name="周小满")
    AttemptFactory(admission=admission)
    return admission


def start(page, admission):
    """Begin the exam and wait for its first question."""
    page.goto("/exams/")
    page.get_by_role("link", name=admission.sitting.title).click()
    page.get_by_role("button", name="开始考试").click()
    expect(page.get_by_text("第 1 题，共 5 题")).to_be_visible()


def status(page, words):
    """Return what the page says of an answer, or of all of them."""
    return page.get_by_role("status").filter(has_text=words)


def test_the_network_goes_and_comes_back_and_no_answer_is_lost(
    admission, make_page, picture
):
    page = make_page(admission.mediator.person.user)
    page.goto("/exams/")
    picture(page, "list")
    page.get_by_role("link", name=admission.sitting.title).click()
    picture(page, "rules")
    start(page, admission)

    page.get_by_label("不收任何费用").check()
    expect(status(page, "✓ 已存")).to_be_visible()
    picture(page, "stored")

    page.context.set_offline(True)
    page.get_by_role("button", name="下一题").click()
    page.get_by_label("平等自愿").check()
    page.get_by_label("不违背法律").check()
    page.get_by_role("button", name="下一题").click()
    page.get_by_label("正确").check()
    expect(page.get_by_text("未上传 2 题")).to_be_visible()
    expect(page.get_by_text("网络断开了")).to_be_visible()
    picture(page, "offline")

    page.context.set_offline(False)
    expect(page.get_by_text("✓ 全部已存")).to_be_visible()

    page.get_by_role("button", name="下一题").click()
    page.get_by_label("第 1 空").fill("三")
    page.get_by_label("第 2 空").fill("九")
    page.get_by_role("button", name="下一题").click()
    page.get_by_label("您的作答").fill("终止调解，并告知其他途径。")
    picture(page, "short-answer")
    page.reload()
    expect(page.get_by_text("第 5 题，共 5 题")).to_be_visible()
    expect(page.get_by_label("您的作答")).to_have_value("终止调解，并告知其他途径。")
    expect(page.get_by_text("✓ 全部已存")).to_be_visible()

    page.get_by_role("button", name="答题卡").click()
    picture(page, "sheet")
    page.get_by_role("button", name="第 1 题").click()
    expect(page.get_by_label("不收任何费用")).to_be_checked()
    page.get_by_role("button", name="答题卡").click()
    page.get_by_role("button", name="交卷").click()
    expect(page.get_by_text("所有题目都已作答")).to_be_visible()
    picture(page, "hand-in")
    page.get_by_role("button", name="确认交卷").click()
    expect(page.get_by_role("heading", name="试卷已交")).to_be_visible()

    attempt = Attempt.objects.get()
    expect(page.get_by_text(attempt.receipt)).to_be_visible()
    picture(page, "receipt")
    told = operations.verify_projection(attempt=attempt)
    assert told.answers == {
        "s1": {"option": "a7f3"},
        "s2": {"options": ["b001", "b002"]},
        "s3": {"option": "t"},
        "s4": {"texts": ["三", "九"]},
    }
    assert told.texts == {"s5": "终止调解，并告知其他途径。"}
    assert (attempt.state, attempt.submit_cause) == ("submitted", "candidate")


def test_a_question_says_how_it_is_answered(admission, make_page, picture):
    page = make_page(admission.mediator.person.user)
    start(page, admission)

    page.get_by_role("button", name="下一题").click()
    expect(page.get_by_text("可能不止一项正确，请全部选出。")).to_be_visible()
    expect(page.get_by_text("少选不得分。")).to_be_visible()
    picture(page, "several")
    for _ in range(3):
        page.get_by_role("button", name="下一题").click()
    page.get_by_label("您的作答").fill("𬱖")

    expect(page.get_by_text("1 字，最多")).to_be_visible()


def test_a_tab_that_was_killed_before_it_could_send_has_lost_nothing(
    admission, make_page
):
    page = make_page(admission.mediator.person.user)
    start(page, admission)
    page.context.set_offline(True)
    page.get_by_label("不收任何费用").check()
    expect(page.get_by_text("未上传 1 题")).to_be_visible()
    page.close(run_before_unload=False)

    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(Attempt.objects.get().get_absolute_url())

    expect(again.get_by_label("不收任何费用")).to_be_checked()
    expect(status(again, "✓ 全部已存")).to_be_visible()
    assert Attempt.objects.get().answers == {"s1": {"option": "a7f3"}}


def test_the_exam_goes_on_when_the_login_has_ended(admission, make_page):
    page = make_page(admission.mediator.person.user)
    start(page, admission)
    page.context.clear_cookies(name="sessionid")

    page.get_by_label("不收任何费用").check()
    expect(status(page, "✓ 已存")).to_be_visible()
    page.reload()

    expect(page.get_by_label("不收任何费用")).to_be_checked()


def test_a_hand_in_without_network_completes_by_itself(admission, make_page, picture):
    page = make_page(admission.mediator.person.user)
    start(page, admission)
    page.context.set_offline(True)
    page.get_by_label("不收任何费用").check()
    page.get_by_role("button", name="答题卡").click()
    page.get_by_role("button", name="交卷").click()
    expect(page.get_by_text("还有 4 题没有作答")).to_be_visible()
    picture(page, "unanswered")
    page.get_by_role("button", name="确认交卷").click()
    expect(page.get_by_role("heading", name="正在交卷")).to_be_visible()
    picture(page, "waiting")

    page.context.set_offline(False)

    expect(page.get_by_role("heading", name="试卷已交")).to_be_visible()
    attempt = Attempt.objects.get()
    assert attempt.answers == {"s1": {"option": "a7f3"}}
    page.get_by_role("link", name="返回我的考试").click()
    page.get_by_role("link", name=admission.sitting.title).click()
    expect(page.get_by_text(attempt.receipt)).to_be_visible()
    picture(page, "done")


def test_when_the_time_is_over_the_paper_hands_itself_in(make_page):
    sitting = SittingFactory(duration_s=6)
    admission = AttemptFactory(admission__sitting=sitting).admission
    page = make_page(admission.mediator.person.user)
    start(page, admission)
    page.get_by_label("不收任何费用").check()

    expect(page.get_by_role("heading", name="试卷已交")).to_be_visible(timeout=20_000)

    expect(page.get_by_text("时间到，自动交卷")).to_be_visible()
    assert Attempt.objects.get().answers == {"s1": {"option": "a7f3"}}


def test_what_comes_after_the_end_is_said_not_to_count(admission, make_page, picture):
    page = make_page(admission.mediator.person.user)
    start(page, admission)
    page.get_by_label("不收任何费用").check()
    expect(status(page, "✓ 已存")).to_be_visible()
    attempt = Attempt.objects.get()
    operations.hand_in(
        attempt=attempt.uuid,
        device=attempt.device_id,
        epoch=attempt.device_epoch,
        events=read_events([], slots={}, epoch=attempt.device_epoch),
    )
    page.route("**/state/", lambda route: route.abort())

    page.get_by_label("只收材料费").check()
    expect(page.get_by_role("heading", name="考试已经结束")).to_be_visible()
    page.unroute("**/state/")

    expect(page.get_by_role("heading", name="试卷已交")).to_be_visible()
    expect(page.get_by_text("没有计入")).to_be_visible()
    expect(page.get_by_text("您的作答已全部保存")).to_be_hidden()
    picture(page, "not-counted")
    attempt.refresh_from_db()
    assert attempt.answers == {"s1": {"option": "a7f3"}}


def test_another_phone_takes_over_and_the_first_is_told(admission, make_page, picture):
    user = admission.mediator.person.user
    old, new = make_page(user), make_page(user)
    start(old, admission)
    old.get_by_label("不收任何费用").check()
    expect(status(old, "✓ 已存")).to_be_visible()

    new.goto(Attempt.objects.get().get_absolute_url())
    expect(new.get_by_role("heading", name="考试已在另一台手机上打开")).to_be_visible()
    picture(new, "asked")
    new.get_by_label("准考证号").fill("1")
    new.get_by_label("您的密码").fill("correct horse battery")
    new.get_by_role("button", name="改用这台手机").click()
    expect(new.get_by_text("准考证号或密码不对")).to_be_visible()
    picture(new, "refused")
    new.get_by_label("准考证号").fill(admission.ticket_no)
    new.get_by_label("您的密码").fill("correct horse battery")
    new.get_by_role("button", name="改用这台手机").click()
    expect(new.get_by_label("不收任何费用")).to_be_checked()
    new.get_by_label("只收材料费").check()
    expect(status(new, "✓ 已存")).to_be_visible()

    old.get_by_label("由双方商量").check()
    expect(old.get_by_role("heading", name="已改用另一台手机作答")).to_be_visible()
    picture(old, "told")
    attempt = Attempt.objects.get()
    assert attempt.answers == {"s1": {"option": "09bc"}}
    assert set(attempt.events.values_list("epoch", "disposition")) == {
        (1, "accepted"),
        (1, "fenced"),
        (2, "accepted"),
    }


def test_the_page_opened_last_answers_and_the_other_is_told(admission, make_page):
    first = make_page(admission.mediator.person.user)
    start(first, admission)

    second = first.context.new_page()
    second.goto(Attempt.objects.get().get_absolute_url())

    expect(first.get_by_role("heading", name="考试已在另一个页面打开")).to_be_visible()
    second.get_by_label("不收任何费用").check()
    expect(status(second, "✓ 已存")).to_be_visible()


def test_flags_and_taking_an_answer_back_by_keyboard(admission, make_page, picture):
    page = make_page(admission.mediator.person.user)
    start(page, admission)
    page.get_by_label("不收任何费用").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="标记本题").press("Enter")
    expect(page.get_by_role("button", name="取消标记")).to_be_visible()

    page.get_by_role("button", name="清除本题作答").press("Enter")
    expect(page.get_by_label("不收任何费用")).not_to_be_checked()
    page.get_by_role("button", name="答题卡").press("Enter")

    cell = page.get_by_role("button", name="第 1 题，未作答，✓ 已存，已标记")
    expect(cell).to_be_visible()
    expect(cell).not_to_contain_text("✓")
    picture(page, "flagged")
    attempt = Attempt.objects.get()
    assert (attempt.answers, attempt.flags) == ({}, {"s1": True})
