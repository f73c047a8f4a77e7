from datetime import date, datetime
from typing import Unpack

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incentives.models import AccountabilityRecord, EvaluationResult, Recognition
from incentives.models.decided import TAKES_ITS_PLACE
from incentives.operations.authority import check_may_decide, check_not_own
from incentives.operations.records import (
    Decision,
    ProposedAlready,
    check_branch,
    check_come,
    check_decision,
    check_until,
    entered,
    lock_subject,
    log,
    log_entered,
    others,
    viewer_of,
)
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from mediators.models import Mediator, Organisation, User


class YearNotOver(DomainError):
    message = _(
        "A year is evaluated after it is over: for %(year)s, from 1 January %(next)s on."
    )


class RecognisedAlready(DomainError):
    message = _(
        "%(name)s has “%(title)s” by %(giver)s of that year already. If it is another "
        "one, give the number of its document."
    )


class EvaluatedAlready(DomainError):
    message = _("%(name)s has been evaluated for %(year)s already.")


@transaction.atomic
def record_evaluation(  # noqa: PLR0913 -- what an evaluation is made of
    *,
    branch: Organisation,
    organisation: Organisation,
    mediator: Mediator,
    year: int,
    level: str,
    at: datetime,
    actor: User | None,
    **decision: Unpack[Decision],
) -> EvaluationResult:
    """Record what came out of the evaluation of a mediator's year.

    :raises AboutThemselves: if it is about the actor, or about whoever decided
    :raises NoDecider: if no human being decided
    :raises NoDocument: if the decision has no document
    :raises NotYetDecided: if its day is still to come
    :raises NotOfTheBranch: if the mediator is not of the branch that decided
    :raises MayNotDecide: if the decision is not theirs to take
    :raises YearNotOver: if it is decided, or entered, before the next year has begun
    :raises EvaluatedAlready: if the branch, or that authority, evaluated the year before
    :raises ProposedAlready: if that waits to be confirmed
    """
    check_decision(decision, at=at)
    check_not_own(mediator, actor, decision["decided_by"])
    lock_subject(mediator)
    result = EvaluationResult(
        branch=branch,
        organisation=organisation,
        mediator=mediator,
        year=year,
        level=level,
        **entered(decision, at=at, actor=actor),
    )
    check_evaluation(result, viewer=viewer_of(result))
    result.save()
    log_entered(result, "recorded", {"year": year, "level": level})
    return result


def check_evaluation(record: EvaluationResult, *, viewer: User) -> list[str]:  # noqa: ARG001 -- as every kind
    """Refuse an evaluation that is not theirs to decide, or the second of a year."""
    check_may_decide(record.decided_by, record.branch, by_bureau=False)
    check_branch(record.branch, place=record.organisation, mediator=record.mediator)
    day = min(record.decided_on, local_day(record.recorded_at))
    if day.year <= record.year:
        raise YearNotOver(year=str(record.year), next=str(record.year + 1))
    taken = EvaluationResult.objects.filter(TAKES_ITS_PLACE, year=record.year)
    of_branch = Q(branch=record.branch) | Q(authority=record.authority)
    if (before := others(taken.filter(of_branch), record).first()) is not None:
        if before.is_proposed:
            raise ProposedAlready(name=record.subject_name)
        raise EvaluatedAlready(name=record.subject_name, year=record.year)
    return []


@transaction.atomic
def record_recognition(  # noqa: PLR0913 -- what a recognition is made of
    *,
    organisation: Organisation,
    mediator: Mediator | None,
    title: str,
    given_by: str,
    given_on: date,
    document_no: str = "",
    at: datetime,
    actor: User | None,
) -> Recognition:
    """Record thanks or praise that rests on no approved programme.

    :raises AboutThemselves: if it is about the actor
    :raises NotYetDecided: if the day on which it was given is still to come
    :raises RecognisedAlready: if the same of that year is recorded
    """
    check_come(given_on, at=at)
    check_not_own(mediator, actor)
    lock_subject(mediator)
    recognition = Recognition(
        organisation=organisation,
        mediator=mediator,
        title=title,
        given_by=given_by,
        given_on=given_on,
        document_no=document_no,
        recorded_at=at,
        recorded_by=actor,
    )
    _check_new(recognition)
    recognition.save()
    log("recorded", recognition, at=at, actor=actor, values={"title": title})
    return recognition


def _check_new(record: Recognition) -> None:
    alike = Recognition.objects.standing().filter(
        title=record.title,
        given_by=record.given_by,
        given_on__year=record.given_on.year,
        document_no=record.document_no,
    )
    if others(alike, record).exists():
        words = {"title": record.title, "giver": record.given_by}
        raise RecognisedAlready(name=record.subject_name, **words)


@transaction.atomic
def record_accountability(  # noqa: PLR0913 -- what the record is made of
    *,
    branch: Organisation,
    organisation: Organisation,
    mediator: Mediator | None,
    ground: str,
    measure: str,
    account: str = "",
    effective_until: date | None = None,
    at: datetime,
    actor: User | None,
    **decision: Unpack[Decision],
) -> AccountabilityRecord:
    """Record a measure taken against a mediator or, without one, a unit.

    :raises AboutThemselves: if it is about the actor, or about whoever decided
    :raises NoDecider: if no human being decided
    :raises NoDocument: if the decision has no document
    :raises NotYetDecided: if its day is still to come
    :raises EndsBeforeDecided: if it would be over before it was decided
    :raises BureauDecides: if whoever decided administers no bureau above
    :raises NotOfTheBranch: if the subject is not of the branch that decided
    """
    check_decision(decision, at=at)
    check_not_own(mediator, actor, decision["decided_by"])
    lock_subject(mediator)
    record = AccountabilityRecord(
        branch=branch,
        organisation=organisation,
        mediator=mediator,
        ground=ground,
        measure=measure,
        account=account,
        effective_until=effective_until,
        **entered(decision, at=at, actor=actor),
    )
    check_accountability(record, viewer=viewer_of(record))
    record.save()
    log_entered(record, "recorded", {"ground": ground, "measure": measure})
    return record


def check_accountability(record: AccountabilityRecord, *, viewer: User) -> list[str]:  # noqa: ARG001 -- as every kind
    """Refuse a measure that no bureau of the subject's decides."""
    check_until(record.effective_until, decided_on=record.decided_on)
    check_may_decide(record.decided_by, record.branch, by_bureau=True)
    check_branch(record.branch, place=record.organisation, mediator=record.mediator)
    return []
