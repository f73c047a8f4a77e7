"""The pages: a branch with its figures, the lists its gaps lead to, and the sheet."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.kernel.clock import local_day
from lms.kernel.http import UserRequest
from mediators.access import role_required
from mediators.coverage import http, sheet, words
from mediators.coverage.models import Roll
from mediators.coverage.queries import pages
from mediators.models import Organisation, RoleGrant
from mediators.queries import with_posts_in_force

PER_PAGE = 30
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def overview(request: UserRequest) -> HttpResponse:
    """Show the first branch that this person oversees."""
    seen = Organisation.objects.visible_to(request.user).existing()
    chosen = seen.select_related("figures").first()
    if chosen is None:
        return render(request, "coverage/empty.html")
    return _branch(request, chosen)


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def branch(request: UserRequest, uuid: UUID) -> HttpResponse:
    return _branch(request, _seen(request, uuid))


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def gap(request: UserRequest, uuid: UUID, gap: str) -> HttpResponse:
    """List the committees, villages or people of a branch to which a gap belongs."""
    if gap not in words.SENTENCES:
        raise Http404
    chosen = _seen(request, uuid)
    found = _found(request, chosen, gap)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "organisation": chosen,
        "page_obj": page,
        "title": words.sentence(gap, page.paginator.count),
        "back": http.address(chosen),
    }
    if gap in words.TAGS:
        context["rows"] = http.listed(page)
        return render(request, "coverage/committees.html", context)
    of_people = gap in words.OF_PEOPLE
    if of_people:
        with_posts_in_force([each.person for each in page])
    name = "coverage/people.html" if of_people else "coverage/villages.html"
    return render(request, name, context)


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def export(request: UserRequest, uuid: UUID) -> HttpResponse:
    chosen = _seen(request, uuid)
    response = HttpResponse(sheet.sheet(chosen, counted=_counted()), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="coverage.xlsx"'
    return response


def _seen(request: UserRequest, uuid: UUID) -> Organisation:
    seen = Organisation.objects.visible_to(request.user).select_related("figures")
    return get_object_or_404(seen, uuid=uuid)


def _branch(request: UserRequest, chosen: Organisation) -> HttpResponse:
    found = pages.branch(chosen, request.user, page=request.GET.get("page"))
    return render(request, "coverage/branch.html", http.shown(found))


def _found(request: UserRequest, chosen: Organisation, gap: str) -> Any:
    if gap in words.TAGS:
        return pages.with_gap(chosen, gap)
    if gap not in words.OF_PEOPLE:
        return pages.uncovered_villages(chosen)
    code, holding = words.OF_PEOPLE[gap]
    roll = Roll.objects.first()
    day = (roll and roll.day) or local_day(timezone.now())
    return pages.people_of(chosen, request.user, code=code, holding=holding, day=day)


def _counted() -> str:
    roll = Roll.objects.first()
    if roll is None or roll.rolled_at is None:
        return _("The figures are being counted.")
    when = date_format(timezone.localtime(roll.rolled_at), "DATETIME_FORMAT")
    return _("Figures as of %(when)s, with what changed since.") % {"when": when}
