from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators import operations, queries
from mediators.access import role_required
from mediators.forms import MediatorForm, PersonForm
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
