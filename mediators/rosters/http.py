"""What the pages of rosters need: rows as the templates want them, and work begun."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypedDict

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from lms.kernel import jobs, personal
from lms.kernel.models import Job
from mediators.models import Person, Post, User
from mediators.models.person import PersonQuerySet
from mediators.rosters import cells, queries, tables
from mediators.rosters.columns import Column
from mediators.rosters.models import Doubt, Import, Outcome, Row, Step, Undoing
from mediators.rosters.models.row import RowQuerySet
from mediators.rosters.operations.exporting import CSV, XLSX
from mediators.rosters.queries.chunks import chunks
from mediators.rosters.queries.matching import reachable
from mediators.rosters.tables.writing import ROSTER

Begin = Callable[..., Step]
_TASKS = "mediators.rosters.tasks"
_KINDS = {
    Row.Plan.NEWCOMER: "leaf",
    Row.Plan.POST: "leaf",
    Row.Plan.UPDATE: "sky",
    Row.Plan.SAME: "plain",
    Row.Plan.DOUBTFUL: "amber",
    Row.Plan.BAD: "maple",
}
_TYPES = {
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    CSV: "text/csv; charset=utf-8",
}
#: What the review of an import is written under.
REVIEW = [
    Column(head, head, cells.plain, width=width)
    for head, width in (
        *(("行号", 8), ("姓名", 16), ("所属调委会", 36), ("类别", 20)),
        ("说明", 80),
    )
]


def start(
    begin: Begin, *, roster: Import, task: str, title: str, by: User, **options: Any
) -> Job:
    """Record that work on an import began and send it to the worker: both or neither."""
    params = {"encoding": options.pop("encoding")} if "encoding" in options else {}
    with transaction.atomic():
        job = jobs.start(
            title=f"{title} · {roster.name}"[:200],
            task=f"{_TASKS}.{task}",
            user=by,
            roster_id=roster.pk,
            **params,
        )
        begin(roster=roster, job=job, by=by, at=timezone.now(), **options)
    return job


class Sight(TypedDict):
    """As whose the rows are judged, and to whom they are shown if that is another."""

    by: User
    seen_by: User | None


def sight_of(roster: Import, viewer: User) -> Sight:
    """Return how `viewer` sees an import: as one's own, if one may act on it.

    Whoever may not sees what whoever brought it would, and nobody of another branch.
    """
    if Import.objects.administered_by(viewer).filter(pk=roster.pk).exists():
        return Sight(by=viewer, seen_by=None)
    return Sight(by=roster.by, seen_by=viewer)


def rows_to_show(
    rows: Sequence[Row], *, roster: Import, sight: Sight, at: datetime
) -> list[dict[str, Any]]:
    """Return the rows of a page, each with its sentence as things stand now."""
    keeper = personal.keeper(roster.uuid)
    given = queries.givens(rows, keeper, own=queries.people_made(roster))
    verdicts = queries.judge(given, roster=roster, at=at, **sight)
    asked = _asked(rows, reachable(sight["by"], seen_by=sight["seen_by"]))
    return [
        {
            "row": row,
            "name": verdict.given.values.get("name") or _text(verdict.given.raw),
            "place": verdict.given.raw.get("organisation") or "",
            "kind": _KINDS[Row.Plan(row.plan)],
            "sentences": _said(row, verdict),
            "refused": bool(_outcome(row) and _outcome(row).refusal),
            "undone": _undone(row),
            "doubts": asked.get(row.pk, []),
            "details": _details(verdict.given.values),
        }
        for row, verdict in zip(rows, verdicts, strict=True)
    ]


def all_rows(
    rows: RowQuerySet, *, roster: Import, sight: Sight, at: datetime
) -> Iterator[list[str]]:
    """Yield every row of an import as it is written in a table."""
    for some in chunks(list(rows)):
        for shown in rows_to_show(some, roster=roster, sight=sight, at=at):
            row = shown["row"]
            place, said = str(shown["place"]), " ".join(shown["sentences"])
            plan = str(row.get_plan_display())
            yield [str(row.number), str(shown["name"]), place, plan, said]


def table_response(
    columns: Sequence[Column], rows: Iterable[Sequence[str]], *, shape: str, name: str
) -> HttpResponse:
    """Answer with a table to be saved."""
    if shape == CSV:
        return saved(b"".join(tables.write_csv(columns, rows)), name=name)
    return saved(tables.write_xlsx(columns, rows, name=ROSTER), name=name)


def saved(content: bytes, *, name: str) -> HttpResponse:
    """Answer with a file to be kept, not shown."""
    kind = _TYPES[name.rpartition(".")[2]]
    header = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": header or "attachment"}
    return HttpResponse(content, content_type=kind, headers=headers)


def _text(raw: dict[str, Any]) -> str:
    return str(raw.get("name") or "—")[:40]


def _details(values: dict[str, Any]) -> str:
    """Return what tells people of one name apart, as the file has it."""
    born_on = values.get("born_on")
    day = date_format(born_on) if born_on else ""
    place = values.get("organisation", "")
    return " · ".join(each for each in (day, values.get("phone", ""), place) if each)


def _outcome(row: Row) -> Any:
    return getattr(row, "outcome", None)


def _undone(row: Row) -> bool:
    outcome = _outcome(row)
    return bool(outcome) and any(not u.obstacle for u in outcome.undoings.all())


def _said(row: Row, verdict: queries.Verdict) -> list[str]:
    """Return what came of a row, or else what would."""
    outcome = _outcome(row)
    if outcome is None:
        return verdict.sentences
    if outcome.refusal:
        return [outcome.refusal]
    said = []
    if outcome.made_person:
        said.append(_("The person was recorded."))
    if outcome.made_post:
        said.append(_("The post was recorded."))
    if outcome.changed:
        said.append(_("The details were updated."))
    for undoing in outcome.undoings.all():
        words = _("Not undone: %(why)s") % {"why": undoing.obstacle}
        said.append(words if undoing.obstacle else _taken_back(outcome, undoing))
    return said or [_("Nothing changed.")]


def _taken_back(outcome: Outcome, undoing: Undoing) -> str:
    if not outcome.changed:
        return _("Undone.")
    if undoing.restored:
        return _("Undone; the details are what they were before.")
    return _(
        "The post was taken back. The details were changed since and stay: correct them "
        "on the person’s page if they are wrong."
    )


def _asked(
    rows: Sequence[Row], people: PersonQuerySet
) -> dict[int, list[dict[str, Any]]]:
    """Return the questions about rows that are doubtful, with what tells people apart."""
    doubtful = [row.pk for row in rows if row.is_doubtful]
    found: dict[int, list[dict[str, Any]]] = {}
    if not doubtful:
        return found
    doubts = Doubt.objects.filter(row__in=doubtful, person__in=people)
    doubts = doubts.select_related("person__mediator", "person__withdrawal")
    posts = Post.objects.in_force().select_related("organisation")
    held: dict[int, list[Post]] = {}
    for post in posts.filter(person__in=doubts.values("person")):
        held.setdefault(post.person_id, []).append(post)
    for doubt in doubts:
        found.setdefault(doubt.row_id, []).append(
            {
                "doubt": doubt,
                "person": doubt.person,
                "posts": _places(doubt.person, held),
                "is_withdrawn": hasattr(doubt.person, "withdrawal"),
            }
        )
    return found


def _places(person: Person, held: dict[int, list[Post]]) -> str:
    return "；".join(
        f"{post.organisation.name} {post.get_role_display()}"
        for post in held.get(person.pk, [])
    )
