from contextlib import suppress
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lms.kernel.http import UserRequest
from mediators.access import has_any_role
from mediators.signin import devices, operations, queries
from mediators.signin.queries import Device


@require_safe
@login_required
def session_list(request: UserRequest) -> HttpResponse:
    found = _devices(request)
    rows = [
        {"device": each, "words": devices.in_words(each.session.user_agent)}
        for each in found
    ]
    others = [each for each in found if not each.is_this]
    context = {
        "rows": rows,
        "others": len(others),
        "has_office": has_any_role(request.user),
    }
    return render(request, "signin/sessions.html", context)


@require_POST
@login_required
def session_end(request: UserRequest, code: str) -> HttpResponse:
    mine = [each for each in _devices(request) if not each.is_this]
    found = next((each for each in mine if each.code == code), None)
    if found is None:
        raise Http404
    with suppress(operations.SessionMissing):  # ended a moment ago, as it was to be
        operations.end_session(
            user=request.user, session=found.session, at=timezone.now()
        )
    messages.success(request, _("That device is signed out."))
    return redirect("signin:sessions")


@require_POST
@login_required
def session_end_others(request: UserRequest) -> HttpResponse:
    count = operations.end_other_sessions(
        user=request.user, kept=request.session.session_key, at=timezone.now()
    )
    words = ngettext(
        "%(count)d other device is signed out.",
        "%(count)d other devices are signed out.",
        count,
    )
    messages.success(request, words % {"count": count})
    return redirect("signin:sessions")


@require_safe
@login_required
def alive(request: UserRequest) -> HttpResponse:  # noqa: ARG001 -- asking is enough
    """Hear that somebody is doing something on a page that sends nothing."""
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_safe
def ended(request: HttpRequest) -> HttpResponse:
    """Say that a session on a device of many has ended, and lead back."""
    address = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    context = {"next": address if is_ours else "", "unsent": "unsent" in request.GET}
    return render(request, "signin/ended.html", context)


def _devices(request: UserRequest) -> list[Device]:
    this = request.session.session_key
    return queries.devices_of(request.user, this=this, at=timezone.now())
