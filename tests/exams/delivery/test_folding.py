"""Whatever order, however often and from whichever phone: the answers are the log's fold."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from exams.delivery import operations, tasks
from exams.delivery.answers import slots_of
from exams.delivery.folding import fold, stored
from exams.delivery.incoming import read_events
from exams.delivery.models import Attempt, ResponseEvent
from exams.delivery.saving import store
from tests.exams.delivery.conftest import answer, choose
from tests.factories.delivery import OTHER_PHONE, PHONE, AttemptFactory

OPTIONS = ["a7f3", "09bc", "d215"]
PAYLOADS = st.one_of(
    st.sampled_from(OPTIONS).map(lambda one: ("answer", "s1", {"option": one})),
    st.sampled_from(OPTIONS[:2]).map(lambda one: ("answer", "s1", {"option": one})),
    st.sampled_from(["三", "九"]).map(
        lambda one: ("answer", "s4", {"texts": [one, ""]})
    ),
    st.sampled_from(["终止", "告知"]).map(lambda one: ("answer", "s5", {"text": one})),
    st.sampled_from(["s1", "s4", "s5"]).map(lambda slot: ("clear", slot, None)),
    st.booleans().map(lambda on: ("flag", "s1", {"on": on})),
    st.just(("answer", "s1", {"option": "nowhere"})),
)
#: Which phone answers in which epoch: A, then B took over, then A again.
PHONES = {1: PHONE, 2: OTHER_PHONE, 3: PHONE}


@st.composite
def histories(draw):
    """Return batches of (device, epoch, events): shuffled, repeated, some never sent."""
    seqs = {PHONE: itertools.count(1), OTHER_PHONE: itertools.count(1)}
    batches = []
    for epoch, phone in PHONES.items():
        events = []
        for kind, slot, payload in draw(st.lists(PAYLOADS, max_size=6)):
            event = answer(next(seqs[phone]), slot, payload, epoch=epoch, kind=kind)
            events.append(event)
        sent = draw(st.lists(st.sampled_from(events), max_size=8)) if events else []
        cut = draw(st.integers(0, len(sent)))
        batches += [(phone, epoch, sent[:cut]), (phone, epoch, sent[cut:])]
        if draw(st.booleans()) and len(batches) > 2:
            batches.append(draw(st.sampled_from(batches)))  # an old phone sends again
    return batches


class ReplayTests(TestCase):
    def setUp(self):
        self.attempt = AttemptFactory(running=True)
        self.slots = slots_of(self.attempt.admission.sitting.paper.uuid)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(history=histories())
    def test_the_projection_equals_the_fold_of_the_log(self, history):
        attempt = Attempt.objects.get(pk=self.attempt.pk)
        sent = set()
        for device, epoch, raw in history:
            current = Attempt.objects.filter(pk=attempt.pk, device_epoch__lt=epoch)
            current.update(device_id=device, device_epoch=epoch)
            events = read_events(raw, slots=self.slots, epoch=epoch)
            saved = store(
                attempt=attempt.uuid, device=device, epoch=epoch, events=events
            )
            sent |= {(device, event.seq) for event in events}
            assert len(saved.ack) == len(events)
            assert "conflict" not in dict(saved.ack).values()

        attempt.refresh_from_db()
        kept = {(event.device_id, event.seq) for event in attempt.events.all()}
        assert kept == sent
        assert fold(attempt.events.all()) == stored(attempt)


def test_a_device_that_comes_back_does_not_win_with_what_it_did_before(attempt, send):
    Attempt.objects.filter(pk=attempt.pk).update(device_id=OTHER_PHONE, device_epoch=2)
    send(attempt, choose(1, "09bc", epoch=2), device=OTHER_PHONE, epoch=2)
    Attempt.objects.filter(pk=attempt.pk).update(device_id=PHONE, device_epoch=3)

    send(attempt, choose(4, "a7f3", epoch=1), epoch=3)

    assert attempt.answers == {"s1": {"option": "09bc"}}
    operations.verify_projection(attempt=attempt)


def test_a_decision_comes_after_every_device(attempt, send, now):
    send(attempt, choose(9))

    ResponseEvent.objects.create(
        attempt=attempt,
        device_id=ResponseEvent.DECIDER,
        seq=1,
        epoch=ResponseEvent.DECISION_EPOCH,
        kind="answer",
        slot="s1",
        payload={"option": "d215"},
        received_at=now,
        disposition="accepted",
    )

    assert fold(attempt.events.all()).answers == {"s1": {"option": "d215"}}


@pytest.mark.parametrize(
    ("change", "slots"),
    [
        ({"answers": {}}, "s1"),
        ({"heads": {"s1": "1.1", "!s2": "1.2", "s5": "1.9"}}, "s5"),
        ({"flags": {}}, "s2"),
    ],
)
def test_what_differs_from_the_log_is_found_and_named(attempt, send, change, slots):
    send(
        attempt,
        choose(1),
        answer(2, "s2", {"on": True}, kind="flag"),
        answer(3, "s5", {"text": "终止"}),
    )
    operations.verify_projection(attempt=attempt)
    Attempt.objects.filter(pk=attempt.pk).update(**change)

    with pytest.raises(operations.ProjectionDiffers, match=slots):
        operations.verify_projection(attempt=attempt)


def test_each_night_what_was_saved_lately_is_proved(attempt, send, now):
    send(attempt, choose(1))
    sound = operations.verify_recent(at=now)
    Attempt.objects.filter(pk=attempt.pk).update(answers={"s1": {"option": "d215"}})

    found = [operations.verify_recent(at=now) for _ in range(2)]

    noted = attempt.incidents.values_list("kind", flat=True)
    assert (sound, found, list(noted)) == (0, [1, 1], ["note"])


def test_the_nightly_proof_is_the_workers(attempt, send):
    send(attempt, choose(1))
    Attempt.objects.filter(pk=attempt.pk).update(answers={})

    tasks.verify_answers()

    assert attempt.incidents.count() == 1
