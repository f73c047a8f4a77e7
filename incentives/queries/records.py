"""The records of every kind: found, put in words, and of one mediator."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, Value
from django.db.models.functions import ExtractYear

from incentives.models import KINDS, Decided, Record
from incentives.models.record import RecordQuerySet
from mediators.models import Mediator, Organisation, Person, User
from mediators.models.organisation import under

#: The states that a list is filtered by.
STANDING, ANNULLED, PROPOSED = "standing", "annulled", "proposed"


@dataclass(frozen=True)
class Wanted:
    """What a list of records is narrowed to; what is left blank narrows nothing."""

    words: str = ""
    kind: str = ""
    year: int | None = None
    branch: Organisation | None = None
    state: str = ""


def records_found(user: User, wanted: Wanted) -> Any:
    """Return (kind, key, day) of the records that `user` may look at, newest first.

    One union over the kinds; `with_words` fetches what a page of it shows.
    """
    kinds = [KINDS[wanted.kind]] if wanted.kind in KINDS else list(KINDS.values())
    parts = [_part(each, user, wanted) for each in kinds]
    return parts[0].union(*parts[1:], all=True).order_by("-day", "kind", "-key")


def _part(kind: type[Record], user: User, wanted: Wanted) -> Any:
    records: RecordQuerySet = kind._default_manager.visible_to(user)  # type: ignore[attr-defined]  # noqa: SLF001 -- documented
    if wanted.words:
        named = Q(mediator__person__in=Person.objects.called(wanted.words))
        unit = Q(mediator=None, organisation__name__icontains=wanted.words)
        records = records.filter(named | unit)
    if wanted.year:
        records = records.annotate(of=ExtractYear(kind.DAY)).filter(of=wanted.year)
    if wanted.branch:
        records = records.filter(under([wanted.branch.path], prefix="organisation__"))
    if wanted.state:
        records = records.filter(_in_state(kind, wanted.state))
    return (
        records.order_by()
        .annotate(kind=Value(kind.KIND), key=F("pk"), day=F(kind.DAY))
        .values_list("kind", "key", "day")
    )


def _in_state(kind: type[Record], state: str) -> Q:
    if state == ANNULLED:
        return Q(annulled_at__isnull=False)
    if state == STANDING:
        return kind.STANDS
    if not issubclass(kind, Decided):
        return Q(pk__in=[])
    return Q(annulled_at=None, state=Decided.State.PROPOSED)


def with_words(rows: list[tuple[str, int, date]]) -> list[Record]:
    """Return the records that rows of `records_found` name; one query a kind."""
    records: dict[tuple[str, int], Record] = {}
    for name in {kind for kind, _key, _day in rows}:
        keys = [key for kind, key, _day in rows if kind == name]
        found = KINDS[name]._default_manager.filter(pk__in=keys)  # noqa: SLF001 -- documented
        records |= {(name, each.pk): each for each in found.with_subjects()}  # type: ignore[attr-defined]  # -- RecordQuerySet
    return [records[kind, key] for kind, key, _day in rows]


def recorded_of(user: User, since: datetime) -> list[Record]:
    """Return what was recorded about `user`, or annulled, after `since`.

    One union over the kinds, and one query for each kind that has any.
    """
    parts = [
        kind._default_manager.filter(mediator__person__user=user.pk)  # noqa: SLF001 -- documented
        .filter(kind.DECIDED, _told_since(kind, since))
        .order_by()
        .annotate(kind=Value(kind.KIND), key=F("pk"))
        .values_list("kind", "key", kind.DAY)
        for kind in KINDS.values()
    ]
    return with_words(list(parts[0].union(*parts[1:], all=True)))


def _told_since(kind: type[Record], since: datetime) -> Q:
    changed = Q(recorded_at__gt=since) | Q(annulled_at__gt=since)
    if issubclass(kind, Decided):
        changed |= Q(settled_at__gt=since)
    return changed


def of_mediator(mediator: Mediator, *, viewer: User) -> dict[str, list[Record]]:
    """Return a mediator's records that `viewer` may look at, by kind; a query a kind.

    To the mediator, what was decided; what is only proposed is nothing yet.
    """
    own = mediator.person.user_id == viewer.pk
    found = {}
    for name, kind in KINDS.items():
        records: RecordQuerySet = kind._default_manager.visible_to(viewer)  # type: ignore[attr-defined]  # noqa: SLF001 -- documented
        records = records.about(mediator).filter(kind.DECIDED if own else Q())
        found[name] = list(records.with_subjects())
    return found
