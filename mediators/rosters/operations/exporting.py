"""A roster given out: made, recorded with what it held and why, kept to be fetched."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction

from lms.kernel import audit, personal
from lms.kernel.clock import local_day
from lms.kernel.models import Job
from lms.kernel.storage import private
from mediators import operations as mediators
from mediators.models import Mediator, Person, User
from mediators.models.mediator import MediatorQuerySet
from mediators.rosters import queries, tables
from mediators.rosters.columns import Column
from mediators.rosters.models import Export
from mediators.rosters.queries import filters as chosen
from mediators.rosters.tables.writing import ROSTER

XLSX, CSV = "xlsx", "csv"
#: So many rows are given out while somebody waits; more are made by the worker.
AT_ONCE = 2000
NumberOf = Callable[[Mediator], str]


def table_of(
    found: MediatorQuerySet, *, viewer: User, number_of: NumberOf | None = None
) -> tuple[list[Column], Iterator[list[str]]]:
    """Return columns and rows of an export; `number_of` opens identity numbers."""
    columns = queries.exported_columns(with_numbers=number_of is not None)

    def rows() -> Iterator[list[str]]:
        for mediator, values in queries.exported_rows(found, viewer=viewer):
            if number_of is not None:
                values["id_number"] = number_of(mediator)
            yield [
                column.write(values[column.key])
                if values.get(column.key) is not None
                else ""
                for column in columns
            ]

    return columns, rows()


@transaction.atomic
def record_export(  # noqa: PLR0913 -- what is asked when somebody gave out data
    *,
    by: User,
    found: MediatorQuerySet,
    rows: int,
    shape: str,
    filters: Mapping[str, str],
    reason: str,
    at: datetime,
) -> None:
    """Log who took a roster out, which filters it had, how many rows, and why.

    And under each of the people in it that they are, for them to see.
    """
    said = f"{shape} · {rows} · {chosen.in_words(filters)} · {reason}"
    audit.record(
        action="roster.exported",
        subject=chosen.branch_chosen(filters, viewer=by) or by,
        actor=by,
        at=at,
        reason=said[:500],
    )
    with audit.together():
        for person in Person.objects.filter(mediator__in=found).iterator():
            audit.record(
                action="person.exported",
                subject=person,
                actor=by,
                at=at,
                person=person.uuid,
                reason=reason,
            )


def make_export(
    *, job: Job, filters: Mapping[str, str], shape: str, reason: str, at: datetime
) -> Export:
    """Make the file of an export and keep it sealed, or return the one made before.

    With a `reason`, identity numbers are in it, each opened and logged under its person.
    """
    if made := Export.objects.filter(job=job).first():
        return made
    by = job.started_by
    found = chosen.mediators_chosen(filters, viewer=by)
    number_of = _opener(found, by=by, reason=reason, at=at) if reason else None
    columns, rows = table_of(found, viewer=by, number_of=number_of)
    kept = list(job.track(list(rows), every=100))
    if shape == CSV:
        content = b"".join(tables.write_csv(columns, kept))
    else:
        content = tables.write_xlsx(columns, kept, name=ROSTER)
    record_export(
        by=by,
        found=found,
        rows=len(kept),
        shape=shape,
        filters=filters,
        reason=reason,
        at=at,
    )
    return _store(job=job, name=file_name(shape, at), content=content, at=at)


def file_name(shape: str, at: datetime) -> str:
    """Return how an export is called when it is saved."""
    return f"调解员名册-{local_day(at):%Y%m%d}.{shape}"


def content_of(export: Export) -> bytes:
    """Return the file as it was made.

    :raises PersonErased: if its key was destroyed
    """
    with private().open(str(export.stored)) as stored:
        return personal.keeper(export.uuid).open_bytes(stored.read())


def _opener(
    found: MediatorQuerySet, *, by: User, reason: str, at: datetime
) -> NumberOf:
    """Return what opens the number of a mediator whom `by` administers."""
    mine = Mediator.objects.administered_by(by)
    keys = set(mine.filter(pk__in=found.values("pk")).values_list("pk", flat=True))
    opened: dict[int, str] = {}

    def number_of(mediator: Mediator) -> str:
        if mediator.pk not in keys:
            return ""
        if mediator.pk not in opened:
            opened[mediator.pk] = _opened(mediator, by=by, reason=reason, at=at)
        return opened[mediator.pk]

    return number_of


def _opened(mediator: Mediator, *, by: User, reason: str, at: datetime) -> str:
    try:
        return mediators.reveal_id_number(
            person=mediator.person, reason=reason, at=at, actor=by
        )
    except (mediators.NoIdNumber, personal.PersonErased):
        return ""


def _store(*, job: Job, name: str, content: bytes, at: datetime) -> Export:
    number = uuid.uuid4()
    sealed = personal.keeper(number).seal_bytes(content)
    stored = private().save(f"exports/{number}", ContentFile(sealed))
    with transaction.atomic():
        return Export.objects.create(
            uuid=number, job=job, at=at, stored=stored, name=name
        )
