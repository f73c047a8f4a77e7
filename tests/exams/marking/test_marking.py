from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings

from exams.delivery.models import Attempt
from exams.delivery.operations import annul_attempt
from exams.marking import operations, queries
from exams.marking.models import ItemScore, Mark, MarkTask, Result, ScoreRun
from lms.kernel.models import AuditEntry
from tests.factories.delivery import AdmissionFactory
from tests.factories.mediators import MediatorFactory, RoleGrantFactory, UserFactory

LEASE = timedelta(minutes=settings.MARKING_LEASE_MINUTES)


@pytest.fixture
def task(handed_in, now):
    operations.score_attempt(attempt=handed_in(), at=now)
    return MarkTask.objects.get()


@pytest.fixture
def colleague(bureau):
    """A second marker."""
    user = UserFactory(name="李守田")
    RoleGrantFactory(user=user, organisation=bureau, role="marker")
    return user


def test_taking_leases_an_answer_to_one_marker(sitting, task, marker, colleague, now):
    taken = operations.take_task(sitting=sitting, by=marker, at=now)

    assert (taken, taken.state, taken.marker, taken.lease_until) == (
        task,
        "leased",
        marker,
        now + LEASE,
    )
    with pytest.raises(operations.NothingToMark):
        operations.take_task(sitting=sitting, by=colleague, at=now)


def test_taking_again_gives_the_answer_one_has(sitting, handed_in, marker, now):
    for attempt in (handed_in(), handed_in()):
        operations.score_attempt(attempt=attempt, at=now)

    first = operations.take_task(sitting=sitting, by=marker, at=now)
    again = operations.take_task(sitting=sitting, by=marker, at=now + LEASE)

    assert (again, again.lease_until) == (first, now + 2 * LEASE)


def test_a_lease_that_ran_out_is_anybodys(sitting, task, marker, colleague, now):
    operations.take_task(sitting=sitting, by=marker, at=now)

    taken = operations.take_task(sitting=sitting, by=colleague, at=now + LEASE)

    assert taken.marker == colleague
    with pytest.raises(operations.LeaseLost):
        operations.give_mark(task=taken, points=Decimal(1), by=marker, at=now)


def test_an_answer_can_be_given_back(sitting, task, marker, colleague, now):
    operations.take_task(sitting=sitting, by=marker, at=now)

    with pytest.raises(operations.LeaseLost):
        operations.give_back(task=task, by=colleague)
    operations.give_back(task=task, by=marker)

    assert operations.give_back(task=task, by=marker).state == "waiting"
    assert operations.take_task(sitting=sitting, by=colleague, at=now) == task


def test_nobody_marks_their_own_answer_or_one_of_another_branch(
    sitting, handed_in, now, bureau
):
    mediator = MediatorFactory()
    own = mediator.person.user
    RoleGrantFactory(user=own, organisation=bureau, role="marker")
    stranger = RoleGrantFactory(role="marker").user
    attempt = handed_in(admission=AdmissionFactory(sitting=sitting, mediator=mediator))
    operations.score_attempt(attempt=attempt, at=now)

    for user in (own, stranger):
        with pytest.raises(operations.NothingToMark):
            operations.take_task(sitting=sitting, by=user, at=now)


def test_an_annulled_attempt_is_marked_no_more(sitting, task, marker, now):
    operations.take_task(sitting=sitting, by=marker, at=now)
    annul_attempt(attempt=task.attempt, reason="替考", by=UserFactory(), at=now)

    with pytest.raises(operations.NotWanted):
        operations.give_mark(task=task, points=Decimal(1), by=marker, at=now)
    with pytest.raises(operations.NothingToMark):
        operations.take_task(sitting=sitting, by=marker, at=now)


