"""Practising: no state on the server, and no script. What is practised is in the address."""

import secrets

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from exams.practice import presenters, queries
from exams.practice.forms import FORMS, SEEDS, ChoiceForm
from exams.practice.models import PracticeQuestion
from exams.practice.presenters import Way
from lms.kernel.http import UserRequest, get_or_post


@require_safe
@login_required
def home(request: UserRequest) -> HttpResponse:
    """What there is to practise; or how much there is of what was chosen."""
    way, day = _way(request), timezone.localdate()
    if not way.choice.is_all:
        count = way.choice.questions(day).count()
        context = {"nav": "learn", "way": way, "count": count}
        return render(request, "practice/chosen.html", context)
    total, subjects, techniques = queries.topics_offered(day)
    context = {
        "nav": "learn",
        "total": total,
        "subjects": subjects,
        "techniques": techniques,
    }
    return render(request, "practice/home.html", context)


@require_safe
@login_required
def start(request: UserRequest) -> HttpResponse:
    """Lead to the first question of what was chosen, in an order of its own."""
    way = _way(request)
    way = Way(way.choice, way.query, secrets.randbelow(SEEDS))
    names = queries.in_order(way.choice, day=timezone.localdate(), seed=way.seed)
    return redirect(way.to(names[0]) if names else way.home)


@get_or_post
@login_required
def question(request: UserRequest, uuid: str) -> HttpResponse:
    """One question; a POST answers it, and comes back to an address with the answer."""
    day = timezone.localdate()
    offered = PracticeQuestion.objects.offered_on(day)
    asked = get_object_or_404(offered, uuid=uuid)
    way, posted = _way(request), request.method == "POST"
    form = FORMS[asked.kind](
        request.POST if posted else request.GET, question=asked, seed=way.seed
    )
    form.is_bound = posted or form.is_given
    answered = form.is_valid()
    if posted and answered and form.is_short:
        return redirect(way.to(asked.uuid, **form.cleaned_data) + "#answer")
    # What was written at length stands in no address: asking again does no harm.
    context = presenters.page_of(asked, way, form, day=day)
    if answered:
        context |= presenters.outcome_of(asked, form, request.user)
    return render(request, "practice/question.html", context)


def _way(request: HttpRequest) -> Way:
    form = ChoiceForm(request.GET)
    if not form.is_valid():
        raise Http404
    return Way(form.choice(), form.query(), form.cleaned_data["seed"] or 0)
