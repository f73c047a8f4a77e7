from collections.abc import Collection
from datetime import date

from mediators.coverage import queries
from mediators.coverage.models import Village
from mediators.coverage.operations.changes import Changes
from mediators.models import Organisation

_SIZE = 5000


def settle_villages(
    divisions: Collection[int] | None, *, day: date, changes: Changes
) -> None:
    """Store who answers for the villages of these divisions, and gather what changes.

    Without divisions, for all.
    """
    if divisions is not None and not divisions:
        return
    wanted = queries.villages(day=day, divisions=divisions)
    rows = Village.objects.all()
    if divisions is not None:
        rows = rows.filter(division__in={*wanted, *divisions})
    stored = {row.pk: row for row in rows.iterator(_SIZE)}
    stale, fresh = [], []
    for pk in stored.keys() | wanted.keys():
        row, answer = stored.get(pk), wanted.get(pk)
        before = (row.organisation_id, row.is_covered) if row else None
        if before == answer:
            continue
        stale += [pk] if row else []
        if answer:
            place, covered = answer
            fresh.append(
                Village(division_id=pk, organisation_id=place, is_covered=covered)
            )
    _gather([stored[pk] for pk in stale], changes, times=-1)
    _gather(fresh, changes, times=1)
    for start in range(0, len(stale), _SIZE):
        Village.objects.filter(pk__in=stale[start : start + _SIZE]).delete()
    Village.objects.bulk_create(fresh, batch_size=_SIZE)


def _gather(villages: list[Village], changes: Changes, *, times: int) -> None:
    if changes.but == "":
        return
    places = Organisation.objects.in_bulk({each.organisation_id for each in villages})
    for each in villages:
        counts = {"villages": 1, "villages_uncovered": int(not each.is_covered)}
        changes.add(places[each.organisation_id].path, counts, times=times)
