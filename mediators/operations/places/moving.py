from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.kernel.errors import DomainError
from mediators.models import Organisation, OrganisationEvent, RoleGrant, User
from mediators.operations.places import checking, recording


class IntoItself(DomainError):
    message = _("%(name)s cannot hang beneath itself or beneath what it holds.")


class ThereAlready(DomainError):
    message = _("%(name)s hangs there already.")


@transaction.atomic
def move_organisation(  # noqa: PLR0913 -- what a move is made of
    *,
    organisation: Organisation,
    parent: Organisation,
    effective_on: date,
    at: datetime,
    actor: User | None,
    document: str = "",
) -> Organisation:
    """Hang a place, with everything beneath it, beneath another.

    :raises PlaceDissolved: if it no longer exists
    :raises ParentDissolved: if the other no longer exists
    :raises BeyondBranch: if the actor does not administer both its old place and the new
    :raises IntoItself: if the other is the place itself, or lies beneath it
    :raises ThereAlready: if it hangs there
    :raises CannotHangThere: if its kind does not hang beneath that of the other
    :raises NameTaken: if a neighbour there bears its name
    :raises DayToCome: if the day is after today
    :raises DayTooEarly: if the place was not yet founded
    :raises OutOfOrder: if a later move is on record
    """
    organisation = checking.lock_to_reshape(organisation, actor=actor)
    parent = checking.lock_destination(parent, actor=actor)
    if parent.path.startswith(organisation.path):
        raise IntoItself(name=organisation.name)
    if organisation.is_child_of(parent):
        raise ThereAlready(name=organisation.name)
    checking.check_kind(organisation.kind, parent)
    checking.check_name(organisation.name, parent)
    movings = OrganisationEvent.objects.movings()
    checking.check_day(effective_on, organisation, at=at, since=movings)

    hang(
        organisation,
        parent,
        effective_on=effective_on,
        document=document,
        at=at,
        actor=actor,
    )
    return organisation


def hang(  # noqa: PLR0913 -- as above
    organisation: Organisation,
    parent: Organisation,
    *,
    effective_on: date,
    document: str,
    at: datetime,
    actor: User | None,
) -> None:
    """Hang a place that may be moved beneath a parent that may take it, and record it."""
    left = organisation.get_parent()
    organisation.move(Organisation.objects.get(pk=parent.pk), pos="last-child")
    organisation.refresh_from_db()
    if actor is not None:
        RoleGrant.forget(actor)  # its branch is elsewhere now
    recording.append(
        OrganisationEvent.Kind.MOVED,
        organisation,
        effective_on=effective_on,
        from_place=left,
        to_place=parent,
        document=document,
        at=at,
        actor=actor,
    )
    recording.log(
        "organisation.moved",
        organisation,
        at=at,
        actor=actor,
        values={"parent": [left and str(left.uuid), str(parent.uuid)]},
        document=document,
    )
