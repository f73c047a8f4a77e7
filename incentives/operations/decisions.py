from datetime import date, datetime
from typing import Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incentives.models import (
    AccountabilityRecord,
    AwardProgramme,
    Commendation,
    EvaluationResult,
    Recognition,
)
from incentives.operations.records import (
    Decision,
    check_branch,
    check_decision,
    check_unblocked,
    lock_subject,
    log,
)
from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import Mediator, Organisation, User


class NotApproved(DomainError):
    message = _(
        "A commendation needs an approval: name the authority, its document and the year."
    )


class QuotaReached(DomainError):
    message = _("The quota of “%(programme)s” is used up: %(quota)d.")


class WrongSubject(DomainError):
    message = _("“%(programme)s” is not for %(name)s: see whom it is for.")


class CommendedAlready(DomainError):
    message = _("%(name)s has been commended in “%(programme)s” already.")


class EvaluatedAlready(DomainError):
    message = _("%(name)s has been evaluated for %(year)s already.")


@transaction.atomic
def open_programme(  # noqa: PLR0913 -- what a programme is made of
    *,
    organisation: Organisation,
    name: str,
    year: int,
    approval_authority: str,
    approval_document: str,
    for_whom: str = AwardProgramme.Subject.PERSON,
    quota: int | None = None,
    blocked_by_accountability: bool = True,
    at: datetime,
    actor: User | None,
) -> AwardProgramme:
    """Record an approved commendation programme of a year.

    :raises NotApproved: if who approved it, or by which document, is not named
    """
    if not approval_authority.strip() or not approval_document.strip():
        raise NotApproved
    programme = AwardProgramme.objects.create(
        organisation=organisation,
        name=name,
        year=year,
        for_whom=for_whom,
        approval_authority=approval_authority,
        approval_document=approval_document,
        quota=quota,
        blocked_by_accountability=blocked_by_accountability,
        recorded_at=at,
    )
    audit.record(
        action="programme.opened",
        subject=programme,
        actor=actor,
        at=at,
        values={"name": name, "year": year, "approval_document": approval_document},
    )
    return programme


@transaction.atomic
def decide_commendation(  # noqa: PLR0913 -- what a commendation is made of
    *,
    programme: AwardProgramme,
    organisation: Organisation,
    mediator: Mediator | None,
    title: str,
    merit: str = "",
    at: datetime,
    actor: User | None,
    **decision: Unpack[Decision],
) -> Commendation:
    """Record that a mediator, or without one a unit, was commended in a programme.

    :raises NoDecider: if no human being decided
    :raises NoDocument: if the decision has no document
    :raises WrongSubject: if the programme is not for such a subject
    :raises NotOfTheBranch: if the subject is not of the sponsor's branch
    :raises Blocked: if an open accountability record excludes them
    :raises CommendedAlready: if they were commended in the programme before
    :raises QuotaReached: if the programme has no award left
    """
    check_decision(decision)
    lock_subject(mediator)
    programme = AwardProgramme.objects.select_for_update().get(pk=programme.pk)
    _check_programme(programme, organisation, mediator)
    if programme.blocked_by_accountability:
        check_unblocked(
            place=organisation, mediator=mediator, on=decision["decided_on"]
        )

    commendation = Commendation.objects.create(
        programme=programme,
        organisation=organisation,
        mediator=mediator,
        title=title,
        merit=merit,
        recorded_at=at,
        recorded_by=actor,
        **decision,
    )
    values = {"title": title, "document_no": decision["document_no"]}
    log("decided", commendation, at=at, actor=actor, values=values)
    return commendation


def _check_programme(
    programme: AwardProgramme, place: Organisation, mediator: Mediator | None
) -> None:
    name = mediator.person.name if mediator else place.name
    if not programme.is_for(person=mediator is not None):
        raise WrongSubject(programme=programme.name, name=name)
    check_branch(programme.organisation, place=place, mediator=mediator)
    given = Commendation.objects.standing().filter(programme=programme)
    own = given.about(mediator) if mediator else given.filter(mediator=None)
    if (own if mediator else own.filter(organisation=place)).exists():
        raise CommendedAlready(name=name, programme=programme.name)
    if programme.quota is not None and given.count() >= programme.quota:
        raise QuotaReached(programme=programme.name, quota=programme.quota)


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

    :raises NoDecider: if no human being decided
    :raises NoDocument: if the decision has no document
    :raises NotOfTheBranch: if the mediator is not of the branch that decided
    :raises EvaluatedAlready: if that authority evaluated the year before
    """
    check_decision(decision)
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
    """Record thanks or praise that rests on no approved programme."""
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

    :raises NoDecider: if no human being decided
    :raises NoDocument: if the decision has no document
    :raises NotOfTheBranch: if the subject is not of the branch that decided
    """
    check_decision(decision)
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
