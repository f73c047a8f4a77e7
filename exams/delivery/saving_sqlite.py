"""The save on SQLite: what the function of PostgreSQL does, in one IMMEDIATE transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from exams.delivery.incoming import Event
from exams.delivery.models import Attempt, ResponseEvent
from exams.delivery.projecting import project
from lms.kernel.clock import database_now

Disposition = ResponseEvent.Disposition


def save_on_sqlite(
    uuid: UUID,
    device: UUID,
    epoch: int,
    events: Sequence[Event],
    at: datetime | None,
) -> dict[str, Any]:
    """Store events and return the fields of `Saved`."""
    with transaction.atomic():
        attempt = Attempt.objects.select_for_update().get(uuid=uuid)
        now = at or database_now()
        verdict = _judge(attempt, device, epoch, now)
        known = _known(attempt, device, events)
        fresh = _append(attempt, device, epoch, events, known, verdict, now)
        project(attempt, fresh, now)
    ack = [(event.seq, _told(event, known[event.seq])) for event in events]
    return {
        "verdict": str(verdict),
        "state": attempt.state,
        "rev": attempt.rev,
        "deadline_at": attempt.deadline_at,
        "server_now": now,
        "heads": attempt.heads,
        "ack": ack,
        "receipt": attempt.receipt,
    }


def _judge(attempt: Attempt, device: UUID, epoch: int, now: datetime) -> Disposition:
    timed_out = attempt.is_handed_in and attempt.submit_cause == Attempt.Cause.TIMEOUT
    if not attempt.is_running and not timed_out:
        return Disposition.CLOSED
    if (attempt.device_id, attempt.device_epoch) != (device, epoch):
        return Disposition.FENCED
    grace = timedelta(seconds=attempt.grace_s)
    if timed_out or attempt.deadline_at is None or now > attempt.deadline_at + grace:
        return Disposition.LATE
    return Disposition.ACCEPTED


def _known(
    attempt: Attempt, device: UUID, events: Sequence[Event]
) -> dict[int, ResponseEvent]:
    numbers = [event.seq for event in events]
    rows = attempt.events.filter(device_id=device, seq__in=numbers)
    return {row.seq: row for row in rows}


def _append(  # noqa: PLR0913, PLR0917 -- what the rows are made of
    attempt: Attempt,
    device: UUID,
    epoch: int,
    events: Sequence[Event],
    known: dict[int, ResponseEvent],
    verdict: Disposition,
    now: datetime,
) -> list[ResponseEvent]:
    fresh = []
    for event in events:
        if event.seq in known:
            continue
        disposition = verdict if event.fits else Disposition.INVALID
        if disposition == Disposition.ACCEPTED and event.epoch != epoch:
            disposition = Disposition.FENCED
        row = ResponseEvent(
            attempt=attempt,
            device_id=device,
            seq=event.seq,
            epoch=event.epoch,
            kind=event.kind,
            slot=event.slot,
            payload=event.payload,
            client_mono_ms=event.mono_ms,
            client_wall=event.wall,
            base_rev=event.base_rev,
            received_at=now,
            disposition=disposition,
        )
        known[event.seq] = row
        fresh.append(row)
    ResponseEvent.objects.bulk_create(fresh)
    return fresh


def _told(event: Event, row: ResponseEvent) -> str:
    same = (row.epoch, row.kind, row.slot, row.payload) == (
        event.epoch,
        event.kind,
        event.slot,
        event.payload,
    )
    return row.disposition if same else "conflict"
