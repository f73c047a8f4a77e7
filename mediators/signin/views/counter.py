from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators.access import role_required, show
from mediators.models import Person, RoleGrant, User
from mediators.operations import new_password
from mediators.phones import phone_in
from mediators.signin import operations, queries, suggestions
from mediators.signin.forms import CounterSearch, IdentityForm, OpenAccountForm
from mediators.signin.http import account_at_counter


@dataclass(frozen=True)
class Act:
    """What can be done at the counter for somebody who has an account."""

    do: Callable[..., object]
    title: str | Promise
    text: str | Promise
    label: str | Promise
    done: str | Promise = ""
    #: Whether a password is made, and shown once.
    gives: bool = False


ACTS = {
    "password": Act(
        operations.reset_password,
        _("Give a new password"),
        _(
            "The old password no longer counts, and every device is signed out. The new "
            "one is shown once; they replace it when they first sign in."
        ),
        _("Give a new password"),
        gives=True,
    ),
    "second-factor": Act(
        operations.reset_second_factor,
        _("Take away the second factor"),
        _(
            "For somebody whose phone is lost or new. Every device is signed out, and "
            "whoever has a role sets up a second factor when they next sign in."
        ),
        _("Take away the second factor"),
        _("The second factor is taken away."),
    ),
    "unlock": Act(
        operations.unlock,
        _("Let them try again"),
        _("They gave wrong passwords or codes too often. This ends the waiting."),
        _("Let them try again"),
        _("They can sign in again now."),
    ),
    "sign-out": Act(
        operations.sign_out_everywhere,
        _("Sign out on every device"),
        _("What they were writing and have not sent is lost. An exam goes on."),
        _("Sign out on every device"),
        _("They are signed out on every device."),
    ),
}


@require_safe
@role_required(*RoleGrant.ADMINISTRATORS)
def counter(request: UserRequest) -> HttpResponse:
    form = CounterSearch(request.GET if "q" in request.GET else None)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    people, accounts = [], []
    if words:
        people = queries.people_at_counter(words, by=request.user)
        accounts = queries.accounts_at_counter(words, by=request.user)
    known = {person.user_id for person in people}
    context = {
        "form": form,
        "words": words,
        "people": people,
        "accounts": [each for each in accounts if each.pk not in known],
    }
    return render(request, "signin/counter.html", context)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def counter_person(request: UserRequest, uuid: UUID) -> HttpResponse:
    people = Person.objects.administered_by(request.user).living()
    person = get_object_or_404(people.select_related("user"), uuid=uuid)
    show(request, person)
    if person.user is not None:
        return redirect("signin:counter-account", person.user.uuid)
    initial = {"username": suggestions.user_name_of(person)}
    form = OpenAccountForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            return _opened(request, person, form)
        except DomainError as error:
            form.add_error("username", str(error))
    context = {"form": form, "person": person}
    return render(request, "signin/counter_person.html", context)


@require_safe
@role_required(*RoleGrant.ADMINISTRATORS)
def counter_account(request: UserRequest, uuid: UUID) -> HttpResponse:
    user = _account(request, uuid)
    context = account_at_counter(user, actor=request.user, at=timezone.now())
    return render(request, "signin/counter_account.html", context)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def counter_act(request: UserRequest, uuid: UUID, what: str) -> HttpResponse:
    if what not in ACTS:
        raise Http404
    user, act = _account(request, uuid), ACTS[what]
    form = IdentityForm(request.POST or None)
    if form.is_valid():
        try:
            return _done(request, user, act, form)
        except DomainError as error:
            form.add_error(None, str(error))
    context = {"form": form, "account": user, "act": act}
    return render(request, "signin/counter_act.html", context)


def _account(request: UserRequest, uuid: UUID) -> User:
    found = queries.accounts_within(request.user).select_related("person")
    user = get_object_or_404(found.distinct(), uuid=uuid)
    show(request, getattr(user, "person", None))
    return user


def _done(
    request: UserRequest, user: User, act: Act, form: IdentityForm
) -> HttpResponse:
    password = new_password() if act.gives else ""
    more: dict[str, Any] = {"password": password} if act.gives else {}
    act.do(
        user=user,
        at=timezone.now(),
        actor=request.user,
        reason=form.reason(),
        **more,
    )
    if act.gives:
        return _slip(request, user, password)
    messages.success(request, str(act.done))
    return redirect("signin:counter-account", user.uuid)


def _opened(
    request: UserRequest, person: Person, form: OpenAccountForm
) -> HttpResponse:
    password = new_password()
    user = operations.open_account(
        person=person,
        username=form.cleaned_data["username"],
        password=password,
        at=timezone.now(),
        actor=request.user,
        reason=form.reason(),
    )
    return _slip(request, user, password)


def _slip(request: UserRequest, user: User, password: str) -> HttpResponse:
    """Show a password once, to be printed or copied; a phone number is not on it."""
    is_phone = bool(phone_in(user.username))
    context = {
        "account": user,
        "password": password,
        "user_name": "" if is_phone else user.username,
        "address": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "signin/slip.html", context)
