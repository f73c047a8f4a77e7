"""What is asked of whoever signs in, beside a password of their own."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from mediators.middleware import BEFORE_ANYTHING, Before, sent_to
from mediators.signin import devices, operations, queries

GetResponse = Callable[[HttpRequest], HttpResponse]
#: Kept in a session in which a second factor was shown.
PASSED = "second_factor_passed"
#: Where a second factor is set up, and what may be asked there first.
_SETTING_UP = {
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}
#: What a page asks by itself, with nobody before it.
_UNASKED = {"wagtailadmin_editing_sessions:ping", "healthz"}
_MINUTE = 60
#: So seldom is it written down that a device of one's own is still in use.
_SELDOM_S = 5 * _MINUTE


class DeviceMiddleware(Before):
    """Sign out whoever left a device of many, and note that a device is in use."""

    def look(self, request: HttpRequest, name: str) -> HttpResponse | None:
        seen = request.session.get(devices.SEEN)
        if seen is None:
            return None
        shared = request.session.get(devices.SHARED, False)
        away_s = timezone.now().timestamp() - seen
        if shared and away_s > settings.SHARED_DEVICE_IDLE_MINUTES * _MINUTE:
            return _ended(request)
        if shared:  # for the page, which notices what is done without sending it
            request.idle_minutes = settings.SHARED_DEVICE_IDLE_MINUTES  # type: ignore[attr-defined]  # -- ours
        if away_s > (_MINUTE if shared else _SELDOM_S) and name not in _UNASKED:
            request.session[devices.SEEN] = timezone.now().timestamp()
            key = str(request.session.session_key)
            operations.note_in_use(session_key=key, at=timezone.now())
        return None


class SecondFactorMiddleware(Before):
    """Send whoever has a role to set up a second factor, after a password of their own.

    What counts is that it was shown in this session, not that the account has one.
    """

    def look(self, request: HttpRequest, name: str) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_REQUIRED or request.session.get(PASSED):
            return None
        if name in BEFORE_ANYTHING or name in _SETTING_UP:
            return None
        if not queries.needs_second_factor(request.user):
            return None
        if queries.has_second_factor(request.user):
            logout(request)
            return sent_to("account_login", request)
        return sent_to("mfa_activate_totp", request)


def _ended(request: HttpRequest) -> HttpResponse:
    back = request.get_full_path() if request.method == "GET" else ""
    unsent = {} if request.method == "GET" else {"unsent": "1"}
    logout(request)
    query = urlencode({**({"next": back} if back else {}), **unsent})
    address = f"{reverse('signin:ended')}?{query}"
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(address)
    return redirect(address)
