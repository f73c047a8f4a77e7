"""The photo of a person: put in by themselves or at the counter, and only by consent."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from lms.kernel.storage import private
from mediators.access import log_look, role_required, show
from mediators.http import address_of_file, person_acted_on
from mediators.models import Person, RoleGrant
from mediators.privacy import data, operations, queries
from mediators.privacy.forms import PhotoForm, WithdrawalForm
from mediators.privacy.http import own_record
from mediators.privacy.models import ConsentText

PHOTO = ConsentText.Purpose.PHOTO


@require_safe
@login_required
@never_cache
def photo(request: UserRequest, uuid: UUID) -> FileResponse:
    found = data.person_of(request.user)  # of a merged record, the one that lives
    if found is None or found.uuid != uuid or not found.photo:
        people = Person.objects.visible_to(request.user).exclude(photo="")
        found = get_object_or_404(people, uuid=uuid)
    if not queries.shows_photo(found, request.user):
        raise Http404
    show(request, found)
    log_look(request)
    try:
        return FileResponse(private().open(str(found.photo)), content_type="image/jpeg")
    except FileNotFoundError as error:  # replaced just now
        raise Http404 from error


# -- one's own


@get_or_post
@login_required
def mine(request: UserRequest) -> HttpResponse:
    person = own_record(request)
    ask, form = _asked(request, person, counter=False)
    if _keep(request, person, form):
        return redirect("privacy:my-photo")
    context = {"nav": "me", "person": person, "ask": ask, "form": form}
    context["held"] = queries.holds_photo(person)
    return render(request, "privacy/my_photo.html", context)


@require_POST
@login_required
def remove_mine(request: UserRequest) -> HttpResponse:
    _remove(request, own_record(request))
    return redirect("privacy:my-photo")


@require_POST
@login_required
def withdraw_mine(request: UserRequest) -> HttpResponse:
    _withdraw(request, own_record(request), note="")
    return redirect("privacy:my-photo")


# -- at the counter


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def edit(request: UserRequest, uuid: UUID) -> HttpResponse:
    person = person_acted_on(request, uuid)
    ask, form = _asked(request, person, counter=True)
    if _keep(request, person, form):
        return redirect(address_of_file(person))
    context = {
        "person": person,
        "ask": ask,
        "form": form,
        "held": queries.holds_photo(person),
        "back": address_of_file(person),
        "withdrawal": WithdrawalForm(),
    }
    return render(request, "privacy/photo_edit.html", context)


@require_POST
@role_required(*RoleGrant.ADMINISTRATORS)
def remove(request: UserRequest, uuid: UUID) -> HttpResponse:
    person = person_acted_on(request, uuid)
    _remove(request, person)
    return redirect(address_of_file(person))


@require_POST
@role_required(*RoleGrant.ADMINISTRATORS)
def withdraw(request: UserRequest, uuid: UUID) -> HttpResponse:
    person = person_acted_on(request, uuid)
    _withdraw(request, person, note=request.POST.get("note", "")[:200])
    return redirect("privacy:photo-edit", person.uuid)


# -- both


def _asked(
    request: UserRequest, person: Person, *, counter: bool
) -> tuple[queries.Ask | None, PhotoForm | None]:
    """Return what the person is asked, and the form; none where nothing is asked."""
    ask = queries.ask_of(person, PHOTO)
    if ask is None:
        return None, None
    needs = None if ask.is_given else ask.text
    given: Any = (request.POST or None, request.FILES or None)
    again = ask.is_renewed and bool(person.photo)
    return ask, PhotoForm(*given, needs=needs, counter=counter, asks_again=again)


def _keep(request: UserRequest, person: Person, form: PhotoForm | None) -> bool:
    """Keep what was sent, with the consent to it, and say so; or what is wrong."""
    if form is None or not form.is_valid():
        return False
    by: dict[str, Any] = {"person": person, "at": timezone.now()}
    try:
        jpeg = form.jpeg()
        if consent := form.consent():
            operations.give_consent(**by, purpose=PHOTO, by=request.user, **consent)
        if jpeg is not None:
            operations.keep_photo(**by, jpeg=jpeg, actor=request.user)
    except DomainError as error:
        form.add_error("photo", str(error))
        return False
    done = _("The photo is in the file.") if jpeg else _("The consent is recorded.")
    messages.success(request, done)
    return True


def _remove(request: UserRequest, person: Person) -> None:
    try:
        operations.remove_photo(person=person, at=timezone.now(), actor=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The photo was deleted."))


def _withdraw(request: UserRequest, person: Person, *, note: str) -> None:
    try:
        operations.withdraw_consent(
            person=person,
            purpose=PHOTO,
            by=request.user,
            at=timezone.now(),
            note=note,
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("The consent is withdrawn; any photo was deleted for good.")
        )
