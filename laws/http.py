"""What the pages of the reader need of the web."""

import re
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.crypto import salted_hmac

from laws.models import Article, Version

View = Callable[..., HttpResponse]
#: The token against forged forms is masked anew each time it is written.
_TOKEN = re.compile(rb'(csrfmiddlewaretoken" value="|x-csrftoken": ")\w+')


def kept_while_the_same(view: View) -> View:
    """Let the browser of a visitor keep a page, and ask each time whether it still holds.

    A page that has not changed is not sent again, which is most of what a phone pays
    for. No proxy may keep it for others: every page bears the token of its visitor
    against forged forms, and language and type size are theirs, too. What a signed-in
    person reads is kept nowhere, as everywhere on this site.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.user.is_authenticated or response.status_code != HTTPStatus.OK:
            return response
        patch_cache_control(response, private=True, no_cache=True)
        etag = f'W/"{_fingerprint(request, response)}"'
        response.headers["ETag"] = etag
        found = get_conditional_response(request, etag=etag, response=response)
        return found or response

    return answer


def whole_address(record: Article | Version) -> str:
    """Return the address to cite, with the name of the site."""
    return settings.BASE_URL.rstrip("/") + record.get_absolute_url()


def _fingerprint(request: HttpRequest, response: HttpResponse) -> str:
    """Return a keyed hash of all the page says, with whose token it bears."""
    secret = request.META.get("CSRF_COOKIE", "").encode()
    said = secret + _TOKEN.sub(b"", response.content)
    return salted_hmac(__name__, said, algorithm="sha256").hexdigest()[:32]
