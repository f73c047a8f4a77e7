from datetime import datetime

import structlog
from celery import shared_task
from django.utils import timezone

from certificates import operations, queries
from certificates.models import Certificate
from exams.marking.models import Result
from lms.kernel.errors import DomainError

log = structlog.get_logger(__name__)
#: What a reconciler does at once; beat comes again soon.
ISSUED_AT_ONCE, RENDERED_AT_ONCE = 200, 50


@shared_task
def issue_certificate(*, result_id: int, **_later: object) -> None:
    """Issue the certificate of one result; a second time does nothing."""
    for result in queries.results_to_certify().filter(pk=result_id):
        _issue(result, at=timezone.now())


@shared_task
def render_certificate(*, certificate_id: int, **_later: object) -> None:
    """Make the file of one certificate; a second time does nothing."""
    operations.render(certificate=Certificate.objects.get(pk=certificate_id))


def issue_due(at: datetime) -> None:
    """Issue what was earned; what cannot be printed is passed over and stays due."""
    issued = 0
    for result in queries.results_to_certify():
        issued += _issue(result, at=at)
        if issued == ISSUED_AT_ONCE:
            break


def render_due(_at: datetime) -> None:
    """Make the oldest files that are due; one that cannot be made stays due."""
    made = 0
    for certificate in Certificate.objects.due().order_by("pk"):
        made += _render(certificate)
        if made == RENDERED_AT_ONCE:
            break


def _render(certificate: Certificate) -> bool:
    try:
        operations.render(certificate=certificate)
    except Exception:
        log.exception("certificate_not_rendered", certificate=str(certificate.uuid))
        return False
    return True


def _issue(result: Result, *, at: datetime) -> bool:
    try:
        certificate = operations.issue(result=result, at=at)
    except DomainError as refusal:
        log.warning("certificate_refused", result_id=result.pk, reason=str(refusal))
        return False
    except Exception:
        log.exception("certificate_not_issued", result_id=result.pk)
        return False
    render_certificate.delay_on_commit(certificate_id=certificate.pk)  # type: ignore[attr-defined]  # -- celery-types lacks it
    return True
