"""What is read about coverage."""

from mediators.coverage.queries.asked import Asked
from mediators.coverage.queries.due import is_roll_due
from mediators.coverage.queries.meetings import meetings, persons_in_several_places
from mediators.coverage.queries.plain import plain
from mediators.coverage.queries.standing import Standing, standing
from mediators.coverage.queries.villages import villages

__all__ = [
    "Asked",
    "Standing",
    "is_roll_due",
    "meetings",
    "persons_in_several_places",
    "plain",
    "standing",
    "villages",
]
