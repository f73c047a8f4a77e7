"""What counts as trained, certified or expiring: said by the apps above, in `ready()`.

    measures.add(Measure("certified", _("Certified"), holders=queries.certified, order=20))

where `holders(day)` returns the people of whom it is true on `day`. Each measure has a
column of its name in `models.Figures`; whoever changes what it says calls
`operations.mark_person` in the same transaction.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from mediators.models import Person

#: Those there is a column for.
TRAINED, CERTIFIED, EXPIRING = "trained", "certified", "expiring"
CODES = (TRAINED, CERTIFIED, EXPIRING)


#: What `holders` returns.
People = QuerySet[Person]


@dataclass(frozen=True)
class Measure:
    code: str
    label: str | Promise
    holders: Callable[[date], People]
    order: int


_measures: dict[str, Measure] = {}


def add(measure: Measure) -> None:
    """Add a measure; the same code again replaces it.

    :raises ValueError: if there is no column for it
    """
    if measure.code not in CODES:
        raise ValueError(measure.code)
    _measures[measure.code] = measure


def registered() -> list[Measure]:
    """Return the measures in the order in which they are shown."""
    return sorted(_measures.values(), key=lambda measure: measure.order)


def named(code: str) -> Measure | None:
    return _measures.get(code)


def merged_into(people: Iterable[int]) -> dict[int, int]:
    """Return the records that were merged into these living ones, each with its one."""
    merged = Person.objects.filter(merged_into__in=list(people))
    return dict(merged.values_list("pk", "merged_into_id"))


def held(
    people: Iterable[int],
    *,
    day: date,
    merged: Mapping[int, int] | None = None,
    among: QuerySet[Any, Any] | None = None,
) -> dict[str, set[int]]:
    """Return, by code, who of these living records meets each measure on `day`.

    What a record that was merged into another holds, the living one holds. One query for
    the merged records, unless they are given, and one for each measure. `among` is a
    query for the records themselves, which spares a long list of them.
    """
    living = {pk: pk for pk in people}
    if merged is None:
        merged = merged_into(living)
    others = {pk: one for pk, one in merged.items() if one in living}
    living |= others
    named = Q(pk__in=list(living))
    if among is not None:
        # A post may stand under a merged record alone, and the proof under the living one.
        beside = [*others, *others.values()]
        named = Q(pk__in=among) | Q(pk__in=beside) if beside else Q(pk__in=among)
    return {
        each.code: {
            living[pk]
            for pk in each.holders(day).filter(named).values_list("pk", flat=True)
            if pk in living
        }
        for each in registered()
    }
