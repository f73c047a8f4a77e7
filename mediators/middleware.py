"""What is asked of whoever is signed in, before any page."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

GetResponse = Callable[[HttpRequest], HttpResponse]
#: What somebody may do before they have done what is asked of them.
BEFORE_ANYTHING = {
    "account_change_password",
    "account_logout",
    "healthz",
    "mediators:language",
    "set_language",
    "type_size",
}


class OwnPasswordMiddleware:
    """Send whoever signed in with a password from others to set one of their own.

    Views that ask for no session, as those of an exam that runs, answer as ever.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *_arguments: object
    ) -> HttpResponse | None:
        user = request.user
        if isinstance(user, AnonymousUser) or not user.must_change_password:
            return None
        match = request.resolver_match
        name = match.view_name if match else ""
        if name in BEFORE_ANYTHING or not getattr(view, "login_required", True):
            return None
        return sent_to("account_change_password", request)


def sent_to(name: str, request: HttpRequest) -> HttpResponse:
    """Return the answer that leads to the page of this name, and back afterwards."""
    address = reverse(name)
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(address)
    if request.method == "GET":
        address += "?" + urlencode({"next": request.get_full_path()})
    return redirect(address)
