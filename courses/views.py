"""The Classroom: what is in progress, a course, a lesson.

A course and a lesson answer at the address of their page: `wagtail_hooks` sends the
page here once Wagtail has found it and let the visitor in.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_safe,
)
from wagtail.models import Page

from courses import operations, queries
from courses.forms import OpenBranchForm, PositionForm, ReviewerForm
from courses.models import BranchPage, Course, Enrolment, Lesson
from courses.outline import Outline
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators.access import has_role, role_required
from mediators.models import Mediator, Organisation, RoleGrant, User

Serve = Callable[[Page, HttpRequest, Any, Any], HttpResponse]

#: Courses on one page of the catalogue.
PER_PAGE = 20


def answer_for_pages(serve: Serve) -> Serve:
    """Hook: let our views answer at the address of a branch, a course or a lesson."""

    def answer(
        page: Page, request: HttpRequest, args: Any, kwargs: Any
    ) -> HttpResponse:
        view = VIEWS.get(type(page))
        return view(request, page) if view else serve(page, request, args, kwargs)

    return answer


@require_safe
@login_required
def home(request: UserRequest) -> HttpResponse:
    enrolments = list(Enrolment.objects.learnt_by(request.user))
    taken = queries.outlines(enrolments)
    others = queries.catalogue(without=enrolments)
    page = Paginator(others, PER_PAGE).get_page(request.GET.get("page"))
    lessons = queries.lessons_of(page.object_list)
    context = {
        "nav": "learn",
        "under_way": [each for each in taken if each.completion is None],
        "finished": [each for each in taken if each.completion],
        "page_obj": page,
        "catalogue": [Outline.of(each, lessons[each.path]) for each in page],
    }
    return render(request, "courses/home.html", context)


@require_safe
def branch(request: HttpRequest, page: BranchPage) -> HttpResponse:
    """Show the published courses of a branch to anybody."""
    courses = list(Course.objects.child_of(page).live().order_by("path"))
    lessons = queries.lessons_of(courses)
    context = {
        "page": page,
        "nav": "learn",
        "frame": _frame(request),
        "outlines": [Outline.of(each, lessons[each.path]) for each in courses],
    }
    return render(request, page.template, context)


@get_or_post
def course(request: UserRequest, page: Course) -> HttpResponse:
    """Show a course to anybody; a POST by a mediator takes it."""
    if request.method == "POST":
        return take(request, page)
    outline = queries.outline(page, queries.enrolment_of(request.user, page))
    context = {
        "page": page,
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
    """Show a lesson; a POST keeps the position, or completes it."""
    if request.method == "POST":
        return (
            keep(request, page) if "position" in request.POST else done(request, page)
        )
    at = timezone.now()
    outline = queries.outline_around(page, request.user)
    before, step, after = outline.around(page)
    if outline.enrolment:
        operations.open_lesson(enrolment=outline.enrolment, lesson=page, at=at)
    context = {"page": page, "nav": "learn", "today": local_day(at), "outline": outline}
    context |= {"before": before, "step": step, "after": after}
    return render(request, page.template, context)


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


@get_or_post
@role_required(*RoleGrant.OVERSEERS)
def studio_list(request: UserRequest) -> HttpResponse:
    """The branches that write in the Studio; a POST opens it for another."""
    if request.method == "POST" and not has_role(
        request.user, *RoleGrant.ADMINISTRATORS
    ):
        raise Http404
    form = OpenBranchForm(request.POST or None, administrator=request.user)
    if form.is_valid():
        branch = form.cleaned_data["organisation"]
        try:
            operations.open_branch(
                organisation=branch, at=timezone.now(), actor=request.user
            )
            operations.settle_studio_access(at=timezone.now())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The branch can write in the Studio now."))
            return redirect("courses:studio", branch.uuid)
    return render(request, "courses/studio_list.html", _studios(request, form))


def _studios(request: UserRequest, form: OpenBranchForm) -> dict[str, Any]:
    studios = queries.studios_seen(request.user)
    page = Paginator(studios, PER_PAGE).get_page(request.GET.get("page"))
    may_open = has_role(request.user, *RoleGrant.ADMINISTRATORS)
    return {"page_obj": page, "form": form if may_open else None}


@get_or_post
@role_required(*RoleGrant.OVERSEERS)
def studio(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Who writes and who reviews for a branch; a POST makes a trainer one or the other."""
    seen = queries.studios_seen(request.user).select_related("editors", "reviewers")
    found = get_object_or_404(seen, page__organisation__uuid=uuid)
    writers = queries.writers_of(found)
    own = Organisation.objects.administered_by(request.user).filter(uuid=uuid)
    if request.method == "POST":
        return _review(request, get_object_or_404(own), writers)
    context = {"studio": found, "writers": writers, "may_act": own.exists()}
    return render(request, "courses/studio.html", context)


def _review(
    request: UserRequest,
    organisation: Organisation,
    writers: list[tuple[User, list[str], bool]],
) -> HttpResponse:
    form = ReviewerForm(request.POST)
    if not form.is_valid():
        raise Http404
    known = {user.uuid: user for user, _roles, _reviews in writers}
    if (user := known.get(form.cleaned_data["user"])) is None:
        raise Http404
    change: dict[str, Any] = {
        "user": user,
        "organisation": organisation,
        "actor": request.user,
    }
    try:
        if form.cleaned_data["reviews"]:
            operations.grant_studio(**change, at=timezone.now(), reviewer=True)
        else:
            operations.withdraw_review(**change, at=timezone.now())
        messages.success(request, _("Noted. It holds at once."))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("courses:studio", organisation.uuid)


#: Which view answers at the address of which kind of page.
VIEWS: dict[type[Page], Callable[..., HttpResponse]] = {
    BranchPage: branch,
    Course: course,
    Lesson: lesson,
}
