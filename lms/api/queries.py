"""Whom the interface tells of, and what: who serves where, and what they are certified for."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from certificates.models import Certificate
from lms.kernel.clock import Today
from mediators import queries
from mediators.models import Mediator, Organisation, Person, User
from mediators.queries import with_posts_in_force

#: So many people are told of at once.
PAGE = 50


def branch_of(user: User, uuid: UUID) -> Organisation | None:
    """Return an organisation that `user` may see."""
    return Organisation.objects.visible_to(user).filter(uuid=uuid).first()


def page_of(
    user: User, *, name: str, branch: Organisation | None, after: UUID | None
) -> tuple[list[Mediator], bool]:
    """Return the next people that `user` may see, and whether there are more.

    They come in the order in which they were recorded; `after` is the last one told of.
    """
    found = queries.mediators_found(user, words=name, branch=branch)
    if after is not None:
        last = Mediator.objects.filter(uuid=after).values("pk")
        found = found.filter(pk__gt=last)
    rows = list(found.order_by("pk").select_related("person")[: PAGE + 1])
    return rows[:PAGE], len(rows) > PAGE


def one(user: User, uuid: UUID) -> Mediator | None:
    """Return a mediator that `user` may see; of a merged record, the one that lives."""
    seen = Mediator.objects.visible_to(user).select_related("person")
    found = seen.filter(uuid=uuid).first()
    if found is None or found.person.merged_into_id is None:
        return found
    return seen.filter(person=found.person.merged_into_id).first()


def told_of(mediators: Iterable[Mediator]) -> list[dict[str, Any]]:
    """Return what the interface tells of each: posts today, and certificates; two queries."""
    people = {each.person_id: each for each in mediators}
    posts: dict[int, Any] = {
        person.pk: person.posts_in_force  # type: ignore[attr-defined]  # -- told by the query
        for person in with_posts_in_force(each.person for each in people.values())
    }
    held = _certificates(people)
    return [
        {
            "mediator": each,
            "posts": posts[key],
            "certificates": held.get(key, []),
        }
        for key, each in people.items()
    ]


def _certificates(people: Iterable[int]) -> dict[int, list[Certificate]]:
    """Return the certificates of each person, those of merged records included."""
    records = Person.objects.filter(pk__in=people) | Person.objects.filter(
        merged_into__in=people
    )
    rows = Certificate.objects.filter(mediator__person__in=records.values("pk"))
    held: dict[int, list[Certificate]] = {}
    for each in rows.with_status(Today()).select_related("mediator__person"):
        person = each.mediator.person
        held.setdefault(person.merged_into_id or person.pk, []).append(each)
    return held
