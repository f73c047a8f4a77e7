"""What rests on a person: the reasons for which an import of them cannot be undone.

In `AppConfig.ready()` of an app above:

    rests.add_records(Enrolment)

for models of which each row has a `mediator`, and for anything else

    rests.add("courses.enrolment", _("an enrolment"), queries.people_enrolled)

where `people_enrolled(people)` takes keys of people and returns the keys of those among
them on whom something rests.
"""

from collections.abc import Callable, Collection, Iterable
from functools import partial
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise

Query = Callable[[Collection[int]], Iterable[int]]

_registered: dict[str, tuple[str | Promise, Query]] = {}


def add(key: str, label: str | Promise, query: Query) -> None:
    """Add a kind of thing; the same key again replaces it."""
    _registered[key] = (label, query)


def add_records(*models: type[Model]) -> None:
    """Add models whose rows have a `mediator`, under their own names."""
    for model in models:
        meta = model._meta  # noqa: SLF001 -- Django's documented API
        add(meta.label_lower, meta.verbose_name or "", partial(_with_rows, model))


def _with_rows(model: Any, people: Collection[int]) -> Iterable[int]:
    rows = model.objects.filter(mediator__person__in=people)
    return rows.order_by().values_list("mediator__person", flat=True).distinct()


def on(people: Collection[int]) -> dict[int, list[str]]:
    """Return what rests on each of these people; one query for each kind of thing."""
    found: dict[int, list[str]] = {}
    for label, query in _registered.values():
        for person in set(query(people)):
            found.setdefault(person, []).append(str(label))
    return found
