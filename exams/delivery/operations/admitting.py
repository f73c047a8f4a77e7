import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import count

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exams.delivery.models import Admission, Attempt, Sitting
from lms.kernel import audit
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from mediators.models import Mediator, User


class SittingOver(DomainError):
    message = _("This sitting is over or was cancelled: nobody can be admitted to it.")


class SeatTaken(DomainError):
    message = _("Some of these seats are taken. From seat %(free)s on enough are free.")


class OwnExtraTime(DomainError):
    message = _("You are among these. Another person gives you extra time.")


@transaction.atomic
def admit(  # noqa: PLR0913 -- the terms of an admission
    *,
    sitting: Sitting,
    mediators: Iterable[Mediator],
    by: User,
    at: datetime,
    extra_s: int = 0,
    first_seat: int | None = None,
) -> list[Admission]:
    """Admit those who are not yet admitted, and return their admissions; may be repeated.

    Their attempts are made now, so that the bell only has to start them. With
    `first_seat` they sit in a row from there, in the order of their tickets.

    :raises SittingOver: if the sitting has closed or was cancelled
    :raises SeatTaken: if somebody sits there already
    :raises OwnExtraTime: if they would give themselves extra time
    """
    sitting = Sitting.objects.select_for_update().get(pk=sitting.pk)
    if sitting.is_cancelled or at >= sitting.closes_at:
        raise SittingOver
    already = set(sitting.admissions.values_list("mediator_id", flat=True))
    fresh = [each for each in mediators if each.pk not in already]
    if extra_s and {each.pk for each in fresh} & _own(by):
        raise OwnExtraTime
    tickets = list(_tickets(sitting, fresh))
    seats = dict(
        zip(sorted(tickets), _seats(sitting, first_seat, len(fresh)), strict=True)
    )
    admissions = Admission.objects.bulk_create(
        Admission(
            sitting=sitting,
            mediator=mediator,
            ticket_no=ticket,
            extra_s=extra_s,
            seat=seats[ticket],
            admitted_at=at,
        )
        for ticket, mediator in zip(tickets, fresh, strict=True)
    )
    Attempt.objects.bulk_create(
        Attempt(admission=admission, grace_s=sitting.grace_s)
        for admission in admissions
    )
    if admissions:
        audit.record(
            action="sitting.admitted",
            subject=sitting,
            actor=by,
            at=at,
            values={"admissions": len(admissions)},
        )
    return admissions


def _seats(sitting: Sitting, first: int | None, many: int) -> Iterable[int | None]:
    if first is None:
        return [None] * many
    taken = set(sitting.admissions.values_list("seat", flat=True))
    seats = range(first, first + many)
    if not taken.isdisjoint(seats):
        runs = (range(begin, begin + many) for begin in count(1))
        raise SeatTaken(free=next(run for run in runs if taken.isdisjoint(run))[0])
    return seats


def _own(user: User) -> set[int]:
    return set(Mediator.objects.of(user).values_list("pk", flat=True))


def _tickets(sitting: Sitting, mediators: Iterable[Mediator]) -> Iterator[str]:
    """Yield a number for each: the day, then digits that tell nothing of the order."""
    day = f"{local_day(sitting.opens_at):%y%m%d}"
    taken = set(
        Admission.objects.filter(ticket_no__startswith=day).values_list(
            "ticket_no", flat=True
        )
    )
    for mediator in mediators:
        for attempt in count():
            text = f"{sitting.uuid}{mediator.uuid}{attempt}".encode()
            digits = int(hashlib.sha256(text).hexdigest(), 16) % 10**6
            ticket = f"{day}{digits:06d}"
            if ticket not in taken:
                break
        taken.add(ticket)
        yield ticket
