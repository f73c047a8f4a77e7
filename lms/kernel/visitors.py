"""Pages that say the same to every visitor who is not signed in.

They bear no token against forged forms: what a visitor may send from every page, the size
of type and the language, is a choice of their device and asks for none.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
)
from django.utils.translation import get_language

from lms.kernel import tree

View = Callable[..., HttpResponse]
#: What changes how a page looks, and nothing else.
_LOOKS = ("type_size", "office_nav")
#: With one of these in hand a visitor may be about to read something of their own.
_OWN = (settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name)


def sent_once(view: View) -> View:
    """Let a visitor keep a page, and ask each time whether it still holds.

    A page that has not changed is not sent again, which is most of what a phone pays for.
    What a signed-in person reads is kept nowhere, as everywhere on this site.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.user.is_authenticated or not _says_the_same(request, response):
            return response
        patch_cache_control(response, public=True, no_cache=True)
        patch_vary_headers(response, ["Cookie"])
        etag = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response.headers["ETag"] = etag
        found = get_conditional_response(request, etag=etag, response=response)
        return found or response

    return answer


def made_once(view: View) -> View:
    """Make a page for all visitors at once, anew when anything among the pages changes.

    Only as it stands at its address: what is searched or filtered for is made each time.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated or not _asks_plainly(request):
            return view(request, *args, **kwargs)
        made: list[HttpResponse] = []

        def make() -> bytes | None:
            made.append(view(request, *args, **kwargs))
            return made[0].content if _says_the_same(request, made[0]) else None

        content = tree.kept(_name(request), make)
        return made[0] if made else HttpResponse(content)

    return answer


def _asks_plainly(request: HttpRequest) -> bool:
    own = any(name in request.COOKIES for name in _OWN)
    return request.method in {"GET", "HEAD"} and not (request.GET or own)


def _says_the_same(request: HttpRequest, response: HttpResponse) -> bool:
    """Say whether nothing of this visitor got into a page: no token, no cookie."""
    is_ok = response.status_code == HTTPStatus.OK
    bears_a_token = request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
    return is_ok and not bears_a_token and not response.cookies


def _name(request: HttpRequest) -> str:
    looks = [request.COOKIES.get(name, "") for name in _LOOKS]
    return repr(("visitors", request.path, get_language(), *looks))
