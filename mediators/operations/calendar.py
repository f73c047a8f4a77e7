from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators import queries
from mediators.models import CalendarDay, User
from mediators.operations.rules import DocumentMissing
from mediators.queries import CalendarChanges


class NoDays(DomainError):
    message = _("Name at least one day.")


@transaction.atomic
def enter_calendar(
    *, days: Mapping[date, bool], document: str, at: datetime, actor: User | None
) -> CalendarChanges:
    """Enter which days are worked; the same again changes nothing.

    :raises NoDays: if there are none
    :raises DocumentMissing: if the arrangement they come from is not named
    """
    if not days:
        raise NoDays
    if not document.strip():
        raise DocumentMissing
    list(CalendarDay.objects.select_for_update().filter(day__in=days))
    changes = queries.calendar_changes(days)
    for day in [*changes.new, *changes.corrected]:
        entered, _created = CalendarDay.objects.update_or_create(
            day=day,
            defaults={
                "is_working": days[day],
                "document": document.strip(),
                "recorded_at": at,
            },
        )
        audit.record(
            action="calendar.entered",
            subject=entered,
            actor=actor,
            at=at,
            values={"day": day, "is_working": days[day], "document": document},
        )
    return changes
