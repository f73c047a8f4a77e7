"""Entering a record: what, for whom, and then its form with what is asked for."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from incentives import entries, operations, queries
from incentives.entries import Entry
from incentives.forms.decided import ConditionedForm, EntryForm
from incentives.forms.records import SubjectSearch
from incentives.models import Decided, Record
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators.access import role_required, show
from mediators.models import Mediator, Organisation, RoleGrant

ADD = "incentives/add.html"


@require_safe
@role_required(*RoleGrant.ADMINISTRATORS)
def enter(request: UserRequest) -> HttpResponse:
    """Ask what is to be entered."""
    context = {"cards": entries.cards(request.user), "imports": entries.IMPORTS}
    return render(request, "incentives/enter.html", context)


@require_safe
@role_required(*RoleGrant.ADMINISTRATORS)
def enter_for(request: UserRequest, mediator: UUID) -> HttpResponse:
    """Ask what is to be entered for somebody."""
    subject = _mediator(request, mediator)
    show(request, subject.person)
    context = {"cards": entries.cards(request.user), "mediator": subject}
    return render(request, "incentives/enter.html", context)


@require_safe
@role_required(*RoleGrant.ADMINISTRATORS)
def choose(request: UserRequest, kind: str) -> HttpResponse:
    """Ask whom a new record is about."""
    entry = _entry(request, kind)
    form = SubjectSearch(request.GET if "q" in request.GET else None)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    context = {
        "form": form,
        "kind": kind,
        "entry": entry,
        "words": words,
        **queries.subjects_named(words, by=request.user, units=entry.units),
    }
    return render(request, "incentives/choose.html", context)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def record_add(request: UserRequest, kind: str, mediator: UUID) -> HttpResponse:
    entry, subject = _entry(request, kind), _mediator(request, mediator)
    show(request, subject.person)
    return _enter(request, entry, mediator=subject)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def record_add_unit(
    request: UserRequest, kind: str, organisation: UUID
) -> HttpResponse:
    entry = _entry(request, kind)
    if not entry.units:
        raise Http404
    units = Organisation.objects.administered_by(request.user).existing()
    return _enter(request, entry, unit=get_object_or_404(units, uuid=organisation))


def _enter(
    request: UserRequest,
    entry: Entry,
    *,
    mediator: Mediator | None = None,
    unit: Organisation | None = None,
) -> HttpResponse:
    if operations.is_own(mediator, request.user):
        return _turn_away(request, entry, mediator)
    form = _form(request, entry, mediator=mediator, unit=unit)
    if form.is_bound and form.is_valid():
        try:
            record = entry.record(
                mediator=mediator,
                at=timezone.now(),
                actor=request.user,
                **form.terms(),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _said(entry, record))
            return redirect(record)
    part = "#conditions" if request.htmx and not form.is_bound else ""
    context = {"form": form, "entry": entry, **_asked(form)}
    context |= {"title": entry.title % {"subject": mediator or unit}}
    return render(request, f"{ADD}{part}", context)


def _said(entry: Entry, record: Record) -> str:
    if not isinstance(record, Decided) or not record.is_proposed:
        return entry.done % {"headline": record.headline}
    words = _("Proposed: it counts once %(name)s has confirmed it.")
    return words % {"name": record.decided_by.name}


def _turn_away(
    request: UserRequest, entry: Entry, mediator: Mediator | None
) -> HttpResponse:
    """Say that this is somebody else's to enter, before anything is typed."""
    title = entry.title % {"subject": mediator}
    context = {"entry": entry, "title": title, "refusal": operations.AboutThemselves()}
    return render(request, ADD, context)


def _form(
    request: UserRequest,
    entry: Entry,
    *,
    mediator: Mediator | None,
    unit: Organisation | None,
) -> EntryForm:
    """Return the form: to be recorded, or, to look at the conditions, as it was typed."""
    initial: dict[str, Any] = {"decided_on": local_day(timezone.now())}
    looks = "look" in request.POST
    if looks:
        initial = {name: value for name, value in request.POST.items() if value}
    return entry.form(
        None if looks else request.POST or None,
        mediator=mediator,
        unit=unit,
        administrator=request.user,
        initial=initial,
    )


def _asked(form: EntryForm) -> dict[str, Any]:
    """Return what the page says of conditions, for a kind that has them."""
    if not isinstance(form, ConditionedForm):
        return {}
    basis, day = form.basis(), form.day()
    found: dict[str, Any] = {"is_conditioned": True, "basis": basis, "day": day}
    if basis is not None and day is not None:
        found["conditions"] = queries.conditions_of(
            basis,
            place=form.unit,
            mediator=form.mediator,
            on=day,
            viewer=form.administrator,
        )
    return found


def _entry(request: UserRequest, kind: str) -> Entry:
    found = entries.open_to(request.user)
    if kind not in found:
        raise Http404
    return found[kind]


def _mediator(request: UserRequest, uuid: UUID) -> Mediator:
    own = Mediator.objects.administered_by(request.user).living()
    return get_object_or_404(own.select_related("person"), uuid=uuid)
