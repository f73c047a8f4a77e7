"""Courses finished, and the hours they grant."""

from datetime import datetime
from functools import partial

import structlog
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses import queries
from courses.models import Completion, Enrolment
from courses.signals import course_completed
from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.coverage.operations import mark_person
from mediators.models import User

log = structlog.get_logger(__name__)
#: As many as one run of the reconciler records; beat comes again soon.
BATCH = 200


class CourseNotFinished(DomainError):
    message = _("This course is not finished yet.")


class AlreadyAnnulled(DomainError):
    message = _("This completion has been annulled already.")


class ReasonMissing(DomainError):
    message = _("Give the reason.")


@transaction.atomic
def complete_course(*, enrolment: Enrolment, at: datetime) -> Completion:
    """Grant the hours of a course whose every lesson is done, or return the grant.

    :raises CourseNotFinished: if a lesson is left, or a completion was annulled
    """
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if completion := enrolment.completions.standing().first():
        return completion
    if not queries.completions_due().filter(pk=enrolment.pk).exists():
        raise CourseNotFinished
    course = enrolment.course
    completion = Completion.objects.create(
        enrolment=enrolment,
        course_title=course.title,
        course_revision=course.live_revision_id,
        credit_hours=course.credit_hours,
        completed_at=at,
    )
    mark_person(enrolment.mediator.person_id)
    announce = partial(course_completed.send, sender=Completion, completion=completion)
    transaction.on_commit(announce, robust=True)
    return completion


def complete_courses_due(*, at: datetime) -> None:
    """Record a batch of the completions that are due; may be run at any time."""
    completed = 0
    for enrolment in queries.completions_due().order_by("pk"):
        completed += _complete(enrolment, at=at)
        if completed == BATCH:
            break


def _complete(enrolment: Enrolment, *, at: datetime) -> bool:
    try:
        complete_course(enrolment=enrolment, at=at)
    except Exception:
        log.exception("course_not_completed", enrolment=enrolment.pk)
        return False
    return True


@transaction.atomic
def annul_completion(
    *, completion: Completion, reason: str, at: datetime, actor: User
) -> Completion:
    """Take back the hours of a completion that should not have been; it stays readable.

    :raises ReasonMissing: if no reason is given
    :raises AlreadyAnnulled: if it was annulled before
    """
    completion = Completion.objects.select_for_update().get(pk=completion.pk)
    if not reason.strip():
        raise ReasonMissing
    if completion.is_annulled:
        raise AlreadyAnnulled
    completion.annulled_at = at
    completion.annulled_by = actor
    completion.annul_reason = reason
    completion.save(update_fields=["annulled_at", "annulled_by", "annul_reason"])
    mark_person(completion.enrolment.mediator.person_id)
    audit.record(
        action="completion.annulled",
        subject=completion,
        actor=actor,
        at=at,
        reason=reason,
    )
    return completion
