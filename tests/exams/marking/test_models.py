from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from exams.delivery.models import Attempt
from exams.marking.models import Mark, MarkTask, Result, ScoreRun
from tests.factories.delivery import AdmissionFactory
from tests.factories.marking import (
    MarkFactory,
    MarkTaskFactory,
    ResultFactory,
    ScoreRunFactory,
    SubmittedAttemptFactory,
)
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    RoleGrantFactory,
    UserFactory,
)


def refused(call):
    with pytest.raises(DatabaseError), transaction.atomic():
        call()


@pytest.mark.parametrize(
    "change",
    [
        {"raw": Decimal(90)},
        {"total": Decimal(120)},
        {"scaled": Decimal(90)},
        {"pass_mark": Decimal(70)},
        {"scored_at": timezone.now() - timedelta(days=1)},
    ],
)
def test_the_numbers_of_a_result_never_change(change):
    result = ResultFactory()

    refused(lambda: Result.objects.filter(pk=result.pk).update(**change))


def test_a_result_is_released_once():
    result = ResultFactory(released=True)
    results = Result.objects.filter(pk=result.pk)

    refused(lambda: results.update(released_at=None, released_by=None))
    refused(lambda: results.update(released_by=UserFactory()))
    refused(lambda: results.update(released_at=timezone.now() + timedelta(days=1)))


def test_a_result_that_no_longer_counts_never_counts_again():
    result = ResultFactory()
    Result.objects.filter(pk=result.pk).update(is_current=False)

    refused(lambda: Result.objects.filter(pk=result.pk).update(is_current=True))


def test_an_attempt_has_one_current_result():
    result = ResultFactory()
    run = ScoreRunFactory(sitting=result.run.sitting, kind=ScoreRun.Kind.MANUAL)

    with pytest.raises(IntegrityError):
        ResultFactory(attempt=result.attempt, run=run)


def test_a_result_says_passed_exactly_when_it_reaches_the_pass_mark():
    with pytest.raises(IntegrityError):
        ResultFactory(raw=Decimal(59), passed=True)


def test_results_marks_runs_and_tasks_are_never_deleted():
    result, mark = ResultFactory(), MarkFactory()
    for row in (result, mark, mark.task, result.run):
        refused(type(row).objects.filter(pk=row.pk).delete)


def test_who_marked_an_answer_cannot_be_written_as_releasing_its_result():
    result = ResultFactory()
    mark = MarkFactory(
        task=MarkTaskFactory(attempt=result.attempt, state="done", marker=UserFactory())
    )
    results = Result.objects.filter(pk=result.pk)

    refused(lambda: results.update(released_at=timezone.now(), released_by=mark.by))


def test_a_mark_lies_within_the_points_of_its_question():
    task = MarkTaskFactory(points=Decimal(10))

    refused(lambda: MarkFactory(task=task, points=Decimal("10.01")))
    refused(lambda: MarkFactory(task=task, points=Decimal("-0.01")))
    MarkFactory(task=task, points=Decimal(10))


def test_a_mark_changes_for_a_reason_and_by_another_person():
    mark = MarkFactory()

    refused(lambda: MarkFactory(task=mark.task, points=Decimal(7)))
    refused(lambda: MarkFactory(task=mark.task, by=mark.by, reason="漏看一点"))
    MarkFactory(task=mark.task, points=Decimal(7), reason="漏看一点")

    assert Mark.objects.filter(task=mark.task).count() == 2


def test_an_answer_marked_stays_marked():
    task = MarkTaskFactory(state="done", marker=UserFactory())

    refused(lambda: MarkTask.objects.filter(pk=task.pk).update(state="waiting"))


def test_an_applied_run_never_changes():
    run = ScoreRunFactory()

    refused(lambda: ScoreRun.objects.filter(pk=run.pk).update(manifest_rev=2))


def test_a_marker_sees_the_answers_of_their_branch_and_never_their_own():
    branch = OrganisationFactory(kind="bureau")
    mediator = MediatorFactory()
    marker = mediator.person.user
    RoleGrantFactory(user=marker, organisation=branch, role="marker")
    inside = MarkTaskFactory(
        attempt__admission__sitting__exam__organisation=OrganisationFactory(
            parent=branch
        )
    )
    MarkTaskFactory()
    own = AdmissionFactory(sitting=inside.attempt.admission.sitting, mediator=mediator)
    MarkTaskFactory(attempt=SubmittedAttemptFactory(admission=own))

    assert list(MarkTask.objects.visible_to(marker)) == [inside]


def test_a_candidate_sees_their_result_only_once_it_is_released():
    waiting = ResultFactory()
    released = ResultFactory(
        released=True,
        attempt__admission__mediator=waiting.attempt.admission.mediator,
    )
    user = waiting.attempt.admission.mediator.person.user

    assert list(Result.objects.visible_to(user)) == [released]
    assert list(Result.objects.visible_to(UserFactory())) == []


def test_an_annulled_attempt_has_no_result_that_counts():
    result = ResultFactory()
    Attempt.objects.filter(pk=result.attempt_id).update(state=Attempt.State.VOID)

    assert not Result.objects.current().exists()
    assert not Result.objects.to_release().exists()
