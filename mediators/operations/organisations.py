from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from mediators import credit_codes
from mediators.models import Division, Organisation, OrganisationEvent, User
from mediators.operations.places import checking, recording


class TypeMismatch(DomainError):
    message = _("A committee, and only a committee, has a type.")


class StationMissing(DomainError):
    message = _("Say where the studio is stationed.")


class OrganisationDetails(TypedDict, total=False):
    committee_type: str
    division: Division | None
    establishing_unit: str
    credit_code: str
    stationed_at: str
    is_multi_ethnic: bool
    founded_on: date | None


@transaction.atomic
def add_organisation(  # noqa: PLR0913 -- what a place is made of
    *,
    name: str,
    kind: str,
    parent: Organisation | None,
    at: datetime,
    actor: User | None,
    document: str = "",
    **details: Unpack[OrganisationDetails],
) -> Organisation:
    """Add a place to the tree, beneath `parent` or, without one, as a top of its own.

    :raises TypeMismatch: if a committee has no type, or something else has one
    :raises StationMissing: if a stationed studio is stationed nowhere
    :raises NotACreditCode: if the code of the establishing unit is none
    :raises DayToCome: if it would be founded after today
    :raises ParentDissolved: if there is nothing left to hang it on
    :raises CannotHangThere: if its kind does not hang beneath that of the parent
    :raises CannotBeTop: if it has no parent and its kind needs one
    :raises PlaceUnnamed: if it has no name
    :raises NameTaken: if a neighbour that still exists bears the name
    """
    details = checked_details(kind, details)
    founded_on = details.get("founded_on")
    if founded_on is not None and founded_on > local_day(at):
        raise checking.DayToCome(day=date_format(founded_on))
    checking.hold_tree(alone=False)
    if parent is not None:
        parent = checking.lock_destination(parent, actor=None)
    else:
        list(Organisation.objects.select_for_update().filter(depth=1))
    name = checking.check_name(name, parent)
    checking.check_kind(kind, parent)

    add = Organisation.add_root if parent is None else parent.add_child
    organisation: Organisation = add(name=name, kind=kind, recorded_at=at, **details)
    recording.append(
        OrganisationEvent.Kind.FOUNDED,
        organisation,
        effective_on=organisation.founded_on or local_day(at),
        after=name,
        to_place=parent,
        document=document,
        at=at,
        actor=actor,
    )
    values = {"name": name, "kind": kind, "parent": parent and str(parent.uuid)}
    recording.log("organisation.added", organisation, at=at, actor=actor, values=values)
    return organisation


def checked_details(kind: str, details: OrganisationDetails) -> OrganisationDetails:
    """Return what is known of a place of this kind, as it is kept.

    :raises TypeMismatch: if a committee has no type, or something else has one
    :raises StationMissing: if a stationed studio is stationed nowhere
    :raises NotACreditCode: if the code of the establishing unit is none
    """
    if (kind == Organisation.Kind.COMMITTEE) != bool(details.get("committee_type")):
        raise TypeMismatch
    stationed = kind == Organisation.Kind.STATIONED_STUDIO
    if stationed and not details.get("stationed_at", "").strip():
        raise StationMissing
    if code := details.get("credit_code", ""):
        details["credit_code"] = credit_codes.read(code)
    return details
