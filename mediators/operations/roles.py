from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.kernel import audit
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from mediators.models import Organisation, Person, RoleGrant, User


class BeyondScope(DomainError):
    message = _("You can grant roles only within the branches you administer.")


class RoleOverlaps(DomainError):
    message = _("This account has this role there at that time already.")


class RoleEnded(DomainError):
    message = _("This role is not in effect.")


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

    :raises BeyondScope: if the actor does not administer the branch
    :raises RoleOverlaps: if the account has that role there in that period
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if actor is not None:
        _check_scope(actor, organisation, role)
    held = RoleGrant.objects.filter(
        user=user, organisation=organisation, role=role, suspended_at=None
    )
    if held.meeting(valid_from, valid_to).exists():
        raise RoleOverlaps

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
def end_role(
    *, grant: RoleGrant, at: datetime, actor: User | None, reason: str
) -> RoleGrant:
    """End a role at once.

    :raises RoleEnded: if it ended before
    :raises BeyondScope: if the actor does not administer the branch
    """
    grant = _lock(grant, actor=actor)
    today = local_day(at)
    if grant.valid_to is not None and grant.valid_to <= today:
        raise RoleEnded
    # A period has at least a day: one ended on its first day has no effect on that day.
    if today <= grant.valid_from:
        grant.suspended_at = at
    before = grant.valid_to
    grant.valid_to = max(today, grant.valid_from + timedelta(days=1))
    grant.save(update_fields=["valid_to", "suspended_at"])
    values = {"valid_to": [before, grant.valid_to]}
    _record("role.ended", grant, at=at, actor=actor, values=values, reason=reason)
    return grant


def _lock(grant: RoleGrant, *, actor: User | None) -> RoleGrant:
    grants = RoleGrant.objects.select_related("organisation", "user")
    grant = grants.select_for_update(of=["self"]).get(pk=grant.pk)
    if actor is not None:
        _check_scope(actor, grant.organisation, grant.role)
    return grant


def _check_scope(actor: User, organisation: Organisation, role: str) -> None:
    own = Organisation.objects.administered_by(actor).filter(pk=organisation.pk)
    platform = RoleGrant.Role.PLATFORM
    if role == platform and platform not in dict(RoleGrant.held_by(actor)):
        raise BeyondScope
    if not own.exists():
        raise BeyondScope


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


def _person_of(user: User) -> UUID | None:
    return Person.objects.filter(user=user).values_list("uuid", flat=True).first()
