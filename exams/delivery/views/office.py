"""The Office's pages of exams: sittings of the branches that a person works for."""

from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_safe,
)

from exams.delivery import forms, operations, queries
from exams.delivery.models import Admission, Attempt, Exam, Sitting
from exams.delivery.views.asking import asked, carried_out
from lms.kernel.clock import database_now, local_day
from lms.kernel.http import UserRequest, get_or_post
from mediators.access import has_role, role_required

T = TypeVar("T")
_A_PAGE = 30
_CANDIDATES = 100  # on a page of a sitting, which refreshes itself


@require_safe
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


@require_safe
@role_required(*Exam.OVERSEERS)
def sitting(request: UserRequest, uuid: UUID) -> HttpResponse:
    return _sitting_page(request, uuid, "delivery/sitting.html")


@require_safe
@role_required(*Exam.OVERSEERS)
def sitting_live(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Show who is at work and who has handed in, again and again."""
    return _sitting_page(request, uuid, "delivery/sitting.html#live")


@get_or_post
@role_required(*Exam.RUNNERS)
def exam_create(request: UserRequest) -> HttpResponse:
    form = forms.ExamForm(request.POST or None, user=request.user)

    def act() -> Exam:
        return operations.create_exam(
            **form.terms(), by=request.user, at=database_now()
        )

    if made := carried_out(request, form, act):
        messages.success(request, _("The exam was added. Now offer it at a time."))
        return redirect(f"{reverse('delivery:sitting-create')}?exam={made.uuid}")
    lead = _("What it is, and the terms its sittings start from.")
    return asked(
        request,
        form,
        _("Add an exam"),
        lead,
        _("Add the exam"),
        back=reverse("delivery:sitting-list"),
    )


@get_or_post
@role_required(*Exam.RUNNERS)
def sitting_create(request: UserRequest) -> HttpResponse:
    initial = {"exam": request.GET.get("exam")}
    form = forms.SittingForm(request.POST or None, user=request.user, initial=initial)

    def act() -> Sitting:
        return operations.create_sitting(
            **form.terms(), by=request.user, at=database_now()
        )

    if made := carried_out(request, form, act):
        messages.success(request, _("The sitting was added. Now admit candidates."))
        return redirect("delivery:admit", made.uuid)
    lead = _(
        "All of this is fixed once the sitting is added. "
        "If something is wrong later, cancel it and add another."
    )
    return asked(
        request,
        form,
        _("Add a sitting"),
        lead,
        _("Add the sitting"),
        back=reverse("delivery:sitting-list"),
    )


@get_or_post
@role_required(*Exam.RUNNERS)
def admit(request: UserRequest, uuid: UUID) -> HttpResponse:
    run = Sitting.objects.run_by(request.user)
    chosen = get_object_or_404(run.select_related("exam"), uuid=uuid)
    form = forms.AdmitForm(request.POST or None, user=request.user)

    def act() -> list[Admission]:
        return operations.admit(
            sitting=chosen, **form.terms(), by=request.user, at=database_now()
        )

    made = carried_out(request, form, act)
    if made is not None:
        if made:
            messages.success(request, _admitted(len(made)))
        else:
            told = _("All of them are admitted already. Nothing was changed.")
            messages.warning(request, told)
        return redirect(chosen)
    return asked(
        request,
        form,
        _("Admit candidates"),
        str(chosen),
        _("Admit"),
        back=chosen.get_absolute_url(),
    )


@get_or_post
@role_required(*Exam.RUNNERS)
def cancel(request: UserRequest, uuid: UUID) -> HttpResponse:
    run = Sitting.objects.run_by(request.user).standing()
    chosen = get_object_or_404(run.select_related("exam"), uuid=uuid)
    form = forms.ReasonForm(request.POST or None)

    def act() -> Sitting:
        return operations.cancel_sitting(
            sitting=chosen, **form.cleaned_data, by=request.user, at=database_now()
        )

    if carried_out(request, form, act):
        messages.success(request, _("The sitting was cancelled."))
        return redirect(chosen)
    title = _("Cancel the sitting")
    return asked(
        request,
        form,
        title,
        str(chosen),
        title,
        back=chosen.get_absolute_url(),
        what_comes=_(
            "This cannot be undone: nobody can sit it any more, and what was begun is "
            "annulled. Candidates read the reason."
        ),
        is_final=True,
    )


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
        "clock": _clock(found),
        "exact": f"{_clock(found)}:s",
        "has_results": any(states.get(state) for state in Attempt.HANDED_IN),
        "may_admit": may_run and not found.is_cancelled and now < found.closes_at,
        "may_cancel": may_run
        and not found.is_cancelled
        and not any(states.get(state) for state in Attempt.HANDED_IN),
    }
    return render(request, template, context)


def _clock(sitting: Sitting) -> str:
    """Return how a moment of a sitting is written: with its day if it lasts for several."""
    one_day = local_day(sitting.opens_at) == local_day(sitting.closes_at)
    return "H:i" if one_day else "n-j H:i"


def _admitted(number: int) -> str:
    words = ngettext(
        "%(n)d candidate was admitted.", "%(n)d candidates were admitted.", number
    )
    return words % {"n": number}
