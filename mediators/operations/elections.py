"""A committee is elected anew, or somebody is elected onto it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.kernel import audit
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from mediators import queries
from mediators.models import Organisation, Person, Post, User
from mediators.operations.appointments import (
    Newcomer,
    NoPostsHere,
    appoint,
    appoint_newcomer,
    check_first_day,
)
from mediators.operations.posts import end_post
from mediators.queries import Warning  # noqa: A004 -- the word of the business


class CommitteeChanged(DomainError):
    message = _(
        "The members are no longer those you saw, or the first day of the term is "
        "another one. Nothing was recorded: look at the list again."
    )


class NobodyElected(DomainError):
    message = _("Say who is elected: nobody would be left on the committee.")


class NothingChanges(DomainError):
    message = _("Nothing would change: say who leaves, or who is newly elected.")


class NamedTwice(DomainError):
    message = _("%(name)s stands twice in the list. Leave one line.")


class Outcome(models.TextChoices):
    """What an election makes of somebody who sits on the committee."""

    KEEPS = "keeps", pgettext_lazy("election", "stays, term unchanged")
    CHAIR = Post.Role.CHAIR.value, Post.Role.CHAIR.label
    VICE_CHAIR = Post.Role.VICE_CHAIR.value, Post.Role.VICE_CHAIR.label
    MEMBER = Post.Role.MEMBER.value, Post.Role.MEMBER.label
    LEAVES = "leaves", pgettext_lazy("election", "no longer a member")


@dataclass(frozen=True)
class Seat:
    """Somebody who sits on the committee, what the election made of them, and why."""

    person: Person
    outcome: str
    reason: str = Post.EndReason.TERM_EXPIRED


@dataclass(frozen=True)
class NewSeat:
    """Somebody newly elected: a person who is known, or the details of one who is not."""

    role: str
    kind: str
    person: Person | None = None
    newcomer: Newcomer | None = None


@dataclass(frozen=True)
class Preview:
    """What would be, had it been recorded: nothing of it was."""

    before: list[Post]
    after: list[Post]
    warnings: list[Warning]


@transaction.atomic
def record_election(  # noqa: PLR0913 -- what an election is made of
    *,
    committee: Organisation,
    on: date,
    basis: str,
    seats: Sequence[Seat],
    new_seats: Sequence[NewSeat] = (),
    appointment: str = Post.Appointment.ELECTED,
    valid_to: date | None = None,
    at: datetime,
    actor: User | None,
) -> list[Post]:
    """End the terms that an election ends and begin those it begins, whole or not at all.

    `on` is the first day of the new terms. Every sitting member has a seat in `seats`;
    whoever keeps theirs is left alone (in a by-election). See `appoint` and `end_post`
    for what else they refuse.

    :raises NoPostsHere: if it is no committee
    :raises CommitteeChanged: if `seats` are not those of the sitting members
    :raises NobodyElected: if nobody would be on the committee
    :raises NothingChanges: if everybody keeps their seat and nobody is new
    :raises NamedTwice: if somebody is there twice
    """
    check_first_day(on, at=at)
    committee = Organisation.objects.select_for_update().get(pk=committee.pk)
    if not committee.is_committee:
        raise NoPostsHere(name=committee.name)
    sitting = queries.sitting(committee, on=on)
    _check(sitting, seats, new_seats)
    until = valid_to or queries.term_end(committee, start=on)

    def begin(act: Callable[..., Post], role: str, kind: str, **who: object) -> Post:
        return act(
            organisation=committee,
            role=role,
            kind=kind,
            appointment=appointment,
            basis=basis,
            valid_from=on,
            valid_to=until,
            at=at,
            actor=actor,
            **who,
        )

    begun = []
    for seat in seats:
        if seat.outcome != Outcome.KEEPS:
            posts = sitting[seat.person.pk]
            _end(posts, on, seat.reason, at=at, actor=actor)
            if seat.outcome != Outcome.LEAVES:
                kind = posts[0].kind
                begun.append(begin(appoint, seat.outcome, kind, person=seat.person))
    for new in new_seats:
        if new.person:
            begun.append(begin(appoint, new.role, new.kind, person=new.person))
        else:
            who = {"newcomer": new.newcomer, "is_another": True}
            begun.append(begin(appoint_newcomer, new.role, new.kind, **who))
    audit.record(
        action="committee.elected",
        subject=committee,
        actor=actor,
        at=at,
        values={"on": on, "basis": basis, "seats": len(begun)},
    )
    return begun


def preview_election(
    *, committee: Organisation, on: date, at: datetime, **terms: object
) -> Preview:
    """Say what `record_election` would make of the committee; nothing of it is kept.

    It refuses what that refuses. The warnings are those of the day on which the new
    terms run, at the earliest today.
    """
    day = max(on, local_day(at))
    with transaction.atomic():
        sat = queries.sitting(committee, on=on).values()
        before = [post for posts in sat for post in posts]
        record_election(committee=committee, on=on, at=at, **terms)  # type: ignore[arg-type]  # -- its own
        after = queries.members(committee, on=on)
        about = queries.people_warnings([post.person for post in after], day=day)
        warnings = queries.committee_warnings(committee, day=day)
        transaction.set_rollback(True)
    people = [
        warning for post in after for warning in about.pop(post.person.living.pk, [])
    ]
    return Preview(before, after, [*warnings, *people])


def foresee(
    act: Callable[[], Post], *, committee: Organisation, start: date, at: datetime
) -> list[Warning]:
    """Say what would not be as it should be after an appointment, and was before.

    `act` appoints; it is called, and whatever it did is taken back. What it refuses,
    this refuses.
    """
    day = max(start, local_day(at))
    with transaction.atomic():
        before = queries.committee_warnings(committee, day=day)
        post = act()
        after = queries.committee_warnings(committee, day=day)
        about = queries.people_warnings([post.person], day=day)
        transaction.set_rollback(True)
    known = {warning.code for warning in before}
    fresh = [warning for warning in after if warning.code not in known]
    return [*fresh, *about[post.person.living.pk]]


def _check(
    sitting: dict[int, list[Post]], seats: Sequence[Seat], new: Sequence[NewSeat]
) -> None:
    if sorted(seat.person.pk for seat in seats) != sorted(sitting):
        raise CommitteeChanged
    if not new and all(seat.outcome == Outcome.LEAVES for seat in seats):
        raise NobodyElected
    if not new and all(seat.outcome == Outcome.KEEPS for seat in seats):
        raise NothingChanges
    named = set(sitting)
    for person in (each.person for each in new if each.person):
        if person.pk in named:
            raise NamedTwice(name=person.name)
        named.add(person.pk)


def _end(
    posts: Iterable[Post],
    on: date,
    reason: str,
    *,
    at: datetime,
    actor: User | None,
) -> None:
    """End what somebody held; a term that had run out before ended as it did.

    Of one that had not, it is the new election that ends it.
    """
    expired = Post.EndReason.TERM_EXPIRED
    for post in posts:
        lapsed = post.valid_to is not None and post.valid_to < on
        early = post.valid_to is None or on < post.valid_to
        elected = post.appointment == Post.Appointment.ELECTED
        if reason == expired and early and elected:
            told = Post.EndReason.REELECTED.value
        else:
            told = expired.value if lapsed else reason
        end_post(
            post=post,
            on=post.valid_to if lapsed and post.valid_to else on,
            reason=told,
            at=at,
            actor=actor,
        )
