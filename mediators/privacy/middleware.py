"""What is asked of whoever is signed in before first use: to read the notice."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from mediators.privacy import queries

GetResponse = Callable[[HttpRequest], HttpResponse]
#: Where a session keeps the number of the notice that its account has read.
SESSION_KEY = "notice"
#: What somebody may do before they have read it; an exam that runs is never held up.
_BEFORE = {
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "certificates:verify",
    "delivery:attempt",
    "delivery:attempt-done",
    "healthz",
    "mediators:language",
    "privacy:notice",
    "privacy:read",
    "set_language",
    "type_size",
}
#: Signing in, with its second factor, comes first.
_BEFORE_NAMESPACES = ("account_", "mfa_", "signin:")


class NoticeMiddleware:
    """Send whoever has not read the notice in force to read it.

    The number in force comes from the cache and the one that was read from the session:
    a page costs no query more. Where no notice is published nothing is asked.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *_arguments: object
    ) -> HttpResponse | None:
        if isinstance(request.user, AnonymousUser) or _is_spared(request, view):
            return None
        number = queries.notice_number()
        if not number or request.session.get(SESSION_KEY) == number:
            return None
        if queries.has_read(request.user, number):
            request.session[SESSION_KEY] = number
            return None
        return _sent(request)


def _is_spared(request: HttpRequest, view: Callable[..., Any]) -> bool:
    match = request.resolver_match
    name = match.view_name if match else ""
    spared = name in _BEFORE or name.startswith(_BEFORE_NAMESPACES)
    return spared or not getattr(view, "login_required", True)


def _sent(request: HttpRequest) -> HttpResponse:
    address = reverse("privacy:read")
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(address)
    if request.method == "GET":
        address += "?" + urlencode({"next": request.get_full_path()})
    return redirect(address)
