"""The Classroom's pages of an exam: which are mine, the rules, the paper, the receipt."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from exams.delivery import operations, queries, seats
from exams.delivery.models import Admission, Attempt, Sitting
from exams.delivery.tokens import SPARE
from exams.delivery.words import client_words, until
from lms.kernel.clock import database_now
from lms.kernel.database import is_busy, once_more
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest

_OPENED_HERE = "exam_opened"


@require_safe
@login_required
def exam_list(request: UserRequest) -> HttpResponse:
    now = database_now()
    mine = seats.seats(request.user, at=now)
    context = {
        "nav": "exams",
        "open": [_shown(seat) for seat in mine if seat.is_due],
        "upcoming": [_shown(seat) for seat in reversed(mine) if seat.is_upcoming],
        "over": [
            seat
            for seat in mine
            if seat.finished or not (seat.is_due or seat.is_upcoming)
        ],
    }
    return render(request, "delivery/exam_list.html", context)


@require_safe
@login_required
def entry(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Show the rules of a sitting, the ticket, and the button that starts."""
    mine = Admission.objects.sat_by(request.user).select_related(
        "sitting__exam__organisation", "sitting__paper", "mediator__person"
    )
    admission = get_object_or_404(mine.prefetch_related("attempts"), sitting__uuid=uuid)
    seat = seats.seat(admission, at=database_now())
    context = {"nav": "exams", "seat": seat, "words": _shown(seat)["words"]}
    left = seat.sitting.starts_at - seat.at
    context["wait_s"] = max(0, int(left.total_seconds()) + 1)
    return render(request, "delivery/entry.html", context)


@require_POST
@login_required
def start(request: UserRequest, uuid: UUID) -> HttpResponse:
    mine = Admission.objects.sat_by(request.user).select_related("sitting")
    admission = get_object_or_404(mine, sitting__uuid=uuid)
    try:
        attempt = once_more(lambda: operations.start_attempt(admission=admission))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("delivery:entry", uuid)
    except OperationalError as error:
        if not is_busy(error):
            raise
        messages.error(request, _("Many start just now. Press the button once more."))
        return redirect("delivery:entry", uuid)
    response = redirect(attempt)
    response.set_signed_cookie(
        _OPENED_HERE,
        str(attempt.uuid),
        path=attempt.get_absolute_url(),
        max_age=timedelta(seconds=admission.sitting.late_packet_s) + 2 * SPARE,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


@require_safe
@never_cache
def attempt(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The page of the exam: a frame without content, which its script fills by token.

    It opens to whoever started the attempt in this browser, signed in still or not.
    """
    if request.get_signed_cookie(_OPENED_HERE, default="") != str(uuid):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        own = Attempt.objects.sat_by(request.user).select_related("admission__sitting")
        found = get_object_or_404(own, uuid=uuid)
        if found.state == Attempt.State.NOT_STARTED:
            return redirect("delivery:entry", found.admission.sitting.uuid)
    config = _config(request, uuid)
    return render(request, "delivery/attempt.html", {"config": config})


@require_safe
@login_required
def attempt_done(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Show the receipt of what was handed in, and what happens next."""
    own = Attempt.objects.sat_by(request.user).select_related(
        "admission__sitting__exam__organisation", "admission__sitting__paper"
    )
    found = get_object_or_404(own, uuid=uuid)
    if found.is_open:
        raise Http404
    answered = len(queries.answers_of(found))
    context = {"nav": "exams", "attempt": found, "answered": answered}
    return render(request, "delivery/attempt_done.html", context)


def _shown(seat: seats.Seat) -> dict[str, object]:
    """Return a seat with the deadline that matters to it in words."""
    if seat.is_running and seat.attempt and seat.attempt.deadline_at:
        moment = seat.attempt.deadline_at
    else:
        moment = seat.sitting.starts_at if seat.is_upcoming else seat.sitting.closes_at
    return {"seat": seat, "words": until(moment, at=seat.at), "moment": moment}


def _config(request: HttpRequest, uuid: UUID) -> dict[str, object]:
    """Return what the script is told: the terms of the sitting, addresses and words."""
    sitting = Sitting.objects.filter(admissions__attempts__uuid=uuid)
    names = {"open": "open-device", "state": "state", "paper": "paper"}
    names |= {"save": "save", "submit": "submit"}
    urls = {
        key: reverse(f"delivery:{name}", args=[uuid]) for key, name in names.items()
    }
    login = f"{reverse('account_login')}?next={request.path}"
    return {
        "attempt": str(uuid),
        "rest_s": get_object_or_404(sitting.only("autosave_s")).autosave_s,
        "urls": {**urls, "login": login},
        "csrf": get_token(request),
        "words": client_words(),
    }
