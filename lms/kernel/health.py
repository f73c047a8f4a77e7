"""`/healthz`: whether what the site stands on answers."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import connections

from lms.kernel import reconcilers, storage
from lms.kernel.models import AuditSeal, Heartbeat

log = structlog.get_logger(__name__)
#: The check runs daily; one missed is not an illness yet.
AUDIT_SILENCE = timedelta(days=2)


def report(*, at: datetime) -> dict[str, Any]:
    """Return what answers and what is due; `healthy` is true if nothing is ill.

    Each part is "ok" or "ill": what exactly is wrong goes to the logs, not to strangers.
    An audit log that does not agree with its seals is shown and takes the site from
    nobody.
    """
    parts = {
        "database": _ask(_database),
        "cache": _ask(_cache),
        "broker": _ask(_broker),
        "storage": _ask(_storage),
        "worker": _ask(lambda: _worker(at)),
    }
    healthy = all(state == "ok" for state in parts.values())
    backlog = reconcilers.backlog() if parts["database"] == "ok" else {}
    audit = _ask(lambda: _audit(at))
    return {"healthy": healthy, **parts, "audit": audit, "backlog": backlog}


def _ask(part: Callable[[], object]) -> str:
    try:
        part()
    except Exception:
        log.exception("health_check_failed", part=getattr(part, "__name__", "worker"))
        return "ill"
    return "ok"


def _database() -> None:
    for alias in connections:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")


def _cache() -> None:
    token = uuid.uuid4().hex
    cache.set("healthz", token, 10)
    if cache.get("healthz") is None:
        raise RuntimeError("The cache forgets.")


def _broker() -> None:
    with current_app.connection_for_write() as connection:
        connection.ensure_connection(max_retries=1, timeout=3)


def _storage() -> None:
    storage.private().exists("healthz")


def _worker(at: datetime) -> None:
    silence = timedelta(seconds=settings.WORKER_HEARTBEAT_S)
    if not Heartbeat.objects.filter(name="worker", beat_at__gte=at - silence).exists():
        raise RuntimeError("No worker has lived lately.")


def _audit(at: datetime) -> None:
    if Heartbeat.objects.filter(name=Heartbeat.AUDIT_BROKEN).exists():
        raise RuntimeError("The audit log does not agree with its seals.")
    stale = at - AUDIT_SILENCE
    checks = Heartbeat.objects.filter(name=Heartbeat.AUDIT_WHOLE, beat_at__gte=stale)
    if AuditSeal.objects.filter(sealed_at__lt=stale).exists() and not checks.exists():
        raise RuntimeError("The audit log has not been checked for days.")
