"""What waits to be scored, marked and released, and what an attempt earned."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from exams.assembly.models import Paper, ScoringManifest
from exams.assembly.queries import plain
from exams.banks.models import QuestionVersion
from exams.delivery.answers import slots_of
from exams.delivery.models import Attempt, AttemptText, Sitting
from exams.delivery.outcomes import Outcome
from exams.delivery.queries import settled
from exams.marking.models import ItemScore, Mark, MarkTask, Result
from mediators.models import User

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    """One point of the expected answer, and what it is worth."""

    text: str
    points: Decimal


@dataclass(frozen=True)
class KindScore:
    """What an attempt earned with the questions of one kind."""

    kind: str
    count: int
    raw: Decimal
    max: Decimal

    @property
    def label(self) -> str:
        return str(QuestionVersion.Kind(self.kind).label)


def rounded(number: Decimal) -> Decimal:
    return number.quantize(CENT, rounding=ROUND_HALF_UP)


def manifest_of(paper: Paper) -> ScoringManifest | None:
    """Return how a paper is scored today; through the keys' alias, for the worker."""
    return ScoringManifest.objects.filter(paper=paper.pk).order_by("rev").last()


def attempts_to_score(*, at: datetime) -> QuerySet[Attempt]:
    """Return the attempts whose answers stand and of which nothing is scored yet."""
    scored = ItemScore.objects.filter(attempt=OuterRef("pk"))
    waiting = MarkTask.objects.filter(attempt=OuterRef("pk"))
    answered = settled(at=at)
    return answered.filter(~Exists(scored), ~Exists(waiting)).order_by("pk")


def rubric(task: MarkTask) -> list[Line]:
    """Return the points of the expected answer; one query through the keys' alias.

    Of the manifest it fetches this and nothing else: not the keys of other questions.
    """
    paper = task.attempt.admission.sitting.paper_id
    manifests = ScoringManifest.objects.filter(paper=paper, rev=task.run.manifest_rev)
    path = f"slots__{task.slot}__key__points_of_answer"
    points = manifests.values_list(path, flat=True).get()
    return [
        Line(each["text"], rounded(Decimal(each["share"]) * task.points))
        for each in points
    ]


def question(task: MarkTask) -> dict[str, Any]:
    """Return the question as the candidate saw it."""
    return dict(slots_of(task.attempt.admission.sitting.paper.uuid)[task.slot])


def answer(task: MarkTask) -> str:
    """Return what the candidate wrote, or nothing."""
    texts = AttemptText.objects.filter(attempt=task.attempt_id, slot=task.slot)
    return texts.values_list("text", flat=True).first() or ""


def marked_by(user: User, sitting: Sitting) -> int:
    """Return how many answers of a sitting `user` has marked."""
    done = MarkTask.objects.done().filter(marker=user)
    return done.filter(attempt__admission__sitting=sitting).count()


def queues(user: User, *, at: datetime) -> list[dict[str, Any]]:
    """Return, for each sitting `user` marks for, how many answers wait; one query.

    Until all of it is released: `waiting`, `mine` (taken), `others` and `marked`.
    """
    done = Q(state=MarkTask.State.DONE)
    mine = Q(state=MarkTask.State.LEASED, marker=user)
    free = Q(state=MarkTask.State.WAITING) | ~done & Q(lease_until__lte=at) & ~mine
    counted = (
        MarkTask.objects.visible_to(user)
        .unreleased()
        .values(
            sitting_uuid=F("attempt__admission__sitting__uuid"),
            title=F("attempt__admission__sitting__title"),
            closes_at=F("attempt__admission__sitting__closes_at"),
        )
        .annotate(
            waiting=Count("pk", filter=free),
            mine=Count("pk", filter=mine),
            others=Count("pk", filter=~done & ~free & ~mine),
            marked=Count("pk", filter=done),
        )
        .order_by("closes_at", "sitting_uuid")
    )
    return [dict(each) for each in counted]


def answers_waiting(user: User, *, at: datetime) -> int:
    """Return how many answers `user` may mark now, those they took among them."""
    return sum(each["waiting"] + each["mine"] for each in queues(user, at=at))


def results_waiting(user: User) -> int:
    """Return how many results of sittings that `user` runs are not released."""
    return Result.objects.run_by(user).to_release().count()


