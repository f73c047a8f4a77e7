from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.kernel.errors import DomainError
from mediators.models import Division, Organisation, OrganisationEvent, User
from mediators.operations.organisations import checked_details
from mediators.operations.places import checking, recording

Field = OrganisationEvent.Field


class NothingChanged(DomainError):
    message = _("Nothing was changed.")


class Changes(TypedDict, total=False):
    name: str
    committee_type: str
    division: Division | None
    establishing_unit: str
    credit_code: str
    stationed_at: str
    is_multi_ethnic: bool
    founded_on: date | None


@transaction.atomic
def change_organisation(
    *,
    organisation: Organisation,
    effective_on: date,
    at: datetime,
    actor: User | None,
    document: str = "",
    **changes: Unpack[Changes],
) -> Organisation:
    """Change what is known of a place; each fact that changes enters its history.

    :raises PlaceDissolved: if it no longer exists
    :raises NothingChanged: if it holds all of this already
    :raises DayToCome: if the day is after today
    :raises DayTooEarly: if the place was not yet founded
    :raises OutOfOrder: if a later name is on record
    :raises NameTaken: if a neighbour that still exists bears the name
    :raises TypeMismatch: if a committee would have no type, or something else one
    :raises StationMissing: if a stationed studio would be stationed nowhere
    :raises NotACreditCode: if the code of the establishing unit is none
    """
    checking.hold_tree(alone=False)
    organisation = checking.lock(organisation)
    wanted = _wanted(organisation, changes)
    was = {name: getattr(organisation, name) for name in wanted}
    changed = [name for name in wanted if wanted[name] != was[name]]
    if not changed:
        raise NothingChanged
    for name in changed:
        setattr(organisation, name, wanted[name])
    renamings = OrganisationEvent.objects.renamings() if "name" in changed else None
    checking.check_day(effective_on, organisation, at=at, since=renamings)

    organisation.save(update_fields=changed)
    values = {name: [as_kept(was[name]), as_kept(wanted[name])] for name in changed}
    for name, (before, after) in values.items():
        recording.append(
            OrganisationEvent.Kind.CHANGED,
            organisation,
            field=name,
            before=before,
            after=after,
            effective_on=effective_on,
            document=document,
            at=at,
            actor=actor,
        )
    _log(organisation, values, at=at, actor=actor, document=document)
    return organisation


def _log(
    organisation: Organisation,
    values: dict[str, list[str]],
    *,
    at: datetime,
    actor: User | None,
    document: str,
) -> None:
    recording.log(
        "organisation.changed",
        organisation,
        at=at,
        actor=actor,
        values=values,
        document=document,
    )


def _wanted(organisation: Organisation, changes: Changes) -> dict[str, object]:
    """Return what the place would hold, checked as a whole."""
    wanted: dict[str, object] = {**changes}
    if "name" in changes:
        parent = organisation.get_parent()
        if parent is not None:
            # Nobody founds a namesake there meanwhile.
            Organisation.objects.select_for_update().get(pk=parent.pk)
        wanted["name"] = checking.check_name(
            changes["name"], parent, besides=organisation
        )
    held = {
        "committee_type": organisation.committee_type,
        "stationed_at": organisation.stationed_at,
    }
    details: Changes = {**held, **changes}  # type: ignore[typeddict-item]  # -- names are its own
    checked = checked_details(organisation.kind, details)
    return wanted | {name: checked[name] for name in changes if name != "name"}  # type: ignore[literal-required]  # -- as above


def as_kept(value: object) -> str:
    """Return what a field of a place holds, as the history keeps it."""
    if value is None or value is False:
        return ""
    if isinstance(value, Division):
        return f"{value.name} {value.code}"
    return "1" if value is True else str(value)
