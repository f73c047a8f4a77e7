"""What is read about people and places."""

from mediators.queries.calendar import (
    Calendar,
    CalendarChanges,
    Deadline,
    calendar,
    calendar_changes,
)
from mediators.queries.composition import (
    end_of_terms,
    members,
    sitting,
)
from mediators.queries.divisions import (
    committees_of,
    seats_for,
    towns_seen,
    villages_found,
)
from mediators.queries.doubles import (
    doubtful_pairs,
    told_apart,
)
from mediators.queries.eligibility import (
    people_warnings,
    warnings_about_person,
)
from mediators.queries.figures import (
    STATUTE,
    Figure,
    Rulebook,
    figures,
    laid_down,
    rulebook,
    term_end,
)
from mediators.queries.filing import (
    Filing,
    filings,
    filings_administered_by,
    filings_of,
    filings_seen_by,
)
from mediators.queries.history import (
    history,
    name_on,
    parent_on,
)
from mediators.queries.identity import (
    bearer_of_id_number,
    masked_id_number,
)
from mediators.queries.people import (
    files_open_to,
    is_phone_shared,
    mediators_found,
    namesakes,
    people_named,
    posts_by_time,
    sharing_phone,
    with_posts_in_force,
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
from mediators.queries.roles import (
    Branch,
    Overseer,
    accounts_named,
    accounts_seen,
    accounts_with_roles,
    accounts_within,
    branches_of,
    overseers_of,
    people_without_account,
    state_of,
    with_trail,
)
from mediators.queries.tree import (
    LEVELS,
    Place,
    tree,
)
from mediators.queries.warnings import (
    Warning,  # noqa: A004 -- the word of the business
    committee_warnings,
    warnings_about_committee,
    warnings_of,
    warnings_to_come,
)

__all__ = [
    "LEVELS",
    "STATUTE",
    "Branch",
    "Calendar",
    "CalendarChanges",
    "Deadline",
    "Fate",
    "Figure",
    "Filing",
    "Moving",
    "Overseer",
    "Place",
    "PostAndFate",
    "Rulebook",
    "Warning",
    "accounts_named",
    "accounts_seen",
    "accounts_with_roles",
    "accounts_within",
    "bearer_of_id_number",
    "branches_of",
    "calendar",
    "calendar_changes",
    "committee_warnings",
    "committees_of",
    "division_around",
    "divisions_in",
    "doubtful_pairs",
    "end_of_terms",
    "fates",
    "figures",
    "files_open_to",
    "filings",
    "filings_administered_by",
    "filings_of",
    "filings_seen_by",
    "history",
    "is_phone_shared",
    "laid_down",
    "masked_id_number",
    "mediators_found",
    "members",
    "moves_along",
    "name_on",
    "namesakes",
    "overseers_of",
    "parent_on",
    "parents_for",
    "people_named",
    "people_warnings",
    "people_without_account",
    "places_found",
    "posts_by_time",
    "posts_cut_short",
    "roles_ending",
    "rulebook",
    "seats_for",
    "sharing_phone",
    "sitting",
    "state_of",
    "successors_for",
    "term_end",
    "told_apart",
    "towns_seen",
    "tree",
    "villages_found",
    "warnings_about_committee",
    "warnings_about_person",
    "warnings_of",
    "warnings_to_come",
    "with_posts_held",
    "with_posts_in_force",
    "with_trail",
    "with_trails",
]
