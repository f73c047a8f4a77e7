"""Late answers: kept, decided about by a person, and told again if they count."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from exams.delivery import operations, queries
from exams.delivery.folding import fold, stored
from exams.delivery.models import LateDecision, ResponseEvent
from lms.kernel.models import AuditEntry
from tests.exams.delivery.conftest import answer, choose
from tests.factories.delivery import OTHER_PHONE, move_on
from tests.factories.mediators import RoleGrantFactory, UserFactory

SECOND = timedelta(seconds=1)


@pytest.fixture
def runner():
    return UserFactory(name="秦岚")


@pytest.fixture
def over(attempt):
    """The first moment at which an answer comes too late."""
    return attempt.deadline_at + timedelta(seconds=attempt.grace_s) + SECOND


@pytest.fixture
def decide(runner, now):
    """Return a function: what `runner` decides about an event of an attempt."""

    def decide(attempt, seq, *, accept=True, by=runner):
        event = attempt.events.get(seq=seq, epoch__lt=ResponseEvent.DECISION_EPOCH)
        decision = operations.decide_late(
            event=event, accept=accept, reason="村里停电", by=by, at=now
        )
        attempt.refresh_from_db()
        return decision

    return decide


@pytest.fixture
def late(attempt, send, over):
    """An attempt the time handed in, to which two answers came late."""
    send(attempt, choose(1), answer(2, "s5", {"text": "早先的话"}))
    operations.close_overdue(at=over)
    send(attempt, choose(3, "09bc"), answer(4, "s5", {"text": "后来的话"}), at=over)
    return attempt


def waiting(attempt):
    return [event.seq for event in attempt.events.to_decide().order_by("seq")]


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_an_accepted_answer_is_told_again_and_wins(late, decide, runner):
    rev, before = late.rev, list(late.events.values())

    choice, written = decide(late, 3), decide(late, 4)

    assert late.answers == {"s1": {"option": "09bc"}}
    assert late.texts.get().text == "后来的话"
    assert late.rev == rev + 2
    assert fold(late.events.all()) == stored(late)
    operations.verify_projection(attempt=late)
    told = late.events.filter(device_id=ResponseEvent.DECIDER).order_by("seq")
    assert [each.seq for each in told] == [choice.number, written.number] == [1, 2]
    kept = late.events.exclude(device_id=ResponseEvent.DECIDER)
    assert list(kept.values()) == before
    entry = AuditEntry.objects.filter(action="attempt.late_accepted").first()
    assert (entry.actor, entry.reason) == (runner, "村里停电")


def test_a_rejected_answer_changes_nothing_and_waits_no_more(late, decide):
    decide(late, 3, accept=False)

    assert late.answers == {"s1": {"option": "a7f3"}}
    assert not late.events.filter(device_id=ResponseEvent.DECIDER).exists()
    assert waiting(late) == [4]
    assert LateDecision.objects.get().accepted is False
    operations.verify_projection(attempt=late)


def test_taking_an_answer_back_may_come_late_too(late, send, decide, over):
    send(late, answer(5, "s5", None, kind="clear"), at=over + SECOND)

    decide(late, 5)

    assert not late.texts.exists()
    operations.verify_projection(attempt=late)


def test_a_device_that_was_replaced_is_heard_as_well(attempt, send, decide, now, over):
    operations.open_device(attempt=attempt, device=OTHER_PHONE, at=now, take_over=True)
    send(attempt, choose(1, epoch=2), device=OTHER_PHONE, epoch=2)
    send(attempt, choose(1, "d215"))
    operations.close_overdue(at=over)

    decide_all = [
        operations.decide_late(
            event=event, accept=True, reason="换手机", by=UserFactory(), at=now
        )
        for event in attempt.events.to_decide()
    ]

    attempt.refresh_from_db()
    assert len(decide_all) == 1
    assert attempt.answers == {"s1": {"option": "d215"}}


def test_of_a_device_its_last_word_on_a_question_waits(late, send, over):
    send(late, choose(5, "d215"), answer(6, "s2", {"on": True}, kind="flag"), at=over)

    assert waiting(late) == [4, 5]


def test_what_comes_after_the_late_window_waits_for_nobody(attempt, send, over):
    operations.close_overdue(at=over)
    seconds = attempt.admission.sitting.late_packet_s

    send(attempt, choose(1), at=over + timedelta(seconds=seconds))

    assert attempt.events.get().disposition == "late"
    assert waiting(attempt) == []


def test_nothing_is_decided_twice_or_of_what_counts_already(late, decide):
    decide(late, 3)

    for seq in (3, 1):
        with pytest.raises(operations.NothingToDecide):
            decide(late, seq)
    assert LateDecision.objects.count() == 1


@pytest.mark.parametrize("state", ["scored", "released", "void"])
def test_what_is_scored_or_void_is_not_decided_about(late, decide, state):
    move_on(late, state)

    with pytest.raises(operations.NothingToDecide):
        decide(late, 3)


def test_nothing_is_decided_while_the_candidate_may_answer(attempt, send, decide, over):
    send(attempt, choose(1), at=over)

    with pytest.raises(operations.StillAnswering):
        decide(attempt, 1)


def test_nobody_decides_about_their_own_late_answers(late, decide):
    with pytest.raises(operations.OwnAttempt):
        decide(late, 3, by=late.admission.mediator.person.user)


def test_a_decision_is_never_changed(late, decide):
    decide(late, 3)

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        LateDecision.objects.update(accepted=False)


def test_answers_stand_once_no_late_one_can_come_and_none_waits(late, decide, over):
    past = over + timedelta(seconds=late.admission.sitting.late_packet_s)

    assert list(queries.settled(at=over)) == []
    assert list(queries.settled(at=past)) == []
    decide(late, 3)
    decide(late, 4, accept=False)
    assert list(queries.settled(at=over)) == []
    assert list(queries.settled(at=past)) == [late]


# -- In the Office


@pytest.fixture
def office(client, late):
    organisation = late.admission.sitting.exam.organisation
    role = RoleGrantFactory(organisation=organisation, role="administrator")
    client.force_login(role.user)
    return client


def posted(late, accept, reason="停电"):
    event = late.events.get(seq=4)
    device = event.device_id
    return {"device": device, "seq": 4, "accept": accept, "reason": reason}


def test_both_answers_stand_in_the_file_until_one_is_chosen(office, late):
    file = reverse("delivery:attempt-file", args=[late.uuid])
    sitting = reverse("delivery:sitting", args=[late.admission.sitting.uuid])
    before, watched = text(office.get(file)), text(office.get(sitting))
    url = reverse("delivery:attempt-late", args=[late.uuid])

    unexplained = text(office.post(url, posted(late, 1, reason=""), follow=True))
    done = text(office.post(url, posted(late, 1), follow=True))
    again = text(office.post(url, posted(late, 1), follow=True))

    assert "早先的话" in before
    assert "后来的话" in before
    assert "有迟到答案待处理" in watched
    assert "请写明理由" in unexplained
    assert "迟到的答案计入成绩" in done
    assert "没有需要处理的内容" in again
    assert late.texts.get().text == "后来的话"


def test_an_inspector_sees_no_late_answer_and_decides_nothing(client, late):
    organisation = late.admission.sitting.exam.organisation
    role = RoleGrantFactory(organisation=organisation, role="inspector")
    client.force_login(role.user)

    shown = text(client.get(reverse("delivery:attempt-file", args=[late.uuid])))
    url = reverse("delivery:attempt-late", args=[late.uuid])

    assert "后来的话" not in shown
    assert client.post(url, posted(late, 1)).status_code == 404
    assert not LateDecision.objects.exists()
