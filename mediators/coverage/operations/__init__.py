"""What can happen to figures: they are marked, recounted, and all counted anew."""

from mediators.coverage.operations.counting import count_due
from mediators.coverage.operations.marking import (
    mark_divisions,
    mark_person,
    mark_place,
)
from mediators.coverage.operations.rolling import roll

__all__ = ["count_due", "mark_divisions", "mark_person", "mark_place", "roll"]
