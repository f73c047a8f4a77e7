from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators import operations, queries
from mediators.access import role_required
from mediators.forms import CalendarForm
from mediators.models import CalendarDay, Organisation, RoleGrant, User


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def calendar(request: UserRequest) -> HttpResponse:
    entered = CalendarDay.objects.order_by("-day")
    years = [
        (year, sorted(days, key=lambda each: each.day))
        for year, days in groupby(entered, key=lambda each: each.day.year)
    ]
    context = {"years": years, "may_enter": _may_enter(request.user)}
    return render(request, "mediators/calendar.html", context)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def calendar_enter(request: UserRequest) -> HttpResponse:
    """Show first what the lines would change; enter them once that was seen."""
    if not _may_enter(request.user):
        raise Http404
    form = CalendarForm(request.POST or None)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        days = form.entered()["days"]
        if request.POST.get("step") == "enter":
            return _entered(request, form)
        if request.POST.get("step") == "look":
            context |= {"changes": queries.calendar_changes(days), "days": days}
    return render(request, "mediators/calendar_enter.html", context)


def _entered(request: UserRequest, form: CalendarForm) -> HttpResponse:
    try:
        changes = operations.enter_calendar(
            at=timezone.now(), actor=request.user, **form.entered()
        )
    except DomainError as error:
        form.add_error(None, str(error))
        return render(request, "mediators/calendar_enter.html", {"form": form})
    count = len(changes.new) + len(changes.corrected)
    words = ngettext("%(n)d day was entered.", "%(n)d days were entered.", count)
    messages.success(request, words % {"n": count})
    return redirect("mediators:calendar")


def _may_enter(user: User) -> bool:
    """The calendar is one for all: a bureau's administrators keep it, and the platform's."""
    places = Organisation.objects.administered_by(user)
    return places.filter(kind=Organisation.Kind.BUREAU).exists() or (
        RoleGrant.is_platform(user)
    )
