"""Villages and communities that the official list does not know yet, or no longer right."""

from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from lms.kernel import audit
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from mediators.divisions import above_of
from mediators.models import Division, Organisation, User
from mediators.operations.places.checking import BeyondBranch, DayToCome
from mediators.operations.places.divisions import hand_over

#: How long the code of a village is, and how many of ours a town may have.
CODE = 12
OURS = 99


class NotATown(DomainError):
    message = _("A village or community is part of a town or street: %(name)s is none.")


class VillageKnown(DomainError):
    message = _("%(town)s has a village or community named %(name)s already.")


class CodeUnfit(DomainError):
    message = _(
        "%(code)s is no code of a village of %(town)s: it has 12 digits and begins with "
        "%(begin)s. Leave it empty if there is none yet."
    )


class CodeTaken(DomainError):
    message = _("%(code)s is the code of %(name)s.")


class TooManyWithoutCode(DomainError):
    message = _("%(town)s has 99 villages without an official code already.")


class DivisionEnded(DomainError):
    message = _("%(name)s is a division of the past already.")


class EndsTooEarly(DomainError):
    message = _("%(name)s is recorded from %(day)s on: choose a day after it.")


class CommitteeThere(DomainError):
    message = _(
        "%(committee)s is the committee of %(name)s. Say into which village it merged, or "
        "merge or dissolve the committee first."
    )


@transaction.atomic
def add_village(  # noqa: PLR0913 -- what a village is made of
    *,
    name: str,
    town: Division,
    valid_from: date,
    at: datetime,
    actor: User | None,
    code: str = "",
) -> Division:
    """Record a village or community; without an official code it gets one of ours.

    :raises BeyondBranch: if the town does not lie in the actor's branch
    :raises NotATown: if it is none
    :raises VillageKnown: if the town has one of that name
    :raises CodeUnfit: if the code is not of a village of that town
    :raises CodeTaken: if another has it
    :raises TooManyWithoutCode: if there are no more codes of ours
    """
    town = _lock(town, actor=actor)
    if town.level != Division.Level.TOWN:
        raise NotATown(name=town.name)
    name = "".join(name.split())
    beneath = Division.objects.meeting(valid_from, None).filter(parent=town)
    if beneath.filter(name=name).exists():
        raise VillageKnown(town=town.name, name=name)
    code = _checked(code, town, valid_from) if code else _ours(town)

    village = Division.objects.create(
        code=code,
        name=name,
        level=Division.Level.VILLAGE,
        parent=town,
        valid_from=valid_from,
        recorded_at=at,
    )
    values = {"code": code, "name": name}
    audit.record(
        action="division.added", subject=village, actor=actor, at=at, values=values
    )
    return village


@transaction.atomic
def end_village(
    *,
    village: Division,
    successor: Division | None,
    on: date,
    at: datetime,
    actor: User | None,
) -> Division:
    """Record that a village or community is no more, and what it became part of.

    The committees there lie in the successor then; whether they merge is theirs to say.

    :raises BeyondBranch: if it, or the successor, does not lie in the actor's branch
    :raises DivisionEnded: if it is of the past already
    :raises DayToCome: if the day is after today
    :raises EndsTooEarly: if it is recorded only from that day on
    :raises CommitteeThere: if it has a committee and no successor
    """
    village = _lock(village, actor=actor)
    successor = successor and _lock(successor, actor=actor)
    if village.valid_to is not None:
        raise DivisionEnded(name=village.name)
    if on > local_day(at):
        raise DayToCome(day=date_format(on))
    if on <= village.valid_from:
        raise EndsTooEarly(name=village.name, day=date_format(village.valid_from))
    seated = Organisation.objects.existing().filter(division=village).first()
    if seated is not None and successor is None:
        raise CommitteeThere(name=village.name, committee=seated.name)

    village.valid_to, village.successor = on, successor
    village.save(update_fields=["valid_to", "successor"])
    if successor is not None:
        hand_over([(village, successor)], on, at=at, actor=actor)
    values = {"valid_to": on, "successor": successor and successor.code}
    audit.record(
        action="division.ended", subject=village, actor=actor, at=at, values=values
    )
    return village


def _lock(division: Division, *, actor: User | None) -> Division:
    found = Division.objects.select_for_update().get(pk=division.pk)
    if actor is not None:
        own = Division.objects.administered_by(actor)
        if not own.filter(pk=found.pk).exists():
            raise BeyondBranch
    return found


def _checked(code: str, town: Division, day: date) -> str:
    if not code.isascii() or not code.isdigit() or len(code) != CODE:
        raise CodeUnfit(code=code, town=town.name, begin=town.code)
    if above_of(code) != town.code:
        raise CodeUnfit(code=code, town=town.name, begin=town.code)
    taken = Division.objects.meeting(day, None).filter(code=code).first()
    if taken is not None:
        raise CodeTaken(code=code, name=taken.name)
    return code


def _ours(town: Division) -> str:
    """Return the next code of ours; one that was used is not used again."""
    begin = town.code + Division.LOCAL
    used = Division.objects.filter(code__startswith=begin).order_by("-code").first()
    number = int(used.code.removeprefix(begin)) + 1 if used else 1
    if number > OURS:
        raise TooManyWithoutCode(town=town.name)
    return f"{begin}{number:02d}"
