import random
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from exams.assembly.models import ScoringManifest
from exams.delivery.answers import slots_of
from exams.delivery.incoming import read_events
from exams.delivery.models import Attempt
from exams.delivery.operations import hand_in
from exams.marking import operations
from tests.factories.assembly import SealedPaperFactory
from tests.factories.delivery import (
    PHONE,
    AdmissionFactory,
    AttemptFactory,
    SittingFactory,
)
from tests.factories.mediators import (
    OrganisationFactory,
    RoleGrantFactory,
    UserFactory,
)

#: The texts of what is right, as tests/factories/banks.py writes it.
RIGHT = {
    "single_choice": {"不收任何费用"},
    "multiple_choice": {"平等自愿", "不违背法律"},
    "true_false": {"正确"},
}
TEXT = "先终止调解，再告知当事人可以去法院起诉。"


@pytest.fixture
def bureau():
    return OrganisationFactory(kind="bureau")


@pytest.fixture
def pass_mark():
    return Decimal(6)


@pytest.fixture
def sitting(bureau, pass_mark):
    """A sitting on a sealed paper of one question of each kind, two points each."""
    return SittingFactory(
        exam__organisation=bureau,
        paper=SealedPaperFactory(organisation=bureau),
        pass_mark=pass_mark,
    )


@pytest.fixture
def right():
    """Return a function: the right answer to a slot of the frozen paper."""

    def right(slot):
        chosen = [
            option["id"]
            for option in slot.get("options", [])
            if option["text"] in RIGHT[slot["kind"]]
        ]
        return {
            "single_choice": lambda: {"option": chosen[0]},
            "true_false": lambda: {"option": chosen[0]},
            "multiple_choice": lambda: {"options": sorted(chosen)},
            "fill_in": lambda: {"texts": ["三", "9"]},
            "short_answer": lambda: {"text": TEXT},
        }[slot["kind"]]()

    return right


@pytest.fixture
def handed_in(sitting, right):
    """Return a function that hands in an attempt at the sitting.

    `answers` maps slots to payloads; without it everything is right.
    """

    def handed_in(answers=None, *, admission=None, order=None) -> Attempt:
        admission = admission or AdmissionFactory(sitting=sitting)
        attempt = AttemptFactory(running=True, admission=admission)
        slots = slots_of(sitting.paper.uuid)
        if answers is None:
            answers = {name: right(slot) for name, slot in slots.items()}
        names = list(answers)
        if order is not None:
            random.Random(order).shuffle(names)
        raw = [
            {
                "seq": seq,
                "epoch": 1,
                "slot": name,
                "kind": "text" if "text" in answers[name] else "answer",
                "v": answers[name],
            }
            for seq, name in enumerate(names, start=1)
        ]
        events = read_events(raw, slots=slots, epoch=1)
        hand_in(
            attempt=attempt.uuid,
            device=PHONE,
            epoch=1,
            events=events,
            at=timezone.now() + timedelta(minutes=1),
        )
        attempt.refresh_from_db()
        return attempt

    return handed_in


@pytest.fixture
def marker(bureau):
    user = UserFactory(name="孙有田")
    RoleGrantFactory(user=user, organisation=bureau, role="marker")
    return user


@pytest.fixture
def administrator(bureau):
    user = UserFactory(name="赵长河")
    RoleGrantFactory(user=user, organisation=bureau, role="administrator")
    return user


@pytest.fixture
def mark_all(sitting, marker, now):
    """Return a function with which the marker marks all that waits."""

    def mark_all(points=1):
        while True:
            try:
                task = operations.take_task(sitting=sitting, by=marker, at=now)
            except operations.NothingToMark:
                return
            operations.give_mark(task=task, points=points, by=marker, at=now)

    return mark_all


@pytest.fixture
def scored(handed_in, mark_all, now):
    """Return a function that hands in an attempt and has it scored and marked."""

    def scored(answers=None, *, points=1, **kwargs):
        attempt = handed_in(answers, **kwargs)
        operations.score_attempt(attempt=attempt, at=now)
        mark_all(points)
        attempt.refresh_from_db()
        return attempt

    return scored


@pytest.fixture
def manifest(sitting):
    return ScoringManifest.objects.get(paper=sitting.paper)


@pytest.fixture
def released(scored, sitting, administrator, now):
    """Return a function that has an attempt scored and its result released."""

    def released(answers=None, **kwargs):
        attempt = scored(answers, **kwargs)
        operations.release(sitting=sitting, by=administrator, at=now)
        attempt.refresh_from_db()
        return attempt

    return released


@pytest.fixture
def being_marked(handed_in, now):
    """Return a function that hands in an attempt which then waits for a marker."""

    def being_marked(**kwargs):
        attempt = handed_in(**kwargs)
        operations.score_attempt(attempt=attempt, at=now)
        return attempt

    return being_marked
