"""The dry run: a file is read and judged row by row, and nobody's record changes."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from lms.kernel import personal
from lms.kernel.models import Job
from mediators.models import User
from mediators.rosters import queries, tables
from mediators.rosters.columns import OF_A_POST
from mediators.rosters.models import Doubt, Import, Outcome, Row, Step
from mediators.rosters.operations.receiving import begin, content_of, end
from mediators.rosters.queries import Given, Verdict
from mediators.rosters.queries import given as reading
from mediators.rosters.queries.chunks import chunks

T = TypeVar("T")
#: Counts what it is given while it hands it on.
Track = Callable[[Sequence[T]], Iterable[T]]
CONFIRMED = "gb18030"
_AT_ONCE = 200


@transaction.atomic
def begin_reading(*, roster: Import, job: Job, by: User, at: datetime) -> Step:
    """Record that the worker was asked to read a file that was just brought in.

    :raises NotNow: if it was read before
    """
    return begin(
        roster=roster, kind=Step.Kind.READING, after=("",), job=job, by=by, at=at
    )


@transaction.atomic
def confirm_encoding(*, roster: Import, job: Job, by: User, at: datetime) -> Step:
    """Record that a person found the characters right, and the file is read again.

    :raises NotNow: if nobody was asked
    """
    after = (Step.Kind.ASKED.value,)
    return begin(
        roster=roster, kind=Step.Kind.READING, after=after, job=job, by=by, at=at
    )


def read_roster(
    *, roster: Import, encoding: str, by: User, at: datetime, track: Track[int] = iter
) -> None:
    """Read a file and say what would come of each row; again does the same.

    A file that is no roster is refused in a step of the import.
    """
    if Outcome.objects.filter(row__roster=roster).exists():
        return
    try:
        table = tables.find(tables.sheets(content_of(roster), encoding=encoding))
    except tables.EncodingUnknown:
        end(roster=roster, kind=Step.Kind.ASKED, by=by, at=at)
        return
    except tables.FileProblem as problem:
        end(roster=roster, kind=Step.Kind.REFUSED, by=by, at=at, text=str(problem))
        return
    given = [reading.of(number, cells) for number, cells in table.rows]
    verdicts: list[Verdict] = []
    for start in _starts(given, track):
        some = given[start : start + _AT_ONCE]
        verdicts += queries.judge(some, roster=roster, by=by, at=at)
    firsts = _compare(verdicts)
    _write(roster, verdicts, firsts, notes=table.notes, by=by, at=at)


def _starts(given: list[Given], track: Track[int]) -> Iterable[int]:
    for position in track(range(len(given))):
        if position % _AT_ONCE == 0:
            yield position


def _compare(verdicts: list[Verdict]) -> dict[int, int]:
    """Find rows that say the same, or of one newcomer; return number to first number."""
    posts: dict[tuple[object, ...], int] = {}
    people: dict[tuple[object, ...], int] = {}
    names: dict[str, Given] = {}
    firsts: dict[int, int] = {}
    for verdict in verdicts:
        given = verdict.given
        if verdict.plan == Row.Plan.BAD or not given.values.get("name"):
            continue
        who = _who(verdict)
        post = (who, *(given.values.get(key) for key in _OF_ONE_POST))
        if (earlier := posts.setdefault(post, given.number)) != given.number:
            given.repeats = earlier
        elif verdict.person is None and not verdict.doubts:
            first = people.setdefault(who, given.number)
            if first != given.number:
                firsts[given.number] = first
            else:
                given.alike = _alike(given, names)
        _settle(verdict, follows=given.number in firsts)
    return firsts


_OF_ONE_POST = [
    key for key in OF_A_POST if key in {"organisation", "role", "valid_from"}
]


def _who(verdict: Verdict) -> tuple[object, ...]:
    """Return what two rows about one person have in common."""
    values = verdict.given.values
    if verdict.person is not None:
        return ("known", verdict.person.pk)
    if values.get("id_number"):
        return ("number", values["id_number"])
    if values.get("born_on"):
        return ("birthday", values["name"], values["born_on"])
    return ("phone", values["name"], values.get("phone"))


def _alike(given: Given, names: dict[str, Given]) -> int | None:
    other = names.setdefault(given.values["name"], given)
    told_apart = given.values.get("born_on") and other.values.get("born_on")
    return None if other is given or told_apart else other.number


def _settle(verdict: Verdict, *, follows: bool) -> None:
    given = verdict.given
    given.follows = follows
    if given.repeats or given.alike:
        verdict.plan, verdict.doubts = Row.Plan.BAD, []
    elif follows:
        verdict.plan = Row.Plan.POST


@transaction.atomic
def _write(  # noqa: PLR0913 -- what a dry run comes to
    roster: Import,
    verdicts: list[Verdict],
    firsts: dict[int, int],
    *,
    notes: list[str],
    by: User,
    at: datetime,
) -> None:
    keeper = personal.keeper(roster.uuid)
    Row.objects.filter(roster=roster).delete()
    rows = [
        Row(
            roster=roster,
            number=verdict.given.number,
            sealed=keeper.seal(verdict.given.raw),
            plan=verdict.plan,
            repeats=verdict.given.repeats,
            alike=verdict.given.alike,
        )
        for verdict in verdicts
    ]
    for some in chunks(rows):
        Row.objects.bulk_create(some)
    by_number = {row.number: row for row in rows}
    followers = [by_number[number] for number in firsts]
    for row in followers:
        row.first = by_number[firsts[row.number]]
    Row.objects.bulk_update(followers, ["first"], batch_size=_AT_ONCE)
    doubts = [
        Doubt(row=by_number[verdict.given.number], person=person)
        for verdict in verdicts
        for person in verdict.doubts
    ]
    Doubt.objects.bulk_create(doubts, batch_size=_AT_ONCE)
    end(roster=roster, kind=Step.Kind.READ, by=by, at=at, text="\n".join(notes))
