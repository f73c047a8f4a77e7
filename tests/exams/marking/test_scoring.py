import random
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection

from exams.delivery.answers import slots_of
from exams.delivery.models import Attempt
from exams.delivery.operations import ProjectionDiffers, annul_attempt
from exams.marking import operations, queries, tasks
from exams.marking.models import ItemScore, MarkTask, Result, ScoreRun
from lms.kernel import reconcilers
from tests.exams.marking.conftest import TEXT
from tests.factories.assembly import PaperFactory
from tests.factories.delivery import AttemptFactory
from tests.factories.marking import SubmittedAttemptFactory
from tests.factories.mediators import UserFactory


def earned(attempt):
    return {
        score.slot: (score.raw, score.max, score.rule, score.detail)
        for score in ItemScore.objects.filter(attempt=attempt)
    }


def test_scoring_scores_what_it_can_and_leaves_the_rest_to_people(handed_in, now):
    attempt = handed_in()

    result = operations.score_attempt(attempt=attempt, at=now)

    two = (Decimal(2), Decimal(2))
    assert result is None
    assert earned(attempt) == {
        "s1": (*two, "exact", {}),
        "s2": (*two, "all", {}),
        "s3": (*two, "exact", {}),
        "s4": (*two, "ordered", {}),
    }
    task = MarkTask.objects.get()
    assert (task.attempt, task.slot, task.points, task.state) == (
        attempt,
        "s5",
        Decimal(2),
        "waiting",
    )
    assert queries.answer(task) == TEXT


def test_a_paper_without_an_answer_for_people_has_its_result_at_once(handed_in, now):
    attempt = handed_in({"s4": {"texts": ["三", "十"]}})

    result = operations.score_attempt(attempt=attempt, at=now)

    attempt.refresh_from_db()
    blank = (Decimal(0), Decimal(2))
    assert earned(attempt) == {
        "s1": (*blank, "exact", {"reason": "blank"}),
        "s2": (*blank, "all", {"reason": "blank"}),
        "s3": (*blank, "exact", {"reason": "blank"}),
        "s4": (Decimal(1), Decimal(2), "ordered", {}),
        "s5": (*blank, "manual", {"reason": "blank"}),
    }
    assert (result.raw, result.total, result.scaled, result.passed) == (
        Decimal(1),
        Decimal(10),
        Decimal(10),
        False,
    )
    assert attempt.state == Attempt.State.SCORED
    assert not MarkTask.objects.exists()


def test_scoring_twice_scores_once(handed_in, now):
    attempt = handed_in()

    operations.score_attempt(attempt=attempt, at=now)
    operations.score_attempt(attempt=attempt, at=now)

    assert ItemScore.objects.count() == 4
    assert (MarkTask.objects.count(), ScoreRun.objects.count()) == (1, 1)


def test_scoring_a_scored_attempt_returns_its_result(handed_in, now):
    attempt = handed_in({})

    result = operations.score_attempt(attempt=attempt, at=now)

    assert operations.score_attempt(attempt=attempt, at=now) == result
    assert Result.objects.count() == 1


def test_attempts_of_a_sitting_share_the_automatic_run(handed_in, now):
    for attempt in (handed_in({}), handed_in({})):
        operations.score_attempt(attempt=attempt, at=now)

    run = ScoreRun.objects.get()
    assert (run.kind, run.state, run.manifest_rev) == ("auto", "applied", 1)
    assert run.results.count() == 2


@pytest.mark.parametrize(
    ("pass_mark", "passed"), [(Decimal("8.00"), True), (Decimal("8.01"), False)]
)
def test_the_pass_mark_is_in_points_and_the_one_fixed_for_the_sitting(
    sitting, scored, pass_mark, passed
):
    sitting.exam.pass_mark = Decimal(1)
    sitting.exam.save()

    result = scored(points=Decimal(0)).results.get()

    assert (result.raw, result.pass_mark, result.passed) == (
        Decimal(8),
        pass_mark,
        passed,
    )


def test_nothing_is_scored_if_the_answers_are_not_what_the_log_says(handed_in, now):
    attempt = handed_in()
    attempt.answers = {**attempt.answers, "s3": {"option": "f"}}
    attempt.save()

    with pytest.raises(ProjectionDiffers):
        operations.score_attempt(attempt=attempt, at=now)

    assert not ItemScore.objects.exists()


