"""What beat runs whatever the business does."""

from typing import Any

import structlog
from celery import current_app, shared_task
from django.core.management import call_command
from django.utils import timezone

from lms.kernel import reconcilers, seals
from lms.kernel.models import Heartbeat

log = structlog.get_logger(__name__)


@shared_task
def beat_heart(**_later: object) -> None:
    """Write down that a worker lives; `/healthz` reads it."""
    Heartbeat.objects.update_or_create(
        name="worker", defaults={"beat_at": timezone.now()}
    )


@shared_task
def reconcile(**_later: object) -> None:
    """Do a batch of everything that is due and not yet done."""
    reconcilers.run_all(at=timezone.now())


@shared_task
def verify_audit(**_later: object) -> None:
    """Check the chain; `/healthz` shows what came of it, and the logs say more."""
    found = seals.verify()
    if found:
        log.error("audit_broken", problem=found)
    name = Heartbeat.AUDIT_BROKEN if found else Heartbeat.AUDIT_WHOLE
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": timezone.now()})
    if not found:
        Heartbeat.objects.filter(name=Heartbeat.AUDIT_BROKEN).delete()


@shared_task
def publish_scheduled(**_later: object) -> None:
    """Publish and unpublish the pages whose moment has come."""
    call_command("publish_scheduled")


@shared_task
def purge_broker(**_later: object) -> None:
    """Delete delivered messages: the embedded broker, a database table, keeps them."""
    with current_app.connection_for_write() as connection:
        if connection.transport.driver_type != "sql":
            return
        channel: Any = connection.default_channel
        delivered = channel.message_cls.visible.is_(False)
        channel.session.query(channel.message_cls).filter(delivered).delete()
        channel.session.commit()


@shared_task
def tidy_indexes(**_later: object) -> None:
    """Rebuild Wagtail's indexes, so that nothing stays lost with a lost task."""
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)
