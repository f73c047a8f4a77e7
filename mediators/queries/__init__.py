"""What is read about people and places."""

from mediators.queries.doubles import doubtful_pairs
from mediators.queries.figures import STATUTE, Figure, figures, term_end
from mediators.queries.identity import bearer_of_id_number, masked_id_number
from mediators.queries.people import (
    files_open_to,
    mediators_found,
    namesakes,
    people_named,
    posts_by_time,
    sharing_phone,
)
from mediators.queries.tree import LEVELS, Place, tree
from mediators.queries.warnings import (
    Warning,  # noqa: A004 -- the word of the business
    committee_warnings,
)

__all__ = [
    "LEVELS",
    "STATUTE",
    "Figure",
    "Place",
    "Warning",
    "bearer_of_id_number",
    "committee_warnings",
    "doubtful_pairs",
    "figures",
    "files_open_to",
    "masked_id_number",
    "mediators_found",
    "namesakes",
    "people_named",
    "posts_by_time",
    "sharing_phone",
    "term_end",
    "tree",
]
