"""What every request gets: an id in the logs, a language, policies for the browser.

And what none may bring: a NUL, which PostgreSQL takes in no text; a number that is
greater than any of a row. And words for whoever asks in a way that an address does not
take.
"""

import re
import uuid
from collections.abc import Callable
from http import HTTPStatus

import structlog
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.views.defaults import page_not_found

from lms.kernel import storage

GetResponse = Callable[[HttpRequest], HttpResponse]
_PLAUSIBLE_ID = re.compile(r"^[A-Za-z0-9-]{8,36}$")


def current_request_id() -> str:
    """Return the id of the request being answered, or "" outside one."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))


class RequestIdMiddleware:
    """Give each request an id: in its log lines, its audit entries and its answer."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _PLAUSIBLE_ID.match(given) else str(uuid.uuid4())
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


class NulMiddleware:
    """Turn away an address or a cookie with a NUL in it; forms refuse their own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # The Studio's previews ask with a request of their own making, without a query.
        query = request.META.get("QUERY_STRING", "")
        in_address = "\0" in request.path or "%00" in query
        if in_address or any("\0" in each for each in request.COOKIES.values()):
            return self._refuse()
        return self.get_response(request)

    def _refuse(self) -> HttpResponse:
        response = HttpResponseBadRequest(render_to_string("400.html"))
        policy = settings.CONTENT_SECURITY_POLICY
        response["Content-Security-Policy"] = policy.format(
            media=storage.media_origin()
        )
        add_never_cache_headers(response)
        return response


class ContentSecurityPolicyMiddleware:
    """Two policies: ours, and the Studio's, whose widgets emit inline code."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        media = storage.media_origin()
        self.ours = settings.CONTENT_SECURITY_POLICY.format(media=media)
        self.studio = settings.STUDIO_CONTENT_SECURITY_POLICY.format(media=media)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        studio = request.path.startswith("/studio/")
        policy = self.studio if studio else self.ours
        if getattr(request, "is_preview", False):
            # The Studio shows a page being written in a frame beside its form.
            policy = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        response.headers.setdefault("Content-Security-Policy", policy)
        return response


class LanguageMiddleware:
    """Speak the language the person chose, else the one in the cookie, else Chinese.

    What the browser prefers is not asked: cheap phones are sold set to English.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "") or request.COOKIES.get(
            settings.LANGUAGE_COOKIE_NAME, ""
        )
        known = dict(settings.LANGUAGES)
        language = chosen if chosen in known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class NotKeptMiddleware:
    """Let no browser or proxy keep what a signed-in person saw.

    Computers in an office are shared. A view that says otherwise knows better.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


class NumberMiddleware:
    """Find nothing under a number that no row can have, wherever it was asked for.

    SQLite refuses to be asked; PostgreSQL compares it with all there are.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if isinstance(exception, OverflowError) and "SQLite" in str(exception):
            return page_not_found(request, Http404())
        return None


class MethodMiddleware:
    """Say in words that an address takes no such request, and lead on.

    Somebody went back to what a button had sent, or typed its address.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        said = render(request, "405.html", status=response.status_code)
        said["Allow"] = response["Allow"]
        return said
