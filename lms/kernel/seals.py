"""Sealing the log of what was done into a chain of hashes, and checking the chain."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog
from django.db import connection
from django.db.models import QuerySet

from lms.kernel.clock import database_now
from lms.kernel.models import AuditEntry, AuditSeal

#: Entries younger than this wait: a slower transaction may still bring an earlier one.
LAG = timedelta(seconds=60)
BATCH = 1_000
FIRST = "0" * 64
log = structlog.get_logger(__name__)


class Noted(NamedTuple):
    """What the logs say of a seal: its number and its digest."""

    seal: int
    digest: str


def seal(*, at: datetime) -> int:
    """Seal what is old enough, in batches; return how many entries were sealed.

    Each seal goes to the logs as well: what is cut off the end of the chain, seals and
    all, is missed only by somebody who noted a seal outside the database.
    """
    sealed = 0
    while batch := _next_batch(at):
        previous = AuditSeal.objects.order_by("-last_id").first()
        made = AuditSeal(
            first=batch[0],
            last=batch[-1],
            count=len(batch),
            previous=previous.digest if previous else FIRST,
            sealed_at=at,
        )
        made.digest = digest(made, batch)
        made.save(force_insert=True)
        log.info("audit_sealed", seal=made.pk, digest=made.digest, entries=made.count)
        sealed += len(batch)
    return sealed


def verify(*, noted: Noted | None = None) -> str:
    """Return "" if every seal agrees with the log, else the first that does not.

    With `noted`, a seal that somebody wrote down, that one must be there, too.
    """
    before, after_id = FIRST, -(2**62)
    for each in AuditSeal.objects.order_by("last_id").iterator():
        entries = list(
            AuditEntry.objects.filter(pk__gt=after_id, pk__lte=each.last_id)
            .select_related("value")
            .order_by("pk")
        )
        agrees = each.previous == before and each.count == len(entries)
        if not agrees or each.digest != digest(each, entries):
            return f"Seal {each.pk} does not agree with entries {each.first_id}–{each.last_id}."
        before, after_id = each.digest, each.last_id
    return _missing(noted) if noted else ""


def _missing(noted: Noted) -> str:
    there = AuditSeal.objects.filter(pk=noted.seal, digest=noted.digest)
    return "" if there.exists() else f"Seal {noted.seal} is not the one that was noted."


def digest(seal: AuditSeal, entries: Iterable[AuditEntry]) -> str:
    """Return the hash of a seal and of its entries, chained to the seal before it.

    Every column counts. Values count as ciphertext, so that destroying a person's key
    changes nothing here.
    """
    head = [seal.previous, seal.first_id, seal.last_id, seal.sealed_at.timestamp()]
    chain = hashlib.sha256(json.dumps(head).encode())
    for entry in entries:
        chain.update(json.dumps(_row(entry), ensure_ascii=False).encode())
    return chain.hexdigest()


def _row(entry: AuditEntry) -> list[object]:
    value = getattr(entry, "value", None)
    return [
        entry.pk,
        entry.at.timestamp(),
        entry.recorded_at.timestamp(),
        entry.actor_id,
        entry.action,
        entry.subject_type,
        entry.subject_id,
        str(entry.person or ""),
        entry.fields,
        entry.reason,
        entry.request_id,
        value.pk if value else None,
        hashlib.sha256(bytes(value.ciphertext)).hexdigest() if value else "",
    ]


def due_count() -> int:
    """Return how many entries are due to be sealed, by the database's clock."""
    return unsealed_count(database_now())


def seal_due(at: datetime) -> None:
    """Seal what is due; may be repeated."""
    seal(at=at)


def unsealed_count(at: datetime) -> int:
    """Return how many entries are old enough and not yet sealed."""
    return _waiting().filter(recorded_at__lt=_horizon(at)).count()


def _next_batch(at: datetime) -> list[AuditEntry]:
    horizon = _horizon(at)
    batch: list[AuditEntry] = []
    for entry in _waiting().select_related("value").order_by("pk")[:BATCH]:
        if entry.recorded_at >= horizon:
            break
        batch.append(entry)
    return batch


def _waiting() -> QuerySet[AuditEntry]:
    last = AuditSeal.objects.order_by("-last_id").values_list("last_id", flat=True)
    return AuditEntry.objects.filter(pk__gt=last.first() or 0)


def _horizon(at: datetime) -> datetime:
    """Return the moment before which no unfinished transaction can still write."""
    horizon = at - LAG
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT min(xact_start) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            (oldest,) = cursor.fetchone()
        horizon = min(horizon, oldest or horizon)
    return horizon
