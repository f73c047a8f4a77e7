"""A branch, a course, a lesson: what answers at the address of their page.

`wagtail_hooks` sends the page here once Wagtail has found it and let the visitor in.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from courses import operations, queries
from courses.forms import NoteForm, PositionForm
from courses.models import BranchPage, Course, Lesson
from courses.rendering import reading
from courses.views.flags import flag
from lms.kernel import offers
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from lms.kernel.visitors import made_once, sent_once
from mediators.models import Mediator

#: The note that somebody would replace is no longer the one they saw.
CONFLICT = 409
Serve = Callable[[Page, HttpRequest, Any, Any], HttpResponse]


def answer_for_pages(serve: Serve) -> Serve:
    """Hook: let our views answer at the address of a branch, a course or a lesson."""

    def answer(
        page: Page, request: HttpRequest, args: Any, kwargs: Any
    ) -> HttpResponse:
        view = VIEWS.get(type(page))
        return view(request, page) if view else serve(page, request, args, kwargs)

    return answer


@require_safe
@sent_once
@made_once
def branch(request: HttpRequest, page: BranchPage) -> HttpResponse:
    """Show the published courses of a branch to anybody."""
    courses = list(Course.objects.child_of(page).live().order_by("path"))
    context = {
        "page": page,
        "nav": "learn",
        "frame": _frame(request),
        "outlines": queries.visited(courses),
    }
    return render(request, page.template, context)


@get_or_post
@sent_once
@made_once
def course(request: UserRequest, page: Course) -> HttpResponse:
    """Show a course to anybody; a POST by a mediator takes it."""
    if request.method == "POST":
        return take(request, page)
    whole = queries.original(page)
    outline = queries.outline(whole, queries.enrolment_of(request.user, whole))
    context = {
        "page": outline.course,
        "nav": "learn",
        "frame": _frame(request),
        "outline": outline,
        "can_take": queries.may_take(request.user, outline),
    }
    return render(request, page.template, context)


def _frame(request: HttpRequest) -> str:
    signed_in = request.user.is_authenticated
    return "classroom.html" if signed_in else "public.html"


@login_required
def take(request: UserRequest, page: Course) -> HttpResponse:
    mediator = Mediator.objects.of(request.user).first()
    if mediator is None:
        raise Http404
    try:
        operations.enrol(mediator=mediator, course=page, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("You take this course now."))
    return redirect(page.url)


@get_or_post
@login_required
def lesson(request: UserRequest, page: Lesson) -> HttpResponse:
    """Show a lesson; a POST keeps the position or a note, or completes it."""
    if request.method == "POST":
        asked = next((name for name in POSTS if name in request.POST), "")
        return POSTS.get(asked, done)(request, page)
    return render(request, page.template, _as_read(request, page))


def _as_read(request: UserRequest, page: Lesson) -> dict[str, Any]:
    """Return a lesson as this person reads it now; so they did."""
    at = timezone.now()
    whole = queries.original(page)
    (page,) = queries.as_read([whole])
    outline = queries.outline_around(whole, request.user)
    before, step, after = outline.around(page)
    if outline.enrolment:
        operations.open_lesson(
            enrolment=outline.enrolment,
            lesson=page,
            at=at,
            before=step.progress if step else None,
        )
    return {
        "page": page,
        "url": page.url,
        "nav": "learn",
        "reading": reading(page, day=local_day(at)),
        "outline": outline,
        "before": before,
        "step": step,
        "after": after,
        "note": queries.note_of(request.user, page),
        "offers": offers.of("courses.lesson", request.user, lesson=page),
    }


def note(request: UserRequest, page: Lesson) -> HttpResponse:
    """Keep what somebody wrote down; a script reads the status, a browser comes back."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        ((why, *_others), *_fields) = form.errors.values()
        return _unsaved(request, page, str(why), 400)
    try:
        kept = operations.write_note(
            lesson=page,
            writer=request.user,
            text=form.cleaned_data["note"],
            over=form.cleaned_data["over"] if "over" in request.POST else None,
            at=timezone.now(),
        )
    except DomainError as error:
        return _unsaved(request, page, str(error), CONFLICT)
    if _is_script(request):
        return HttpResponse(status=204, headers={"X-Note": kept.stamp if kept else ""})
    messages.success(request, _("Your note is saved."))
    return redirect(f"{page.url}#note")


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Kept-By") == "script"


def _unsaved(request: UserRequest, page: Lesson, why: str, status: int) -> HttpResponse:
    """Give back what was written, beside what stands there."""
    if _is_script(request):
        there = queries.note_of(request.user, page)
        told = {"text": there.text, "over": there.stamp} if there else {}
        return JsonResponse({"why": why, **told}, status=status)
    messages.error(request, why)
    context = _as_read(request, page) | {
        "unsaved": request.POST["note"],
        "is_changed": status == CONFLICT,
    }
    return render(request, page.template, context, status=status)


def keep(request: UserRequest, page: Lesson) -> HttpResponse:
    """Keep the part last read; asked by a script, which reads the status alone."""
    mediator = Mediator.objects.of(request.user).first()
    form = PositionForm(request.POST)
    if mediator is None or not form.is_valid():
        raise Http404
    position = form.cleaned_data["position"]
    try:
        operations.save_position(
            mediator=mediator, lesson=page, position=position, at=timezone.now()
        )
    except operations.LessonNotOpened as error:
        raise Http404 from error
    return HttpResponse(status=204)


def done(request: UserRequest, page: Lesson) -> HttpResponse:
    mediator = Mediator.objects.of(request.user).first()
    if mediator is None:
        raise Http404
    try:
        operations.complete_lesson(mediator=mediator, lesson=page, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        words = _("You have finished “%(lesson)s”.") % {"lesson": page.title}
        messages.success(request, words)
    return redirect(page.get_parent().url)


#: What else may be sent to a lesson than that it is finished.
POSTS: dict[str, Callable[..., HttpResponse]] = {
    "position": keep,
    "note": note,
    "flag": flag,
}

#: Which view answers at the address of which kind of page.
VIEWS: dict[type[Page], Callable[..., HttpResponse]] = {
    BranchPage: branch,
    Course: course,
    Lesson: lesson,
}
