"""Reads that more than one caller makes."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from certificates import glyphs
from certificates.codes import normalised
from certificates.evidence import Evidence
from certificates.models import Certificate, CertificateEvent, CertificateType
from certificates.wording import fill
from courses.models import Completion, Course
from exams.marking.models import Result
from lms.kernel.clock import Today, local_day
from lms.kernel.errors import DomainError
from mediators.models import Mediator, Post

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from certificates.models.certificate import CertificateQuerySet
    from exams.marking.models.result import ResultQuerySet
    from mediators.models import User

#: From a result to its kind of certificate.
_KIND = "attempt__admission__sitting__exam__certificate_type"


def results_to_certify() -> "ResultQuerySet":
    """Return the released passes that have earned a certificate and have none.

    Earned it has who passed an exam that has a published kind of certificate and, if
    that names a course, completed it. A result scored again earns no second one, nor
    does a second pass in the same sitting, unless the first certificate was revoked.
    """
    of_sitting = Certificate.objects.filter(
        result__attempt__admission=OuterRef("attempt__admission")
    )
    revoked = CertificateEvent.objects.filter(kind=CertificateEvent.Kind.REVOKED)
    completed = Completion.objects.standing().filter(
        enrolment__mediator=OuterRef("attempt__admission__mediator"),
        enrolment__course_key=OuterRef(f"{_KIND}__course__translation_key"),
    )
    return (
        Result.objects.released()
        .passed()
        .filter(**{f"{_KIND}__live": True})
        .filter(Q(**{f"{_KIND}__course": None}) | Exists(completed))
        .exclude(Exists(of_sitting.filter(result__attempt=OuterRef("attempt"))))
        .exclude(Exists(of_sitting.exclude(events__in=revoked)))
        .order_by("pk")
    )


def refused_for(user: "User", *, at_most: int = 5) -> list[tuple[Result, DomainError]]:
    """Return the results that earned a certificate and cannot get one, and why.

    Costs some queries for each of the results looked at: they are few, and the oldest.
    """
    seen = Mediator.objects.visible_to(user)
    results = results_to_certify().filter(attempt__admission__mediator__in=seen)
    refused = []
    for result in results[:at_most]:
        kind = kind_of(result)
        try:
            glyphs.check(*texts_of(kind, evidence_of(result, kind.course)))
        except DomainError as refusal:
            refused.append((result, refusal))
    return refused


def kind_of(result: Result) -> CertificateType:
    return result.attempt.admission.sitting.exam.certificate_type


def texts_of(kind: CertificateType, evidence: Evidence) -> list[str]:
    """Return all that differs from certificate to certificate and is printed."""
    words = evidence.words(organiser=kind.organiser)
    return [kind.title, kind.organiser, *words.values(), *fill(kind.wording, words)]


def certificate_of(result: Result) -> Certificate | None:
    """Return the certificate that the candidate has from this sitting already."""
    own = Certificate.objects.filter(result__attempt=result.attempt_id).first()
    if own:
        return own
    revoked = CertificateEvent.objects.filter(kind=CertificateEvent.Kind.REVOKED)
    of_sitting = Certificate.objects.filter(
        result__attempt__admission=result.attempt.admission_id
    )
    return of_sitting.exclude(events__in=revoked).first()


def evidence_of(result: Result, course: Course | None) -> Evidence:
    """Return what a released pass proves; about five queries."""
    admission = result.attempt.admission
    day = local_day(result.attempt.submitted_at or result.scored_at)
    return Evidence(
        name=admission.mediator.person.name,
        committee=committee_of(admission.mediator, day),
        exam=admission.sitting.exam.title,
        score=result.scaled,
        passed_on=day,
        hours=_hours_of(admission.mediator, course) if course else None,
    )


def _hours_of(mediator: Mediator, course: Course) -> Decimal:
    completions = Completion.objects.standing().filter(
        enrolment__mediator=mediator, enrolment__course_key=course.translation_key
    )
    return completions.values_list("credit_hours", flat=True)[0]


def verified(typed: str) -> Certificate | None:
    """Return the certificate that a stranger asks for by its code, with its status."""
    certificates = Certificate.objects.with_status(Today())
    return certificates.filter(code=normalised(typed)).first()


def held_by(user: "User") -> "CertificateQuerySet":
    """Return the certificates of `user`, newest first, with their status."""
    return Certificate.objects.of(user).with_status(Today()).select_related("type")


def kinds_listed_for(user: "User") -> "QuerySet[CertificateType]":
    """Return the kinds of what `listed_for` shows; other branches' kinds are theirs."""
    seen = Certificate.objects.visible_to(user)
    return CertificateType.objects.filter(pk__in=seen.values("type"))


def listed_for(
    user: "User",
    *,
    q: str = "",
    status: str = "",
    type: CertificateType | None = None,  # noqa: A002 -- the column's name
) -> "CertificateQuerySet":
    """Return what the list of the Office shows `user`, narrowed as they wish."""
    found = Certificate.objects.visible_to(user)
    if q:
        found = found.filter(Q(number__icontains=q) | Q(holder_name__icontains=q))
    if type:
        found = found.filter(type=type)
    if status:
        return found.in_status(status, Today())
    return found.with_status(Today())


def committee_of(mediator: Mediator, day: date) -> str:
    """Return the name of the committee where the mediator stood on `day`, or last."""
    posts = Post.objects.standing().filter(person=mediator.person_id)
    posts = posts.select_related("organisation").order_by("-valid_from", "-pk")
    post = posts.on(day).first() or posts.first()
    return post.organisation.name if post else ""
