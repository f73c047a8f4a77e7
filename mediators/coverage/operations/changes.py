"""Differences, gathered and added to a branch and to all above it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import F

from mediators.coverage.models import OF_PEOPLE, BranchFigures, Doubled
from mediators.coverage.queries.asked import paths_above
from mediators.coverage.queries.meetings import Meetings
from mediators.models import Organisation

Counts = Mapping[str, int]


class Changes:
    """Differences by the path at which they arose; `apply` adds them all the way up.

    Those within the branch `but` are left out: it is being counted anew.
    """

    def __init__(self, *, but: str | None = None) -> None:
        self.but = but
        self._by_path: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, path: str, counts: Counts, *, times: int = 1) -> None:
        if self.but is not None and path.startswith(self.but):
            return
        for each in paths_above(path):
            here = self._by_path[each]
            for code, value in counts.items():
                here[code] += times * value

    def apply(self) -> None:
        """Write them: one statement for all the places that change alike."""
        alike: dict[tuple[tuple[str, int], ...], list[str]] = defaultdict(list)
        for path, counts in self._by_path.items():
            if change := tuple(sorted((c, n) for c, n in counts.items() if n)):
                alike[change].append(path)
        for change, paths in alike.items():
            rows = BranchFigures.objects.filter(organisation__path__in=paths)
            rows.update(**{code: F(code) + value for code, value in change})
        self._by_path.clear()


def record_meetings(
    people: Iterable[int], found: Mapping[int, Meetings], changes: Changes
) -> None:
    """Store where `people`, and no others, are counted twice; gather what that changes."""
    people = list(people)
    paths = {path for meetings in found.values() for path in meetings}
    places = Organisation.objects.filter(path__in=paths).in_bulk(field_name="path")
    rows = Doubled.objects.filter(person__in=people).select_related("organisation")
    stored = {(row.person_id, row.organisation.path): row for row in rows}
    wanted = {
        (person, path): counts
        for person, meetings in found.items()
        for path, counts in meetings.items()
    }
    stale, fresh = [], []
    for key in stored.keys() | wanted.keys():
        row, counts = stored.get(key), wanted.get(key, Counter())
        before = {code: getattr(row, code) for code in OF_PEOPLE} if row else {}
        after = {code: counts[code] for code in OF_PEOPLE if counts[code]}
        if {code: n for code, n in before.items() if n} == after:
            continue
        changes.add(key[1], before)
        changes.add(key[1], after, times=-1)
        stale += [row.pk] if row else []
        if after:
            fresh.append(
                Doubled(person_id=key[0], organisation=places[key[1]], **after)
            )
    Doubled.objects.filter(pk__in=stale).delete()
    Doubled.objects.bulk_create(fresh, batch_size=500)
