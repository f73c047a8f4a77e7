"""Founding a place, and changing what is known of one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators import operations, queries
from mediators.access import role_required
from mediators.forms import PlaceChangeForm, PlaceForm
from mediators.models import Organisation, RoleGrant

#: What the address of the form may fill in beforehand.
_GIVEN = ("name", "division", "committee_type", "establishing_unit")


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def organisation_add(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Ask which kind is added, then what it is made of."""
    parent = _acted_on(request, uuid)
    kind = request.GET.get("kind", "")
    if kind not in parent.kinds_beneath:
        return render(request, "mediators/organisation_kind.html", {"parent": parent})
    form = PlaceForm(
        request.POST or None,
        kind=kind,
        around=queries.division_around(parent),
        initial={name: request.GET.get(name, "") for name in _GIVEN},
    )
    if form.is_valid():
        try:
            return _founded(request, parent, kind, form)
        except DomainError as error:
            form.add_error(None, str(error))
    context = {"form": form, "parent": parent, "kind": Organisation.Kind(kind).label}
    return render(request, "mediators/organisation_add.html", context)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def organisation_change(request: UserRequest, uuid: UUID) -> HttpResponse:
    place = _acted_on(request, uuid)
    form = PlaceChangeForm(request.POST or None, place=place)
    if form.is_valid():
        try:
            changed = operations.change_organisation(
                organisation=place,
                at=timezone.now(),
                actor=request.user,
                **form.cleaned_data,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The change was recorded."))
            return redirect(changed)
    context = {"form": form, "organisation": place}
    return render(request, "mediators/organisation_change.html", context)


def _acted_on(request: UserRequest, uuid: UUID) -> Organisation:
    places = Organisation.objects.administered_by(request.user).existing()
    return get_object_or_404(places.select_related("division"), uuid=uuid)


def _founded(
    request: UserRequest, parent: Organisation, kind: str, form: PlaceForm
) -> HttpResponse:
    founded = operations.add_organisation(
        kind=kind,
        parent=parent,
        at=timezone.now(),
        actor=request.user,
        **form.cleaned_data,
    )
    words = _("%(name)s is in the tree now.") % {"name": founded.name}
    messages.success(request, words)
    return redirect(founded)
