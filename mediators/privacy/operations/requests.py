from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.kernel import audit
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from mediators.models import Person, User
from mediators.privacy import queries
from mediators.privacy.models import AnswerPeriod, DataRequest, RequestEvent
from mediators.privacy.operations.retention import SourceMissing

Kind = RequestEvent.Kind


class RequestOpen(DomainError):
    message = _(
        "A request of this kind of yours is open already. Wait for its answer, or "
        "withdraw it first."
    )


class AddressMissing(DomainError):
    message = _("Write the address that the copy shall be sent to.")


class NothingWanted(DomainError):
    message = _("Say what is wrong, and what is right.")


class RequestClosed(DomainError):
    message = _("This request is closed: it was answered or withdrawn meanwhile.")


class AnswerMissing(DomainError):
    message = _("Write the sentence that the person shall read.")


class PeriodBegun(DomainError):
    message = _(
        "A period for this kind begins on that day or later. Choose a later day."
    )


class ErasureNeedsTwo(DomainError):
    message = _(
        "A deletion is not simply marked as carried out: propose it, and a second "
        "administrator confirms it."
    )


@transaction.atomic
def file_request(  # noqa: PLR0913 -- what a request is made of
    *,
    person: Person,
    kind: str,
    at: datetime,
    actor: User,
    about: str = "",
    wanted: str = "",
) -> DataRequest:
    """File what somebody asks for about their own data.

    :raises RequestOpen: if one like it is open; corrections of different things differ
    :raises AddressMissing: if a copy by post does not say where to
    :raises NothingWanted: if a correction does not say what is wrong and what is right
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    about, wanted = about.strip(), wanted.strip()
    if kind == DataRequest.Kind.CORRECTION and not (about and wanted):
        raise NothingWanted
    if kind == DataRequest.Kind.COPY and not wanted:
        raise AddressMissing
    alike = DataRequest.objects.filter(person=person, kind=kind).open()
    if kind == DataRequest.Kind.CORRECTION:
        alike = alike.filter(about=about)
    if alike.exists():
        raise RequestOpen
    day = local_day(at)
    days = queries.answer_days(kind, day=day)
    request = DataRequest.objects.create(
        person=person,
        kind=kind,
        about=about,
        wanted=wanted,
        filed_at=at,
        due_on=day + timedelta(days=days),
    )
    happened(request, Kind.FILED, by=actor, at=at)
    return request


@transaction.atomic
def take_up(*, request: DataRequest, by: User, at: datetime) -> RequestEvent:
    """Say that somebody looks into a request, or return that somebody does.

    :raises RequestClosed: if nothing more happens to it
    """
    request = lock_open(request)
    if request.state != Kind.FILED:
        return request.events.order_by("-pk")[0]
    return happened(request, Kind.TAKEN_UP, by=by, at=at)


@transaction.atomic
def answer_request(
    *, request: DataRequest, outcome: str, words: str, by: User, at: datetime
) -> RequestEvent:
    """Answer a request with a sentence: still open, carried out, or refused.

    :raises RequestClosed: if nothing more happens to it
    :raises AnswerMissing: if the sentence is blank
    :raises ErasureNeedsTwo: if a deletion would be carried out by one person
    """
    request = lock_open(request)
    words = words.strip()
    if not words:
        raise AnswerMissing
    if request.is_deletion and outcome == Kind.CARRIED_OUT:
        raise ErasureNeedsTwo
    return happened(request, Kind(outcome), by=by, at=at, words=words)


@transaction.atomic
def withdraw_request(*, request: DataRequest, by: User, at: datetime) -> RequestEvent:
    """Take back one's own request.

    :raises RequestClosed: if nothing more happens to it
    """
    request = lock_open(request)
    return happened(request, Kind.WITHDRAWN, by=by, at=at)


@transaction.atomic
def set_answer_period(  # noqa: PLR0913 -- what a period is made of
    *,
    kind: str,
    days: int,
    document: str,
    valid_from: date,
    at: datetime,
    actor: User | None,
) -> AnswerPeriod:
    """Lay down within how many days a kind of request is answered, from a day on.

    :raises SourceMissing: if no document says so
    :raises PeriodBegun: if one begins on that day or later
    """
    if not document.strip():
        raise SourceMissing
    before = AnswerPeriod.objects.select_for_update().filter(kind=kind)
    if before.filter(valid_from__gte=valid_from).exists():
        raise PeriodBegun
    before.filter(valid_to=None, valid_from__lt=valid_from).update(valid_to=valid_from)
    period = AnswerPeriod.objects.create(
        kind=kind,
        days=days,
        document=document.strip(),
        valid_from=valid_from,
        recorded_at=at,
    )
    values = {"days": days}
    audit.record(
        action="answer_period.set", subject=period, actor=actor, at=at, values=values
    )
    return period


def lock_open(request: DataRequest) -> DataRequest:
    """Return the request, locked, with its state.

    :raises RequestClosed: if nothing more happens to it
    """
    DataRequest.objects.select_for_update().get(pk=request.pk)
    found = DataRequest.objects.with_state().select_related("person")
    request = found.get(pk=request.pk)
    if request.is_closed:
        raise RequestClosed
    return request


def happened(
    request: DataRequest,
    kind: RequestEvent.Kind,
    *,
    by: User,
    at: datetime,
    words: str = "",
) -> RequestEvent:
    """Append an event and its entry in the log, inside the caller's transaction."""
    event = RequestEvent.objects.create(
        request=request, kind=kind, words=words, by=by, at=at
    )
    audit.record(
        action=f"data_request.{kind}",
        subject=request,
        actor=by,
        at=at,
        person=request.person.uuid,
    )
    return event
