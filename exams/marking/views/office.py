from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from exams.delivery.models import Exam, Sitting
from exams.marking import operations, queries
from lms.kernel.clock import database_now
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators.access import role_required

PER_PAGE = 50


@require_safe
@role_required(*Exam.OVERSEERS)
def result_list(request: UserRequest, uuid: UUID) -> HttpResponse:
    """What everybody at a sitting earned, by name: not for markers."""
    seen = queries.progress(request.user).select_related("exam__organisation")
    sitting = get_object_or_404(seen, uuid=uuid)
    attempts = queries.attempts_of(sitting)
    context = {
        "sitting": sitting,
        "outcome": queries.outcome(sitting),
        "may_run": Sitting.objects.run_by(request.user).filter(pk=sitting.pk).exists(),
        "page_obj": Paginator(attempts, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "marking/result_list.html", context)


@get_or_post
@role_required(*Exam.RUNNERS)
def release(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Asks first, and says whose result would be missing; then releases."""
    run = Sitting.objects.run_by(request.user)
    sitting = get_object_or_404(run, uuid=uuid)
    if request.method == "GET":
        context = {"sitting": sitting, "outcome": queries.outcome(sitting)}
        context["unscored"] = queries.unscored(sitting)
        return render(request, "marking/release.html", context)
    try:
        told = operations.release(sitting=sitting, by=request.user, at=database_now())
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("marking:result-list", sitting.uuid)
    words = ngettext(
        "%(n)s result is released.", "%(n)s results are released.", len(told)
    )
    messages.success(request, words % {"n": len(told)})
    return redirect("marking:result-list", sitting.uuid)
