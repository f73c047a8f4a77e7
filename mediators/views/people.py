from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from lms.kernel.storage import private
from mediators import operations, queries
from mediators.access import role_required
from mediators.forms import MediatorForm, PersonForm, PhotoForm
from mediators.http import address_of_file, person_acted_on
from mediators.models import Person, RoleGrant


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def person_edit(request: UserRequest, uuid: UUID) -> HttpResponse:
    person = person_acted_on(request, uuid)
    form = _form_of(person, request.POST or None)
    if form.is_valid():
        try:
            changed = _corrected(request, person, form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            _say(request, person, changed)
            return redirect(address_of_file(person))
    context = {"form": form, "person": person, "back": address_of_file(person)}
    return render(request, "mediators/person_edit.html", context)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def photo_edit(request: UserRequest, uuid: UUID) -> HttpResponse:
    person = person_acted_on(request, uuid)
    form = PhotoForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            jpeg = form.jpeg()
            operations.keep_photo(
                person=person, jpeg=jpeg, at=timezone.now(), actor=request.user
            )
        except DomainError as error:
            form.add_error("photo", str(error))
        else:
            messages.success(request, _("The photo is in the file."))
            return redirect(address_of_file(person))
    context = {"form": form, "person": person, "back": address_of_file(person)}
    return render(request, "mediators/photo_edit.html", context)


@require_POST
@role_required(*RoleGrant.ADMINISTRATORS)
def photo_remove(request: UserRequest, uuid: UUID) -> HttpResponse:
    person = person_acted_on(request, uuid)
    try:
        operations.remove_photo(person=person, at=timezone.now(), actor=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The photo was deleted."))
    return redirect(address_of_file(person))


@require_safe
@login_required
@never_cache
def photo(request: UserRequest, uuid: UUID) -> FileResponse:
    people = Person.objects.visible_to(request.user).exclude(photo="")
    found = get_object_or_404(people, uuid=uuid)
    try:
        return FileResponse(private().open(str(found.photo)), content_type="image/jpeg")
    except FileNotFoundError as error:  # replaced just now
        raise Http404 from error


def _form_of(person: Person, data: Any) -> PersonForm:
    kind = MediatorForm if hasattr(person, "mediator") else PersonForm
    return kind(data, person=person)


def _corrected(
    request: UserRequest, person: Person, details: dict[str, Any]
) -> list[str]:
    by: dict[str, Any] = {"at": timezone.now(), "actor": request.user}
    if hasattr(person, "mediator"):
        return operations.describe_mediator(mediator=person.mediator, **by, **details)
    return operations.correct_person(person=person, **by, **details)


def _say(request: UserRequest, person: Person, changed: list[str]) -> None:
    if not changed:
        messages.info(request, _("Nothing was changed."))
        return
    messages.success(
        request, _("The details were corrected; the log keeps the old ones.")
    )
    person.refresh_from_db()
    if "phone" in changed and (
        others := queries.sharing_phone(person, by=request.user)
    ):
        words = ngettext(
            "%(names)s has the same phone. Families often share one; if it was a slip, "
            "correct it.",
            "%(names)s have the same phone. Families often share one; if it was a slip, "
            "correct it.",
            len(others),
        )
        names = _(", ").join(each.name for each in others)
        messages.info(request, words % {"names": names})
