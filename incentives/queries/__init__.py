"""What is read about incentives."""

from incentives.queries.bases import bases, bases_seen, lines_of
from incentives.queries.choices import (
    administers_bureau,
    branches_over,
    deciders,
    grades_to_give,
    kinds_of_certificate,
    places_of,
    subjects_named,
)
from incentives.queries.conditions import (
    Condition,
    conditions_of,
    held_against,
    hours_learnt,
    personal_conditions,
)
from incentives.queries.ladders import Ladder, cycle_end, ladders_of
from incentives.queries.proposals import waiting_for
from incentives.queries.records import (
    Wanted,
    of_mediator,
    recorded_of,
    records_found,
    with_words,
)
from incentives.queries.rows import Row, rows_of
from incentives.queries.subsidies import rate_for, schedule_for

__all__ = [
    "Condition",
    "Ladder",
    "Row",
    "Wanted",
    "administers_bureau",
    "bases",
    "bases_seen",
    "branches_over",
    "conditions_of",
    "cycle_end",
    "deciders",
    "grades_to_give",
    "held_against",
    "hours_learnt",
    "kinds_of_certificate",
    "ladders_of",
    "lines_of",
    "of_mediator",
    "personal_conditions",
    "places_of",
    "rate_for",
    "recorded_of",
    "records_found",
    "rows_of",
    "schedule_for",
    "subjects_named",
    "waiting_for",
    "with_words",
]
