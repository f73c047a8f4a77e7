"""What the page of an exam asks for while it is sat: JSON, by token."""

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from exams.assembly.models import PaperSnapshot
from exams.delivery import operations, proof, queries
from exams.delivery.answers import slots_of
from exams.delivery.http import (
    at_once,
    body,
    ending,
    milliseconds,
    refusal,
    told,
    with_token,
)
from exams.delivery.incoming import Checked, read_events
from exams.delivery.models import Attempt, ResponseEvent
from exams.delivery.tokens import AttemptToken
from lms.kernel.clock import database_now
from lms.kernel.http import address_of
from mediators.models import User


@require_POST
@never_cache
def open_device(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give the device of a signed-in candidate the token it answers with."""
    if not request.user.is_authenticated:
        return refusal("login", 401)
    own = Attempt.objects.sat_by(request.user)
    own = own.select_related("admission__sitting__paper")
    attempt = get_object_or_404(own, uuid=uuid)
    return at_once(_open, request, attempt)


def _open(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    try:
        device, epoch = _opened(request, attempt)
    except ValueError:
        return refusal("device", 400)
    except operations.OtherDevice:
        return refusal("other_device", 409)
    except proof.Refused as error:
        return refusal(error.code, error.status)
    except operations.NotRunning:
        return refusal("not_running", 409, state=attempt.state, **ending(attempt))
    token = operations.token_for(attempt=attempt, device=device, epoch=epoch)
    return JsonResponse({"token": str(token), **_state(attempt, device, epoch)})


@require_safe
@with_token
def state(_request: HttpRequest, token: AttemptToken) -> HttpResponse:
    """Tell all that is stored: for a page that was opened again."""
    attempt = Attempt.objects.get(uuid=token.attempt)
    current = attempt.device_id == token.device
    epoch = attempt.device_epoch if current or not attempt.is_running else 0
    return JsonResponse(_state(attempt, token.device, epoch))


@require_safe
@with_token
def paper(_request: HttpRequest, token: AttemptToken) -> HttpResponse:
    """Give out the frozen paper, while the attempt runs, to the device that answers."""
    content = PaperSnapshot.objects.filter(
        paper__sittings__admissions__attempts__in=Attempt.objects.running().filter(
            uuid=token.attempt, device_id=token.device, device_epoch=token.epoch
        )
    ).values_list("content", flat=True)
    found = content.first()
    return refusal("not_running", 409) if found is None else JsonResponse(found)


@require_POST
@with_token
def save(request: HttpRequest, token: AttemptToken) -> HttpResponse:
    """Store events and say, for each, what is stored."""
    saved = operations.store(
        attempt=token.attempt,
        device=token.device,
        epoch=token.epoch,
        events=_events(request, token),
    )
    return JsonResponse(told(saved))


@require_POST
@with_token
def submit(request: HttpRequest, token: AttemptToken) -> HttpResponse:
    """Store the last events and hand in; the receipt is the same however often."""
    done = operations.hand_in(
        attempt=token.attempt,
        device=token.device,
        epoch=token.epoch,
        events=_events(request, token),
    )
    answer = {**told(done.saved), "state": done.attempt.state, **ending(done.attempt)}
    return JsonResponse(answer, status=409 if done.attempt.is_running else 200)


def _events(request: HttpRequest, token: AttemptToken) -> Checked:
    sent = body(request).get("events", [])
    return read_events(sent, slots=slots_of(token.paper), epoch=token.epoch)


def _opened(request: HttpRequest, attempt: Attempt) -> tuple[UUID, int]:
    data = body(request)
    device = UUID(str(data.get("device")))
    if device == ResponseEvent.DECIDER:
        raise ValueError("no device has this name")
    told = data.get("take_over")
    if told:
        proof.check(told=told, attempt=attempt, user=cast("User", request.user))
    epoch = operations.open_device(
        attempt=attempt,
        device=device,
        take_over=bool(told),
        at=database_now(),
        user_agent=request.headers.get("User-Agent", ""),
        address=address_of(request),
    )
    return device, epoch


def _state(attempt: Attempt, device: UUID, epoch: int) -> dict[str, Any]:
    return {
        "state": attempt.state,
        "epoch": epoch,
        "seed": attempt.seed,
        "rev": attempt.rev,
        "answers": queries.answers_of(attempt),
        "flags": attempt.flags,
        "slots": attempt.heads,
        "last_seq": queries.last_seq(attempt, device),
        "now": milliseconds(database_now()),
        "deadline": milliseconds(attempt.deadline_at),
        **ending(attempt),
    }
