"""How long files that were brought in and given out are kept, and what a deletion takes.

Each is sealed under a key of its own. Destroying it closes the file: what was done by an
import, and that an export was made, stays on record.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext

from lms.kernel import personal
from lms.kernel.models import Job, PersonKey
from mediators.models import Person
from mediators.rosters.models import Doubt, Export, Import, Outcome, Step


def imports_due(before: datetime) -> QuerySet[Import]:
    """Imports of before a moment whose contents are still kept, none at work."""
    steps = Step.objects.filter(roster=OuterRef("pk")).order_by("-pk")
    found = Import.objects.filter(at__lt=before).with_state()
    found = found.annotate(job_state=Subquery(steps.values("job__state")[:1]))
    at_work = Q(state__in=Step.WORK) & ~Q(job_state=Job.State.FAILED)
    return _open(found.exclude(at_work))


def exports_due(before: datetime) -> QuerySet[Export]:
    """Exports of before a moment that can still be fetched."""
    return _open(Export.objects.filter(at__lt=before))


def close(batch: Sequence[Import | Export], at: datetime) -> int:
    """Destroy the keys of files, and then the files; return how many."""
    for each in batch:
        personal.erase(each.uuid, at=at)
        transaction.on_commit(partial(each.stored.storage.delete, str(each.stored)))
    return len(batch)


def forget(person: Person, at: datetime) -> list[str | Promise]:
    """Close every import that named somebody, and all exports: they can be made anew."""
    family = Person.objects.filter(Q(pk=person.pk) | Q(merged_into=person.pk))
    named = Q(pk__in=Outcome.objects.filter(person__in=family).values("row__roster"))
    named |= Q(pk__in=Doubt.objects.filter(person__in=family).values("row__roster"))
    closed = close(list(_open(Import.objects.filter(named))), at)
    closed += close(list(exports_due(at)), at)
    if not closed:
        return []
    return [
        gettext(
            "Deleted: the roster files, brought in or given out, that may name them."
        )
    ]


def is_closed(file: Import | Export) -> bool:
    return PersonKey.objects.filter(uuid=file.uuid, wrapped=None).exists()


def _open(files: Any) -> Any:
    keys = PersonKey.objects.filter(uuid=OuterRef("uuid"), wrapped__isnull=False)
    return files.filter(Exists(keys)).annotate(since=F("at"))
