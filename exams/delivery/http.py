"""The doors of the exam that need no login: the attempt token is the key."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from exams.delivery import incoming, tokens
from exams.delivery.models import Attempt
from exams.delivery.saving import Saved
from lms.kernel.database import is_busy, once_more

View = Callable[..., HttpResponse]


def with_token(view: View) -> View:
    """Answer only to the token of the attempt in the address, from its header.

    No cookie is read, so there is nothing for a foreign page to forge.
    """

    @csrf_exempt
    @login_not_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, uuid: UUID) -> HttpResponse:
        scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
        try:
            token = tokens.read(text, at=timezone.now())
        except tokens.InvalidToken:
            return refusal("token", 401)
        if scheme != "Bearer" or token.attempt != uuid:
            return refusal("token", 401)
        try:
            return at_once(view, request, token)
        except incoming.Malformed as error:
            return refusal(str(error), 400)
        except Attempt.DoesNotExist as error:
            raise Http404 from error

    return guarded


def at_once(view: View, *given: Any) -> HttpResponse:
    """Answer without a long wait: what loses a race is tried again, what waits is told so.

    The page of the exam keeps what it sent and sends it again.
    """
    try:
        return once_more(lambda: view(*given))
    except OperationalError as error:
        if not is_busy(error):
            raise
        return refusal("busy", 503)


def refusal(error: str, status: int, **more: Any) -> JsonResponse:
    return JsonResponse({"error": error, **more}, status=status)


def body(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object that was sent; a large one is refused before it is read.

    :raises Malformed: if it is none
    """
    if int(request.headers.get("Content-Length") or 0) > incoming.MOST_BYTES:
        raise incoming.Malformed("too large")
    return incoming.parse(request.body)


def milliseconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.astimezone(UTC).timestamp() * 1000)


def told(saved: Saved) -> dict[str, Any]:
    """Return what a device hears of a save."""
    return {
        "verdict": saved.verdict,
        "state": saved.state,
        "rev": saved.rev,
        "slots": saved.heads,
        "ack": saved.ack,
        "now": milliseconds(saved.server_now),
        "deadline": milliseconds(saved.deadline_at),
        "receipt": saved.receipt,
    }


def ending(attempt: Attempt) -> dict[str, Any]:
    """Return the receipt of an attempt in words, or nothing while it runs."""
    if attempt.submitted_at is None:
        return {}
    local = timezone.localtime(attempt.submitted_at)
    return {
        "receipt": attempt.receipt,
        "submitted_words": date_format(local, "DATETIME_FORMAT"),
        "cause_words": attempt.get_submit_cause_display(),
    }
