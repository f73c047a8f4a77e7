"""The Classroom's pages of an exam."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from exams.delivery import operations
from exams.delivery.models import Attempt
from exams.delivery.words import until
from tests.factories.delivery import (
    AdmissionFactory,
    AttemptFactory,
    SittingFactory,
    move_on,
)
from tests.factories.marking import ResultFactory
from tests.factories.mediators import MediatorFactory, RoleGrantFactory

HOUR = timedelta(hours=1)


@pytest.fixture
def mediator():
    return MediatorFactory()


@pytest.fixture
def signed_in(client, mediator):
    client.force_login(mediator.person.user)
    return client


def sitting_of(mediator, *, opens=-HOUR, closes=HOUR, now, times=1, **attempt):
    sitting = SittingFactory(
        opens_at=now + opens, closes_at=now + closes, max_attempts=times
    )
    admission = AdmissionFactory(sitting=sitting, mediator=mediator)
    return AttemptFactory(admission=admission, **attempt)


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_my_exams_stand_under_what_i_can_do_with_them(signed_in, mediator, now):
    going = sitting_of(mediator, now=now, running=True)
    ready = sitting_of(mediator, now=now)
    coming = sitting_of(mediator, now=now, opens=73 * HOUR, closes=80 * HOUR)
    missed = sitting_of(mediator, now=now, opens=-3 * HOUR, closes=-HOUR)
    AttemptFactory()  # somebody else's

    response = signed_in.get(reverse("delivery:exam-list"))

    shown = response.context
    assert {item["seat"].attempt for item in shown["open"]} == {going, ready}
    assert [item["seat"].attempt for item in shown["upcoming"]] == [coming]
    assert shown["upcoming"][0]["words"] == "还有 3 天"
    assert [seat.attempt for seat in shown["over"]] == [missed]
    assert shown["over"][0].is_missed


def handed_in(mediator, now, *, times=2):
    attempt = sitting_of(mediator, now=now, times=times, running=True)
    operations.close_overdue(at=attempt.deadline_at + HOUR)
    attempt.refresh_from_db()
    return attempt


def released(attempt, points):
    move_on(attempt, "released")
    return ResultFactory(released=True, attempt=attempt, raw=points)


def test_who_has_handed_in_waits_for_a_result_and_is_not_sent_back(
    signed_in, mediator, now
):
    attempt = handed_in(mediator, now)

    listed = signed_in.get(reverse("delivery:exam-list"))
    sitting = attempt.admission.sitting
    entry = signed_in.get(reverse("delivery:entry", args=[sitting.uuid]))

    assert listed.context["open"] == []
    for page in (listed, entry):
        assert "已交卷，等待成绩" in text(page)
        assert "第 1 次，共 2 次" in text(page)
        assert reverse("delivery:attempt-done", args=[attempt.uuid]) in text(page)
        assert "再考一次" not in text(page)
        assert "> 开始考试 <" not in text(page)
    assert "没有通过的，可以在" in text(entry)
    assert "请等成绩" not in text(listed)


def test_who_has_passed_finds_the_result_and_nothing_to_sit(signed_in, mediator, now):
    attempt = handed_in(mediator, now)
    released(attempt, 61)

    listed = signed_in.get(reverse("delivery:exam-list"))
    sitting = attempt.admission.sitting
    entry = signed_in.get(reverse("delivery:entry", args=[sitting.uuid]))

    assert listed.context["open"] == []
    for page in (listed, entry):
        assert "合格，61 分" in text(page)
        assert reverse("marking:result", args=[attempt.uuid]) in text(page)
        assert "再考一次" not in text(page)
        assert "开始考试" not in text(page)


def test_who_has_failed_may_choose_to_sit_again(signed_in, mediator, now):
    attempt = handed_in(mediator, now)
    released(attempt, 40)

    listed = signed_in.get(reverse("delivery:exam-list"))

    assert listed.context["open"] == []
    assert "未合格，40 分" in text(listed)
    assert reverse("delivery:entry", args=[attempt.admission.sitting.uuid]) in text(
        listed
    )
    assert "再考一次（第 2 次，共 2 次）" in text(listed)


def test_the_last_attempt_allowed_is_followed_by_none(signed_in, mediator, now):
    attempt = handed_in(mediator, now, times=1)
    released(attempt, 40)

    sitting = attempt.admission.sitting
    entry = signed_in.get(reverse("delivery:entry", args=[sitting.uuid]))

    assert "未合格，40 分" in text(entry)
    for offered in ("再考", "开始考试"):
        assert offered not in text(entry)


@pytest.mark.parametrize("of_each", [1, 5])
def test_results_cost_one_query_however_many(
    signed_in, mediator, now, of_each, django_assert_num_queries
):
    for _number in range(of_each):
        released(handed_in(mediator, now), 61)

    with django_assert_num_queries(5):
        signed_in.get(reverse("delivery:exam-list"))


def test_a_start_after_the_close_hides_no_result(signed_in, mediator, now):
    attempt = sitting_of(
        mediator, now=now, opens=-3 * HOUR, closes=-HOUR, times=2, running=True
    )
    operations.close_overdue(at=attempt.deadline_at + HOUR)
    released(attempt, 61)
    sitting = attempt.admission.sitting

    refused = signed_in.post(
        reverse("delivery:start", args=[sitting.uuid]), follow=True
    )
    listed = signed_in.get(reverse("delivery:exam-list"))

    assert "已过入场时间，不能再开始" in text(refused)
    assert attempt.admission.attempts.get() == attempt
    assert reverse("marking:result", args=[attempt.uuid]) in text(listed)


@pytest.mark.parametrize("of_each", [1, 5])
def test_the_list_costs_the_same_however_long(
    signed_in, mediator, now, of_each, django_assert_num_queries
):
    for _number in range(of_each):
        sitting_of(mediator, now=now, running=True)
        sitting_of(mediator, now=now, opens=HOUR, closes=2 * HOUR)

    with django_assert_num_queries(4):
        signed_in.get(reverse("delivery:exam-list"))


def test_without_an_exam_the_page_says_so(signed_in):
    response = signed_in.get(reverse("delivery:exam-list"))

    assert "还没有考试" in text(response)


def test_the_rules_stand_before_the_start(signed_in, mediator, now):
    attempt = sitting_of(mediator, now=now)

    response = signed_in.get(
        reverse("delivery:entry", args=[attempt.admission.sitting.uuid])
    )

    shown = text(response)
    assert attempt.admission.ticket_no in shown
    assert "60 分钟" in shown
    assert "开始考试" in shown


def test_every_exam_to_sit_says_what_the_tap_does(signed_in, mediator, now):
    sitting_of(mediator, now=now)
    sitting_of(mediator, now=now, running=True)

    shown = text(signed_in.get(reverse("delivery:exam-list")))

    assert "去考试" in shown
    assert "接着做" in shown


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"opens": HOUR, "closes": 2 * HOUR}, "可以开始"),
        ({"opens": -2 * HOUR, "closes": -HOUR}, "本场考试已不能开始"),
        ({"running": True}, "继续考试"),
    ],
)
def test_what_can_be_done_is_said_in_words(signed_in, mediator, now, change, words):
    attempt = sitting_of(mediator, now=now, **change)

    response = signed_in.get(
        reverse("delivery:entry", args=[attempt.admission.sitting.uuid])
    )

    assert words in text(response)
    assert ("<form" in text(response)) is True  # signing out, at least


def test_starting_leads_to_the_exam_which_opens_without_a_login(
    signed_in, mediator, now
):
    attempt = sitting_of(mediator, now=now)
    url = reverse("delivery:start", args=[attempt.admission.sitting.uuid])

    started = signed_in.post(url)
    again = signed_in.post(url)

    attempt.refresh_from_db()
    there = attempt.get_absolute_url()
    assert (started["Location"], again["Location"]) == (there, there)
    assert attempt.is_running
    del signed_in.cookies["sessionid"]
    assert signed_in.get(there).status_code == 200
    other = AttemptFactory(running=True).get_absolute_url()
    assert signed_in.get(other).status_code == 302


def test_a_start_that_comes_too_early_is_refused_in_words(signed_in, mediator, now):
    attempt = sitting_of(mediator, now=now, opens=HOUR, closes=2 * HOUR)
    url = reverse("delivery:start", args=[attempt.admission.sitting.uuid])

    response = signed_in.post(url, follow=True)

    attempt.refresh_from_db()
    assert "考试还没有开考" in text(response)
    assert attempt.state == Attempt.State.NOT_STARTED


def test_the_page_of_an_exam_not_started_leads_to_its_rules(signed_in, mediator, now):
    attempt = sitting_of(mediator, now=now)

    response = signed_in.get(attempt.get_absolute_url())

    assert response["Location"] == reverse(
        "delivery:entry", args=[attempt.admission.sitting.uuid]
    )


def test_the_page_of_an_exam_is_small_and_cheap(
    signed_in, mediator, now, django_assert_max_num_queries
):
    attempt = sitting_of(mediator, now=now, running=True)

    with django_assert_max_num_queries(6):
        response = signed_in.get(attempt.get_absolute_url())

    assert len(response.content) < 40_000


def test_the_receipt_stays_and_says_what_happens_next(signed_in, mediator, now):
    attempt = sitting_of(mediator, now=now, running=True)
    url = reverse("delivery:attempt-done", args=[attempt.uuid])
    assert signed_in.get(url).status_code == 404

    operations.close_overdue(at=attempt.deadline_at + HOUR)

    attempt.refresh_from_db()
    shown = text(signed_in.get(url))
    assert attempt.receipt in shown
    assert "正在阅卷" in shown
    assert "时间到，自动交卷" in shown


@pytest.mark.parametrize(
    ("state", "words"), [("void", "本次答卷已作废"), ("released", "成绩已发布")]
)
def test_every_end_of_an_attempt_has_its_words(signed_in, mediator, now, state, words):
    attempt = sitting_of(mediator, now=now, running=True)
    operations.close_overdue(at=attempt.deadline_at + HOUR)
    move_on(attempt, state)

    response = signed_in.get(reverse("delivery:attempt-done", args=[attempt.uuid]))
    listed = signed_in.get(reverse("delivery:exam-list"))

    assert words in text(response)
    assert reverse("delivery:attempt-done", args=[attempt.uuid]) in text(listed)


@pytest.mark.parametrize("role", [None, "administrator", "trainer", "platform"])
def test_an_exam_is_the_candidates_own(client, mediator, now, role):
    attempt = sitting_of(mediator, now=now, running=True)
    other = MediatorFactory().person.user
    if role:
        organisation = attempt.admission.sitting.exam.organisation
        RoleGrantFactory(user=other, role=role, organisation=organisation)
    client.force_login(other)
    sitting = attempt.admission.sitting.uuid

    answers = [
        client.get(reverse("delivery:entry", args=[sitting])),
        client.post(reverse("delivery:start", args=[sitting])),
        client.get(attempt.get_absolute_url()),
        client.get(reverse("delivery:attempt-done", args=[attempt.uuid])),
    ]

    assert [one.status_code for one in answers] == [404] * 4


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=3, hours=5), "还有 3 天"),
        (timedelta(hours=5, minutes=59), "还有 5 小时"),
        (timedelta(minutes=11, seconds=1), "还有 12 分钟"),
        (-HOUR, "还有 0 分钟"),
    ],
)
def test_how_long_is_left_is_said_in_the_largest_unit(now, left, words):
    assert until(now + left, at=now) == words
