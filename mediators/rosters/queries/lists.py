"""What the pages list: imports, their rows, and how many there are of each kind."""

from django.db.models import Count, Q

from mediators.rosters.models import Import, Outcome, Row, Step
from mediators.rosters.models.row import RowQuerySet


def last_step(roster: Import) -> Step | None:
    """Return where an import stands; None if the worker was never asked to read it."""
    return roster.steps.select_related("job").order_by("pk").last()


def counts(roster: Import) -> dict[str, int]:
    """Return how many rows there are of each plan; one query."""
    rows = roster.rows.order_by().values_list("plan").annotate(n=Count("pk"))
    found = dict(rows)
    return {plan: found.get(plan, 0) for plan in Row.Plan.values}


def outcome_counts(roster: Import) -> dict[str, int]:
    """Return what came of the rows; one query."""

    def rows(where: Q) -> Count:
        return Count("pk", filter=where, distinct=True)  # some were undone in two goes

    made, changed = Q(made_person=True) | Q(made_post=True), Q(changed=True)
    return Outcome.objects.filter(row__roster=roster).aggregate(
        people=rows(Q(made_person=True)),
        posts=rows(Q(made_post=True)),
        # Before `changed`: an aggregate hides the column of its name.
        done=rows(made | changed),
        changed=rows(changed),
        refused=rows(~Q(refusal="")),
        undone=rows(Q(undoings__obstacle="", undoings__isnull=False)),
    )


def rows_shown(roster: Import, *, plan: str = "") -> RowQuerySet:
    """Return the rows of an import in the order of the file, of one plan if given."""
    rows = roster.rows.select_related("outcome").prefetch_related("outcome__undoings")
    return rows.filter(plan=plan) if plan in Row.Plan.values else rows
