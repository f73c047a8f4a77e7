"""Many at once: what only PostgreSQL's locks decide."""

import pytest

from exams.delivery.models import Attempt
from exams.delivery.signals import attempt_submitted
from exams.marking import operations
from exams.marking.models import Mark, MarkTask, Result, ScoreRun
from exams.marking.receivers import mark_when_handed_in
from tests.factories.mediators import RoleGrantFactory
from tests.threads import at_once

pytestmark = [
    pytest.mark.postgres,  # SQLite lets one writer in at a time: nothing to race for
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def markers(bureau):
    return [RoleGrantFactory(organisation=bureau, role="marker").user for _ in range(4)]


@pytest.fixture
def unheard():
    """The signal of handing in reaches nobody, as if the process had died."""
    attempt_submitted.disconnect(mark_when_handed_in)
    yield
    attempt_submitted.connect(mark_when_handed_in)


@pytest.mark.usefixtures("unheard")
def test_workers_that_score_the_same_attempt_score_it_once(handed_in, now):
    attempt = handed_in()

    at_once(lambda each: operations.score_attempt(attempt=each, at=now), [attempt] * 4)

    assert attempt.scores.count() == 4
    assert attempt.mark_tasks.count() == 1


@pytest.mark.usefixtures("unheard")
def test_workers_that_score_a_sitting_share_its_run(handed_in, now):
    attempts = [handed_in({}) for _ in range(4)]

    at_once(lambda each: operations.score_attempt(attempt=each, at=now), attempts)

    assert ScoreRun.objects.get().results.count() == 4


def test_markers_who_take_at_once_take_different_answers(
    sitting, being_marked, markers, now
):
    for _ in range(4):
        being_marked()

    taken = at_once(
        lambda user: operations.take_task(sitting=sitting, by=user, at=now), markers
    )

    assert {task.pk for task in taken} == set(
        MarkTask.objects.values_list("pk", flat=True)
    )


def test_an_answer_sent_twice_is_marked_once(sitting, being_marked, marker, now):
    being_marked()
    task = operations.take_task(sitting=sitting, by=marker, at=now)

    def mark(points):
        try:
            operations.give_mark(task=task, points=points, by=marker, at=now)
        except operations.AlreadyMarked:
            return "refused"
        return "marked"

    said = at_once(mark, [1, 1, 2])

    assert sorted(said) == ["marked", "refused", "refused"]
    assert (Mark.objects.count(), Result.objects.count()) == (1, 1)


def test_results_are_released_once(scored, sitting, administrator, now):
    scored()

    def release(user):
        try:
            return len(operations.release(sitting=sitting, by=user, at=now))
        except operations.NothingToRelease:
            return 0

    said = at_once(release, [administrator] * 3)

    assert sorted(said) == [0, 0, 1]
    assert Attempt.objects.get().state == Attempt.State.RELEASED


def test_a_double_click_takes_one_answer(being_marked, sitting, marker, now):
    being_marked()
    being_marked()

    taken = at_once(
        lambda by: operations.take_task(sitting=sitting, by=by, at=now), [marker] * 4
    )

    assert len({task.pk for task in taken}) == 1
    assert MarkTask.objects.leased_to(marker).count() == 1
