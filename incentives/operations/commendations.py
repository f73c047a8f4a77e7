from datetime import datetime
from typing import Unpack

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from incentives.models import AwardProgramme, Commendation
from incentives.models.decided import TAKES_ITS_PLACE
from incentives.operations.authority import check_may_decide, check_not_own
from incentives.operations.bases import Conditions, check_conditions_whole
from incentives.operations.records import (
    Decision,
    ProposedAlready,
    check_branch,
    check_conditions,
    check_decision,
    entered,
    lock_subject,
    log_entered,
    others,
    viewer_of,
)
from lms.kernel import audit
from lms.kernel.errors import DomainError
from lms.kernel.taken import taken
from mediators.models import Mediator, Organisation, User


class NotApproved(DomainError):
    message = _(
        "A commendation needs an approval: name the authority, its document and the year."
    )


class OpenedAlready(DomainError):
    message = _("The branch has a programme “%(name)s” of %(year)d already.")


class ProgrammeEnded(DomainError):
    message = _("In “%(programme)s” nobody is commended any more from %(day)s.")


class QuotaReached(DomainError):
    message = _("The quota of “%(programme)s” is used up: %(quota)d.")


class WrongSubject(DomainError):
    message = _("“%(programme)s” is not for %(name)s: see whom it is for.")


class CommendedAlready(DomainError):
    message = _("%(name)s has been commended in “%(programme)s” already.")


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
    at: datetime,
    actor: User | None,
    **conditions: Unpack[Conditions],
) -> AwardProgramme:
    """Record an approved commendation programme of a year.

    :raises NotApproved: if who approved it, or by which document, is not named
    :raises HoursIncomplete: if a condition on training is half said
    :raises OpenedAlready: if the branch has one of that name in that year
    """
    if not approval_authority.strip() or not approval_document.strip():
        raise NotApproved
    check_conditions_whole(conditions)
    again = OpenedAlready(name=name, year=year)
    alike = AwardProgramme.objects.filter(organisation=organisation, name=name)
    if alike.filter(year=year).exists():
        raise again
    with taken("year", again):
        programme = AwardProgramme.objects.create(
            organisation=organisation,
            name=name,
            year=year,
            for_whom=for_whom,
            approval_authority=approval_authority.strip(),
            approval_document=approval_document.strip(),
            quota=quota,
            recorded_at=at,
            **conditions,
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

    Entered by another than whoever decides, it is a proposal to them.

    :raises AboutThemselves: if it is about the actor, or about whoever decided
    :raises NoDecider: if no human being decided
    :raises NoDocument: if the decision has no document
    :raises NotYetDecided: if its day is still to come
    :raises MayNotDecide: if the decision is not theirs to take
    :raises BureauDecides: if only an administrator of a bureau can take it
    :raises WrongSubject: if the programme is not for such a subject
    :raises NotOfTheBranch: if the subject is not of the sponsor's branch
    :raises ProgrammeEnded: if it was ended by the day of the decision
    :raises CommendedAlready: if they were commended in the programme before
    :raises ProposedAlready: if that waits to be confirmed
    :raises QuotaReached: if the programme has no award left
    :raises Blocked: if an open accountability record excludes them
    :raises ConditionUnmet: if training or proof is not what the programme asks for
    """
    check_decision(decision, at=at)
    check_not_own(mediator, actor, decision["decided_by"])
    lock_subject(mediator)
    commendation = Commendation(
        programme=programme,
        organisation=organisation,
        mediator=mediator,
        title=title,
        merit=merit,
        **entered(decision, at=at, actor=actor),
    )
    facts = check_commendation(commendation, viewer=viewer_of(commendation))
    commendation.save()
    values = {"title": title, "document_no": decision["document_no"]}
    met = {"conditions": facts} if facts else {}
    log_entered(commendation, "decided", {**values, **met})
    return commendation


def check_commendation(record: Commendation, *, viewer: User) -> list[str]:
    """Refuse an award that its programme does not allow; return the facts it rests on."""
    programme = AwardProgramme.objects.select_for_update().get(pk=record.programme_id)
    sponsor, mediator, place = (
        programme.organisation,
        record.mediator,
        record.organisation,
    )
    check_may_decide(
        record.decided_by, sponsor, by_bureau=programme.blocked_by_accountability
    )
    if not programme.is_open_on(record.decided_on):
        ended = date_format(programme.ended_on) if programme.ended_on else ""
        raise ProgrammeEnded(programme=programme.name, day=ended)
    if not programme.is_for(person=mediator is not None):
        raise WrongSubject(programme=programme.name, name=record.subject_name)
    check_branch(sponsor, place=place, mediator=mediator)
    _check_places(programme, record)
    return check_conditions(
        programme, place=place, mediator=mediator, on=record.decided_on, viewer=viewer
    )


def _check_places(programme: AwardProgramme, record: Commendation) -> None:
    """Refuse a second award for one subject, and one beyond the quota."""
    given = Commendation.objects.filter(TAKES_ITS_PLACE, programme=programme)
    if (before := others(given, record).first()) is not None:
        if before.is_proposed:
            raise ProposedAlready(name=record.subject_name)
        raise CommendedAlready(name=record.subject_name, programme=programme.name)
    if programme.quota is not None and given.standing().count() >= programme.quota:
        raise QuotaReached(programme=programme.name, quota=programme.quota)
