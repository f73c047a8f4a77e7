"""Roles in the Office: who has which, over what, by whom and why."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators import operations, queries
from mediators.access import has_role, role_required, show
from mediators.forms import (
    AccountSearch,
    NewAccountForm,
    NewcomerAccountForm,
    RoleFilter,
    RoleForm,
    RoleReasonForm,
)
from mediators.models import Person, RoleGrant, User
from mediators.role_rows import rows_of

PER_PAGE = 30


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def role_list(request: UserRequest) -> HttpResponse:
    form = RoleFilter(request.GET)
    found = queries.accounts_with_roles(request.user, **form.filters())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page_obj": page,
        "rows": _rows(request, page.object_list),
        "is_filtered": form.is_filtering,
        "may_grant": has_role(request.user, *RoleGrant.ADMINISTRATORS),
    }
    return render(request, "mediators/role_list.html", context)


@require_safe
@role_required(*RoleGrant.ADMINISTRATORS)
def role_add(request: UserRequest) -> HttpResponse:
    """Ask who is to have the role: an account, a person without one, somebody new."""
    form = AccountSearch(request.GET if "q" in request.GET else None)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    found: dict[str, Any] = {"accounts": [], "people": []}
    if words:
        accounts = queries.accounts_named(words, by=request.user)
        found["accounts"] = _rows(request, accounts)
        found["people"] = queries.people_without_account(words, by=request.user)
    return render(
        request, "mediators/role_who.html", {"form": form, "words": words, **found}
    )


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def role_add_for(request: UserRequest, user: UUID) -> HttpResponse:
    account = get_object_or_404(queries.accounts_within(request.user), uuid=user)
    form = RoleForm(request.POST or None, **_options(request))
    if form.is_valid():
        try:
            operations.grant_role(
                user=account, at=timezone.now(), actor=request.user, **form.terms()
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The role was granted; it holds at once."))
            return redirect("mediators:account", account.uuid)
    context = {"form": form, "name": account.name}
    return render(request, "mediators/role_add.html", context)


@never_cache
@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def role_add_person(request: UserRequest, person: UUID) -> HttpResponse:
    people = Person.objects.administered_by(request.user).living().filter(user=None)
    found = get_object_or_404(people, uuid=person)
    show(request, found)
    form = NewAccountForm(request.POST or None, **_options(request))
    return _opened(request, form, found)


@never_cache
@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def role_add_new(request: UserRequest) -> HttpResponse:
    form = NewcomerAccountForm(request.POST or None, **_options(request))
    return _opened(request, form, None)


@dataclass(frozen=True)
class Decision:
    """What somebody may decide about a role, and the words of its page."""

    title: Any
    lead: Any
    take: Callable[..., Any]
    done: Any
    kind: str = "danger"


DECISIONS = {
    "suspend": Decision(
        title=gettext_lazy("Suspend the role"),
        lead=gettext_lazy(
            "It has no effect from now on, until somebody lifts the suspension."
        ),
        take=operations.suspend_role,
        done=gettext_lazy("The role is suspended."),
    ),
    "lift": Decision(
        title=gettext_lazy("Lift the suspension"),
        lead=gettext_lazy("The role holds again from now on."),
        take=operations.lift_suspension,
        done=gettext_lazy("The role is back in effect."),
        kind="primary",
    ),
    "end": Decision(
        title=gettext_lazy("End the role"),
        lead=gettext_lazy(
            "It ends at once and for good; who needs it again is granted another."
        ),
        take=operations.end_role,
        done=gettext_lazy("The role is ended."),
    ),
}


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def role_decide(request: UserRequest, uuid: UUID, verb: str) -> HttpResponse:
    own = RoleGrant.objects.administered_by(request.user).unended()
    grant = get_object_or_404(own.select_related("user", "organisation"), uuid=uuid)
    decision, form = DECISIONS[verb], RoleReasonForm(request.POST or None)
    if form.is_valid():
        try:
            decision.take(
                grant=grant, at=timezone.now(), actor=request.user, **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, decision.done)
            return redirect("mediators:account", grant.user.uuid)
    context = {"grant": grant, "decision": decision, "form": form}
    return render(request, "mediators/role_decide.html", context)


def _rows(request: UserRequest, accounts: Iterable[User]) -> list[Any]:
    today = local_day(timezone.now())
    return rows_of(accounts, viewer=request.user, day=today)


def _options(request: UserRequest) -> dict[str, Any]:
    today = local_day(timezone.now())
    return {"administrator": request.user, "initial": {"valid_from": today}}


def _opened(
    request: UserRequest, form: NewAccountForm, person: Person | None
) -> HttpResponse:
    """Open the account and show its password, once, to be told to its owner."""
    context: dict[str, Any] = {"form": form, "name": person.name if person else ""}
    if form.is_valid():
        password = operations.new_password()
        try:
            grant = operations.open_account_with_role(
                person=person,
                password=password,
                at=timezone.now(),
                actor=request.user,
                **form.terms(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            given = {"grant": grant, "password": password}
            return render(request, "mediators/role_opened.html", given)
    return render(request, "mediators/role_add.html", context)
