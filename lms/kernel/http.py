"""What every view may ask of a request: who sent it, and from where."""

from ipaddress import ip_address
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest
from django.views.decorators.http import require_http_methods

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser  # noqa: F401 -- typing

    from mediators.models import Person, User


#: For a view that shows a form and takes it. `require_safe` is for what only shows.
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class UserRequest(HttpRequest):
    """For annotations: a request behind `login_required` has a real user."""

    if TYPE_CHECKING:
        user: User
        htmx: object
        person_shown: Person | None


def address_of(request: HttpRequest) -> str | None:
    """Return the visitor's address, as far as our own proxies may be believed.

    Some proxies write the port beside it; what is no address is None.
    """
    chain = request.headers.get("X-Forwarded-For", "").split(",")
    believed = settings.TRUSTED_PROXIES
    if believed and len(chain) >= believed and chain[-believed].strip():
        return _address_in(chain[-believed].strip())
    return _address_in(request.META.get("REMOTE_ADDR", ""))


def _address_in(text: str) -> str | None:
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ip_address(text))
    except ValueError:
        return None
