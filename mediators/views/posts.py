from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators import operations, queries
from mediators.access import role_required, show
from mediators.forms import (
    AnnulForm,
    EndForm,
    NewcomerForm,
    PersonSearch,
    TermsForm,
)
from mediators.models import Person, Post, RoleGrant


@require_safe
@role_required(*RoleGrant.ADMINISTRATORS)
def post_add(request: UserRequest) -> HttpResponse:
    """Ask whom the post is for: somebody known, or somebody new."""
    form = PersonSearch(request.GET if "q" in request.GET else None)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    context = {
        "form": form,
        "words": words,
        "people": queries.people_named(words, by=request.user) if words else [],
        "organisation": request.GET.get("organisation", ""),
    }
    return render(request, "mediators/post_who.html", context)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def post_add_new(request: UserRequest) -> HttpResponse:
    form = NewcomerForm(request.POST or None, **_options(request))
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        try:
            act = partial(_appointed, request, form)
            if done := _recorded(request, form, act, context):
                return done
        except operations.NameKnown as error:
            form.add_error(None, str(error))
            form.ask_whether_another()
            context["namesakes"] = queries.namesakes(
                form.cleaned_data["name"], by=request.user
            )
        except DomainError as error:
            form.add_error(None, str(error))
    return render(request, "mediators/post_add.html", context)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def post_add_for(request: UserRequest, person: UUID) -> HttpResponse:
    people = Person.objects.administered_by(request.user).living()
    found = get_object_or_404(people, uuid=person)
    show(request, found)
    form = TermsForm(request.POST or None, **_options(request))
    context: dict[str, Any] = {"form": form, "person": found}
    if form.is_valid():
        try:
            act = partial(
                operations.appoint,
                person=found,
                at=timezone.now(),
                actor=request.user,
                **form.terms(),
            )
            if done := _recorded(request, form, act, context):
                return done
        except DomainError as error:
            form.add_error(None, str(error))
    return render(request, "mediators/post_add.html", context)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def post_end(request: UserRequest, uuid: UUID) -> HttpResponse:
    post = _acted_on(request, uuid)
    today = {"on": local_day(timezone.now())}
    form = EndForm(request.POST or None, post=post, initial=today)
    if form.is_valid():
        try:
            operations.end_post(
                post=post, at=timezone.now(), actor=request.user, **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The end of the post was recorded."))
            return redirect(post.organisation)
    others = Post.objects.unended().filter(person=post.person).exclude(pk=post.pk)
    context = {"form": form, "post": post, "is_last": not others.exists()}
    return render(request, "mediators/post_end.html", context)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def post_annul(request: UserRequest, uuid: UUID) -> HttpResponse:
    post = _acted_on(request, uuid)
    form = AnnulForm(request.POST or None)
    if form.is_valid():
        try:
            operations.annul_post(
                post=post, at=timezone.now(), actor=request.user, **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The post was annulled; the record is kept."))
            return redirect(post.organisation)
    return render(request, "mediators/post_annul.html", {"form": form, "post": post})


def _appointed(request: UserRequest, form: NewcomerForm) -> Post:
    return operations.appoint_newcomer(
        newcomer=form.newcomer(),
        at=timezone.now(),
        actor=request.user,
        is_another=form.cleaned_data["is_another"],
        **form.terms(),
    )


def _acted_on(request: UserRequest, uuid: UUID) -> Post:
    posts = Post.objects.administered_by(request.user).standing()
    found = get_object_or_404(posts.with_people(), uuid=uuid)
    show(request, found.person)
    return found


def _options(request: UserRequest) -> dict[str, Any]:
    today = local_day(timezone.now())
    place = request.GET.get("organisation", "")
    initial = {"organisation": place, "valid_from": today}
    return {"administrator": request.user, "initial": initial}


def _recorded(
    request: UserRequest,
    form: TermsForm,
    act: Callable[[], Post],
    context: dict[str, Any],
) -> HttpResponse | None:
    """Record the post; if that brings warnings not yet seen, show them first."""
    terms = form.terms()
    warnings = operations.foresee(
        act,
        committee=terms["organisation"],
        start=terms["valid_from"],
        at=timezone.now(),
    )
    seen = " ".join(warning.text for warning in warnings)
    if warnings and not form.has_shown(seen):
        context |= {"warnings": warnings, "seen": seen}
        return None
    post = act()
    words = _("%(name)s now holds this post.") % {"name": post.person.name}
    messages.success(request, words)
    return redirect(post.organisation)
