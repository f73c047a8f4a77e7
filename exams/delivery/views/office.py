"""The Office's pages of exams: sittings of the branches that a person works for."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from exams.delivery import forms, operations, queries
from exams.delivery.models import Admission, Attempt, Exam, Sitting, TimeAdjustment
from lms.kernel.clock import database_now
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest
from mediators.access import has_role, role_required, show

T = TypeVar("T")
_A_PAGE = 30
_CANDIDATES = 100  # on a page of a sitting, which refreshes itself
_get_or_post = require_http_methods(["GET", "POST"])


@require_GET
@role_required(*Exam.OVERSEERS)
def sitting_list(request: UserRequest) -> HttpResponse:
    visible = queries.with_counts(Sitting.objects.visible_to(request.user))
    page = Paginator(visible, _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "now": database_now(),
        "may_run": has_role(request.user, *Exam.RUNNERS),
    }
    return render(request, "delivery/sitting_list.html", context)


@require_GET
@role_required(*Exam.OVERSEERS)
def sitting(request: UserRequest, uuid: UUID) -> HttpResponse:
    return _sitting_page(request, uuid, "delivery/sitting.html")


@require_GET
@role_required(*Exam.OVERSEERS)
def sitting_live(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Show who is at work and who has handed in, again and again."""
    return _sitting_page(request, uuid, "delivery/sitting.html#live")


@_get_or_post
@role_required(*Exam.RUNNERS)
def exam_create(request: UserRequest) -> HttpResponse:
    form = forms.ExamForm(request.POST or None, user=request.user)

    def act() -> Exam:
        return operations.create_exam(
            **form.terms(), by=request.user, at=database_now()
        )

    if made := _carried_out(request, form, act):
        messages.success(request, _("The exam was added. Now offer it at a time."))
        return redirect(f"{reverse('delivery:sitting-create')}?exam={made.uuid}")
    lead = _("What it is, and the terms its sittings start from.")
    return _asked(request, form, _("Add an exam"), lead, _("Add the exam"))


@_get_or_post
@role_required(*Exam.RUNNERS)
def sitting_create(request: UserRequest) -> HttpResponse:
    initial = {"exam": request.GET.get("exam")}
    form = forms.SittingForm(request.POST or None, user=request.user, initial=initial)

    def act() -> Sitting:
        return operations.create_sitting(
            **form.terms(), by=request.user, at=database_now()
        )

    if made := _carried_out(request, form, act):
        messages.success(request, _("The sitting was added. Now admit candidates."))
        return redirect("delivery:admit", made.uuid)
    lead = _(
        "All of this is fixed once the sitting is added. "
        "If something is wrong later, cancel it and add another."
    )
    return _asked(request, form, _("Add a sitting"), lead, _("Add the sitting"))


@_get_or_post
@role_required(*Exam.RUNNERS)
def admit(request: UserRequest, uuid: UUID) -> HttpResponse:
    run = Sitting.objects.run_by(request.user)
    chosen = get_object_or_404(run.select_related("exam"), uuid=uuid)
    form = forms.AdmitForm(request.POST or None, user=request.user)

    def act() -> list[Admission]:
        return operations.admit(
            sitting=chosen, **form.terms(), by=request.user, at=database_now()
        )

    made = _carried_out(request, form, act)
    if made is not None:
        messages.success(request, _admitted(len(made)))
        return redirect(chosen)
    return _asked(request, form, _("Admit candidates"), str(chosen), _("Admit"))


@_get_or_post
@role_required(*Exam.RUNNERS)
def cancel(request: UserRequest, uuid: UUID) -> HttpResponse:
    run = Sitting.objects.run_by(request.user).standing()
    chosen = get_object_or_404(run.select_related("exam"), uuid=uuid)
    form = forms.ReasonForm(request.POST or None)

    def act() -> Sitting:
        return operations.cancel_sitting(
            sitting=chosen, **form.cleaned_data, by=request.user, at=database_now()
        )

    if _carried_out(request, form, act):
        messages.success(request, _("The sitting was cancelled."))
        return redirect(chosen)
    title, read = _("Cancel the sitting"), _("Candidates read the reason.")
    return _asked(request, form, title, f"{chosen} · {read}", title, is_final=True)


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

    if _carried_out(request, form, act):
        messages.success(request, _("The time was changed."))
        return redirect("delivery:attempt-file", uuid)
    title = _("Change the time")
    return _asked(request, form, title, _whose(found), title)


@_get_or_post
@role_required(*Exam.RUNNERS)
def annul(request: UserRequest, uuid: UUID) -> HttpResponse:
    found = _run(request, uuid)
    form = forms.ReasonForm(request.POST or None)

    def act() -> Attempt:
        return operations.annul_attempt(
            attempt=found, **form.cleaned_data, by=request.user, at=database_now()
        )

    if _carried_out(request, form, act):
        messages.success(request, _("The attempt was annulled."))
        return redirect("delivery:attempt-file", uuid)
    title = _("Annul the attempt")
    return _asked(request, form, title, _whose(found), title, is_final=True)


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


def _carried_out(request: UserRequest, form: Form, act: Callable[[], T]) -> T | None:
    """Return what `act` made of a valid form, or None; a refusal stands in the form."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act()
    except DomainError as error:
        form.add_error(None, str(error))
        return None


def _asked(  # noqa: PLR0913 -- what a page with a form says
    request: UserRequest,
    form: Form,
    title: str,
    lead: str,
    action: str,
    *,
    is_final: bool = False,
) -> HttpResponse:
    """Show a form under what it does; `action` stands on its button."""
    context = {"form": form, "title": title, "lead": lead, "action": action}
    return render(request, "delivery/form.html", {**context, "is_final": is_final})


def _whose(found: Attempt) -> str:
    return f"{found.admission.mediator} · {found.admission.sitting}"


def _run(request: UserRequest, uuid: UUID) -> Attempt:
    run = Attempt.objects.run_by(request.user).select_related(
        "admission__sitting__exam", "admission__mediator__person"
    )
    found = get_object_or_404(run, uuid=uuid)
    show(request, found.admission.mediator.person)
    return found


def _sitting_page(request: UserRequest, uuid: UUID, template: str) -> HttpResponse:
    visible = Sitting.objects.visible_to(request.user)
    found = get_object_or_404(
        visible.select_related("exam__organisation", "paper", "created_by"), uuid=uuid
    )
    roll = Paginator(queries.roll(found), _CANDIDATES)
    states = queries.states_at(found)
    now = database_now()
    may_run = Sitting.objects.run_by(request.user).filter(pk=found.pk).exists()
    context = {
        "sitting": found,
        "page_obj": roll.get_page(request.GET.get("page")),
        "waiting": queries.waiting_at(found),
        "counts": [
            (Attempt.State(state).label, number)
            for state, number in states.items()
            if number or state in Attempt.OPEN
        ],
        "now": now,
        "may_admit": may_run and not found.is_cancelled and now < found.closes_at,
        "may_cancel": may_run
        and not found.is_cancelled
        and not any(states.get(state) for state in Attempt.HANDED_IN),
    }
    return render(request, template, context)


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


def _admitted(number: int) -> str:
    words = ngettext(
        "%(n)d candidate was admitted.", "%(n)d candidates were admitted.", number
    )
    return words % {"n": number}
