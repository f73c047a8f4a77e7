"""What the parts of the demo district build on: its places, its people and its days."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Unpack

from lms.demo.people import People
from lms.kernel.clock import local_day
from mediators import operations
from mediators.models import Division, Mediator, Organisation
from mediators.operations.organisations import OrganisationDetails

Kind = Organisation.Kind
Type = Organisation.CommitteeType

#: Of every committee of the demo; what comes before it names who established it.
COMMITTEE = "人民调解委员会"


@dataclass
class District:
    """A bureau, its offices by town, and what was made beneath them so far.

    It is told of at `told_at`, and most of it was written down at `at`, long before.
    """

    at: datetime
    told_at: datetime
    bureau: Organisation
    people: People
    offices: dict[str, Organisation] = field(default_factory=dict)
    towns: dict[str, Division] = field(default_factory=dict)
    committees: dict[str, Organisation] = field(default_factory=dict)
    #: Who mediates today: the first town's first, each committee's in the order they came.
    mediators: list[Mediator] = field(default_factory=list)

    @property
    def day(self) -> date:
        """The day on which it is told."""
        return local_day(self.told_at)

    def days_ago(self, days: int) -> date:
        return self.day - timedelta(days=days)

    @property
    def terms(self) -> tuple[date, date, date]:
        """The first days of three terms, the last of which runs since a year or two."""
        long_ago = self.days_ago(450)
        last = date(long_ago.year, 4, 1)
        if last > long_ago:
            last = last.replace(year=last.year - 1)
        return last.replace(year=last.year - 6), last.replace(year=last.year - 3), last

    def add(
        self,
        name: str,
        kind: str,
        parent: Organisation,
        **details: Unpack[OrganisationDetails],
    ) -> Organisation:
        """Found a place a year before the first term."""
        details.setdefault("founded_on", date(self.terms[0].year - 1, 5, 1))
        return operations.add_organisation(
            name=name, kind=kind, parent=parent, at=self.at, actor=None, **details
        )

    def add_committee(
        self,
        unit: str,
        committee_type: str,
        parent: Organisation,
        /,
        **details: Unpack[OrganisationDetails],
    ) -> Organisation:
        """Found the committee of a village, a town, an enterprise or an association."""
        details["committee_type"] = committee_type
        details.setdefault("establishing_unit", unit)
        name = f"{unit}{COMMITTEE}"
        self.committees[unit] = self.add(name, Kind.COMMITTEE, parent, **details)
        return self.committees[unit]
