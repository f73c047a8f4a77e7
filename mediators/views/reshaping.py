"""Moving, merging and dissolving a place: what it does is shown before it is done."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

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
from mediators.access import role_required
from mediators.forms import PlaceMergeForm, PlaceSearch, ReshapeForm, today
from mediators.models import Organisation, RoleGrant
from mediators.models.organisation import OrganisationQuerySet

PER_PAGE = 20


@require_safe
@role_required(*RoleGrant.ADMINISTRATORS)
def organisation_move(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Ask beneath what a place is to hang."""
    place = _governed(request, uuid)
    found = queries.parents_for(place, mover=request.user)
    context = {"organisation": place, **_choice(request, found)}
    return render(request, "mediators/organisation_move.html", context)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def organisation_move_to(
    request: UserRequest, uuid: UUID, parent: UUID
) -> HttpResponse:
    place = _governed(request, uuid)
    parents = queries.parents_for(place, mover=request.user)
    new: Organisation = get_object_or_404(parents, uuid=parent)
    form = ReshapeForm(request.POST or None)
    words = _("%(name)s now hangs beneath %(place)s.")
    words %= {"name": place.name, "place": new.name}
    move = operations.move_organisation
    if _was_done(request, form, words, move, organisation=place, parent=new):
        return redirect(place)
    context = {"form": form, "organisation": place, "parent": new}
    context["moving"] = queries.moves_along(place, new)
    return render(request, "mediators/organisation_move_to.html", context)


@require_safe
@role_required(*RoleGrant.ADMINISTRATORS)
def organisation_merge(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Ask into what a place is to be merged; its neighbours are shown first."""
    place = _governed(request, uuid)
    found = queries.successors_for(place, mover=request.user)
    if not request.GET.get("q", "").strip():
        found = found.filter(path__startswith=place.path[: -Organisation.steplen])
    context = {"organisation": place, **_choice(request, found)}
    return render(request, "mediators/organisation_merge.html", context)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def organisation_merge_into(
    request: UserRequest, uuid: UUID, successor: UUID
) -> HttpResponse:
    place = _governed(request, uuid)
    successors = queries.successors_for(place, mover=request.user)
    other: Organisation = get_object_or_404(successors, uuid=successor)
    form = PlaceMergeForm(request.POST or None)
    words = _("%(name)s was merged into %(place)s.")
    words %= {"name": place.name, "place": other.name}
    merge = operations.merge_organisation
    if _was_done(request, form, words, merge, organisation=place, successor=other):
        return redirect(other)
    posts = list(queries.posts_cut_short(place, on=today()))
    fates = queries.fates(posts, other, on=today(), carry_on=True)
    context = {"form": form, "organisation": place, "successor": other}
    carried = [each.post for each in fates if each.fate is queries.Fate.CARRIES_ON]
    warnings = queries.warnings_to_come(other, carried, day=today())
    context |= {"fates": fates, "warnings": warnings, **_ending(place)}
    return render(request, "mediators/organisation_merge_into.html", context)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def organisation_dissolve(request: UserRequest, uuid: UUID) -> HttpResponse:
    place = _governed(request, uuid)
    form = ReshapeForm(request.POST or None)
    words = _("%(name)s was dissolved; its record is kept.") % {"name": place.name}
    dissolve = operations.dissolve_organisation
    if _was_done(request, form, words, dissolve, organisation=place):
        return redirect(place)
    context = {"form": form, "organisation": place, **_ending(place)}
    context["posts"] = list(queries.posts_cut_short(place, on=today()))
    return render(request, "mediators/organisation_dissolve.html", context)


def _governed(request: UserRequest, uuid: UUID) -> Organisation:
    places = Organisation.objects.governed_by(request.user).existing()
    return get_object_or_404(places, uuid=uuid)


def _choice(request: UserRequest, places: OrganisationQuerySet) -> dict[str, Any]:
    form = PlaceSearch(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    found = places.filter(name__icontains=words) if words else places
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = queries.with_trails(page.object_list, viewer=request.user)
    return {"search": form, "words": words, "page_obj": page, "places": rows}


def _ending(place: Organisation) -> dict[str, Any]:
    """Return what stands beneath a place and which roles end with it."""
    return {
        "below": list(place.get_children().existing()),
        "grants": queries.roles_ending(place),
    }


def _was_done(
    request: UserRequest,
    form: ReshapeForm,
    words: str,
    operation: Callable[..., Organisation],
    **what: Any,
) -> bool:
    """Do what a valid form asks; what is refused comes back in the form."""
    if not form.is_valid():
        return False
    given = {**what, **form.cleaned_data}
    try:
        operation(**given, at=timezone.now(), actor=request.user)
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, words)
    return True
