"""What was counted last, and what is to be counted again."""

from mediators.coverage.models.figures import (
    COLUMNS,
    GAPS,
    OF_PEOPLE,
    BranchFigures,
    Doubled,
    Figures,
    Village,
)
from mediators.coverage.models.upkeep import Due, Roll

__all__ = [
    "COLUMNS",
    "GAPS",
    "OF_PEOPLE",
    "BranchFigures",
    "Doubled",
    "Due",
    "Figures",
    "Roll",
    "Village",
]
