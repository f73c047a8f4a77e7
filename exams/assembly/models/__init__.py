"""Blueprints, the papers drawn by them, and what is frozen of a paper."""

from exams.assembly.models.blueprint import Blueprint, BlueprintRule
from exams.assembly.models.paper import (
    Paper,
    PaperSlot,
    PaperSnapshot,
    ScoringManifest,
)

__all__ = [
    "Blueprint",
    "BlueprintRule",
    "Paper",
    "PaperSlot",
    "PaperSnapshot",
    "ScoringManifest",
]
