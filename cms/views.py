"""The first page of each face: it reads everything and writes nothing."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.documents.views.serve import serve as serve_document
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from certificates import queries as certificates
from cms.models import find_page
from courses import queries as courses
from courses.models import Enrolment
from exams.delivery import seats as exams
from exams.delivery.words import until
from laws import queries as laws
from laws import sought
from lms.kernel import menu
from lms.kernel.clock import database_now
from lms.kernel.http import UserRequest
from lms.kernel.ranges import in_part
from lms.kernel.visitors import made_once, sent_once
from mediators import news
from mediators.access import has_any_role, role_required
from mediators.models import Mediator, User

#: Certificates and courses on the home page; the rest is one tap away.
FEW = 3
#: Lessons, and articles, on the page of a search; the others are one tap away.
HITS = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is due, where I left off, my next exam, my certificates; or the public home."""
    if isinstance(request.user, AnonymousUser):
        return _public_home(request)
    return render(request, "cms/classroom_home.html", _mine(request.user))


@sent_once
@made_once
def _public_home(request: HttpRequest) -> HttpResponse:
    answer: TemplateResponse = serve(request, "")
    return answer.render()


def _mine(user: User) -> dict[str, Any]:
    at = database_now()
    seats = exams.seats(user, at=at)
    taken = courses.outlines(Enrolment.objects.learnt_by(user))
    return {
        "nav": "learn",
        "news": news.unread(user, at=at),
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


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Look for words in lessons and in the law that is in force; the first of each."""
    words = request.GET.get("q", "").strip()[:100]
    today = timezone.localdate()
    signed_in = request.user.is_authenticated
    context: dict[str, Any] = {
        "nav": "learn",
        "frame": "classroom.html" if signed_in else "public.html",
        "words": words,
        "today": today,
    }
    if words:
        lessons = courses.lessons_found(words)
        articles = laws.find_article(words, on=today)
        context |= {
            "sought": sought.read(words),
            "terms": words.split(),
            "lessons": lessons[:HITS],
            "lessons_total": len(lessons),
            "articles": articles[:HITS],
            "articles_total": articles.count(),
        }
    return render(request, "cms/search.html", context)


def _sat_lately(seats: list[exams.Seat]) -> list[tuple[Any, ...]]:
    """The last attempt at each sitting, while its result is awaited or is news."""
    last = [(seat, *seat.sat[0]) for seat in seats if seat.sat]
    return [
        (seat, attempt, outcome)
        for seat, attempt, outcome in last
        if attempt.is_handed_in
        and (outcome is None or seat.at - outcome.released_at < news.FRESH)
    ][:FEW]


def _deadline(seat: exams.Seat) -> str:
    running = seat.attempt if seat.is_running else None
    moment = running.deadline_at if running else None
    return until(moment or seat.sitting.closes_at, at=seat.at)


@require_safe
@login_required
def document(
    request: UserRequest, document_id: int, document_filename: str
) -> HttpResponseBase:
    """Give out a file of the Studio as Wagtail does; a recording in the parts asked for.

    Files stand in lessons, and a lesson asks who reads it.
    """
    return in_part(request, serve_document(request, document_id, document_filename))


def page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer at the address of a page as Wagtail does, but find it in one query."""
    if found := find_page(path):
        # Where Wagtail keeps what it found, so that it need not look again.
        request._wagtail_route_for_request = RouteResult(found)  # type: ignore[attr-defined]  # noqa: SLF001 -- as above
    answer: HttpResponseBase = serve(request, path)
    return answer


@require_safe
@role_required()
def office_home(request: UserRequest) -> HttpResponse:
    """Every place this person has business in, with what waits for them there."""
    return render(
        request, "cms/office_home.html", {"places": menu.overview(request.user)}
    )
