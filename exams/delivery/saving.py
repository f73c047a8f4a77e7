"""Storing what a device sends: one round trip on PostgreSQL, the same steps on SQLite.

Lock the attempt, judge, append to the log, project, and report for every event what is
stored. See `docs/decisions/0006-an-answer-is-an-event.md` and the function in the
migrations.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from exams.delivery.incoming import Checked, Event
from exams.delivery.models import Attempt
from exams.delivery.saving_sqlite import save_on_sqlite
from lms.kernel.database import LIMIT

#: What is answered for an event whose number is taken by another event.
CONFLICT = "conflict"


@dataclass(frozen=True)
class Saved:
    """What stands after a save; `ack` has [seq, stored disposition] of every event."""

    verdict: str
    state: str
    rev: int
    deadline_at: datetime | None
    server_now: datetime
    heads: dict[str, str]
    ack: list[tuple[int, str]]
    receipt: str


def store(
    *,
    attempt: UUID,
    device: UUID,
    epoch: int,
    events: Checked,
    at: datetime | None = None,
) -> Saved:
    """Store events, once however often they come; only tests and the demo give `at`.

    :raises Attempt.DoesNotExist: if there is no such attempt
    :raises TypeError: if nothing held the events against the paper
    """
    if not isinstance(events, Checked):
        raise TypeError("Only what `read_events` returns is stored.")
    if connection.vendor == "sqlite":
        return Saved(**save_on_sqlite(attempt, device, epoch, events, at))
    sent = [_as_json(number, event) for number, event in enumerate(events)]
    name, moment = ("delivery_save", []) if at is None else ("delivery_save_at", [at])
    marks = ", ".join(["%s", "%s", "%s", "%s::jsonb", *["%s"] * len(moment)])
    sql = f"{LIMIT}SELECT * FROM {name}({marks})"  # noqa: S608 -- of two names written here
    with connection.cursor() as cursor:
        cursor.execute(sql, [attempt, device, epoch, json.dumps(sent), *moment])
        cursor.nextset()
        row = cursor.fetchone()
    if row is None:
        raise Attempt.DoesNotExist
    verdict, state, rev, deadline_at, server_now, heads, ack, receipt = row
    return Saved(
        verdict=verdict,
        state=state,
        rev=rev,
        deadline_at=deadline_at,
        server_now=server_now,
        heads=json.loads(heads),
        ack=[(seq, disposition) for seq, disposition in json.loads(ack)],
        receipt=receipt,
    )


def _as_json(number: int, event: Event) -> dict[str, Any]:
    return {
        "n": number,
        "seq": event.seq,
        "epoch": event.epoch,
        "kind": event.kind,
        "slot": event.slot,
        "v": event.payload,
        "mono": event.mono_ms,
        "wall": event.wall,
        "rev": event.base_rev,
        "fits": event.fits,
    }
