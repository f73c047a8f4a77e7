"""What courses and exams announce, and certificates follow from."""

from typing import Any

from django.dispatch import receiver

from certificates import operations, queries
from certificates.tasks import issue_certificate
from courses.models import Completion
from courses.signals import course_completed
from exams.marking.models import Result
from exams.marking.signals import result_released
from lms.kernel.clock import database_now
from mediators.signals import roles_changed


@receiver(result_released, dispatch_uid="certificates.issue_on_release")
def issue_on_release(*, result: Result, **_kwargs: Any) -> None:
    if result.passed:
        issue_certificate.delay_on_commit(result_id=result.pk)  # type: ignore[attr-defined]  # -- celery-types lacks it


@receiver(course_completed, dispatch_uid="certificates.issue_on_completion")
def issue_on_completion(*, completion: Completion, **_kwargs: Any) -> None:
    """Issue what waited only for the course to be completed."""
    mediator = completion.enrolment.mediator_id
    due = queries.results_to_certify().filter(attempt__admission__mediator=mediator)
    for pk in due.values_list("pk", flat=True):
        issue_certificate.delay_on_commit(result_id=pk)  # type: ignore[attr-defined]  # -- celery-types lacks it


@receiver(roles_changed, dispatch_uid="certificates.settle_writers")
def settle_writers(**_kwargs: Any) -> None:
    """Whose role has ended writes no kinds of certificate any more."""
    operations.settle_writers(at=database_now())
