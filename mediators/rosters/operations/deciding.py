from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.kernel import audit, personal
from lms.kernel.errors import DomainError
from mediators.models import User
from mediators.rosters import queries
from mediators.rosters.models import Doubt, Import, Outcome, Row
from mediators.rosters.operations.receiving import UnderWay


class RowSettled(DomainError):
    message = _(
        "This row was carried out already; the answer no longer changes anything."
    )


@transaction.atomic
def decide(*, doubt: Doubt, answer: str, by: User, at: datetime) -> Row:
    """Say whether a row is about a person; of several, only one can be meant.

    :raises RowSettled: if the row was carried out
    :raises UnderWay: if the import is being worked on
    """
    row = Row.objects.select_for_update().get(pk=doubt.row_id)
    roster = Import.objects.select_related("branch").get(pk=row.roster_id)
    step = queries.last_step(roster)
    if step is None or step.is_under_way:
        raise UnderWay
    if Outcome.objects.filter(row=row, refusal="").exists():
        raise RowSettled
    if answer == Doubt.Answer.SAME:
        others = row.doubts.exclude(pk=doubt.pk)
        others.update(answer=Doubt.Answer.ANOTHER, answered_by=by, answered_at=at)
    row.doubts.filter(pk=doubt.pk).update(answer=answer, answered_by=by, answered_at=at)
    audit.record(
        action="roster.decided",
        subject=roster,
        actor=by,
        at=at,
        person=doubt.person.uuid,
        values={"row": row.number, "answer": answer},
    )
    own = queries.people_made(roster)
    given = queries.givens([row], personal.keeper(roster.uuid), own=own)
    (verdict,) = queries.judge(given, roster=roster, by=by, at=at)
    row.plan = verdict.plan
    row.save(update_fields=["plan"])
    return row
