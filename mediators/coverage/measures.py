"""What counts as trained, certified or expiring: said by the apps above, in `ready()`.

    measures.add(Measure("certified", _("Certified"), holders=queries.certified, order=20))

where `holders(day)` returns the people of whom it is true on `day`. Each measure has a
column of its name in `models.Figures`; whoever changes what it says calls
`operations.mark_person` in the same transaction.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
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


def held(people: Iterable[int], *, day: date) -> dict[str, set[int]]:
    """Return, by code, who of these living records meets each measure on `day`.

    What a record that was merged into another holds, the living one holds. One query for
    the records and one for each measure.
    """
    living = {pk: pk for pk in people}
    merged = Person.objects.filter(merged_into__in=living)
    living |= dict(merged.values_list("pk", "merged_into_id"))
    return {
        each.code: {
            living[pk]
            for pk in each.holders(day)
            .filter(pk__in=living)
            .values_list("pk", flat=True)
        }
        for each in registered()
    }
