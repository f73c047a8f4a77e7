"""The history of a place, the log, and the word to whoever listens."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import partial
from typing import NotRequired, TypedDict, Unpack

from django.db import transaction

from lms.kernel import audit
from mediators.models import Division, Organisation, OrganisationEvent, Person, User
from mediators.signals import divisions_changed, place_changed, posts_changed


class Facts(TypedDict):
    """What a row of the history says beside its kind."""

    effective_on: date
    field: NotRequired[str]
    before: NotRequired[str]
    after: NotRequired[str]
    from_place: NotRequired[Organisation | None]
    to_place: NotRequired[Organisation | None]
    document: NotRequired[str]


def append(
    kind: OrganisationEvent.Kind,
    organisation: Organisation,
    *,
    at: datetime,
    actor: User | None,
    **facts: Unpack[Facts],
) -> OrganisationEvent:
    """Append a row to the history of a place."""
    return OrganisationEvent.objects.create(
        kind=kind, organisation=organisation, actor=actor, recorded_at=at, **facts
    )


def log(  # noqa: PLR0913 -- what an entry is made of
    action: str,
    organisation: Organisation,
    *,
    at: datetime,
    actor: User | None,
    values: Mapping[str, object] | None = None,
    document: str = "",
) -> None:
    """Append what was done to a place to the log, and announce it after commit."""
    audit.record(
        action=action,
        subject=organisation,
        actor=actor,
        at=at,
        values=values,
        reason=document,
    )
    announce(organisation)


def announce(organisation: Organisation) -> None:
    """Say after commit that a place changed."""
    send = partial(place_changed.send, sender=Organisation, organisation=organisation)
    transaction.on_commit(send, robust=True)


def announce_divisions(divisions: list[Division]) -> None:
    """Say after commit that divisions came, or ended."""
    send = partial(divisions_changed.send, sender=Division, divisions=divisions)
    transaction.on_commit(send, robust=True)


def announce_posts(people: Iterable[Person]) -> None:
    """Say after commit, once for each of them, that the posts of people changed."""
    for person in set(people):
        send = partial(posts_changed.send, sender=Person, person=person)
        transaction.on_commit(send, robust=True)
