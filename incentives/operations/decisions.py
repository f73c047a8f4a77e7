from datetime import date, datetime
from typing import Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incentives.models import AccountabilityRecord, EvaluationResult, Recognition
from incentives.operations.authority import check_not_own
from incentives.operations.records import (
    Decision,
    check_branch,
    check_decision,
    check_until,
    lock_subject,
    log,
)
from lms.kernel.errors import DomainError
from mediators.models import Mediator, Organisation, User


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
    :raises NotOfTheBranch: if the mediator is not of the branch that decided
    :raises EvaluatedAlready: if that authority evaluated the year before
    """
    check_decision(decision)
    check_not_own(mediator, actor, decision["decided_by"])
    lock_subject(mediator)
    check_branch(branch, place=organisation, mediator=mediator)
    alike = EvaluationResult.objects.standing().about(mediator)
    if alike.filter(year=year, authority=decision["authority"]).exists():
        raise EvaluatedAlready(name=mediator.person.name, year=year)
    result = EvaluationResult.objects.create(
        branch=branch,
        organisation=organisation,
        mediator=mediator,
        year=year,
        level=level,
        recorded_at=at,
        recorded_by=actor,
        **decision,
    )
    values = {"year": year, "level": level}
    log("recorded", result, at=at, actor=actor, values=values)
    return result


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
    """
    check_not_own(mediator, actor)
    recognition = Recognition.objects.create(
        organisation=organisation,
        mediator=mediator,
        title=title,
        given_by=given_by,
        given_on=given_on,
        document_no=document_no,
        recorded_at=at,
        recorded_by=actor,
    )
    log("recorded", recognition, at=at, actor=actor, values={"title": title})
    return recognition


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
    :raises EndsBeforeDecided: if it would be over before it was decided
    :raises NotOfTheBranch: if the subject is not of the branch that decided
    """
    check_decision(decision)
    check_not_own(mediator, actor, decision["decided_by"])
    check_until(effective_until, decided_on=decision["decided_on"])
    lock_subject(mediator)
    check_branch(branch, place=organisation, mediator=mediator)
    record = AccountabilityRecord.objects.create(
        branch=branch,
        organisation=organisation,
        mediator=mediator,
        ground=ground,
        measure=measure,
        account=account,
        effective_until=effective_until,
        recorded_at=at,
        recorded_by=actor,
        **decision,
    )
    values = {"ground": ground, "measure": measure}
    log("recorded", record, at=at, actor=actor, values=values)
    return record
