from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from exams.banks.models import Bank, QuestionVersion
from exams.delivery.answers import slots_of, words_of
from exams.delivery.models import (
    Admission,
    Attempt,
    Incident,
    LateDecision,
    ResponseEvent,
    Sitting,
)
from exams.delivery.models.attempt import after
from mediators.models import Mediator, Post
from mediators.signin.devices import in_words

State = Attempt.State


@dataclass(frozen=True)
class LateAnswer:
    """An answer that came too late, in words, beside the one that stands."""

    event: ResponseEvent
    question: int
    told: str
    standing: str


def settled(*, at: datetime) -> QuerySet[Attempt]:
    """Return what was handed in and whose answers stand; the rest is not yet scored.

    No late answer can come any more that a person would have to decide about, and none
    waits.
    """
    kept_s = F("grace_s") + F("admission__sitting__late_packet_s")
    until = after(F("deadline_at"), kept_s)
    moment = Value(at, output_field=DateTimeField())
    expecting = Attempt.objects.filter(
        GreaterThanOrEqual(until, moment),
        pk=OuterRef("pk"),
        submit_cause=Attempt.Cause.TIMEOUT,
    )
    waiting = ResponseEvent.objects.to_decide().filter(attempt=OuterRef("pk"))
    return Attempt.objects.submitted().filter(~Exists(expecting), ~Exists(waiting))


def late_answers(attempt: Attempt) -> list[LateAnswer]:
    """Return the late answers that wait for a decision, by question.

    One query if none waits; else two, as the frozen paper is remembered.
    """
    waiting = list(attempt.events.to_decide().order_by("slot", "received_at", "seq"))
    if not waiting:
        return []
    standing = answers_of(attempt)
    slots = slots_of(attempt.admission.sitting.paper.uuid)
    return [
        LateAnswer(
            event=event,
            question=int(slots[event.slot]["position"]),
            told=words_of(slots[event.slot], event.payload),
            standing=words_of(slots[event.slot], standing.get(event.slot)),
        )
        for event in waiting
    ]


def answers_of(attempt: Attempt) -> dict[str, Any]:
    """Return every answer by slot, long texts with the others; one query."""
    texts = attempt.texts.values_list("slot", "text")
    return {**attempt.answers, **{slot: {"text": text} for slot, text in texts}}


def last_seq(attempt: Attempt, device: UUID) -> int:
    """Return the highest number that a device has given an event; one query."""
    top = attempt.events.filter(device_id=device).aggregate(top=Max("seq"))["top"]
    return top or 0


def with_counts(sittings: QuerySet[Sitting]) -> QuerySet[Sitting]:
    """Return sittings with how many are admitted, are at work and have handed in."""
    attempts = "admissions__attempts"
    sittings = sittings.select_related("exam__organisation").order_by(
        "-opens_at", "-pk"
    )
    return sittings.annotate(
        admitted=Count("admissions", distinct=True),
        working=Count(
            attempts, Q(**{f"{attempts}__state": State.IN_PROGRESS}), distinct=True
        ),
        handed_in=Count(
            attempts, Q(**{f"{attempts}__state__in": Attempt.HANDED_IN}), distinct=True
        ),
    )


def roll(sitting: Sitting) -> QuerySet[Attempt]:
    """Return the attempts of a sitting with whose they are; `is_late` if some wait."""
    waiting = ResponseEvent.objects.to_decide().filter(attempt=OuterRef("pk"))
    return (
        Attempt.objects.filter(admission__sitting=sitting)
        .annotate(is_late=Exists(waiting))
        .select_related("admission__mediator__person")
        .defer("answers", "flags", "heads")
        .order_by("admission__ticket_no", "number")
    )


def states_at(sitting: Sitting) -> dict[str, int]:
    """Return how many attempts of a sitting are in each state, every state named."""
    attempts = Attempt.objects.filter(admission__sitting=sitting).order_by()
    counted = dict(attempts.values_list("state").annotate(Count("pk")))
    return {state: counted.get(state, 0) for state in State.values}


def waiting_at(sitting: Sitting) -> int:
    """Return how many attempts of a sitting have late answers to decide about."""
    waiting = ResponseEvent.objects.to_decide().filter(
        attempt__admission__sitting=sitting, attempt__state=State.SUBMITTED
    )
    return waiting.values("attempt").distinct().count()


def mediators_within(paths: Iterable[str]) -> QuerySet[Mediator]:
    """Return those who hold a post today in the subtrees of which `paths` are the tops."""
    posts = Post.objects.in_force().within(paths)
    mediators = Mediator.objects.filter(person__in=posts.values("person"))
    return mediators.select_related("person__user")


def keeps_the_bank(admission: Admission) -> bool:
    """Say whether a candidate may read the keys of the paper they are to sit."""
    user = admission.mediator.person.user
    if user is None:
        return False
    asked = QuestionVersion.objects.filter(slots__paper=admission.sitting.paper_id)
    kept = Bank.objects.visible_to(user)
    return kept.filter(questions__versions__in=asked.values("pk")).exists()


def dispositions(attempt: Attempt) -> dict[str, int]:
    """Return how many events of an attempt were accepted, late and so on; one query."""
    named = ResponseEvent.Disposition
    counts = attempt.events.values_list("disposition").annotate(Count("seq"))
    return {str(named(name).label): number for name, number in counts.order_by()}


def timeline(attempt: Attempt) -> list[dict[str, Any]]:
    """Return what happened at an attempt, in order, for people; four queries."""
    items: list[tuple[datetime, str, str]] = []
    if attempt.started_at:
        items.append((attempt.started_at, _("Started to answer"), ""))
    if attempt.submitted_at:
        cause = attempt.get_submit_cause_display()
        items.append((attempt.submitted_at, _("Handed in"), str(cause)))
    items += [
        (device.opened_at, _("A phone began to answer"), in_words(device.user_agent))
        for device in attempt.devices.all()
    ]
    items += [
        (change.at, _minutes(change.delta_s), f"{change.reason} · {change.by}")
        for change in attempt.adjustments.select_related("by")
    ]
    items += [
        (each.at, _decided(each), f"{each.reason} · {each.by}")
        for each in attempt.late_decisions.select_related("by")
    ]
    items += [
        (incident.at, incident.get_kind_display(), _said(incident))
        for incident in attempt.incidents.select_related("by")
    ]
    return [
        {"day": _clock(at), "title": title, "text": text}
        for at, title, text in sorted(items, key=lambda item: item[0])
    ]


def _said(incident: Incident) -> str:
    return " · ".join(str(part) for part in (incident.note, incident.by) if part)


def _decided(decision: LateDecision) -> str:
    counts, not_counted = _("A late answer counts"), _("A late answer does not count")
    return counts if decision.accepted else not_counted


def _minutes(delta_s: int) -> str:
    words = _("Time changed by %(minutes)+d minutes")
    return words % {"minutes": delta_s // 60}


def _clock(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
