from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate, CertificateEvent
from certificates.operations.recording import happened
from lms.kernel.errors import DomainError
from mediators.models import User

Kind = CertificateEvent.Kind
Category = CertificateEvent.Category


class Revoked(DomainError):
    message = _("This certificate is revoked, and that is final.")


class SuspendedAlready(DomainError):
    message = _("This certificate is suspended already.")


class NotSuspended(DomainError):
    message = _("This certificate is not suspended.")


class ReasonMissing(DomainError):
    message = _("Give the reason; it stays in the record.")


def suspend(
    *, certificate: Certificate, reason: str, at: datetime, actor: User
) -> CertificateEvent:
    """Take a certificate out of force until it is reinstated.

    :raises Revoked: if it was revoked
    :raises SuspendedAlready: if it is suspended
    :raises ReasonMissing: if there is no reason
    """
    with transaction.atomic():
        if _last(certificate).kind == Kind.SUSPENDED:
            raise SuspendedAlready
        return happened(
            certificate, Kind.SUSPENDED, at=at, actor=actor, reason=_given(reason)
        )


def reinstate(
    *, certificate: Certificate, reason: str, at: datetime, actor: User
) -> CertificateEvent:
    """Put a suspended certificate back in force.

    :raises Revoked: if it was revoked
    :raises NotSuspended: if it is not suspended
    :raises ReasonMissing: if there is no reason
    """
    with transaction.atomic():
        if _last(certificate).kind != Kind.SUSPENDED:
            raise NotSuspended
        return happened(
            certificate, Kind.REINSTATED, at=at, actor=actor, reason=_given(reason)
        )


def revoke(
    *,
    certificate: Certificate,
    category: str,
    reason: str,
    at: datetime,
    actor: User,
) -> CertificateEvent:
    """Revoke a certificate for good. The public sees the day and the category only.

    :raises Revoked: if it was revoked before
    :raises ReasonMissing: if there is no reason
    """
    with transaction.atomic():
        _last(certificate)
        return happened(
            certificate,
            Kind.REVOKED,
            at=at,
            actor=actor,
            reason=_given(reason),
            category=Category(category),
        )


def _last(certificate: Certificate) -> CertificateEvent:
    """Lock the certificate and return what happened to it last."""
    locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
    event = locked.events.order_by("-pk")[:1].get()
    if event.kind == Kind.REVOKED:
        raise Revoked
    return event


def _given(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()
