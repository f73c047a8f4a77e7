"""What is frozen stays so, whoever writes to the tables."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from exams.assembly.models import BlueprintRule, PaperSlot
from exams.banks.models import QuestionKey, QuestionVersion
from exams.delivery.models import Attempt
from exams.marking.models import Mark, Result
from tests.factories.assembly import BlueprintFactory, PaperFactory, SealedPaperFactory
from tests.factories.banks import QuestionVersionFactory
from tests.factories.delivery import move_on
from tests.factories.marking import (
    MarkFactory,
    MarkTaskFactory,
    ResultFactory,
    ScoreRunFactory,
    SubmittedAttemptFactory,
)
from tests.factories.mediators import UserFactory


def refused(words):
    return pytest.raises(IntegrityError, match=words)


def test_no_question_is_moved_into_a_sealed_paper():
    sealed, draft = SealedPaperFactory(), PaperFactory()
    slot = draft.slots.get(position=1)

    with refused("never changed"), transaction.atomic():
        PaperSlot.objects.filter(pk=slot.pk).update(paper=sealed, position=90)

    assert sealed.slots.filter(position=90).exists() is False


def test_no_rule_is_moved_into_an_approved_blueprint():
    approved = BlueprintFactory()
    draft = BlueprintFactory(state="draft")

    with refused("never changed"), transaction.atomic():
        draft.rules.update(blueprint=approved, position=90)


@pytest.mark.parametrize(
    "change",
    [
        {"key": {"option": "zz"}},
        {"explanation": "另一种解释"},
        {"rule": "other"},
        {"content_hash": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_key_of_an_approved_version_is_frozen_before_it_is_sealed(change):
    key = unsealed()

    with refused("never changed"), transaction.atomic():
        QuestionKey.objects.filter(pk=key.pk).update(**change)


def test_the_key_of_an_approved_version_is_neither_deleted_nor_replaced():
    key = unsealed()

    with refused("never deleted"), transaction.atomic():
        key.delete()


def test_the_key_of_an_approved_version_is_sealed():
    key = unsealed()

    QuestionKey.objects.filter(pk=key.pk).update(sealed_at=timezone.now())

    key.refresh_from_db()
    assert key.sealed_at is not None


def unsealed():
    """A key in the moment between the approval of its version and its sealing."""
    version = QuestionVersionFactory()
    key = QuestionKey.objects.get(version=version)
    QuestionVersion.objects.filter(pk=version.pk).update(
        state="approved", reviewer=UserFactory(), approved_at=timezone.now()
    )
    return key


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("submitted", "in_progress"),
        ("submitted", "released"),
        ("scored", "submitted"),
        ("released", "scored"),
        ("released", "void"),
        ("void", "submitted"),
    ],
)
def test_an_attempt_neither_goes_back_nor_skips_a_step(here, there):
    attempt = SubmittedAttemptFactory()
    if here != "submitted":
        move_on(attempt, here)

    with refused("does not go back"), transaction.atomic():
        Attempt.objects.filter(pk=attempt.pk).update(state=there)


@pytest.mark.parametrize("state", ["scored", "released"])
def test_what_was_scored_is_never_answered_otherwise(state):
    attempt = SubmittedAttemptFactory()
    move_on(attempt, state)

    with refused("never answered otherwise"), transaction.atomic():
        Attempt.objects.filter(pk=attempt.pk).update(answers={"s1": "d215"})


def test_no_result_comes_into_the_world_released():
    run = ScoreRunFactory()
    attempt = SubmittedAttemptFactory(admission__sitting=run.sitting)

    with refused("after it stands"), transaction.atomic():
        Result.objects.create(
            attempt=attempt,
            run=run,
            raw=80,
            total=100,
            scaled=80,
            pass_mark=60,
            passed=True,
            scored_at=timezone.now(),
            released_at=timezone.now(),
            released_by=UserFactory(),
        )


def test_what_a_candidate_was_told_is_not_marked_otherwise():
    task = MarkTaskFactory()
    MarkFactory(task=task)
    move_on(task.attempt, "scored")
    ResultFactory(
        attempt=task.attempt,
        run=task.run,
        released_at=timezone.now() + timedelta(minutes=1),
        released_by=UserFactory(),
    )

    with refused("has been told"), transaction.atomic():
        Mark.objects.create(
            task=task,
            points=Decimal(9),
            reason="漏看一段",
            by=UserFactory(),
            at=timezone.now(),
        )


def test_a_blueprint_of_which_no_rule_is_moved_still_takes_rules():
    draft = BlueprintFactory(state="draft")
    rules = draft.rules.count()

    rule = draft.rules.first()
    rule.pk, rule.position = None, 91
    rule.save()

    assert BlueprintRule.objects.filter(blueprint=draft).count() == rules + 1
