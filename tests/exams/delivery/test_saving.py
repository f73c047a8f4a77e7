from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from exams.delivery.answers import slots_of
from exams.delivery.incoming import Event, read_events
from exams.delivery.models import Attempt, ResponseEvent
from exams.delivery.saving import store
from tests.exams.delivery.conftest import answer, choose
from tests.factories.delivery import OTHER_PHONE, PHONE

MS = timedelta(milliseconds=1)


def dispositions(saved):
    return [disposition for _seq, disposition in saved.ack]


def test_a_save_stores_the_answer_and_says_which_event_won(attempt, send):
    saved = send(attempt, choose(1), answer(2, "s4", {"texts": ["三", "九"]}))

    assert saved.ack == [(1, "accepted"), (2, "accepted")]
    assert saved.heads == {"s1": "1.1", "s4": "1.2"}
    assert (saved.rev, saved.verdict, saved.state) == (1, "accepted", "in_progress")
    assert saved.deadline_at == attempt.deadline_at
    assert attempt.answers == {
        "s1": {"option": "a7f3"},
        "s4": {"texts": ["三", "九"]},
    }


def test_what_is_written_at_length_stands_off_the_hot_row(attempt, send):
    send(attempt, answer(1, "s5", {"text": "终止调解，"}))
    send(attempt, answer(2, "s5", {"text": "终止调解，并告知其他途径。"}))

    assert attempt.answers == {}
    assert list(attempt.texts.values_list("slot", "text", "rev")) == [
        ("s5", "终止调解，并告知其他途径。", 2)
    ]


def test_clearing_takes_an_answer_back_and_a_text_too(attempt, send):
    send(attempt, choose(1), answer(2, "s5", {"text": "终止调解"}))

    saved = send(
        attempt,
        answer(3, "s1", None, kind="clear"),
        answer(4, "s5", None, kind="clear"),
    )

    assert (attempt.answers, attempt.texts.count()) == ({}, 0)
    assert saved.heads == {"s1": "1.3", "s5": "1.4"}


def test_a_flag_is_kept_beside_the_answer(attempt, send):
    send(attempt, choose(1), answer(2, "s1", {"on": True}, kind="flag"))
    send(attempt, answer(3, "s2", {"on": True}, kind="flag"))
    send(attempt, answer(4, "s1", {"on": False}, kind="flag"))

    assert attempt.flags == {"s2": True}
    assert attempt.answers == {"s1": {"option": "a7f3"}}
    assert attempt.heads == {"s1": "1.1", "!s1": "1.4", "!s2": "1.3"}


def test_sending_again_changes_nothing_and_answers_alike(attempt, send):
    first = send(attempt, choose(1), choose(2, "09bc"))

    again = send(attempt, choose(1), choose(2, "09bc"))

    assert (again.ack, again.heads, again.rev) == (first.ack, first.heads, first.rev)
    assert attempt.events.count() == 2


def test_an_older_batch_after_a_newer_one_leaves_the_newer_answer(attempt, send):
    send(attempt, choose(5, "d215"))

    saved = send(attempt, choose(4, "09bc"), choose(3, "a7f3"))

    assert dispositions(saved) == ["accepted", "accepted"]
    assert saved.heads == {"s1": "1.5"}
    assert attempt.answers == {"s1": {"option": "d215"}}


def test_a_number_taken_by_another_event_is_a_conflict(attempt, send):
    send(attempt, choose(1))

    saved = send(attempt, choose(1, "09bc"), choose(2, "d215"), choose(2, "09bc"))

    assert dispositions(saved) == ["conflict", "accepted", "conflict"]
    assert attempt.answers == {"s1": {"option": "d215"}}


@pytest.mark.parametrize(
    ("beyond", "expected"),
    [(-MS, "accepted"), (timedelta(0), "accepted"), (MS, "late")],
)
def test_grace_ends_to_the_millisecond(attempt, send, beyond, expected):
    end = attempt.deadline_at + timedelta(seconds=attempt.grace_s)

    saved = send(attempt, choose(1), at=end + beyond)

    assert (saved.verdict, dispositions(saved)) == (expected, [expected])
    assert bool(attempt.answers) is (expected == "accepted")


