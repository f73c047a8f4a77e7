"""What must be true of a place before anything happens to it."""

from datetime import date, datetime

from django.db import connection
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from mediators.models import Organisation, RoleGrant, User
from mediators.models.organisation_event import OrganisationEventQuerySet

#: The name of the lock, in PostgreSQL, on the shape of the tree.
_TREE = 0x7472_6565


class NameTaken(DomainError):
    message = _("There is an organisation named %(name)s there already.")


class PlaceUnnamed(DomainError):
    message = _("Give the organisation a name.")


class ParentDissolved(DomainError):
    message = _("%(name)s was dissolved; nothing can be added beneath it.")


class PlaceDissolved(DomainError):
    message = _("%(name)s was dissolved on %(day)s; what is over is not changed.")


class CannotHangThere(DomainError):
    message = _("“%(kind)s” cannot hang beneath %(name)s, which is “%(above)s”.")


class CannotBeTop(DomainError):
    message = _(
        "“%(kind)s” cannot stand at the top of the tree: choose what it belongs to."
    )


class BeyondBranch(DomainError):
    message = _(
        "You can move, merge and dissolve only what hangs beneath a place that you "
        "administer, and only within your branch. Ask the administrator above."
    )


class DayToCome(DomainError):
    message = _(
        "%(day)s is still to come. Record it on that day or after: the tree shows what "
        "is, not what is planned."
    )


class DayTooEarly(DomainError):
    message = _(
        "%(name)s was founded on %(founded)s: nothing happened to it before that day."
    )


class OutOfOrder(DomainError):
    message = _(
        "A later change is on record, of %(day)s. Choose that day or one after it, so "
        "that the history stays in order."
    )


def hold_tree(*, alone: bool) -> None:
    """Keep the tree's shape as it is until the transaction ends.

    Whoever adds to it does so beside others, whoever moves a part of it alone: what
    somebody adds meanwhile beneath the part would be left behind. SQLite has one writer.
    """
    if connection.vendor == "postgresql":
        kind = "" if alone else "_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_xact_lock{kind}(%s)", [_TREE])


def lock(organisation: Organisation) -> Organisation:
    """Return a place as it now is, nobody else's to change until the end.

    :raises PlaceDissolved: if it no longer exists
    """
    found = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if found.dissolved_on is not None:
        raise PlaceDissolved(name=found.name, day=date_format(found.dissolved_on))
    return found


def lock_to_reshape(organisation: Organisation, *, actor: User | None) -> Organisation:
    """Return a place that the actor may move, merge or dissolve, with the tree held.

    :raises PlaceDissolved: if it no longer exists
    :raises BeyondBranch: if the actor does not administer what it hangs beneath
    """
    hold_tree(alone=True)
    if actor is not None:
        RoleGrant.forget(actor)  # the branch may have moved since it was asked
    found = lock(organisation)
    if actor is not None:
        governed = Organisation.objects.governed_by(actor)
        if not governed.filter(pk=found.pk).exists():
            raise BeyondBranch
    return found


def lock_destination(place: Organisation, *, actor: User | None) -> Organisation:
    """Return a place within the actor's branch that something is to come to.

    :raises ParentDissolved: if it no longer exists
    :raises BeyondBranch: if the actor does not administer it
    """
    found = Organisation.objects.select_for_update().get(pk=place.pk)
    if not found.exists:
        raise ParentDissolved(name=found.name)
    if actor is not None:
        administered = Organisation.objects.administered_by(actor)
        if not administered.filter(pk=found.pk).exists():
            raise BeyondBranch
    return found


def check_kind(kind: str, parent: Organisation | None) -> None:
    """Refuse a kind that does not hang beneath that of `parent`.

    :raises CannotBeTop: if it needs something to hang beneath
    :raises CannotHangThere: if that is not of the right kind
    """
    word = Organisation.Kind(kind).label
    allowed = Organisation.BENEATH[Organisation.Kind(kind)]
    if parent is None:
        if None not in allowed:
            raise CannotBeTop(kind=word)
    elif parent.kind not in allowed:
        above = parent.get_kind_display()
        raise CannotHangThere(kind=word, name=parent.name, above=above)


def check_name(
    name: str, parent: Organisation | None, *, besides: Organisation | None = None
) -> str:
    """Return the name without needless spaces, if no neighbour beneath `parent` has it.

    :raises PlaceUnnamed: if nothing is left of it
    :raises NameTaken: if a neighbour that still exists bears it
    """
    tidy = " ".join(name.split())
    if not tidy:
        raise PlaceUnnamed
    tops = Organisation.objects.filter(depth=1)
    neighbours = parent.get_children() if parent else tops
    alike = neighbours.existing().filter(name=tidy)
    if alike.exclude(pk=besides and besides.pk).exists():
        raise NameTaken(name=tidy)
    return tidy


def check_day(
    day: date,
    organisation: Organisation,
    *,
    at: datetime,
    since: OrganisationEventQuerySet | None = None,
) -> None:
    """Refuse a day on which something cannot have happened to a place.

    `since`: what of its history must not be later.

    :raises DayToCome: if it is after today
    :raises DayTooEarly: if the place was not yet founded
    :raises OutOfOrder: if it is before the last of `since`
    """
    if day > local_day(at):
        raise DayToCome(day=date_format(day))
    founded = organisation.founded_on
    if founded is not None and day < founded:
        raise DayTooEarly(name=organisation.name, founded=date_format(founded))
    if since is None:
        return
    last = since.filter(organisation=organisation).first()
    if last is not None and last.effective_on > day:
        raise OutOfOrder(day=date_format(last.effective_on))
