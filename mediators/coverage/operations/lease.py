"""The lock on all figures, and the lease of whoever counts everything anew."""

from datetime import datetime, timedelta

from mediators.coverage.models import Roll

#: So long may a batch take before another worker takes the counting for dead.
LEASE = timedelta(minutes=10)


def locked() -> Roll:
    """Lock the figures for the rest of the transaction; made if it is not there."""
    Roll.objects.get_or_create(pk=1)
    return Roll.objects.select_for_update().get(pk=1)


def renew(at: datetime) -> None:
    """Keep the lease; inside the transaction of a batch."""
    Roll.objects.filter(pk=1).update(rolling_until=at + LEASE)