def test_the_last_mark_makes_the_result(sitting, task, marker, now):
    operations.take_task(sitting=sitting, by=marker, at=now)

    mark = operations.give_mark(
        task=task,
        points=Decimal("1.2"),
        lines=[Decimal("1.2"), Decimal(0)],
        comment="没有写告知",
        by=marker,
        at=now,
    )

    task.refresh_from_db()
    result = Result.objects.get()
    score = ItemScore.objects.get(slot="s5")
    assert (mark.points, mark.lines, mark.comment) == (
        Decimal("1.2"),
        ["1.2", "0"],
        "没有写告知",
    )
    assert (task.state, task.marker, task.lease_until) == ("done", marker, None)
    assert (score.raw, score.max, score.marker) == (Decimal("1.2"), Decimal(2), marker)
    assert (result.raw, result.total, result.scaled, result.passed) == (
        Decimal("9.2"),
        Decimal(10),
        Decimal(92),
        True,
    )
    assert result.attempt.state == Attempt.State.SCORED


@pytest.mark.parametrize("points", ["-0.5", "2.01"])
def test_a_mark_lies_within_the_points(sitting, task, marker, now, points):
    operations.take_task(sitting=sitting, by=marker, at=now)

    with pytest.raises(operations.OutOfRange) as refusal:
        operations.give_mark(task=task, points=Decimal(points), by=marker, at=now)

    assert refusal.value.params == {"points": "2"}
    assert not Mark.objects.exists()


def test_an_answer_is_marked_once_and_only_by_who_has_it(sitting, task, marker, now):
    with pytest.raises(operations.LeaseLost):
        operations.give_mark(task=task, points=Decimal(1), by=marker, at=now)
    operations.take_task(sitting=sitting, by=marker, at=now)
    operations.give_mark(task=task, points=Decimal(1), by=marker, at=now)

    with pytest.raises(operations.AlreadyMarked):
        operations.give_mark(task=task, points=Decimal(2), by=marker, at=now)
    with pytest.raises(operations.AlreadyMarked):
        operations.give_back(task=task, by=marker)


def test_the_points_of_the_answer_are_worth_their_share(task):
    lines = [(line.text, line.points) for line in queries.rubric(task)]

    assert lines == [("终止调解", Decimal("1.20")), ("告知其他途径", Decimal("0.80"))]


def test_a_changed_mark_makes_another_result_and_keeps_the_old(
    scored, colleague, now, marker
):
    attempt = scored(points=Decimal(1))
    task, before = MarkTask.objects.get(), Result.objects.get()

    operations.change_mark(
        task=task, points=Decimal(2), reason="漏看第二点", by=colleague, at=now
    )

    before.refresh_from_db()
    after = Result.objects.get(is_current=True)
    assert (before.raw, before.is_current) == (Decimal(9), False)
    assert (after.raw, after.attempt, after.run.kind, after.run.by) == (
        Decimal(10),
        attempt,
        ScoreRun.Kind.MANUAL,
        colleague,
    )
    assert [(mark.points, mark.by, mark.reason) for mark in task.marks.all()] == [
        (Decimal(1), marker, ""),
        (Decimal(2), colleague, "漏看第二点"),
    ]
    entry = AuditEntry.objects.get(action="mark.changed")
    assert (entry.actor, entry.reason) == (colleague, "漏看第二点")


def test_a_mark_is_changed_by_another_person_for_a_reason_and_not_once_released(
    scored, colleague, administrator, marker, now
):
    sitting = scored().admission.sitting
    task = MarkTask.objects.get()

    def change(**given):
        given = {"reason": "漏看", "by": colleague, "points": Decimal(2), **given}
        operations.change_mark(task=task, at=now, **given)

    with pytest.raises(operations.ReasonMissing):
        change(reason=" ")
    with pytest.raises(operations.OwnMark):
        change(by=marker)
    with pytest.raises(operations.OutOfRange):
        change(points=Decimal(3))
    change()
    with pytest.raises(operations.OwnMark):
        change(points=Decimal(1))
    operations.release(sitting=sitting, by=administrator, at=now)
    with pytest.raises(operations.AlreadyReleased):
        change(by=marker)

    assert Mark.objects.count() == 2


def test_a_mark_is_not_changed_before_the_paper_is_marked(
    sitting, task, marker, colleague, now
):
    with pytest.raises(operations.NotComplete):
        operations.change_mark(
            task=task, points=Decimal(1), reason="漏看", by=colleague, at=now
        )