def test_nothing_is_scored_before_it_is_handed_in_or_once_annulled(handed_in, now):
    running = AttemptFactory(running=True)
    annulled = annul_attempt(
        attempt=handed_in(), reason="替考", by=UserFactory(), at=now
    )

    for attempt in (running, annulled):
        with pytest.raises(operations.NotHandedIn):
            operations.score_attempt(attempt=attempt, at=now)


def test_nothing_is_scored_without_a_manifest(now):
    attempt = SubmittedAttemptFactory(admission__sitting__paper=PaperFactory())

    with pytest.raises(operations.ManifestMissing):
        operations.score_attempt(attempt=attempt, at=now)


def test_answers_that_change_meanwhile_are_scored_again_later(handed_in, now):
    attempt = handed_in()

    def accept_another(execute, sql, params, many, context):
        """While the log is read, a late answer is accepted."""
        if "delivery_responseevent" in sql:
            rev = attempt.rev + 1
            Attempt.objects.filter(pk=attempt.pk).update(rev=rev)
        return execute(sql, params, many, context)

    with (
        connection.execute_wrapper(accept_another),
        pytest.raises(operations.AnswersChanged),
    ):
        operations.score_attempt(attempt=attempt, at=now)

    operations.score_attempt(attempt=attempt, at=now)
    assert ItemScore.objects.count() == 4


def test_handing_in_has_it_scored(handed_in, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        attempt = handed_in({})

    attempt.refresh_from_db()
    assert attempt.state == Attempt.State.SCORED


def test_the_reconciler_scores_what_the_signal_missed_and_skips_what_it_cannot(
    handed_in, now
):
    broken, fine = handed_in(), handed_in()
    broken.answers = {}
    broken.save()
    assert reconcilers.backlog()["marking.attempts-to-mark"] == 2

    tasks.mark_waiting(now)

    assert list(queries.attempts_to_score(at=now)) == [broken]
    assert fine.scores.count() == 4


def test_nothing_is_scored_while_a_late_answer_may_count(handed_in, now):
    attempt = handed_in()
    Attempt.objects.update(submit_cause="timeout")

    with pytest.raises(operations.AnswersOpen):
        operations.score_attempt(attempt=attempt, at=now)
    tasks.mark_waiting(now)
    assert not attempt.scores.exists()

    tasks.mark_waiting(now + timedelta(hours=2))
    assert attempt.scores.exists()


def test_the_score_does_not_depend_on_seed_order_of_answering_or_of_options(
    handed_in, sitting, now
):
    """Random answers, each handed in several times over in other circumstances."""
    slots = slots_of(sitting.paper.uuid)
    for seed in range(6):
        answers = _guesses(slots, random.Random(seed))
        scores = []
        for order in range(3):
            attempt = handed_in(answers, order=order)
            operations.score_attempt(attempt=attempt, at=now)
            scores.append(earned(attempt))
        assert scores[0] == scores[1] == scores[2]


def _guesses(slots, dice):
    guesses = {}
    for name, slot in slots.items():
        ids = [option["id"] for option in slot.get("options", [])]
        if slot["kind"] in {"single_choice", "true_false"}:
            guesses[name] = {"option": dice.choice(ids)}
        elif slot["kind"] == "multiple_choice":
            guesses[name] = {"options": dice.sample(ids, dice.randint(1, len(ids)))}
        elif slot["kind"] == "fill_in":
            guesses[name] = {"texts": [dice.choice("三3五"), dice.choice("九9十")]}
    return guesses


def test_scores_are_append_only(handed_in, now):
    operations.score_attempt(attempt=handed_in(), at=now)

    with pytest.raises(DatabaseError):
        ItemScore.objects.update(raw=0)


def test_a_score_says_nothing_of_the_key(handed_in, now, manifest):
    operations.score_attempt(attempt=handed_in(), at=now)

    stored = str(list(ItemScore.objects.values("detail", "rule", "slot")))
    keys = [rules["key"] for rules in manifest.slots.values()]
    secrets = [key["option"] for key in keys if len(key.get("option", "")) > 1]
    secrets += [one for key in keys for one in key.get("options", [])]
    assert [secret for secret in secrets if secret in stored] == []
