"""What every kind of record shares: who decides, what stands in the way, taking back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypedDict, TypeVar

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from incentives import queries
from incentives.models import Conditioned, Decided, Record
from incentives.models.record import RecordQuerySet
from incentives.operations.authority import check_not_own
from lms.kernel import audit
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from mediators.models import Mediator, Organisation, Person, User

R = TypeVar("R", bound=Record)


class NoDecider(DomainError):
    message = _(
        "Name the person who decided; a decision about people is nobody else's."
    )


class NoDocument(DomainError):
    message = _("Name the authority and the number of its document.")


class ConditionUnmet(DomainError):
    message = _("%(name)s does not meet what “%(basis)s” asks for. %(unmet)s")


class Blocked(ConditionUnmet):
    """An open accountability record is among what stands in the way."""


class ProposedAlready(DomainError):
    message = _("For %(name)s the same is proposed already, and waits to be confirmed.")


class NotYetDecided(DomainError):
    message = _("%(day)s has not come yet: enter what was decided once it is so.")


class EndsBeforeDecided(DomainError):
    message = _("The last day must come after the day of the decision.")


class NotOfTheBranch(DomainError):
    message = _("%(name)s does not belong to the branch of %(branch)s.")


class AlreadyAnnulled(DomainError):
    message = _("This record was annulled before.")


class ReasonMissing(DomainError):
    message = _("Give the reason for annulling.")


class Decision(TypedDict):
    """Who decided, in whose name, when and by which document."""

    authority: str
    decided_by: User
    decided_on: date
    document_no: str


class Entered(Decision):
    """A decision, and how it came in."""

    recorded_at: datetime
    recorded_by: User | None
    state: str


def check_decision(decision: Decision, *, at: datetime) -> None:
    """Refuse a decision without a human being, without its paper, or still to come.

    :raises NoDecider: if the account is closed or has no name
    :raises NoDocument: if the authority or the number of its document is blank
    :raises NotYetDecided: if its day is still to come
    """
    decider = decision["decided_by"]
    if not decider.is_active or not decider.name.strip():
        raise NoDecider
    if not decision["document_no"].strip() or not decision["authority"].strip():
        raise NoDocument
    check_come(decision["decided_on"], at=at)


def check_come(day: date, *, at: datetime) -> None:
    """:raises NotYetDecided: if a day is still to come"""
    if day > local_day(at):
        raise NotYetDecided(day=date_format(day))


def entered(decision: Decision, *, at: datetime, actor: User | None) -> Entered:
    """Return who entered a decision, and whether it stands by that.

    It does if the person who decided entered it. Another proposes it.
    """
    own = actor is None or actor.pk == decision["decided_by"].pk
    state = Decided.State.DECIDED if own else Decided.State.PROPOSED
    return {**decision, "recorded_at": at, "recorded_by": actor, "state": state}


def others(found: RecordQuerySet, record: Record) -> RecordQuerySet:
    """Return those of `found` that are about the subject of a record, but for itself."""
    found = found.exclude(pk=record.pk)
    if record.mediator is not None:
        return found.about(record.mediator)
    return found.filter(mediator=None, organisation=record.organisation)


def log_entered(record: Decided, verb: str, values: Mapping[str, object]) -> None:
    """Append to the log that a record was entered, in the verb of its kind, or proposed."""
    verb = "proposed" if record.is_proposed else verb
    log(verb, record, at=record.recorded_at, actor=record.recorded_by, values=values)


def viewer_of(record: Decided) -> User:
    """Return by whose knowledge a record is checked: that of whoever speaks now.

    Of the person who decides, once they do; before, of whoever proposes it.
    """
    proposer = record.recorded_by if record.is_proposed else None
    return proposer or record.decided_by


def check_until(until: date | None, *, decided_on: date) -> None:
    """:raises EndsBeforeDecided: if what was decided would be over before it began"""
    if until is not None and until <= decided_on:
        raise EndsBeforeDecided


def check_branch(
    branch: Organisation, *, place: Organisation, mediator: Mediator | None
) -> None:
    """Refuse what a branch cannot decide, because the subject is not of it.

    :raises NotOfTheBranch: if the place, or the mediator, lies outside
    """
    inside = place.path.startswith(branch.path)
    if inside and mediator is not None:
        people = Person.objects.within([branch.path])
        inside = people.filter(pk=mediator.person_id).exists()
    if not inside:
        name = mediator.person.name if mediator else place.name
        raise NotOfTheBranch(name=name, branch=branch.name)


def check_conditions(
    basis: Conditioned,
    *,
    place: Organisation,
    mediator: Mediator | None,
    on: date,
    viewer: User,
) -> list[str]:
    """Return the facts by which somebody has what is asked for on a day (R26, R32).

    What `viewer` may not know is not checked: whoever decides may, and it is checked then.

    :raises Blocked: if an open accountability record excludes the subject
    :raises ConditionUnmet: if their training or their proof is not what is asked for
    """
    found = queries.conditions_of(
        basis, place=place, mediator=mediator, on=on, viewer=viewer
    )
    unmet = [each for each in found if each.is_met is False]
    if unmet:
        name = mediator.person.name if mediator else place.name
        kind = Blocked if any(each.of_bureau for each in unmet) else ConditionUnmet
        said = " ".join(each.in_words for each in unmet)
        raise kind(name=name, basis=str(basis), unmet=said)
    return [each.facts for each in found if not each.of_bureau]


def lock_subject(mediator: Mediator | None) -> None:
    """Let one decision about a mediator be taken at a time."""
    if mediator is not None:
        Mediator.objects.select_for_update().get(pk=mediator.pk)


@transaction.atomic
def annul(*, record: R, reason: str, at: datetime, actor: User) -> R:
    """Take back a record of any kind; it stays, marked as annulled.

    :raises AboutThemselves: if it is about the actor
    :raises AlreadyAnnulled: if it was annulled, or declined, before
    :raises ReasonMissing: if no reason is given
    """
    kind = type(record)
    record = kind._default_manager.select_for_update().get(pk=record.pk)  # noqa: SLF001 -- documented
    check_not_own(record.mediator, actor)
    if record.is_annulled or record.is_declined:
        raise AlreadyAnnulled
    if not reason.strip():
        raise ReasonMissing
    record.annulled_at, record.annulled_by = at, actor
    record.annul_reason = reason.strip()
    record.save(update_fields=["annulled_at", "annulled_by", "annul_reason"])
    log("annulled", record, at=at, actor=actor, reason=record.annul_reason)
    return record


def log(  # noqa: PLR0913 -- what an entry is made of
    verb: str,
    record: Record,
    *,
    at: datetime,
    actor: User | None,
    values: Mapping[str, object] | None = None,
    reason: str = "",
) -> None:
    """Append what happened to a record to the log, under the key of its person."""
    mediator = record.mediator
    audit.record(
        action=f"{record.KIND}.{verb}",
        subject=record,
        actor=actor,
        at=at,
        person=mediator.person.uuid if mediator else None,
        values=values,
        reason=reason,
    )
