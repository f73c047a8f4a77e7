"""The villages and communities of a branch, and which of them have a committee."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators import operations, queries
from mediators.access import has_role, role_required
from mediators.forms import VillageEndForm, VillageFilter, VillageForm, today
from mediators.models import Division, RoleGrant

PER_PAGE = 50


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def division_list(request: UserRequest) -> HttpResponse:
    form = VillageFilter(request.GET, viewer=request.user)
    found = queries.villages_found(request.user, **form.filters())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    acts = has_role(request.user, *RoleGrant.ADMINISTRATORS)
    context = {
        "form": form,
        "page_obj": page,
        "rows": _rows(request, list(page.object_list)),
        "is_filtered": form.is_filtering,
        "may_act": acts,
    }
    return render(request, "mediators/division_list.html", context)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def division_add(request: UserRequest) -> HttpResponse:
    given = {"valid_from": today(), "town": request.GET.get("town", "")}
    form = VillageForm(request.POST or None, administrator=request.user, initial=given)
    if form.is_valid():
        try:
            village = operations.add_village(
                **form.cleaned_data, at=timezone.now(), actor=request.user
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            words = _("%(name)s was recorded with the code %(code)s.")
            words %= {"name": village.name, "code": village.code}
            messages.success(request, words)
            return redirect("mediators:division-list")
    return render(request, "mediators/division_add.html", {"form": form})


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def division_end(request: UserRequest, code: str) -> HttpResponse:
    villages = Division.objects.current().villages().administered_by(request.user)
    village = get_object_or_404(villages, code=code)
    form = VillageEndForm(
        request.POST or None,
        village=village,
        administrator=request.user,
        initial={"on": today()},
    )
    if form.is_valid():
        given = {**form.cleaned_data, "at": timezone.now(), "actor": request.user}
        try:
            operations.end_village(village=village, **given)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            words = _("%(name)s is a division of the past now.")
            messages.success(request, words % {"name": village.name})
            return redirect("mediators:division-list")
    context = {"form": form, "village": village}
    return render(request, "mediators/division_end.html", context)


def _rows(request: UserRequest, villages: list[Division]) -> list[dict[str, Any]]:
    """Return each village with its committee, or beneath what to record one."""
    committees = queries.committees_of(villages)
    seats = queries.seats_for(villages, administrator=request.user)
    return [
        {
            "village": village,
            "committee": committees.get(village.pk),
            "seat": seats.get(village.pk),
            "committee_name": _("%(name)s mediation committee")
            % {"name": village.name},
        }
        for village in villages
    ]
