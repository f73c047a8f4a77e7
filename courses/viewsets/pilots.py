"""Pilot classes in the Studio: who reads drafts, which they read, what they say."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from courses import operations, queries
from courses.forms import GivePilotForm, OpenPilotClassForm
from courses.models import BranchPage, Course, Lesson, PilotClass
from courses.viewsets.fences import AuthorsItem
from lms.kernel import qr
from lms.kernel.clock import database_now
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators.models import User


@get_or_post
def classes(request: UserRequest) -> HttpResponse:
    """List the classes somebody runs; a POST opens one more."""
    if not queries.branches_written_by(request.user).exists():
        raise Http404
    form = OpenPilotClassForm(request.POST or None, author=request.user)
    if form.is_valid():
        try:
            opened = operations.open_pilot_class(
                **form.cleaned_data, by=request.user, at=database_now()
            )
        except DomainError as error:
            form.add_error("name", str(error))
        else:
            return redirect("courses_pilot_class", opened.uuid)
    context = {"classes": queries.classes_run_by(request.user), "form": form}
    return render(request, "courses/authors/pilot_classes.html", context)


@get_or_post
def pilot_class(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Show a class and its address; a POST lets somebody go, or closes it."""
    own = PilotClass.objects.run_by(request.user).select_related("branch")
    found = get_object_or_404(own, uuid=uuid)
    if request.method == "POST":
        return _settle(request, found)
    address = f"{settings.BASE_URL.rstrip('/')}{invitation(found)}"
    context = {
        "pilot_class": found,
        "address": address,
        "qr": qr.drawing(address, title=gettext("QR code that leads to the class")),
        "members": queries.members_of(found),
        "pilots": queries.pilots_in_class(found, request.user),
    }
    return render(request, "courses/authors/pilot_class.html", context)


def _settle(request: UserRequest, found: PilotClass) -> HttpResponse:
    if "close" in request.POST:
        operations.close_pilot_class(
            pilot_class=found, by=request.user, at=database_now()
        )
        messages.success(request, gettext("The class is closed."))
        return redirect("courses_pilot_classes")
    member = _named(queries.members_of(found), request.POST.get("let_go", ""))
    operations.leave_pilot_class(member=member, by=request.user, at=database_now())
    messages.success(
        request,
        gettext(
            "They are no longer in the class. By its address they could come back: close "
            "the class if nobody is to."
        ),
    )
    return redirect("courses_pilot_class", found.uuid)


def _named(rows: Any, uuid: str) -> Any:
    try:
        return get_object_or_404(rows, uuid=UUID(uuid))
    except ValueError as error:
        raise Http404 from error


def invitation(found: PilotClass) -> str:
    """Return where somebody who was sent it joins the class."""
    return reverse("courses:pilot-class", args=[found.uuid])


@get_or_post
def pilot(request: UserRequest, page_id: int) -> HttpResponse:
    """Show who reads the drafts of a page; a POST gives them to a class, or ends it."""
    page = _piloted(request.user, page_id)
    branch = get_object_or_404(queries.branch_of_pilots(page))
    if "end" in request.POST:
        ended = _named(queries.pilots_of(page), request.POST["end"])
        operations.end_pilot(pilot=ended, by=request.user, at=database_now())
        messages.success(request, gettext("The class no longer reads this draft."))
        return redirect("courses_pilot", page.pk)
    form = GivePilotForm(request.POST or None, page=page, branch=branch)
    if form.is_valid() and _give(request, page, branch, form):
        return redirect("courses_pilot", page.pk)
    context = {
        "page": page,
        "form": form,
        "drafts": queries.drafts_below(page),
        "pilots": queries.pilots_of(page),
    }
    return render(request, "courses/authors/pilot.html", context)


def _piloted(user: User, page_id: int) -> Course | Lesson:
    page = get_object_or_404(queries.editable(user), pk=page_id).specific
    if not isinstance(page, Course | Lesson):
        raise Http404
    return page


def _give(
    request: UserRequest, page: Page, branch: BranchPage, form: GivePilotForm
) -> bool:
    """Give every draft of `page` to the class that was chosen; or say what hinders."""
    lessons = queries.drafts_below(page)
    given: dict[str, Any] = {"by": request.user, "at": database_now()}
    try:
        with transaction.atomic():  # no class is opened for what it cannot be given
            chosen = form.cleaned_data.get("pilot_class")
            chosen = chosen or operations.open_pilot_class(
                branch=branch, name=form.cleaned_data["name"], **given
            )
            operations.pilot_lessons(lessons=lessons, pilot_class=chosen, **given)
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    words = ngettext(
        "The class has it to read.",
        "The class has %(n)d lessons to read.",
        len(lessons),
    )
    messages.success(request, words % {"n": len(lessons)})
    return True


def pilot_addresses() -> list[URLPattern]:
    return [
        path("pilots/", classes, name="courses_pilot_classes"),
        path("pilots/<uuid:uuid>/", pilot_class, name="courses_pilot_class"),
        path("pilots/of/<int:page_id>/", pilot, name="courses_pilot"),
    ]


def pilot_place() -> AuthorsItem:
    return AuthorsItem(
        _("Pilot classes"),
        reverse("courses_pilot_classes"),
        name="pilots",
        icon_name="group",
        order=255,
    )


def pilot_button(
    page: Page, user: User, view_name: str, **_options: Any
) -> Iterator[Button]:
    """Offer it beside a course or a lesson, to whoever may write on it."""
    if (
        page.pk
        and isinstance(page, Course | Lesson)
        and view_name in {"edit", "index"}
        and page.permissions_for_user(user).can_edit()
    ):
        yield Button(
            _("Let a pilot class read it"),
            reverse("courses_pilot", args=[page.pk]),
            icon_name="group",
            priority=34,
        )
