from collections.abc import Sequence
from datetime import date, datetime
from typing import Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incentives import queries
from incentives.models import Grade, GradeRecord, GradeScheme
from incentives.models.decided import TAKES_ITS_PLACE
from incentives.operations.authority import check_may_decide, check_not_own
from incentives.operations.bases import (
    Conditions,
    check_conditions_whole,
    check_period,
    check_source,
)
from incentives.operations.records import (
    Decision,
    ProposedAlready,
    check_branch,
    check_conditions,
    check_decision,
    check_until,
    entered,
    lock_subject,
    log_entered,
    others,
    viewer_of,
)
from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import Mediator, Organisation, Post, User


class SchemeNotInForce(DomainError):
    message = _("“%(scheme)s” does not hold on that day.")


class NotGraded(DomainError):
    message = _("“%(scheme)s” does not grade %(name)s.")


class GradedThatDay(DomainError):
    message = _(
        "“%(scheme)s” gave %(name)s a grade on that day already: annul that one first."
    )


class NoGrades(DomainError):
    message = _("Name the grades, the highest first, each of them once.")


@transaction.atomic
def add_grade_scheme(  # noqa: PLR0913 -- what a scheme is made of
    *,
    organisation: Organisation,
    name: str,
    document: str,
    labels: Sequence[str],
    valid_from: date,
    valid_to: date | None = None,
    cycle_months: int | None = None,
    for_units: bool = False,
    excludes_invited: bool = True,
    at: datetime,
    actor: User | None,
    **conditions: Unpack[Conditions],
) -> GradeScheme:
    """Set up a ladder of grades, the highest first.

    :raises SourceMissing: if no document is named
    :raises NoGrades: if there are none, or one of them twice
    :raises EndsTooSoon: if it would end before it has a day
    :raises HoursIncomplete: if a condition on training is half said
    """
    document = check_source(document)
    check_period(valid_from, valid_to)
    check_conditions_whole(conditions)
    if not labels or len(set(labels)) < len(labels):
        raise NoGrades
    scheme = GradeScheme.objects.create(
        organisation=organisation,
        name=name,
        document=document,
        valid_from=valid_from,
        valid_to=valid_to,
        cycle_months=cycle_months,
        for_units=for_units,
        excludes_invited=excludes_invited,
        recorded_at=at,
        **conditions,
    )
    Grade.objects.bulk_create(
        Grade(scheme=scheme, rank=rank, label=label)
        for rank, label in enumerate(labels, start=1)
    )
    audit.record(
        action="scheme.added",
        subject=scheme,
        actor=actor,
        at=at,
        values={"name": name, "document": document, "labels": list(labels)},
    )
    return scheme


@transaction.atomic
def record_grade(  # noqa: PLR0913 -- what the record of a grade is made of
    *,
    grade: Grade,
    organisation: Organisation,
    mediator: Mediator | None,
    valid_until: date | None = None,
    at: datetime,
    actor: User | None,
    **decision: Unpack[Decision],
) -> GradeRecord:
    """Record that a mediator, or without one a committee, was given a grade.

    Without `valid_until` it holds for the cycle of its scheme. Entered by another than
    whoever decides, it is a proposal to them.

    :raises AboutThemselves: if it is about the actor, or about whoever decided
    :raises NoDecider: if no human being decided
    :raises NoDocument: if the decision has no document
    :raises NotYetDecided: if its day is still to come
    :raises MayNotDecide: if the decision is not theirs to take
    :raises BureauDecides: if only an administrator of a bureau can take it
    :raises SchemeNotInForce: if the scheme does not hold on the day of the decision
    :raises NotGraded: if the scheme is not for such a subject
    :raises NotOfTheBranch: if the subject is not of the scheme's branch
    :raises GradedThatDay: if the scheme gave them one on that day
    :raises ProposedAlready: if that waits to be confirmed
    :raises EndsBeforeDecided: if it would be over before it was decided
    :raises Blocked: if an open accountability record excludes them
    :raises ConditionUnmet: if training or proof is not what the scheme asks for
    """
    check_decision(decision, at=at)
    check_not_own(mediator, actor, decision["decided_by"])
    lock_subject(mediator)
    day = decision["decided_on"]
    record = GradeRecord(
        grade=grade,
        organisation=organisation,
        mediator=mediator,
        valid_until=valid_until or queries.cycle_end(grade.scheme, start=day),
        **entered(decision, at=at, actor=actor),
    )
    facts = check_grade(record, viewer=viewer_of(record))
    record.save()
    values = {"grade": grade.label, "document_no": decision["document_no"]}
    met = {"conditions": facts} if facts else {}
    log_entered(record, "decided", {**values, **met})
    return record


def check_grade(record: GradeRecord, *, viewer: User) -> list[str]:
    """Refuse a grade that its scheme does not allow; return the facts it rests on."""
    check_until(record.valid_until, decided_on=record.decided_on)
    scheme = GradeScheme.objects.select_for_update().get(pk=record.grade.scheme_id)
    check_may_decide(
        record.decided_by,
        scheme.organisation,
        by_bureau=scheme.blocked_by_accountability,
    )
    day, place, mediator = record.decided_on, record.organisation, record.mediator
    if not scheme.holds_on(day):
        raise SchemeNotInForce(scheme=scheme.name)
    _check_subject(scheme, place, mediator, day)
    _check_once(scheme, record)
    return check_conditions(
        scheme, place=place, mediator=mediator, on=day, viewer=viewer
    )


def _check_once(scheme: GradeScheme, record: GradeRecord) -> None:
    given = GradeRecord.objects.filter(TAKES_ITS_PLACE, grade__scheme=scheme)
    same_day = given.filter(decided_on=record.decided_on)
    if (before := others(same_day, record).first()) is not None:
        if before.is_proposed:
            raise ProposedAlready(name=record.subject_name)
        raise GradedThatDay(scheme=scheme.name, name=record.subject_name)


def _check_subject(
    scheme: GradeScheme, place: Organisation, mediator: Mediator | None, day: date
) -> None:
    name = mediator.person.name if mediator else place.name
    check_branch(scheme.organisation, place=place, mediator=mediator)
    if scheme.for_units == (mediator is not None):
        raise NotGraded(scheme=scheme.name, name=name)
    if mediator is None or not scheme.excludes_invited:
        return
    posts = Post.objects.standing().on(day).filter(person=mediator.person_id)
    if not posts.exclude(kind=Post.Kind.INVITED).exists():
        raise NotGraded(scheme=scheme.name, name=name)
