"""What exams hold about somebody: attempts and devices, for their data page."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from exams.delivery.models import Attempt, DeviceSession
from mediators.models import Person
from mediators.privacy import data

if TYPE_CHECKING:
    from mediators.privacy.data import Table, Words

_BLANK = Q(user_agent="", address=None)


def attempts(person: Person) -> "Table":
    """Return the exams somebody sat; one query."""
    mine = Attempt.objects.filter(admission__mediator__in=data.mediators_of(person))
    found = mine.select_related("admission__sitting").order_by("-pk")
    return data.table_of(
        found, "admission__sitting__title", "started_at", "submitted_at", "state"
    )


def devices(person: Person) -> "Table":
    """Return the devices somebody sat exams on, as far as they are still told; one query."""
    found = _devices_of(person).select_related("attempt__admission__sitting")
    return data.table_of(
        found,
        "attempt__admission__sitting__title",
        "user_agent",
        "address",
        "opened_at",
    )


def forget_devices(person: Person, _at: datetime) -> "list[Words]":
    """Blank which browsers and addresses somebody sat exams from."""
    _devices_of(person).update(user_agent="", address=None)
    return [_("Deleted: browsers and addresses of the devices used in exams.")]


def devices_due(before: datetime) -> QuerySet[DeviceSession]:
    """Return the devices opened before a moment of which something is still told."""
    found = DeviceSession.objects.filter(opened_at__lt=before).exclude(_BLANK)
    return found.annotate(since=F("opened_at"))


def minimise_devices(batch: Sequence[DeviceSession], _at: datetime) -> int:
    """Blank browsers and addresses; that there was a device, and when, stays."""
    keys = [each.pk for each in batch]
    return DeviceSession.objects.filter(pk__in=keys).update(user_agent="", address=None)


def _devices_of(person: Person) -> QuerySet[DeviceSession]:
    mine = data.mediators_of(person)
    found = DeviceSession.objects.filter(attempt__admission__mediator__in=mine)
    return found.exclude(_BLANK)
