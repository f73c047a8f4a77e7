"""Writing the log of what was done. Sealing and reading are in `lms.kernel.seals`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from lms.kernel import personal
from lms.kernel.middleware import current_request_id
from lms.kernel.models import AuditEntry, AuditValue

if TYPE_CHECKING:
    from mediators.models import User

#: So many entries go to the database in a statement.
_AT_ONCE = 1000
_Gathered = list[tuple[AuditEntry, dict[str, object]]]
_gathered: ContextVar[_Gathered | None] = ContextVar("gathered", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Append what is recorded inside the block at its end, in few statements.

    For work that does a great many things, each in a transaction of its own: the block
    is one. What an error undoes is not recorded either.
    """
    gathered: _Gathered = []
    before = _gathered.set(gathered)
    try:
        with transaction.atomic():
            yield
            _append(gathered)
    finally:
        _gathered.reset(before)


def _append(gathered: _Gathered) -> None:
    AuditEntry.objects.bulk_create(
        [entry for entry, _values in gathered], batch_size=_AT_ONCE
    )
    keepers: dict[UUID, personal.Keeper] = {}
    kept = []
    for entry, values in gathered:
        if values and entry.person:
            if entry.person not in keepers:
                keepers[entry.person] = personal.keeper(entry.person)
            sealed = keepers[entry.person].seal(values)
            kept.append(AuditValue(entry=entry, ciphertext=sealed))
    AuditValue.objects.bulk_create(kept, batch_size=_AT_ONCE)


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
    entry = AuditEntry(
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
    gathered = _gathered.get()
    if gathered is not None:
        gathered.append((entry, dict(values or {})))
        return entry
    entry.save()
    if values and person:
        _keep(entry, person, values)
    return entry


def _keep(entry: AuditEntry, person: UUID, values: Mapping[str, object]) -> None:
    """Keep the values under the person's key; of somebody erased, keep none."""
    try:
        sealed = personal.encrypt(person, dict(values))
    except personal.PersonErased:
        return
    AuditValue.objects.create(entry=entry, ciphertext=sealed)
