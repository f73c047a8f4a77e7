import pytest

from exams.delivery.answers import slots_of
from exams.delivery.incoming import read_events
from exams.delivery.models import Attempt
from exams.delivery.saving import store
from tests.factories.delivery import PHONE, AttemptFactory


@pytest.fixture
def attempt():
    """An attempt being sat on the phone, with an hour to go."""
    return AttemptFactory(running=True)


@pytest.fixture
def send():
    """Return a function that stores events as a device sends them."""

    def send(attempt: Attempt, *raw, device=PHONE, epoch=1, at=None):
        slots = slots_of(attempt.admission.sitting.paper.uuid)
        events = read_events(raw, slots=slots, epoch=epoch)
        saved = store(
            attempt=attempt.uuid, device=device, epoch=epoch, events=events, at=at
        )
        attempt.refresh_from_db()
        return saved

    return send


def answer(seq, slot, payload, *, epoch=1, kind="answer"):
    """Return an event as it travels."""
    return {"seq": seq, "epoch": epoch, "kind": kind, "slot": slot, "v": payload}


def choose(seq, option="a7f3", *, epoch=1):
    """Return the event of choosing an option of the first question."""
    return answer(seq, "s1", {"option": option}, epoch=epoch)