@pytest.mark.parametrize("beyond", [-MS, timedelta(0), MS])
def test_within_grace_an_answer_counts(attempt, send, beyond):
    saved = send(attempt, choose(1), at=attempt.deadline_at + beyond)

    assert dispositions(saved) == ["accepted"]


@pytest.mark.parametrize(
    ("cause", "expected"), [("candidate", "closed"), ("timeout", "late")]
)
def test_after_handing_in_events_are_kept_and_change_nothing(
    attempt, send, cause, expected
):
    send(attempt, choose(1))
    Attempt.objects.filter(pk=attempt.pk).update(
        state="submitted",
        submit_cause=cause,
        submitted_at=attempt.deadline_at,
        receipt="X",
    )

    saved = send(attempt, choose(1), choose(2, "09bc"))

    assert saved.ack == [(1, "accepted"), (2, expected)]
    assert (saved.state, saved.receipt) == ("submitted", "X")
    assert attempt.answers == {"s1": {"option": "a7f3"}}
    assert attempt.events.count() == 2


def test_a_device_no_longer_in_use_is_fenced(attempt, send):
    saved = send(attempt, choose(1), device=OTHER_PHONE)

    assert (saved.verdict, dispositions(saved)) == ("fenced", ["fenced"])
    assert attempt.answers == {}


def test_what_a_device_did_in_an_earlier_epoch_is_fenced_when_it_comes_back(
    attempt, send
):
    Attempt.objects.filter(pk=attempt.pk).update(device_epoch=3)

    saved = send(attempt, choose(7, epoch=1), choose(8, "09bc", epoch=3), epoch=3)

    assert saved.ack == [(7, "fenced"), (8, "accepted")]
    assert attempt.heads == {"s1": "3.8"}


def test_an_attempt_that_nobody_has_heard_of_stores_nothing(attempt, send):
    attempt.uuid = "00000000-0000-4000-8000-000000000000"

    with pytest.raises(Attempt.DoesNotExist):
        send(attempt, choose(1))

    assert ResponseEvent.objects.count() == 0


def test_saving_nothing_tells_the_time_and_the_deadline(attempt, send, now):
    saved = send(attempt)

    assert (saved.ack, saved.rev, saved.deadline_at) == ([], 0, attempt.deadline_at)
    assert saved.server_now >= now


def test_what_fits_no_question_is_kept_and_named(attempt, send):
    saved = send(attempt, choose(1, "zzzz"), answer(2, "s99", {"option": "t"}))

    assert dispositions(saved) == ["invalid", "invalid"]
    assert attempt.answers == {}
    assert list(attempt.events.values_list("payload", flat=True)) == [
        {"raw": '{"option": "zzzz"}'},
        {"raw": '{"option": "t"}'},
    ]


def test_the_log_is_never_changed(attempt, send):
    send(attempt, choose(1))

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        attempt.events.update(disposition="late")

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        attempt.events.all().delete()


@pytest.mark.postgres
def test_a_save_is_one_round_trip(attempt, django_assert_num_queries):
    slots = slots_of(attempt.admission.sitting.paper.uuid)
    raw = [*[choose(seq) for seq in range(1, 40)], answer(40, "s5", {"text": "终止"})]
    events = read_events(raw, slots=slots, epoch=1)

    with django_assert_num_queries(1):
        saved = store(attempt=attempt.uuid, device=PHONE, epoch=1, events=events)

    assert saved.heads == {"s1": "1.39", "s5": "1.40"}


def test_nothing_is_stored_that_was_not_held_against_the_paper(attempt):
    unread = [Event(1, 1, "answer", "s5", {"text": "终止"})]

    with pytest.raises(TypeError):
        store(attempt=attempt.uuid, device=PHONE, epoch=1, events=unread)

    assert attempt.events.count() == 0
