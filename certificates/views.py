from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certificates import operations, qr, queries, verdicts
from certificates.codes import normalised
from certificates.forms import CertificateFilter, ReasonForm, RevokeForm, VerifyForm
from certificates.http import asks_too_often
from certificates.models import Certificate
from lms.kernel.clock import Today, database_now, local_day
from lms.kernel.errors import DomainError
from lms.kernel.http import UserRequest, get_or_post
from lms.kernel.storage import private
from mediators.access import log_look, role_required, show
from mediators.models import RoleGrant

OVERSEERS = (RoleGrant.Role.ADMINISTRATOR, RoleGrant.Role.INSPECTOR)
PER_PAGE = 30


@require_safe
@never_cache
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """Tell a stranger whether a certificate is valid: without signing in or JavaScript."""
    if typed := normalised(request.GET.get("code", "")):
        return redirect("certificates:verify", code=typed)
    form = VerifyForm(request.GET if "code" in request.GET else None)
    if not code:
        return render(request, "certificates/verify.html", {"form": form})
    if asks_too_often(request):
        return render(request, "certificates/verify_later.html", status=429)
    certificate = queries.verified(code)
    context = {
        "form": form,
        "typed": normalised(code)[:40],
        "certificate": certificate,
        "verdict": verdicts.of(certificate, on=local_day(database_now())),
        "address": qr.verify_address(certificate.code) if certificate else "",
    }
    status = 200 if certificate else 404
    return render(request, "certificates/verdict.html", context, status=status)


@require_safe
@login_required
def mine(request: UserRequest) -> HttpResponse:
    certificates = [
        (certificate, qr.drawing(qr.verify_address(certificate.code)))
        for certificate in queries.held_by(request.user)
    ]
    context = {"certificates": certificates, "nav": "certificates"}
    return render(request, "certificates/mine.html", context)


@require_safe
@login_required
@never_cache
def file(request: UserRequest, uuid: UUID) -> HttpResponseBase:
    certificates = Certificate.objects.handed_to(request.user)
    certificate = get_object_or_404(
        certificates.select_related("mediator__person"), uuid=uuid
    )
    show(request, certificate.mediator.person)
    log_look(request)
    return FileResponse(
        private().open(str(certificate.pdf)),
        as_attachment=True,
        filename=certificate.file_name,
        content_type="application/pdf",
    )


@require_safe
@role_required(*OVERSEERS)
def office_list(request: UserRequest) -> HttpResponse:
    form = CertificateFilter(request.GET or None, viewer=request.user)
    wanted = form.cleaned_data if form.is_valid() else {}
    certificates = queries.listed_for(request.user, **wanted)
    context = {
        "form": form,
        "page_obj": Paginator(certificates, PER_PAGE).get_page(request.GET.get("page")),
        "is_narrowed": any(wanted.values()),
        "refused": queries.refused_for(request.user),
    }
    return render(request, "certificates/office_list.html", context)


@require_safe
@role_required(*OVERSEERS)
def certificate(request: UserRequest, uuid: UUID) -> HttpResponse:
    certificates = Certificate.objects.visible_to(request.user).with_status(Today())
    found = get_object_or_404(
        certificates.select_related("mediator__person", "type"), uuid=uuid
    )
    show(request, found.mediator.person)
    may_act = Certificate.objects.administered_by(request.user).filter(pk=found.pk)
    context = {
        "certificate": found,
        "events": found.events.select_related("by"),
        "may_act": may_act.exists(),
        "has_file": Certificate.objects.handed_to(request.user).contains(found),
    }
    return render(request, "certificates/certificate.html", context)


@dataclass(frozen=True)
class Decision:
    """What somebody may decide about a certificate, and the words of its page."""

    title: Any
    lead: Any
    form: type[forms.Form]
    take: Callable[..., Any]
    done: Any
    kind: str = "danger"


DECISIONS = {
    "suspend": Decision(
        title=_("Suspend the certificate"),
        lead=_("Until it is reinstated, whoever verifies it reads “suspended”."),
        form=ReasonForm,
        take=operations.suspend,
        done=_("The certificate is suspended."),
    ),
    "reinstate": Decision(
        title=_("Reinstate the certificate"),
        lead=_("From now on, whoever verifies it reads “valid” again."),
        form=ReasonForm,
        take=operations.reinstate,
        done=_("The certificate is back in force."),
        kind="primary",
    ),
    "revoke": Decision(
        title=_("Revoke the certificate"),
        lead=_("This is final: a revoked certificate never becomes valid again."),
        form=RevokeForm,
        take=operations.revoke,
        done=_("The certificate is revoked."),
    ),
}


@get_or_post
@role_required(RoleGrant.Role.ADMINISTRATOR)
def decide(request: UserRequest, uuid: UUID, verb: str) -> HttpResponse:
    certificates = Certificate.objects.administered_by(request.user)
    found = get_object_or_404(
        certificates.with_status(Today()).select_related("mediator__person"), uuid=uuid
    )
    show(request, found.mediator.person)
    decision = DECISIONS[verb]
    form = decision.form(request.POST or None)
    if form.is_valid():
        try:
            decision.take(
                certificate=found,
                at=database_now(),
                actor=request.user,
                **form.cleaned_data,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, decision.done)
            return redirect(found)
    context = {"certificate": found, "decision": decision, "form": form}
    return render(request, "certificates/decide.html", context)
