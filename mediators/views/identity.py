from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators import operations, queries
from mediators.access import role_required
from mediators.forms import IdNumberForm, ReasonForm
from mediators.http import address_of_file, person_acted_on
from mediators.models import Person, RoleGrant


@sensitive_post_parameters("number")
@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
@never_cache
def id_number(request: UserRequest, uuid: UUID) -> HttpResponse:
    person = person_acted_on(request, uuid)
    form = IdNumberForm(request.POST or None)
    context = _context(person, form)
    if form.is_valid():
        number = form.cleaned_data["number"]
        try:
            doubts = operations.record_id_number(
                person=person, number=number, at=timezone.now(), actor=request.user
            )
        except DomainError as error:
            form.add_error("number", str(error))
            if isinstance(error, operations.IdNumberTaken):
                context["other"] = _bearer(request, number)
        else:
            messages.success(request, _("The identity number is recorded, encrypted."))
            for doubt in doubts:
                messages.warning(request, doubt.label)
            return redirect(address_of_file(person))
    return render(request, "mediators/id_number.html", context)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
@never_cache
def id_number_reveal(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Ask for the reason; show the number once, in answer to it and at no address."""
    person = person_acted_on(request, uuid)
    form = ReasonForm(request.POST or None)
    context = _context(person, form)
    if form.is_valid():
        try:
            context["number"] = operations.reveal_id_number(
                person=person,
                at=timezone.now(),
                actor=request.user,
                **form.cleaned_data,
            )
        except DomainError as error:
            form.add_error(None, str(error))
    return render(request, "mediators/id_number_reveal.html", context)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
@never_cache
def id_number_forget(request: UserRequest, uuid: UUID) -> HttpResponse:
    person = person_acted_on(request, uuid)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            operations.forget_id_number(
                person=person,
                at=timezone.now(),
                actor=request.user,
                **form.cleaned_data,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The identity number was deleted."))
            return redirect(address_of_file(person))
    return render(request, "mediators/id_number_forget.html", _context(person, form))


def _context(person: Person, form: Any) -> dict[str, Any]:
    return {
        "form": form,
        "person": person,
        "mask": queries.masked_id_number(person),
        "back": address_of_file(person),
    }


def _bearer(request: UserRequest, number: str) -> Person | None:
    """Return who has this number, if the viewer administers them, too."""
    people = Person.objects.administered_by(request.user)
    return people.with_id_number(number).first()
