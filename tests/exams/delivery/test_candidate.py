"""The Classroom's pages of an exam."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from exams.delivery import operations
from exams.delivery.models import Attempt
from exams.delivery.words import until
from tests.factories.delivery import AdmissionFactory, AttemptFactory, SittingFactory
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


@pytest.mark.parametrize(
    ("state", "there"),
    [("submitted", "delivery:attempt-done"), ("released", "marking:result")],
)
def test_who_may_sit_again_finds_what_they_handed_in(
    signed_in, mediator, now, state, there
):
    attempt = sitting_of(mediator, now=now, times=2, running=True)
    operations.close_overdue(at=attempt.deadline_at + HOUR)
    Attempt.objects.update(state=state)

    listed = signed_in.get(reverse("delivery:exam-list"))
    sitting = attempt.admission.sitting
    entry = signed_in.get(reverse("delivery:entry", args=[sitting.uuid]))

    link = reverse(there, args=[attempt.uuid])
    assert len(listed.context["open"]) == len(listed.context["over"]) == 1
    assert "您已经考过，愿意的话还可以再考。" in text(listed)
    assert link in text(listed)
    assert "这场考试您已考过 1 次" in text(entry)
    assert link in text(entry)
    assert "再考一次" in text(entry)


def test_a_start_after_the_close_hides_no_result(signed_in, mediator, now):
    attempt = sitting_of(
        mediator, now=now, opens=-3 * HOUR, closes=-HOUR, times=2, running=True
    )
    operations.close_overdue(at=attempt.deadline_at + HOUR)
    Attempt.objects.update(state="released")
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


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"opens": HOUR, "closes": 2 * HOUR}, "届时请再打开本页"),
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
    assert "考试还没有开始" in text(response)
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
    Attempt.objects.update(state=state)

    response = signed_in.get(reverse("delivery:attempt-done", args=[attempt.uuid]))
    listed = signed_in.get(reverse("delivery:exam-list"))

    assert words in text(response)
    assert Attempt.objects.get().get_state_display() in text(listed)


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
