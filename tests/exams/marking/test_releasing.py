import pytest

from exams.delivery.models import Attempt
from exams.delivery.operations import annul_attempt
from exams.marking import operations
from exams.marking.models import Result
from exams.marking.signals import result_released
from lms.kernel.models import AuditEntry
from tests.factories.delivery import AdmissionFactory
from tests.factories.mediators import MediatorFactory, UserFactory


@pytest.fixture
def announced():
    """What was announced, in order."""
    heard = []

    def hear(result, **_kwargs):
        heard.append((result, result.released_at, result.attempt.state))

    result_released.connect(hear)
    yield heard
    result_released.disconnect(hear)


def test_releasing_tells_the_candidates_of_what_is_complete(
    scored, handed_in, administrator, now
):
    attempt, waiting = scored(), handed_in()
    sitting = attempt.admission.sitting
    operations.score_attempt(attempt=waiting, at=now)

    released = operations.release(sitting=sitting, by=administrator, at=now)

    result = Result.objects.get()
    attempt.refresh_from_db()
    waiting.refresh_from_db()
    assert released == [result]
    assert (result.released_at, result.released_by) == (now, administrator)
    assert (attempt.state, waiting.state) == ("released", "submitted")
    entry = AuditEntry.objects.get(action="results.released")
    assert (entry.actor, entry.subject_id) == (administrator, str(sitting.uuid))


def test_a_release_is_announced_once_it_is_committed(
    scored, administrator, now, announced, django_capture_on_commit_callbacks
):
    sitting = scored().admission.sitting

    with django_capture_on_commit_callbacks(execute=True):
        (result,) = operations.release(sitting=sitting, by=administrator, at=now)
        assert announced == []

    assert announced == [(result, now, Attempt.State.RELEASED)]


def test_some_may_be_released_before_the_others(sitting, scored, administrator, now):
    scored()
    scored()
    first, second = Result.objects.order_by("pk")

    operations.release(sitting=sitting, by=administrator, at=now, results=[first])

    assert list(Result.objects.to_release()) == [second]


def test_who_marked_one_of_the_answers_releases_none(sitting, scored, marker, now):
    scored()
    scored({})

    with pytest.raises(operations.OwnMarks):
        operations.release(sitting=sitting, by=marker, at=now)

    assert not Result.objects.released().exists()


def test_nobody_releases_their_own_result(sitting, scored, now):
    mediator = MediatorFactory()
    scored(admission=AdmissionFactory(sitting=sitting, mediator=mediator))

    with pytest.raises(operations.OwnResult):
        operations.release(sitting=sitting, by=mediator.person.user, at=now)


def test_nothing_is_released_twice_or_if_annulled(sitting, scored, administrator, now):
    scored()
    operations.release(sitting=sitting, by=administrator, at=now)
    annul_attempt(attempt=scored(), reason="替考", by=UserFactory(), at=now)

    with pytest.raises(operations.NothingToRelease):
        operations.release(sitting=sitting, by=administrator, at=now)
