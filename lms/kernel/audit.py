"""Writing the log of what was done. Sealing and reading are in `lms.kernel.seals`."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Model

from lms.kernel import personal
from lms.kernel.middleware import current_request_id
from lms.kernel.models import AuditEntry, AuditValue

if TYPE_CHECKING:
    from mediators.models import User


def record(  # noqa: PLR0913 -- what an entry is made of
    *,
    action: str,
    subject: Model,
    actor: "User | None",
    at: datetime,
    person: UUID | None = None,
    values: Mapping[str, object] | None = None,
    reason: str = "",
) -> AuditEntry:
    """Append one entry, inside the caller's transaction.

    `action` is `noun.verb` (`post.ended`). `values` maps each changed field to what it
    holds now, or to `[before, after]`; with `person` they are kept under that person's
    key, and without they must not be personal: only the names of the fields are kept.
    """
    entry = AuditEntry.objects.create(
        action=action,
        subject_type=subject._meta.label_lower,  # noqa: SLF001 -- documented
        subject_id=str(getattr(subject, "uuid", subject.pk)),
        actor=actor,
        at=at,
        person=person,
        fields=sorted(values or {}),
        reason=reason,
        request_id=current_request_id(),
    )
    if values and person:
        sealed = personal.encrypt(person, dict(values))
        AuditValue.objects.create(entry=entry, ciphertext=sealed)
    return entry
