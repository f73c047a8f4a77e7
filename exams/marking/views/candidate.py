from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from exams.delivery.models import Attempt
from exams.marking import queries
from lms.kernel.http import UserRequest


@require_safe
@login_required
def result(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Their own result once it is released; nothing of the answers, nothing of others."""
    mine = Attempt.objects.sat_by(request.user).exclude(state__in=Attempt.OPEN)
    attempt = get_object_or_404(mine.select_related(*_WITH), uuid=uuid)
    told = queries.released_result(attempt)
    if told is not None:
        told.attempt = attempt  # with what it was fetched with
    context = {
        "nav": "exams",
        "attempt": attempt,
        "result": told,
        "kinds": queries.score_by_kind(told) if told else [],
    }
    return render(request, "marking/result.html", context)


_WITH = ("admission__sitting__paper", "admission__sitting__exam__organisation")
