"""What is read of rosters: who and what a row means, and what would come of it."""

from mediators.rosters.queries.given import Given, givens, people_made, people_made_by
from mediators.rosters.queries.judging import Verdict, judge
from mediators.rosters.queries.lists import (
    counts,
    last_step,
    outcome_counts,
    rows_shown,
)
from mediators.rosters.queries.places import names_above, way_to
from mediators.rosters.queries.roster import exported_columns, exported_rows, posts_of

__all__ = [
    "Given",
    "Verdict",
    "counts",
    "exported_columns",
    "exported_rows",
    "givens",
    "judge",
    "last_step",
    "names_above",
    "outcome_counts",
    "people_made",
    "people_made_by",
    "posts_of",
    "rows_shown",
    "way_to",
]
