"""The Office's pages of one attempt: what happened, and what is decided about it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from exams.delivery import forms, operations, outcomes, queries
from exams.delivery.models import Attempt, Exam, Sitting
from exams.delivery.views.asking import asked, carried_out
from lms.kernel.clock import database_now
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators.access import role_required, show


@require_safe
@role_required(*Exam.OVERSEERS)
def attempt(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Show what happened at one attempt, in order, and what may be decided about it."""
    overseen = Attempt.objects.filter(
        admission__sitting__in=Sitting.objects.visible_to(request.user)
    ).select_related(
        "admission__sitting__exam",
        "admission__sitting__paper",
        "admission__mediator__person",
        "admission__identity_checked_by",
    )
    found = get_object_or_404(overseen, uuid=uuid)
    show(request, found.admission.mediator.person)
    return render(request, "delivery/attempt_file.html", _file(request, found))


@get_or_post
@role_required(*Exam.RUNNERS)
def adjust_time(request: UserRequest, uuid: UUID) -> HttpResponse:
    title, done = _("Change the time"), _("The time was changed.")
    return _decide(request, uuid, forms.TimeForm, operations.adjust_time, title, done)


@get_or_post
@role_required(*Exam.RUNNERS)
def annul(request: UserRequest, uuid: UUID) -> HttpResponse:
    title, done = _("Annul the attempt"), _("The attempt was annulled.")
    act = operations.annul_attempt
    what_comes = _(
        "This cannot be undone. The candidate reads that the attempt was annulled, and "
        "not why. It still counts as one of the attempts allowed."
    )
    more = {"what_comes": what_comes, "is_final": True}
    return _decide(request, uuid, forms.ReasonForm, act, title, done, **more)


@get_or_post
@role_required(*Exam.RUNNERS)
def withhold(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Keep the result of an attempt from being released, until it is restored."""
    title = _("Withhold the result")
    done = _("The result is withheld until you restore it.")
    what_comes = _(
        "Nobody can release it until you restore it. The candidate reads that something "
        "is being cleared up, and not what."
    )
    act, more = operations.withhold, {"what_comes": what_comes}
    return _decide(request, uuid, forms.ReasonForm, act, title, done, **more)


@get_or_post
@role_required(*Exam.RUNNERS)
def restore(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Let a result that was withheld be released with the others."""
    title, done = _("Restore the result"), _("The result can be released again.")
    what_comes = _("It is released with the next release of this sitting.")
    act, more = operations.restore, {"what_comes": what_comes}
    return _decide(request, uuid, forms.ReasonForm, act, title, done, **more)


@get_or_post
@role_required(*Exam.RUNNERS)
def identity(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Note whether the candidate is who they say, and how that was seen."""
    title, done = _("Check the identity"), _("The check was noted.")
    act = operations.check_identity
    return _decide(request, uuid, forms.IdentityForm, act, title, done)


@require_POST
@role_required(*Exam.RUNNERS)
def late(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Decide whether a late answer counts."""
    found = _run(request, uuid)
    form = forms.LateForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why, in at most 300 characters."))
        return redirect("delivery:attempt-file", uuid)
    told = form.cleaned_data
    event = get_object_or_404(found.events, device_id=told["device"], seq=told["seq"])
    try:
        operations.decide_late(
            event=event,
            accept=told["accept"],
            reason=told["reason"],
            by=request.user,
            at=database_now(),
        )
        messages.success(request, _("The decision was noted."))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("delivery:attempt-file", uuid)


def _decide(  # noqa: PLR0913, PLR0917 -- what a decision is made of
    request: UserRequest,
    uuid: UUID,
    form_of: type[forms.ReasonForm],
    operation: Callable[..., object],
    title: str,
    done: str,
    **more: Any,
) -> HttpResponse:
    """Ask for what an operation on an attempt needs, carry it out, and say it is done.

    `more` goes to `asked`.
    """
    found = _run(request, uuid)
    form = form_of(request.POST or None)

    def act() -> object:
        return operation(
            attempt=found, **form.terms(), by=request.user, at=database_now()
        )

    if carried_out(request, form, act):
        messages.success(request, done)
        return redirect("delivery:attempt-file", uuid)
    back = reverse("delivery:attempt-file", args=[uuid])
    lead = f"{found.admission.mediator} · {found.admission.sitting}"
    return asked(request, form, title, lead, title, back=back, **more)


def _run(request: UserRequest, uuid: UUID) -> Attempt:
    run = Attempt.objects.run_by(request.user).select_related(
        "admission__sitting__exam", "admission__mediator__person"
    )
    found = get_object_or_404(run, uuid=uuid)
    show(request, found.admission.mediator.person)
    return found


def _file(request: UserRequest, found: Attempt) -> dict[str, Any]:
    may_run = Attempt.objects.run_by(request.user).filter(pk=found.pk).exists()
    told = outcomes.of([found] if found.is_released else [])
    return {
        "attempt": found,
        "outcome": told.get(found.pk),
        "items": queries.timeline(found),
        "dispositions": queries.dispositions(found),
        "answered": len(queries.answers_of(found)),
        "may_run": may_run,
        "late": queries.late_answers(found) if may_run else [],
    }
