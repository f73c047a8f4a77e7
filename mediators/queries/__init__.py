"""What is read about people and places."""

from mediators.queries.divisions import (
    committees_of,
    seats_for,
    towns_seen,
    villages_found,
)
from mediators.queries.doubles import doubtful_pairs
from mediators.queries.figures import STATUTE, Figure, figures, term_end
from mediators.queries.history import history, name_on, parent_on
from mediators.queries.identity import bearer_of_id_number, masked_id_number
from mediators.queries.people import (
    files_open_to,
    mediators_found,
    namesakes,
    people_named,
    posts_by_time,
    sharing_phone,
)
from mediators.queries.places import (
    division_around,
    divisions_in,
    places_found,
    with_posts_held,
    with_trails,
)
from mediators.queries.reshaping import (
    Fate,
    Moving,
    PostAndFate,
    fates,
    moves_along,
    parents_for,
    posts_cut_short,
    roles_ending,
    successors_for,
)
from mediators.queries.tree import LEVELS, Place, tree
from mediators.queries.warnings import (
    Warning,  # noqa: A004 -- the word of the business
    committee_warnings,
)

__all__ = [
    "LEVELS",
    "STATUTE",
    "Fate",
    "Figure",
    "Moving",
    "Place",
    "PostAndFate",
    "Warning",
    "bearer_of_id_number",
    "committee_warnings",
    "committees_of",
    "division_around",
    "divisions_in",
    "doubtful_pairs",
    "fates",
    "figures",
    "files_open_to",
    "history",
    "masked_id_number",
    "mediators_found",
    "moves_along",
    "name_on",
    "namesakes",
    "parent_on",
    "parents_for",
    "people_named",
    "places_found",
    "posts_by_time",
    "posts_cut_short",
    "roles_ending",
    "seats_for",
    "sharing_phone",
    "successors_for",
    "term_end",
    "towns_seen",
    "tree",
    "villages_found",
    "with_posts_held",
    "with_trails",
]
