"""What beat runs at night."""

import structlog
from celery import shared_task
from django.utils import timezone

from lms.kernel.clock import local_day
from mediators.privacy import operations
from mediators.privacy.models import RetentionRule

log = structlog.get_logger(__name__)


@shared_task
def apply_retention(**_later: object) -> None:
    """Apply every rule that says so; one that fails stops no other. May be run again."""
    at = timezone.now()
    for rule in RetentionRule.objects.in_force(local_day(at)).filter(is_nightly=True):
        try:
            operations.apply_retention(rule=rule, at=at, actor=None)
        except Exception:
            log.exception("retention_failed", kind=rule.kind)
