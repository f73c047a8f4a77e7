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


class Before:
    """Something looked at before each view that asks for a session.

    Views that ask for none, as those of an exam that runs, answer as ever.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *_arguments: object
    ) -> HttpResponse | None:
        if isinstance(request.user, AnonymousUser):
            return None
        if not getattr(view, "login_required", True):
            return None
        match = request.resolver_match
        return self.look(request, match.view_name if match else "")

    def look(self, request: HttpRequest, name: str) -> HttpResponse | None:
        """Return the answer to a request for the view `name`, or let it through."""
        raise NotImplementedError


class OwnPasswordMiddleware(Before):
    """Send whoever signed in with a password from others to set one of their own."""

    def look(self, request: HttpRequest, name: str) -> HttpResponse | None:
        asked = getattr(request.user, "must_change_password", False)
        if not asked or name in BEFORE_ANYTHING:
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
