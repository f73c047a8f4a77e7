from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exams.assembly.queries import plain
from exams.delivery.models import Attempt, Sitting
from exams.marking.models import ItemScore, Mark, MarkTask, ScoreRun
from exams.marking.operations.completing import complete, lock
from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import User


class NothingToMark(DomainError):
    message = _("No answer of this sitting waits for you.")


class AlreadyMarked(DomainError):
    message = _("This answer is marked already.")


class LeaseLost(DomainError):
    message = _("Somebody else is marking this answer now. Take the next one.")


class NotWanted(DomainError):
    message = _("This attempt was annulled or is complete: it wants no mark.")


class OutOfRange(DomainError):
    message = _("Give between 0 and %(points)s points.")


class NotComplete(DomainError):
    message = _(
        "A mark is changed once every answer of this paper is marked. Wait until then."
    )


class AlreadyReleased(DomainError):
    message = _("The result is released and stands.")


class ResultWithheld(DomainError):
    message = _("The result is withheld. Have it restored, then change the mark.")


class OwnMark(DomainError):
    message = _("You gave this mark. Another person changes it.")


class ReasonMissing(DomainError):
    message = _("Say why the mark is changed.")


@transaction.atomic
def take_task(*, sitting: Sitting, by: User, at: datetime) -> MarkTask:
    """Lease the next answer to a marker, or again the one they have.

    Question by question, and within one in an order that tells nothing.

    :raises NothingToMark: if there is none for them
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # a double click waits
    tasks = MarkTask.objects.filter(attempt__admission__sitting=sitting).order_by(
        "slot", "uuid"
    )
    mine = tasks.leased_to(by).standing().select_for_update(of=("self",))
    free = tasks.visible_to(by).free(at)
    task = (
        mine.first() or free.select_for_update(skip_locked=True, of=("self",)).first()
    )
    if task is None:
        raise NothingToMark
    task.state, task.marker = MarkTask.State.LEASED, by
    task.lease_until = at + timedelta(minutes=settings.MARKING_LEASE_MINUTES)
    task.save(update_fields=["state", "marker", "lease_until"])
    return task


@transaction.atomic
def give_back(*, task: MarkTask, by: User) -> MarkTask:
    """Let somebody else mark an answer; may be repeated.

    :raises AlreadyMarked: if it is marked
    :raises LeaseLost: if somebody else has it
    """
    task = MarkTask.objects.select_for_update().get(pk=task.pk)
    if task.is_done:
        raise AlreadyMarked
    if task.marker_id not in {None, by.pk}:
        raise LeaseLost
    task.state, task.marker = MarkTask.State.WAITING, None
    task.lease_until = None
    task.save(update_fields=["state", "marker", "lease_until"])
    return task


@transaction.atomic
def give_mark(  # noqa: PLR0913 -- what a mark is made of
    *,
    task: MarkTask,
    points: Decimal,
    by: User,
    at: datetime,
    lines: Sequence[Decimal] = (),
    comment: str = "",
) -> Mark:
    """Mark an answer one has taken; the last answer of a paper makes its result.

    A lease that ran out counts until somebody else takes the answer.

    :raises AlreadyMarked: if it is marked
    :raises LeaseLost: if somebody else has it, or nobody
    :raises NotWanted: if its attempt was annulled
    :raises OutOfRange: if it is worth less
    """
    attempt, task = _lock_both(task)
    if task.is_done:
        raise AlreadyMarked
    if task.marker_id != by.pk:
        raise LeaseLost
    if attempt.state != Attempt.State.SUBMITTED:
        raise NotWanted
    mark = _mark(task, points, lines, comment, "", by, at)
    ItemScore.objects.create(
        run=task.run,
        attempt=attempt,
        slot=task.slot,
        raw=points,
        max=task.points,
        rule="manual",
        marker=by,
    )
    task.state, task.lease_until = MarkTask.State.DONE, None
    task.save(update_fields=["state", "lease_until"])
    complete(attempt=attempt, run=task.run, at=at)
    return mark


@transaction.atomic
def change_mark(  # noqa: PLR0913 -- what a mark is made of
    *,
    task: MarkTask,
    points: Decimal,
    reason: str,
    by: User,
    at: datetime,
    lines: Sequence[Decimal] = (),
    comment: str = "",
) -> Mark:
    """Change a mark before the result is released: by another person, for a reason.

    Nothing is overwritten: it makes another mark, another run and another result.

    :raises ReasonMissing: if nothing says why
    :raises AlreadyReleased: if the candidate knows the result
    :raises ResultWithheld: if something about it is being cleared up
    :raises NotComplete: if an answer of the paper is not marked yet
    :raises OwnMark: if they gave the mark themselves
    :raises OutOfRange: if the answer is worth less
    """
    attempt, task = _lock_both(task)
    if not reason.strip():
        raise ReasonMissing
    if attempt.state == Attempt.State.RELEASED:
        raise AlreadyReleased
    if attempt.is_withheld:
        raise ResultWithheld
    if not attempt.is_scored:
        raise NotComplete
    if task.marks.order_by("pk").values_list("by", flat=True).last() == by.pk:
        raise OwnMark
    mark = _mark(task, points, lines, comment, reason, by, at)
    complete(attempt=attempt, run=_copy(attempt, task, mark), at=at)
    audit.record(
        action="mark.changed",
        subject=task,
        actor=by,
        at=at,
        values={"points": str(points)},
        reason=reason,
    )
    return mark


def _lock_both(task: MarkTask) -> tuple[Attempt, MarkTask]:
    """Lock the attempt, then the task: always in this order."""
    attempt = lock(task.attempt)
    tasks = MarkTask.objects.select_for_update(of=("self",)).select_related("run")
    return attempt, tasks.get(pk=task.pk)


def _mark(  # noqa: PLR0913, PLR0917 -- what a mark is made of
    task: MarkTask,
    points: Decimal,
    lines: Sequence[Decimal],
    comment: str,
    reason: str,
    by: User,
    at: datetime,
) -> Mark:
    if not 0 <= points <= task.points:
        raise OutOfRange(points=plain(task.points))
    return Mark.objects.create(
        task=task,
        points=points,
        lines=[str(each) for each in lines],
        comment=comment,
        reason=reason,
        by=by,
        at=at,
    )


def _copy(attempt: Attempt, task: MarkTask, mark: Mark) -> ScoreRun:
    """Return a run that scores as the current one does, but for one answer."""
    current = attempt.results.get(is_current=True)
    run = ScoreRun.objects.create(
        sitting=attempt.admission.sitting,
        manifest_rev=task.run.manifest_rev,
        kind=ScoreRun.Kind.MANUAL,
        state=ScoreRun.State.APPLIED,
        started_at=mark.at,
        by=mark.by,
    )
    scores = list(attempt.scores.filter(run=current.run_id))
    for score in scores:
        score.pk, score.run = None, run
        if score.slot == task.slot:
            score.raw, score.marker = mark.points, mark.by
    ItemScore.objects.bulk_create(scores)
    return run
