from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
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
from mediators.privacy import data, operations, papers, queries
from mediators.privacy.forms import AskForm
from mediators.privacy.http import download, own_record, tables
from mediators.privacy.models import DataRequest

FEW_LOOKS = 5


@require_safe
@login_required
def data_page(request: UserRequest) -> HttpResponse:
    """Everything that is held about whoever is signed in."""
    person = data.person_of(request.user)
    context = {
        "nav": "me",
        "person": person,
        "sections": tables(data.held_about(person)) if person else [],
        "looks": queries.looks_at(person)[:FEW_LOOKS] if person else [],
        "requests": _requests(request),
        "asks": queries.asks_of(person) if person else [],
        "notice": queries.notice_in_force(),
    }
    return render(request, "privacy/data.html", context)


def _requests(request: UserRequest) -> list[DataRequest]:
    asked = DataRequest.objects.asked_by(request.user).with_state()
    return list(asked.prefetch_related("events"))


@require_POST
@login_required
def copy(request: UserRequest) -> HttpResponse:
    """Give a copy at once (PIPL 45), as a workbook or as JSON."""
    person = own_record(request)
    form = "json" if request.POST.get("form") == "json" else "xlsx"
    at = timezone.now()
    held = [(str(section.title), table) for section, table in data.held_about(person)]
    operations.log_copy(person=person, form=form, at=at, actor=request.user)
    if form == "json":
        content = papers.json_of(held, name=person.name, at=at)
    else:
        content = papers.workbook(held)
    return download(content, name=f"my-data-{local_day(at)}", form=form)


@require_safe
@login_required
def looks(request: UserRequest) -> HttpResponse:
    """Who looked at me, newest first."""
    person = own_record(request)
    before = request.GET.get("before", "")
    found = queries.looks_at(person, before=int(before) if before.isdecimal() else None)
    more = found[-1].entry.pk if len(found) == queries.Look.PER_PAGE else None
    context = {"nav": "me", "looks": found, "more": more}
    return render(request, "privacy/looks.html", context)


@get_or_post
@login_required
def ask(request: UserRequest) -> HttpResponse:
    person = own_record(request)
    form = AskForm(request.POST or None, initial={"kind": request.GET.get("kind")})
    if form.is_valid():
        try:
            operations.file_request(
                person=person,
                at=timezone.now(),
                actor=request.user,
                **form.cleaned_data,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your request was filed."))
            return redirect("privacy:data")
    return render(request, "privacy/ask.html", {"nav": "me", "form": form})


@require_POST
@login_required
def withdraw(request: UserRequest, uuid: UUID) -> HttpResponse:
    asked = get_object_or_404(DataRequest.objects.asked_by(request.user), uuid=uuid)
    try:
        operations.withdraw_request(request=asked, by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The request was withdrawn."))
    return redirect("privacy:data")
