"""What a learner has under way, what there is to learn, what was learnt and noted."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses import queries
from courses.forms import CatalogueFilter
from courses.models import Course
from courses.outline import Outline
from lms.kernel import offers
from lms.kernel.http import UserRequest
from lms.kernel.visitors import made_once, sent_once

#: Courses, lessons or notes on one page.
PER_PAGE = 20
#: Courses on the first page of learning; the rest is one tap away.
FEW = 3


@require_safe
@login_required
def home(request: UserRequest) -> HttpResponse:
    enrolments = list(queries.taken_by(request.user))
    taken = queries.outlines(enrolments)
    others = queries.visited(queries.catalogue(without=enrolments)[: FEW + 1])
    classes = queries.classes_of(request.user)
    context = {
        "nav": "learn",
        "under_way": [each for each in taken if each.completion is None],
        "pilots": queries.pilots_to_read(request.user) if classes else [],
        "pilot_classes": classes,
        "finished": [each for each in taken if each.completion],
        "catalogue": others[:FEW],
        "more": len(others) > FEW,
        "offers": offers.of("courses.home", request.user),
    }
    return render(request, "courses/home.html", context)


@require_safe
@sent_once
@made_once
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every published course, for anybody; somebody signed in sees where they stand."""
    form = CatalogueFilter(request.GET, viewer=request.user)
    page = _page(request, form.found())
    signed_in = request.user.is_authenticated
    context = {
        "nav": "learn",
        "frame": "classroom.html" if signed_in else "public.html",
        "form": form,
        "is_filtered": form.is_filtered,
        "page_obj": page,
        "outlines": _outlines(request, page),
    }
    return render(request, "courses/catalogue.html", context)


def _outlines(request: HttpRequest, courses: Page[Course]) -> list[Outline]:
    """Return each course as whoever asks sees it; at most five queries."""
    keys = [each.translation_key for each in courses]
    taken = list(queries.taken_by(request.user).filter(course_key__in=keys))
    known = {each.enrolment.course_key: each for each in queries.outlines(taken)}  # type: ignore[union-attr]  # -- taken
    visited = queries.visited(courses)
    return [known.get(each.course.translation_key) or each for each in visited]


@require_safe
@login_required
def history(request: UserRequest) -> HttpResponse:
    """What this person learnt, lesson by lesson, in the words of the record."""
    page = _page(request, queries.lessons_learnt(request.user))
    context = {"nav": "learn", "page_obj": page}
    return render(request, "courses/history.html", context)


@require_safe
@login_required
def notes(request: UserRequest) -> HttpResponse:
    """What this person wrote down, which nobody else is shown."""
    context = {
        "nav": "learn",
        "page_obj": _page(request, queries.notes_of(request.user)),
    }
    return render(request, "courses/notes.html", context)


def _page(request: HttpRequest, rows: Any) -> Page[Any]:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
