from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from exams.delivery.models import Exam, Sitting
from exams.marking import operations, queries
from exams.marking.forms import ChangeForm, MarkForm
from exams.marking.http import page_of, sitting_marked_by
from exams.marking.models import MarkTask
from lms.kernel.clock import database_now
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators.access import has_role, role_required
from mediators.models import RoleGrant

MARKER = RoleGrant.Role.MARKER
PER_PAGE = 30


@require_safe
@role_required(*Exam.OVERSEERS, MARKER)
def task_list(request: UserRequest) -> HttpResponse:
    """What waits for this marker, and how far the sittings are that they oversee."""
    sittings = queries.progress(request.user)
    page = Paginator(sittings, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "queues": queries.queues(request.user, at=database_now()),
        "marks": has_role(request.user, MARKER),
        "oversees": has_role(request.user, *Exam.OVERSEERS),
        "page_obj": page,
    }
    return render(request, "marking/task_list.html", context)


@require_POST
@role_required(MARKER)
def take(request: UserRequest, uuid: UUID) -> HttpResponse:
    return _next(request, sitting_marked_by(request.user, uuid))


@get_or_post
@role_required(MARKER)
def task(request: UserRequest, uuid: UUID) -> HttpResponse:
    """One answer, without its writer; marking it opens the next."""
    tasks = MarkTask.objects.marked_by(request.user).select_related(*_WITH)
    marking = get_object_or_404(tasks, uuid=uuid)
    if marking.is_lost_to(request.user):
        messages.info(request, str(operations.LeaseLost()))
        return redirect("marking:task-list")
    expected = queries.rubric(marking)
    form = MarkForm(request.POST or None, expected=expected, most=marking.points)
    if request.method == "POST" and form.is_valid():
        try:
            operations.give_mark(
                task=marking, by=request.user, at=database_now(), **form.given
            )
            return _next(request, marking.attempt.admission.sitting)
        except operations.OutOfRange as error:
            form.add_error("total", str(error))
        except DomainError as error:
            messages.error(request, str(error))
            return _next(request, marking.attempt.admission.sitting)
    context = page_of(marking, form, request.user)
    return render(request, "marking/task.html", context)


@require_POST
@role_required(MARKER)
def give_back(request: UserRequest, uuid: UUID) -> HttpResponse:
    marking = get_object_or_404(MarkTask.objects.marked_by(request.user), uuid=uuid)
    try:
        operations.give_back(task=marking, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("marking:task-list")


@require_safe
@role_required(MARKER)
def mark_list(request: UserRequest, uuid: UUID) -> HttpResponse:
    """The marks given at a sitting, until its results are released."""
    sitting = sitting_marked_by(request.user, uuid)
    given = queries.marks_given(sitting, request.user)
    page = Paginator(given, PER_PAGE).get_page(request.GET.get("page"))
    context = {"sitting": sitting, "page_obj": page}
    return render(request, "marking/mark_list.html", context)


@get_or_post
@role_required(MARKER)
def change(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Another mark for an answer that was marked, by another person, for a reason."""
    tasks = MarkTask.objects.marked_by(request.user).unreleased().done()
    marked = get_object_or_404(tasks.select_related(*_WITH), uuid=uuid)
    expected = queries.rubric(marked)
    form = ChangeForm(request.POST or None, expected=expected, most=marked.points)
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_mark(
                task=marked, by=request.user, at=database_now(), **form.given
            )
            return redirect("marking:mark-list", marked.attempt.admission.sitting.uuid)
        except DomainError as error:
            form.add_error(None, str(error))
    return render(request, "marking/change.html", page_of(marked, form, request.user))


_WITH = ("run", "attempt__admission__sitting__paper")


def _next(request: UserRequest, sitting: Sitting) -> HttpResponse:
    """Open the next answer of a sitting, or say that there is none."""
    try:
        taken = operations.take_task(
            sitting=sitting, by=request.user, at=database_now()
        )
    except operations.NothingToMark as error:
        messages.info(request, str(error))
        return redirect("marking:task-list")
    return redirect(taken)
