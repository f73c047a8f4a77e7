from collections import defaultdict
from datetime import date

import pytest

from mediators.coverage import measures, operations, queries
from mediators.coverage.models import COLUMNS, BranchFigures
from mediators.models import Organisation, Person

DAY = date(2026, 3, 1)


class Proofs:
    """Stands in for the apps above: whose proof is good until when, and who was trained."""

    def __init__(self):
        self.until = defaultdict(dict)

    def holders(self, code):
        def holders(day):
            held = [pk for pk, last in self.until[code].items() if last >= day]
            return Person.objects.filter(pk__in=held)

        return holders

    def give(self, code, person, until=date.max):
        self.until[code][person.pk] = until
        operations.mark_person(person)

    def take(self, code, person):
        self.until[code].pop(person.pk, None)
        operations.mark_person(person)


@pytest.fixture
def proofs(monkeypatch):
    proofs = Proofs()
    monkeypatch.setattr(measures, "_measures", {})
    for order, code in enumerate(measures.CODES):
        measures.add(measures.Measure(code, code, proofs.holders(code), order))
    return proofs


@pytest.fixture
def roll(now):
    """Count everything as of the day."""

    def roll(day=DAY):
        assert operations.roll(day=day, at=now)

    return roll


@pytest.fixture
def count(now):
    """Work off all marks."""

    def count():
        while operations.count_due(at=now):
            pass

    return count


def stored(place):
    row = BranchFigures.objects.filter(organisation=place)
    return row.values(*COLUMNS).get()


def differing(day=DAY):
    """Where the roll-up and the plain query differ: name, figure, counted, true."""
    found = []
    for place in Organisation.objects.order_by("path"):
        counted, true = stored(place), queries.plain(place.path, day=day)
        found += [
            (place.name, code, counted[code], true[code])
            for code in counted
            if counted[code] != true[code]
        ]
    return found
