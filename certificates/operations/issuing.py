from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from certificates import glyphs, queries
from certificates.evidence import Evidence
from certificates.models import (
    Certificate,
    CertificateEvent,
    CertificateType,
    NumberSequence,
)
from certificates.operations.recording import happened
from certificates.periods import last_day
from exams.delivery.models import Admission
from exams.marking.models import Result
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from mediators.models import User


class NotEarned(DomainError):
    message = _("No certificate can be issued for this result, or not yet.")


def issue(*, result: Result, at: datetime, actor: User | None = None) -> Certificate:
    """Issue what a released pass has earned, or return what it already has.

    Its file comes later: see `render`.

    :raises NotEarned: if it has earned none, or not yet
    :raises GlyphMissing: if a character of it cannot be printed; nothing is issued
    """
    if found := queries.certificate_of(result):
        return found
    if not queries.results_to_certify().filter(pk=result.pk).exists():
        raise NotEarned
    kind = queries.kind_of(result)
    evidence = queries.evidence_of(result, kind.course)
    glyphs.check(*queries.texts_of(kind, evidence))
    with transaction.atomic():
        Admission.objects.select_for_update().get(pk=result.attempt.admission_id)
        if found := queries.certificate_of(result):
            return found  # by somebody who was quicker
        certificate = _write(result, kind, evidence, at=at)
        happened(certificate, CertificateEvent.Kind.ISSUED, at=at, actor=actor)
    return certificate


def _write(
    result: Result, kind: CertificateType, evidence: Evidence, *, at: datetime
) -> Certificate:
    day = local_day(at)
    return Certificate.objects.create(
        number=_next_number(kind.number_prefix, day.year),
        type=kind,
        result=result,
        mediator=result.attempt.admission.mediator,
        organisation=kind.organisation,
        title=kind.title,
        organiser=kind.organiser,
        wording=kind.wording,
        holder_name=evidence.name,
        committee_name=evidence.committee,
        evidence=evidence.as_json(),
        issued_at=at,
        valid_until=last_day(day, kind.validity_months),
    )


def _next_number(prefix: str, year: int) -> str:
    NumberSequence.objects.get_or_create(prefix=prefix, year=year)
    sequence = NumberSequence.objects.select_for_update().get(prefix=prefix, year=year)
    sequence.last += 1
    sequence.save(update_fields=["last"])
    return str(sequence)
