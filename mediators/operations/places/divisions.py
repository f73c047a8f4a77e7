"""Divisions: a list taken over at once, and what a village does before the list knows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.divisions import Listed, above_of
from mediators.models import Division, Organisation, OrganisationEvent, User
from mediators.operations.places import recording
from mediators.operations.places.changing import as_kept

#: How many rows one statement carries where the database sets no lower bound.
BATCH = 5000


class AboveMissing(DomainError):
    message = _(
        "%(code)s %(name)s is part of %(above)s, which is neither in the files nor "
        "recorded. Import the list of that level first, or together."
    )


class DivisionLater(DomainError):
    message = _(
        "%(code)s %(name)s holds from %(day)s on. Give a day after it as the first day of "
        "the list."
    )


@dataclass
class DivisionsImported:
    """What became of the rows of a list."""

    added: list[Division] = field(default_factory=list)
    #: The old row and the new one, of each division that has another name or code now.
    renamed: list[tuple[Division, Division]] = field(default_factory=list)
    unchanged: int = 0


@transaction.atomic
def import_divisions(
    *, listed: Sequence[Listed], valid_from: date, at: datetime, actor: User | None
) -> DivisionsImported:
    """Take over a list of divisions, the uppermost first; whole or not at all.

    What is recorded already stays as it is, so that the same list may be taken again.
    A code with a new name gets a new row from `valid_from` on; the old one ends that day
    and names its successor, and what lies in it follows. A village that had a code of
    ours gets its official one alike. What the list leaves out stays.

    :raises AboveMissing: if what a division is part of is not known
    :raises DivisionLater: if a name to be replaced begins on that day or after it
    """
    recorded = Division.objects.meeting(valid_from, None).select_related("parent")
    known = {each.code: each for each in recorded}
    done = _compare(listed, known, valid_from, at)
    for old, _new in done.renamed:
        old.valid_to = valid_from
    ended = [old for old, _new in done.renamed]
    Division.objects.bulk_update(ended, ["valid_to"], batch_size=BATCH)
    rows = [*done.added, *(new for _old, new in done.renamed)]
    _create(rows, known)
    hand_over(done.renamed, valid_from, at=at, actor=actor)
    if rows:
        _log_import(done, at=at, actor=actor)
        recording.announce_divisions([*ended, *rows])
    return done


def _compare(
    listed: Sequence[Listed], known: dict[str, Division], valid_from: date, at: datetime
) -> DivisionsImported:
    """Say what of a list is new, and what has another name or code now."""
    ours = {
        (row.parent.code, row.name): row
        for row in known.values()
        if row.is_local and row.parent is not None
    }
    done = DivisionsImported()
    for each in listed:
        old = known.get(each.code) or ours.get((each.above, each.name))
        if old is not None and (old.code, old.name) == (each.code, each.name):
            done.unchanged += 1
            continue
        new = Division(
            code=each.code,
            name=each.name,
            level=each.level,
            valid_from=valid_from,
            recorded_at=at,
        )
        if old is None:
            done.added.append(new)
        elif old.valid_from >= valid_from:
            day = date_format(old.valid_from)
            raise DivisionLater(code=old.code, name=old.name, day=day)
        else:
            done.renamed.append((old, new))
    return done


def _create(rows: Sequence[Division], known: dict[str, Division]) -> None:
    """Create rows level by level, each beneath what it is part of."""
    for length in Division.LENGTHS:
        level = [row for row in rows if len(row.code) == length]
        for row in level:
            above = above_of(row.code)
            if above and above not in known:
                raise AboveMissing(code=row.code, name=row.name, above=above)
            row.parent = known.get(above)
        Division.objects.bulk_create(level, batch_size=BATCH)
        known |= {row.code: row for row in level}


def hand_over(
    renamed: Sequence[tuple[Division, Division]],
    day: date,
    *,
    at: datetime,
    actor: User | None,
) -> None:
    """Let what lies in divisions of the past lie in their successors."""
    pairs = {old.pk: (old, new) for old, new in renamed}
    olds = [old for old, _new in renamed]
    for old, new in renamed:
        old.successor = new
    Division.objects.bulk_update(olds, ["successor"], batch_size=BATCH)
    parts = list(Division.objects.filter(parent__in=olds, valid_to=None))
    for part in parts:
        _old, part.parent = pairs[part.parent_id]  # type: ignore[index]  # -- has one
    Division.objects.bulk_update(parts, ["parent"], batch_size=BATCH)
    places = list(Organisation.objects.existing().filter(division__in=olds))
    events = []
    for place in places:
        old, new = pairs[place.division_id]
        events.append(_event(place, old, new, day, at, actor))
        place.division = new
        recording.announce(place)
    Organisation.objects.bulk_update(places, ["division"], batch_size=BATCH)
    OrganisationEvent.objects.bulk_create(events, batch_size=BATCH)


def _event(  # noqa: PLR0913, PLR0917 -- what an event is made of
    place: Organisation,
    old: Division,
    new: Division,
    day: date,
    at: datetime,
    actor: User | None,
) -> OrganisationEvent:
    return OrganisationEvent(
        organisation=place,
        kind=OrganisationEvent.Kind.CHANGED,
        field=OrganisationEvent.Field.DIVISION,
        before=as_kept(old),
        after=as_kept(new),
        effective_on=day,
        actor=actor,
        recorded_at=at,
    )


def _log_import(done: DivisionsImported, *, at: datetime, actor: User | None) -> None:
    """Log one entry for the list, under the first of its rows."""
    first = [*done.added, *(new for _old, new in done.renamed)][0]
    values = {"added": len(done.added), "renamed": len(done.renamed)}
    audit.record(
        action="divisions.imported", subject=first, actor=actor, at=at, values=values
    )
