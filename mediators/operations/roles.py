from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.kernel import audit
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from mediators.models import Organisation, Person, RoleEvent, RoleGrant, User
from mediators.operations.accounts import create_account
from mediators.operations.last_administrator import check_not_last
from mediators.operations.people import register_person
from mediators.signals import roles_changed


class BeyondScope(DomainError):
    message = _("You can grant roles only within the branches you administer.")


class OwnRole(DomainError):
    message = _(
        "Nobody grants or changes a role of their own. Ask another administrator."
    )


class RoleOverlaps(DomainError):
    message = _("This account has this role there at that time already.")


class RoleEndsBeforeBeginning(DomainError):
    message = _("The first day without the role comes after the first day with it.")


class RoleEnded(DomainError):
    message = _("This role is not in effect.")


class RoleSuspended(DomainError):
    message = _("This role is suspended already.")


class RoleNotSuspended(DomainError):
    message = _("This role is not suspended.")


class RoleReasonMissing(DomainError):
    message = _("Say why.")


@transaction.atomic
def grant_role(  # noqa: PLR0913 -- what a role is made of
    *,
    user: User,
    organisation: Organisation,
    role: str,
    valid_from: date,
    valid_to: date | None = None,
    at: datetime,
    actor: User | None,
    reason: str = "",
) -> RoleGrant:
    """Give an account a role over a branch; without an actor, as the installer does.

    :raises OwnRole: if the actor would grant it to themselves
    :raises BeyondScope: if the actor does not administer the branch, or has no such role
    :raises RoleEndsBeforeBeginning: if it would end before it began
    :raises RoleOverlaps: if the account has that role there in that period
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if actor is not None:
        _check_scope(actor, user, organisation, role)
    if valid_to is not None and valid_to <= valid_from:
        raise RoleEndsBeforeBeginning
    _check_free(user, organisation, role, valid_from, valid_to)

    grant = RoleGrant.objects.create(
        user=user,
        organisation=organisation,
        role=role,
        valid_from=valid_from,
        valid_to=valid_to,
        granted_by=actor,
        reason=reason,
        recorded_at=at,
    )
    values = {"role": role, "organisation": str(organisation.uuid)}
    _record("role.granted", grant, at=at, actor=actor, values=values, reason=reason)
    return grant


@transaction.atomic
def open_account_with_role(  # noqa: PLR0913 -- what an account and a role are made of
    *,
    person: Person | None,
    name: str = "",
    username: str,
    password: str,
    organisation: Organisation,
    role: str,
    valid_from: date,
    valid_to: date | None = None,
    at: datetime,
    actor: User,
    reason: str = "",
) -> RoleGrant:
    """Open an account for a person, or for somebody new called `name`, with a role.

    :raises NameMissing: if somebody new has no name; and what `create_account` and
        `grant_role` raise
    """
    if person is None:
        person = register_person(name=name, at=at, actor=actor)
    user = create_account(
        person=person, username=username, password=password, at=at, actor=actor
    )
    return grant_role(
        user=user,
        organisation=organisation,
        role=role,
        valid_from=valid_from,
        valid_to=valid_to,
        at=at,
        actor=actor,
        reason=reason,
    )


@transaction.atomic
def suspend_role(
    *, grant: RoleGrant, at: datetime, actor: User, reason: str
) -> RoleGrant:
    """Take a role out of effect until somebody lifts the suspension.

    :raises RoleReasonMissing: if nothing says why
    :raises RoleEnded: if it ended before
    :raises RoleSuspended: if it is suspended already
    :raises LastPlatformAdministrator: if nobody else is platform administrator
    """
    grant = _lock_standing(grant, at=at, actor=actor, reason=reason)
    if grant.is_suspended:
        raise RoleSuspended
    check_not_last(grant)
    grant.suspended_at = at
    grant.save(update_fields=["suspended_at"])
    _decided(RoleEvent.Kind.SUSPENDED, grant, at=at, actor=actor, reason=reason)
    return grant


@transaction.atomic
def lift_suspension(
    *, grant: RoleGrant, at: datetime, actor: User, reason: str
) -> RoleGrant:
    """Let a suspended role hold again, from now on.

    :raises RoleReasonMissing: if nothing says why
    :raises RoleEnded: if it ended meanwhile
    :raises RoleNotSuspended: if it is not suspended
    :raises RoleOverlaps: if the account was given the same role meanwhile
    """
    grant = _lock_standing(grant, at=at, actor=actor, reason=reason)
    if not grant.is_suspended:
        raise RoleNotSuspended
    _check_free(
        grant.user, grant.organisation, grant.role, grant.valid_from, grant.valid_to
    )
    grant.suspended_at = None
    grant.save(update_fields=["suspended_at"])
    _decided(RoleEvent.Kind.LIFTED, grant, at=at, actor=actor, reason=reason)
    return grant


@transaction.atomic
def end_role(
    *, grant: RoleGrant, at: datetime, actor: User | None, reason: str
) -> RoleGrant:
    """End a role at once.

    :raises RoleEnded: if it ended before
    :raises BeyondScope: if the actor does not administer the branch
    :raises OwnRole: if it is the actor's own
    :raises RoleReasonMissing: if an actor does not say why
    :raises LastPlatformAdministrator: if nobody else is platform administrator
    """
    grant = _lock_standing(grant, at=at, actor=actor, reason=reason)
    check_not_last(grant)
    today = local_day(at)
    # A period has at least a day: one ended on its first day has no effect on that day.
    if today <= grant.valid_from and not grant.is_suspended:
        grant.suspended_at = at
    before = grant.valid_to
    grant.valid_to = max(today, grant.valid_from + timedelta(days=1))
    grant.save(update_fields=["valid_to", "suspended_at"])
    values = {"valid_to": [before, grant.valid_to]}
    _decided(
        RoleEvent.Kind.ENDED, grant, at=at, actor=actor, reason=reason, values=values
    )
    return grant


def _lock_standing(
    grant: RoleGrant, *, at: datetime, actor: User | None, reason: str
) -> RoleGrant:
    grants = RoleGrant.objects.select_related("organisation", "user")
    grant = grants.select_for_update(of=["self"]).get(pk=grant.pk)
    if actor is not None:
        _check_scope(actor, grant.user, grant.organisation, grant.role)
        if not reason.strip():
            raise RoleReasonMissing
    ended = grant.events.filter(kind=RoleEvent.Kind.ENDED).exists()
    if ended or (grant.valid_to is not None and grant.valid_to <= local_day(at)):
        raise RoleEnded
    return grant


def _check_scope(
    actor: User, user: User, organisation: Organisation, role: str
) -> None:
    if actor.pk == user.pk:
        raise OwnRole
    own = Organisation.objects.administered_by(actor).filter(pk=organisation.pk)
    if role not in RoleGrant.grantable_by(actor) or not own.exists():
        raise BeyondScope


def _check_free(
    user: User,
    organisation: Organisation,
    role: str,
    valid_from: date,
    valid_to: date | None,
) -> None:
    held = RoleGrant.objects.filter(
        user=user, organisation=organisation, role=role, suspended_at=None
    )
    if held.meeting(valid_from, valid_to).exists():
        raise RoleOverlaps


def _decided(  # noqa: PLR0913 -- what a decision is made of
    kind: RoleEvent.Kind,
    grant: RoleGrant,
    *,
    at: datetime,
    actor: User | None,
    reason: str,
    values: Mapping[str, object] | None = None,
) -> None:
    reason = reason.strip()
    RoleEvent.objects.create(grant=grant, kind=kind, at=at, by=actor, reason=reason)
    _record(f"role.{kind}", grant, at=at, actor=actor, values=values, reason=reason)


def _record(  # noqa: PLR0913 -- what an entry is made of
    action: str,
    grant: RoleGrant,
    *,
    at: datetime,
    actor: User | None,
    values: Mapping[str, object] | None = None,
    reason: str = "",
) -> None:
    RoleGrant.forget(grant.user)
    audit.record(
        action=action,
        subject=grant,
        actor=actor,
        at=at,
        person=_person_of(grant.user),
        values=values,
        reason=reason,
    )
    announce = partial(roles_changed.send, sender=RoleGrant, user=grant.user)
    transaction.on_commit(announce, robust=True)


def _person_of(user: User) -> UUID | None:
    return Person.objects.filter(user=user).values_list("uuid", flat=True).first()
