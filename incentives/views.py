from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from incentives import operations, queries
from incentives.forms import (
    AnnulForm,
    CommendationForm,
    RecordFilter,
    SubjectSearch,
    SubsidyForm,
)
from incentives.models import KINDS
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from mediators.access import has_role, role_required, show
from mediators.models import Mediator, Organisation, RoleGrant

PER_PAGE = 30
#: What can be entered by hand, and whether units can be its subject.
ENTERED = {"subsidy": False, "commendation": True}


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def record_list(request: UserRequest) -> HttpResponse:
    form = RecordFilter(request.GET)
    found = queries.records_found(request.user, **form.filters())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page_obj": page,
        "records": queries.with_words(list(page.object_list)),
        "is_filtered": form.is_filtering,
        "may_enter": has_role(request.user, *RoleGrant.ADMINISTRATORS),
    }
    return render(request, "incentives/record_list.html", context)


@require_safe
@role_required(*RoleGrant.OVERSEERS)
def record(request: UserRequest, kind: str, uuid: UUID) -> HttpResponse:
    seen = _records(kind).visible_to(request.user)
    found = get_object_or_404(seen.with_subjects(), uuid=uuid)
    show(request, found.mediator and found.mediator.person)
    own = _records(kind).administered_by(request.user).standing()
    context = {"record": found, "may_annul": own.filter(pk=found.pk).exists()}
    return render(request, "incentives/record.html", context)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def record_annul(request: UserRequest, kind: str, uuid: UUID) -> HttpResponse:
    own = _records(kind).administered_by(request.user).standing()
    found = get_object_or_404(own.with_subjects(), uuid=uuid)
    show(request, found.mediator and found.mediator.person)
    form = AnnulForm(request.POST or None)
    if form.is_valid():
        try:
            operations.annul(
                record=found, at=timezone.now(), actor=request.user, **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The record was annulled; it is kept."))
            return redirect(found)
    return render(request, "incentives/annul.html", {"form": form, "record": found})


@require_safe
@role_required(*RoleGrant.ADMINISTRATORS)
def choose(request: UserRequest, what: str) -> HttpResponse:
    """Ask whom a new record is about."""
    if what not in ENTERED:
        raise Http404
    form = SubjectSearch(request.GET if "q" in request.GET else None)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    context = {
        "form": form,
        "what": what,
        "words": words,
        **queries.subjects_named(words, by=request.user, units=ENTERED[what]),
    }
    return render(request, "incentives/choose.html", context)


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def subsidy_add(request: UserRequest, mediator: UUID) -> HttpResponse:
    subject = _mediator(request, mediator)
    form = SubsidyForm(
        request.POST or None, mediator=subject, administrator=request.user
    )
    if form.is_valid():
        now = timezone.now()
        try:
            entry = operations.enter_subsidy(
                mediator=subject, at=now, actor=request.user, **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            words = _("Entered: %(amount)s yuan by “%(schedule)s”.")
            by = {"amount": f"{entry.amount:f}", "schedule": entry.schedule.title}
            messages.success(request, words % by)
            return redirect(entry)
    return render(request, "incentives/add.html", {"form": form, "subject": subject})


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def commendation_add(request: UserRequest, mediator: UUID) -> HttpResponse:
    return _commend(request, mediator=_mediator(request, mediator))


@get_or_post
@role_required(*RoleGrant.ADMINISTRATORS)
def commendation_add_unit(request: UserRequest, organisation: UUID) -> HttpResponse:
    units = Organisation.objects.administered_by(request.user).existing()
    return _commend(request, unit=get_object_or_404(units, uuid=organisation))


def _commend(
    request: UserRequest,
    *,
    mediator: Mediator | None = None,
    unit: Organisation | None = None,
) -> HttpResponse:
    form = CommendationForm(
        request.POST or None,
        mediator=mediator,
        administrator=request.user,
        initial={"decided_on": local_day(timezone.now())},
    )
    if form.is_valid():
        given: dict[str, Any] = {"organisation": unit, **form.cleaned_data}
        try:
            award = operations.decide_commendation(
                mediator=mediator, at=timezone.now(), actor=request.user, **given
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The commendation was recorded."))
            return redirect(award)
    context = {"form": form, "subject": mediator or unit, "is_award": True}
    return render(request, "incentives/add.html", context)


def _mediator(request: UserRequest, uuid: UUID) -> Mediator:
    own = Mediator.objects.administered_by(request.user).living()
    return get_object_or_404(own.select_related("person"), uuid=uuid)


def _records(kind: str) -> Any:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]._default_manager  # noqa: SLF001 -- documented
