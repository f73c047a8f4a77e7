from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incentives import queries
from incentives.models import Record
from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import Person, User

#: Whoever needs more chooses a year or a branch: nobody reads so many at once.
MOST_RECORDS = 5000


class TooManyRecords(DomainError):
    message = _(
        "%(n)d records are too many for one file; at most %(most)d. Choose a year, a "
        "kind or a branch."
    )


class NothingToExport(DomainError):
    message = _("No record is found with these filters.")


@transaction.atomic
def export_records(*, found: Any, by: User, at: datetime) -> list[Record]:
    """Return the records that rows of `records_found` name, and log that they were taken.

    Also under each person who is in them, for them to see.

    :raises NothingToExport: if there is none
    :raises TooManyRecords: if they are too many for one file
    """
    rows = list(found)
    if not rows:
        raise NothingToExport
    if len(rows) > MOST_RECORDS:
        raise TooManyRecords(n=len(rows), most=MOST_RECORDS)
    records = queries.with_words(rows)
    audit.record(
        action="records.exported",
        subject=by,
        actor=by,
        at=at,
        values={"rows": len(rows)},
    )
    people = {each.mediator.person for each in records if each.mediator}
    with audit.together():
        for person in sorted(people, key=_key):
            audit.record(
                action="person.records_exported",
                subject=person,
                actor=by,
                at=at,
                person=person.uuid,
            )
    return records


def _key(person: Person) -> int:
    return person.pk
