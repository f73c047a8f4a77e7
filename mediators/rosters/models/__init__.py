"""Rosters that were brought in, what became of each row, and rosters given out."""

from mediators.rosters.models.export import Export
from mediators.rosters.models.outcome import Outcome, Undoing, Withdrawal
from mediators.rosters.models.roster import Import, Step
from mediators.rosters.models.row import Doubt, Row

__all__ = [
    "Doubt",
    "Export",
    "Import",
    "Outcome",
    "Row",
    "Step",
    "Undoing",
    "Withdrawal",
]
