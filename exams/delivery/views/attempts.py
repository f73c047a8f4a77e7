"""The Office's pages of one attempt: what happened, and what is decided about it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from exams.delivery import forms, operations, queries
from exams.delivery.models import Admission, Attempt, Exam, Sitting, TimeAdjustment
from exams.delivery.views.asking import asked, carried_out
from lms.kernel.clock import database_now
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest
from mediators.access import role_required, show

_get_or_post = require_http_methods(["GET", "POST"])


@require_GET
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


@_get_or_post
@role_required(*Exam.RUNNERS)
def adjust_time(request: UserRequest, uuid: UUID) -> HttpResponse:
    found = _run(request, uuid)
    form = forms.TimeForm(request.POST or None)

    def act() -> TimeAdjustment:
        return operations.adjust_time(
            attempt=found, **form.terms(), by=request.user, at=database_now()
        )

    if carried_out(request, form, act):
        messages.success(request, _("The time was changed."))
        return redirect("delivery:attempt-file", uuid)
    title = _("Change the time")
    return asked(request, form, title, _whose(found), title, back=_file_of(found))


@_get_or_post
@role_required(*Exam.RUNNERS)
def annul(request: UserRequest, uuid: UUID) -> HttpResponse:
    found = _run(request, uuid)
    form = forms.ReasonForm(request.POST or None)

    def act() -> Attempt:
        return operations.annul_attempt(
            attempt=found, **form.cleaned_data, by=request.user, at=database_now()
        )

    if carried_out(request, form, act):
        messages.success(request, _("The attempt was annulled."))
        return redirect("delivery:attempt-file", uuid)
    title = _("Annul the attempt")
    return asked(
        request, form, title, _whose(found), title, back=_file_of(found), is_final=True
    )


@_get_or_post
@role_required(*Exam.RUNNERS)
def withhold(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Keep the result of an attempt from being released, until it is restored."""
    found = _run(request, uuid)
    form = forms.ReasonForm(request.POST or None)

    def act() -> Attempt:
        return operations.withhold(
            attempt=found, **form.cleaned_data, by=request.user, at=database_now()
        )

    if carried_out(request, form, act):
        messages.success(request, _("The result is withheld until you restore it."))
        return redirect("delivery:attempt-file", uuid)
    title = _("Withhold the result")
    return asked(request, form, title, _whose(found), title, back=_file_of(found))


@_get_or_post
@role_required(*Exam.RUNNERS)
def restore(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Let a result that was withheld be released with the others."""
    found = _run(request, uuid)
    form = forms.ReasonForm(request.POST or None)

    def act() -> Attempt:
        return operations.restore(
            attempt=found, **form.cleaned_data, by=request.user, at=database_now()
        )

    if carried_out(request, form, act):
        messages.success(request, _("The result can be released again."))
        return redirect("delivery:attempt-file", uuid)
    title = _("Restore the result")
    return asked(request, form, title, _whose(found), title, back=_file_of(found))


@_get_or_post
@role_required(*Exam.RUNNERS)
def identity(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Note whether the candidate is who they say, and how that was seen."""
    found = _run(request, uuid)
    form = forms.IdentityForm(request.POST or None)

    def act() -> Admission:
        return operations.check_identity(
            attempt=found, **form.terms(), by=request.user, at=database_now()
        )

    if carried_out(request, form, act):
        messages.success(request, _("The check was noted."))
        return redirect("delivery:attempt-file", uuid)
    title = _("Check the identity")
    return asked(
        request, form, title, _whose(found), _("Note the check"), back=_file_of(found)
    )


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


def _file_of(found: Attempt) -> str:
    return reverse("delivery:attempt-file", args=[found.uuid])


def _whose(found: Attempt) -> str:
    return f"{found.admission.mediator} · {found.admission.sitting}"


def _run(request: UserRequest, uuid: UUID) -> Attempt:
    run = Attempt.objects.run_by(request.user).select_related(
        "admission__sitting__exam", "admission__mediator__person"
    )
    found = get_object_or_404(run, uuid=uuid)
    show(request, found.admission.mediator.person)
    return found


def _file(request: UserRequest, found: Attempt) -> dict[str, Any]:
    may_run = Attempt.objects.run_by(request.user).filter(pk=found.pk).exists()
    return {
        "attempt": found,
        "items": queries.timeline(found),
        "dispositions": queries.dispositions(found),
        "answered": len(queries.answers_of(found)),
        "may_run": may_run,
        "late": queries.late_answers(found) if may_run else [],
    }
