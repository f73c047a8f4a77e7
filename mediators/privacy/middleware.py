"""What is asked of whoever is signed in before first use: to read the notice."""

from django.http import HttpRequest, HttpResponse

from mediators.middleware import BEFORE_ANYTHING, Before, sent_to
from mediators.privacy import queries

#: Where a session keeps the number of the notice that its account has read.
SESSION_KEY = "notice"
#: What somebody may do before they have read it; an exam that runs is never held up.
_SPARED = {
    *BEFORE_ANYTHING,
    "account_reauthenticate",
    "certificates:verify",
    "delivery:attempt",
    "delivery:attempt-done",
    "privacy:notice",
    "privacy:read",
}
#: Signing in, with its second factor, comes first.
_SPARED_NAMESPACES = ("account_", "mfa_", "signin:")


class NoticeMiddleware(Before):
    """Send whoever has not read the notice in force to read it.

    The number in force comes from the cache and the one that was read from the session:
    a page costs no query more. Where no notice is published nothing is asked. Once a
    session, whoever consented to what reads otherwise by now is asked again.
    """

    def look(self, request: HttpRequest, name: str) -> HttpResponse | None:
        if name in _SPARED or name.startswith(_SPARED_NAMESPACES):
            return None
        number = queries.notice_number()
        if not number or request.session.get(SESSION_KEY) == number:
            return None
        if not queries.has_read(request.user, number):  # type: ignore[arg-type]  # -- signed in
            return sent_to("privacy:read", request)
        request.session[SESSION_KEY] = number
        if queries.is_asked_again(request.user):  # type: ignore[arg-type]  # -- as above
            return sent_to("privacy:read", request)
        return None
