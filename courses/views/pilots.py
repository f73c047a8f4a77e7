"""A pilot class, as whoever is asked into it sees it, and the drafts it reads."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import operations, queries
from courses.forms import PilotWordsForm
from courses.models import Pilot, PilotClass
from courses.rendering import render as render_lesson
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post


@get_or_post
@login_required
def pilot_class(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Ask somebody into a class, or show what it reads; a POST joins or leaves."""
    every = PilotClass.objects.select_related("branch__organisation", "opened_by")
    found = get_object_or_404(every, uuid=uuid)
    member = queries.membership(found, request.user)
    if request.method == "POST":
        if "leave" in request.POST:
            return _leave(request, found)
        return _join(request, found)
    context = {
        "nav": "learn",
        "pilot_class": found,
        "member": member,
        "may_join": found.is_open and queries.may_join(found, request.user),
        "pilots": queries.pilots_in_class(found, request.user) if member else [],
    }
    return render(request, "courses/pilot_class.html", context)


def _join(request: UserRequest, found: PilotClass) -> HttpResponse:
    try:
        operations.join_pilot_class(
            pilot_class=found, reader=request.user, at=timezone.now()
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("You are in the class. Thank you for your help."))
    return redirect("courses:pilot-class", found.uuid)


def _leave(request: UserRequest, found: PilotClass) -> HttpResponse:
    if member := queries.membership(found, request.user):
        operations.leave_pilot_class(member=member, by=request.user, at=timezone.now())
        messages.success(request, _("You have left the class. What you said stays."))
    return redirect("courses:home")


@get_or_post
@login_required
def pilot(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Show the draft that a class reads; a POST says that it is read, and what of it."""
    given = Pilot.objects.visible_to(request.user)
    found = get_object_or_404(
        given.select_related("pilot_class", "lesson", "revision"), uuid=uuid
    )
    if request.method == "POST":
        return _said(request, found)
    if not found.is_open:
        return _ended(request, found)
    mine = operations.open_reading(pilot=found, reader=request.user, at=timezone.now())
    form = PilotWordsForm(initial={"words": mine.words})
    return _draft(request, found, form)


def _draft(request: UserRequest, found: Pilot, form: PilotWordsForm) -> HttpResponse:
    page = found.as_read()
    context = {
        "nav": "learn",
        "page": page,
        "pilot": found,
        "is_read": queries.is_read(found, request.user),
        "form": form,
        "reading": render_lesson(page, day=local_day(timezone.now())),
    }
    status = 400 if form.errors else 200
    return render(request, "courses/pilot.html", context, status=status)


def _said(request: UserRequest, found: Pilot) -> HttpResponse:
    """Keep what somebody says of a draft, even if it has ended while they wrote."""
    form = PilotWordsForm(request.POST)
    if not form.is_valid():
        return _draft(request, found, form)
    try:
        operations.finish_reading(
            pilot=found, reader=request.user, at=timezone.now(), **form.cleaned_data
        )
    except operations.PilotEnded:
        return _ended(request, found)
    messages.success(request, _("Thank you. Its authors see what you said."))
    return redirect("courses:pilot-class", found.pilot_class.uuid)


def _ended(request: UserRequest, found: Pilot) -> HttpResponse:
    """Lead to what has taken its place: a later draft, the published lesson, or none."""
    if later := queries.pilot_instead_of(found):
        messages.info(request, _("Its authors have mended it: this is the new draft."))
        return redirect("courses:pilot", later.uuid)
    if found.lesson.live:
        messages.info(request, _("It is published now: this is what everybody reads."))
        return redirect(found.lesson.url)
    messages.info(request, str(operations.PilotEnded()))
    return redirect("courses:pilot-class", found.pilot_class.uuid)
