"""What can happen to the law: a text is imported, a digest is written."""

from laws.operations.articles import Cited, NumbersTaken, set_digest
from laws.operations.imports import (
    Imported,
    Outcome,
    PartsDisagree,
    SameDay,
    SourceChanged,
    import_statute,
)

__all__ = [
    "Cited",
    "Imported",
    "NumbersTaken",
    "Outcome",
    "PartsDisagree",
    "SameDay",
    "SourceChanged",
    "import_statute",
    "set_digest",
]
