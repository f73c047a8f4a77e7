"""Between the pages and the domain: whose sitting it is, what a marking page shows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exams.delivery.models import Sitting
from exams.marking import queries
from exams.marking.models import MarkTask, Result
from lms.kernel.clock import database_now
from mediators import news
from mediators.models import Mediator, Person, User
from mediators.privacy import data


def sitting_marked_by(user: User, uuid: UUID) -> Sitting:
    """Return a sitting with answers that `user` marks, or answer 404."""
    tasks = MarkTask.objects.marked_by(user).filter(
        attempt__admission__sitting__uuid=uuid
    )
    held = Sitting.objects.filter(pk__in=tasks.values("attempt__admission__sitting"))
    return get_object_or_404(held)


def page_of(task: MarkTask, form: Form, user: User) -> dict[str, Any]:
    """Return what a page about one answer shows: nothing of who wrote it."""
    sitting = task.attempt.admission.sitting
    return {
        "task": task,
        "sitting_title": sitting.title,
        "sitting_uuid": sitting.uuid,
        "question": queries.question(task),
        "answer": queries.answer(task),
        "number": queries.marked_by(user, sitting) + 1,
        "form": form,
    }


def waiting(user: User) -> str:
    """Say what waits for `user`: answers to mark, results to release; three queries."""
    answers = queries.answers_waiting(user, at=database_now())
    results = queries.results_waiting(user)
    found = []
    if answers:
        words = ngettext("%(n)d answer to mark", "%(n)d answers to mark", answers)
        found.append(words % {"n": answers})
    if results:
        words = ngettext("%(n)d result to release", "%(n)d results to release", results)
        found.append(words % {"n": results})
    return _(", ").join(found)


def in_file(mediator: Mediator, viewer: User) -> dict[str, Any]:
    """Return the section of exams in the file of a mediator: what is released; one query."""
    results = (
        Result.objects.released()
        .filter(
            attempt__admission__mediator__in=Mediator.objects.same_as(mediator),
            pk__in=Result.objects.visible_to(viewer).values("pk"),
        )
        .select_related("attempt__admission__sitting")
        .order_by("-released_at", "-pk")
    )
    events = [
        {
            "day": result.released_at,
            "title": result.attempt.admission.sitting.title,
            "text": queries.verdict(result),
            "kind": "leaf" if result.passed else "plain",
        }
        for result in results
    ]
    return {"results": results, "events": events}


def told(user: User, since: datetime) -> list[news.Item]:
    """Return which results of `user` came out after `since`; one query."""
    results = Result.objects.released().filter(
        attempt__admission__mediator__person__user=user.pk, released_at__gt=since
    )
    return [
        news.Item(
            result.released_at or since,
            _("The result of “%(sitting)s” is out")
            % {"sitting": result.attempt.admission.sitting.title},
            queries.verdict(result),
            reverse("marking:result", args=[result.attempt.uuid]),
            "leaf" if result.passed else "sky",
        )
        for result in results.select_related("attempt__admission__sitting")
    ]


def held_about(person: Person) -> data.Table:
    """Return the released results of somebody, for their data page; one query."""
    mine = Result.objects.released().filter(
        attempt__admission__mediator__in=data.mediators_of(person)
    )
    return data.table_of(
        mine.select_related("attempt__admission__sitting"),
        "attempt__admission__sitting__title",
        "raw",
        "total",
        "passed",
        "released_at",
    )
