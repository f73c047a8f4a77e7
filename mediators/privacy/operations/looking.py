from datetime import datetime

from django.utils.translation import gettext_lazy as _

from lms.kernel import audit
from lms.kernel.errors import DomainError
from lms.kernel.models import AuditEntry
from mediators.models import Person, User

#: Rows of the log that one file takes.
MOST_ROWS = 10_000


class TooManyRows(DomainError):
    message = _(
        "A file takes %(most)d rows of the log, and these filters find more. Choose a "
        "shorter time and export the rest after it."
    )


def log_copy(*, person: Person, form: str, at: datetime, actor: User) -> None:
    """Record that somebody took a copy of their own data (PIPL 45)."""
    audit.record(
        action="data.copied",
        subject=person,
        actor=actor,
        at=at,
        person=person.uuid,
        reason=form,
    )


def log_opening(*, entry: AuditEntry, at: datetime, actor: User) -> None:
    """Record that somebody was shown the values that an entry of the log holds."""
    audit.record(
        action="audit.opened",
        subject=entry,
        actor=actor,
        at=at,
        person=entry.person,
        values=dict.fromkeys(entry.fields) if entry.person is None else None,
    )


def log_export(
    *, rows: int, filters: list[str], at: datetime, actor: User
) -> AuditEntry:
    """Record that part of the log was exported, and by which filters.

    :raises TooManyRows: if it is more than a file takes
    """
    if rows > MOST_ROWS:
        raise TooManyRows(most=MOST_ROWS)
    return audit.record(
        action="audit.exported",
        subject=actor,
        actor=actor,
        at=at,
        values=dict.fromkeys(filters),
        reason=str(rows),
    )
