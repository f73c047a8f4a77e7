from datetime import datetime

from certificates.models import Certificate, CertificateEvent
from lms.kernel import audit
from mediators.coverage.operations import mark_person
from mediators.models import User


def happened(  # noqa: PLR0913 -- what an event is made of
    certificate: Certificate,
    kind: CertificateEvent.Kind,
    *,
    at: datetime,
    actor: User | None,
    reason: str = "",
    category: CertificateEvent.Category = CertificateEvent.Category.NONE,
) -> CertificateEvent:
    """Append an event and its entry in the log, inside the caller's transaction."""
    event = CertificateEvent.objects.create(
        certificate=certificate,
        kind=kind,
        category=category,
        reason=reason,
        by=actor,
        at=at,
    )
    audit.record(
        action=f"certificate.{kind}",
        subject=certificate,
        actor=actor,
        at=at,
        person=certificate.mediator.person.uuid,
        values={"number": certificate.number},
        reason=reason,
    )
    mark_person(certificate.mediator.person_id)
    return event