def progress(user: User) -> QuerySet[Sitting]:
    """Return the sittings `user` oversees that were handed in at, with how far each is.

    Annotates `handed_in`, `scored` (released ones too), `released` and `unmarked`; one
    query.
    """
    tasks = MarkTask.objects.standing().open().order_by()
    of_sitting = tasks.filter(attempt__admission__sitting=OuterRef("pk"))
    unmarked = of_sitting.values("attempt__admission__sitting").annotate(n=Count("pk"))
    states = Attempt.State
    return (
        Sitting.objects.visible_to(user)
        .annotate(
            handed_in=_attempts(*Attempt.HANDED_IN),
            scored=_attempts(states.SCORED, states.WITHHELD, states.RELEASED),
            released=_attempts(states.RELEASED),
            unmarked=Coalesce(Subquery(unmarked.values("n")), 0),
        )
        .filter(handed_in__gt=0)
        .order_by("-closes_at", "-pk")
    )


def _attempts(*states: str) -> Count:
    return Count(
        "admissions__attempts", filter=Q(admissions__attempts__state__in=states)
    )


def attempts_of(sitting: Sitting) -> QuerySet[Attempt]:
    """Return what was handed in at a sitting, by ticket; each with its `current` result.

    Two queries.
    """
    current = Result.objects.filter(is_current=True)
    return (
        Attempt.objects.filter(admission__sitting=sitting, state__in=Attempt.HANDED_IN)
        .select_related("admission__mediator__person")
        .prefetch_related(Prefetch("results", queryset=current, to_attr="current"))
        .order_by("admission__ticket_no", "number")
    )


def outcome(sitting: Sitting) -> dict[str, int]:
    """Return how many results a sitting has; one query.

    `scored`, and of them `passed`, `to_release` and `withheld`; `doubtful` are those to
    release of candidates whose identity was not confirmed.
    """
    results = Result.objects.current().filter(attempt__admission__sitting=sitting)
    ready = Q(attempt__state=Attempt.State.SCORED)
    return results.aggregate(
        scored=Count("pk"),
        passed=Count("pk", filter=Q(passed=True)),
        to_release=Count("pk", filter=ready),
        doubtful=Count(
            "pk", filter=ready & Q(attempt__admission__identity_matches=False)
        ),
        withheld=Count("pk", filter=Q(attempt__state=Attempt.State.WITHHELD)),
    )


def unscored(sitting: Sitting) -> int:
    """Return how many attempts handed in at a sitting have no result yet."""
    return Attempt.objects.submitted().filter(admission__sitting=sitting).count()


def released_result(attempt: Attempt) -> Result | None:
    """Return what the candidate may know of an attempt: nothing before the release."""
    return Result.objects.released().filter(attempt=attempt).first()


def outcomes(attempts: list[Attempt]) -> dict[int, Outcome]:
    """Return what candidates may know of their attempts, by its key; one query."""
    results = Result.objects.released().filter(attempt__in=attempts)
    return {
        result.attempt_id: Outcome(
            passed=result.passed,
            words=verdict(result),
            url=result.get_absolute_url(),
            released_at=result.released_at,
        )
        for result in results.select_related("attempt")
        if result.released_at
    }


def verdict(result: Result) -> str:
    """Say in a few words what came of an attempt."""
    words = _("Passed, %(points)s points")
    if not result.passed:
        words = _("Not passed, %(points)s points")
    return words % {"points": plain(result.raw)}


def marks_given(sitting: Sitting, user: User) -> QuerySet[MarkTask]:
    """Return the answers of a sitting that were marked, as a marker may see them.

    Each with `history`, its marks in order; two queries.
    """
    marks = Mark.objects.select_related("by").order_by("pk")
    return (
        MarkTask.objects.visible_to(user)
        .filter(attempt__admission__sitting=sitting)
        .unreleased()
        .done()
        .select_related("attempt")
        .prefetch_related(Prefetch("marks", queryset=marks, to_attr="history"))
        .order_by("slot", "uuid")
    )


def score_by_kind(result: Result) -> list[KindScore]:
    """Return what a result is made of, by kind of question in the order of the paper.

    One query; the frozen paper is remembered.
    """
    slots = slots_of(result.attempt.admission.sitting.paper.uuid)
    scores = result.attempt.scores.filter(run=result.run_id)
    found = {score.slot: score for score in scores}
    return [
        _of_kind(kind, [found[name] for name in slots if slots[name]["kind"] == kind])
        for kind in dict.fromkeys(slot["kind"] for slot in slots.values())
    ]


def _of_kind(kind: str, scores: Iterable[ItemScore]) -> KindScore:
    scores = list(scores)
    raw = sum((score.raw for score in scores), Decimal(0))
    most = sum((score.max for score in scores), Decimal(0))
    return KindScore(kind, len(scores), raw, most)
