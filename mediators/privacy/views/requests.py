from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators.access import role_required, show
from mediators.models import Mediator, RoleGrant
from mediators.privacy import data, operations
from mediators.privacy.forms import AnswerForm, EraseForm, RequestFilter
from mediators.privacy.http import days_left
from mediators.privacy.models import DataRequest

PER_PAGE = 30


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def request_list(request: UserRequest) -> HttpResponse:
    """What people of the branch asked for, the overdue first."""
    form = RequestFilter(request.GET)
    found = DataRequest.objects.visible_to(request.user).with_state()
    if not form.wants_all:
        found = found.open()
    found = found.urgent_first().select_related("person")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    today = local_day(timezone.now())
    context = {
        "form": form,
        "page_obj": page,
        "rows": [(each, each.is_overdue(today), days_left(each)) for each in page],
        "is_platform": RoleGrant.is_platform(request.user),
    }
    return render(request, "privacy/request_list.html", context)


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def request(request: UserRequest, uuid: UUID) -> HttpResponse:
    seen = DataRequest.objects.visible_to(request.user)
    asked = get_object_or_404(seen.with_state().select_related("person"), uuid=uuid)
    show(request, asked.person)
    acts = DataRequest.objects.administered_by(request.user).filter(pk=asked.pk)
    context = {
        **_shown(asked),
        "may_act": not asked.is_closed and acts.exists(),
        "form": AnswerForm(request=asked),
    }
    return render(request, "privacy/request.html", context)


@require_POST
@role_required(*RoleGrant.ADMINISTRATORS)
def take(request: UserRequest, uuid: UUID) -> HttpResponse:
    asked = _acted_on(request, uuid)
    try:
        operations.take_up(request=asked, by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(asked)


@require_POST
@role_required(*RoleGrant.ADMINISTRATORS)
def answer(request: UserRequest, uuid: UUID) -> HttpResponse:
    asked = _acted_on(request, uuid)
    form = AnswerForm(request.POST, request=asked)
    if form.is_valid():
        try:
            operations.answer_request(
                request=asked, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The answer stands on the person's page."))
            return redirect(asked)
    context = {**_shown(asked), "may_act": True, "form": form}
    return render(request, "privacy/request.html", context)


@require_POST
@role_required(*RoleGrant.ADMINISTRATORS)
def propose(request: UserRequest, uuid: UUID) -> HttpResponse:
    asked = _acted_on(request, uuid)
    try:
        operations.propose_erasure(
            request=asked, words="", by=request.user, at=timezone.now()
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        words = _("The deletion was proposed. Another administrator confirms it.")
        messages.success(request, words)
    return redirect(asked)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def erase(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Ask once more, with what goes and what stays, before deleting for good."""
    asked = _acted_on(request, uuid)
    if not asked.awaits_second:
        messages.error(request, str(operations.NotProposed()))
        return redirect(asked)
    form = EraseForm(request.POST or None)
    if form.is_valid():
        try:
            operations.erase_person(
                request=asked,
                name=form.cleaned_data["name"],
                by=request.user,
                at=timezone.now(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The data were deleted."))
            return redirect("privacy:request-list")
    context = {**_shown(asked), "form": form, "kept": data.kept_of(asked.person)}
    return render(request, "privacy/erase.html", context)


def _acted_on(request: UserRequest, uuid: UUID) -> DataRequest:
    own = DataRequest.objects.administered_by(request.user).with_state()
    asked = get_object_or_404(own.select_related("person"), uuid=uuid)
    show(request, asked.person)
    return asked


def _shown(asked: DataRequest) -> dict[str, Any]:
    return {
        "asked": asked,
        "events": list(asked.events.select_related("by")),
        "file": Mediator.objects.filter(person=asked.person_id).first(),
        "left": "" if asked.is_closed else days_left(asked),
        "is_overdue": asked.is_overdue(local_day(timezone.now())),
    }
