"""Carrying out a roster: each row in a transaction of its own, none of them twice."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from lms.kernel import audit, personal
from lms.kernel.errors import DomainError
from lms.kernel.models import Job
from mediators import operations as mediators
from mediators.models import Person, Post, User
from mediators.rosters import queries
from mediators.rosters.models import Import, Outcome, Row, Step
from mediators.rosters.operations import details
from mediators.rosters.operations.reading import Track
from mediators.rosters.operations.receiving import begin, end
from mediators.rosters.queries import Verdict
from mediators.rosters.queries.chunks import chunks

#: So many rows are judged once more before they are carried out.
_AT_ONCE = 50
_FROM = (Step.Kind.READ.value, Step.Kind.APPLIED.value)


class RowsInTheWay(DomainError):
    message = _(
        "%(n)d rows cannot be carried out as they are. Decide them or mend the file and "
        "bring it in again; or import the good rows only. Nothing was changed."
    )


class NothingToDo(DomainError):
    message = _("No row would change anything.")


class PlanChanged(DomainError):
    message = _(
        "Since the file was looked through, something has changed: %(sentence)s Bring "
        "the file in again to see how it stands."
    )


@transaction.atomic
def begin_applying(
    *, roster: Import, whole: bool, job: Job, by: User, at: datetime
) -> Step:
    """Record that the worker was asked to carry out a roster.

    `whole`: only if every row can be carried out.

    :raises NotNow: if it was not looked through, or is being worked on
    :raises UnderWay: if another import of the branch is being worked on
    :raises RowsInTheWay: if `whole` and some rows cannot be carried out
    :raises NothingToDo: if no row would change anything
    """
    step = begin(
        roster=roster, kind=Step.Kind.APPLYING, after=_FROM, job=job, by=by, at=at
    )
    in_the_way = roster.rows.standing_in_the_way().count()
    if whole and in_the_way:
        raise RowsInTheWay(n=in_the_way)
    if not roster.rows.to_apply().exists():
        raise NothingToDo
    return step


def apply_rows(
    *, roster: Import, by: User, at: datetime, track: Track[Row] = iter
) -> None:
    """Carry out every good row that has no outcome yet; may be stopped and run again."""
    last = queries.last_step(roster)
    if last is None or last.kind != Step.Kind.APPLYING:
        return
    rows = list(roster.rows.to_apply())
    keeper = personal.keeper(roster.uuid)
    planned = _planned(rows, roster, keeper, by, at)
    for row, verdict in zip(track(rows), planned, strict=True):
        _apply(row, verdict, keeper, by=by, at=at)
    end(roster=roster, kind=Step.Kind.APPLIED, by=by, at=at)


def _planned(
    rows: list[Row], roster: Import, keeper: personal.Keeper, by: User, at: datetime
) -> Iterable[Verdict]:
    """Judge the rows again, a few at a time: much may have happened since."""
    own = queries.people_made(roster)
    for some in chunks(rows, _AT_ONCE):
        given = queries.givens(some, keeper, own=own)
        yield from queries.judge(given, roster=roster, by=by, at=at)
        own |= queries.people_made_by(some)


def _apply(
    row: Row, verdict: Verdict, keeper: personal.Keeper, *, by: User, at: datetime
) -> None:
    try:
        with transaction.atomic(), audit.together():
            outcome = _bring_about(verdict, keeper, by=by, at=at)
            outcome.row, outcome.at = row, at
            outcome.save(force_insert=True)
    except DomainError as refusal:
        text = str(refusal)[:500]
        Outcome.objects.get_or_create(row=row, defaults={"at": at, "refusal": text})
    except IntegrityError:
        # Somebody else did this row, or entered the same just now.
        if not Outcome.objects.filter(row=row).exists():
            text = str(PlanChanged(sentence=""))
            Outcome.objects.create(row=row, at=at, refusal=text)


def _bring_about(
    verdict: Verdict, keeper: personal.Keeper, *, by: User, at: datetime
) -> Outcome:
    if verdict.plan not in Row.CHANGES and verdict.plan != Row.Plan.SAME:
        raise PlanChanged(sentence=verdict.sentence)
    outcome = Outcome(person=_person(verdict), post=verdict.post)
    if outcome.person is None:
        outcome.person = _registered(verdict, by=by, at=at)
        outcome.made_person = True
    elif verdict.changes:
        pairs = details.update(
            person=outcome.person, changes=verdict.changes, at=at, actor=by
        )
        outcome.changed, outcome.details_sealed = True, keeper.seal(pairs)
    if verdict.new_post:
        outcome.post = _appointed(verdict, outcome.person, by=by, at=at)
        outcome.made_post = True
    return outcome


def _person(verdict: Verdict) -> Person | None:
    """Return who is meant: known before, or brought in by an earlier row."""
    row = verdict.given.row
    if verdict.person is not None or row is None or row.first_id is None:
        return verdict.person
    first = Outcome.objects.select_related("person").filter(row=row.first_id).first()
    return first.person if first else None


def _registered(verdict: Verdict, *, by: User, at: datetime) -> Person:
    values = verdict.given.values
    known = ("gender", "born_on", "ethnicity", "education", "phone")
    person = mediators.register_person(
        name=values["name"],
        at=at,
        actor=by,
        **{name: values[name] for name in known if values.get(name)},
    )
    if verdict.changes:
        mediators.register_mediator(person=person, at=at, actor=by, **verdict.changes)
    if number := values.get("id_number"):
        mediators.record_id_number(person=person, number=number, at=at, actor=by)
    return person


def _appointed(verdict: Verdict, person: Person, *, by: User, at: datetime) -> Post:
    values = verdict.given.values
    if verdict.organisation is None:
        raise PlanChanged(sentence=verdict.sentence)
    return mediators.appoint(
        person=person,
        organisation=verdict.organisation,
        role=values["role"],
        appointment=values["appointment"],
        kind=values["kind"],
        basis=values["basis"],
        valid_from=values["valid_from"],
        valid_to=verdict.valid_to,
        employer=values.get("employer", ""),
        filed_on=values.get("filed_on"),
        at=at,
        actor=by,
    )
