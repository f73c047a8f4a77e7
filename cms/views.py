"""The first page of each face: it reads everything and writes nothing."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.views import serve

from certificates import queries as certificates
from courses import queries as courses
from courses.models import Enrolment
from exams.delivery import seats as exams
from exams.delivery.words import until
from lms.kernel import menu
from lms.kernel.clock import database_now
from lms.kernel.http import UserRequest
from mediators.access import has_any_role, role_required
from mediators.models import Mediator, User

#: Certificates and courses on the home page; the rest is one tap away.
FEW = 3
#: For how long a result stands on the home page.
NEWS = timedelta(days=30)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is due, where I left off, my next exam, my certificates; or the public home."""
    if isinstance(request.user, AnonymousUser):
        return serve(request, "")
    return render(request, "cms/classroom_home.html", _mine(request.user))


def _mine(user: User) -> dict[str, Any]:
    seats = exams.seats(user, at=database_now())
    taken = courses.outlines(Enrolment.objects.learnt_by(user))
    return {
        "nav": "learn",
        "is_mediator": Mediator.objects.of(user).exists(),
        "has_office": has_any_role(user),
        "due": [(seat, _deadline(seat)) for seat in seats if seat.is_due],
        "sat": _sat_lately(seats),
        "under_way": [each for each in taken if not each.completion][:FEW],
        "upcoming": [
            (seat, until(seat.sitting.starts_at, at=seat.at))
            for seat in reversed(seats)
            if seat.is_upcoming
        ][:FEW],
        "certificates": certificates.held_by(user)[:FEW],
    }


def _sat_lately(seats: list[exams.Seat]) -> list[tuple[Any, ...]]:
    """The last attempt at each sitting, while its result is awaited or is news."""
    last = [(seat, *seat.sat[0]) for seat in seats if seat.sat]
    return [
        (seat, attempt, outcome)
        for seat, attempt, outcome in last
        if attempt.is_handed_in
        and (outcome is None or seat.at - outcome.released_at < NEWS)
    ][:FEW]


def _deadline(seat: exams.Seat) -> str:
    running = seat.attempt if seat.is_running else None
    moment = running.deadline_at if running else None
    return until(moment or seat.sitting.closes_at, at=seat.at)


@require_safe
@role_required()
def office_home(request: UserRequest) -> HttpResponse:
    """Every place this person has business in, with what waits for them there."""
    return render(
        request, "cms/office_home.html", {"places": menu.overview(request.user)}
    )
