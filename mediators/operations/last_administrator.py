from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.kernel.errors import DomainError
from mediators.models import RoleGrant


class LastPlatformAdministrator(DomainError):
    message = _(
        "This is the last platform administrator. Make somebody else one first, or "
        "nobody could let anybody in."
    )


def check_not_last(grant: RoleGrant) -> None:
    """Refuse to take the platform's last administrator away.

    :raises LastPlatformAdministrator: if nobody else would be one for as long
    """
    if grant.role != RoleGrant.Role.PLATFORM or grant.is_suspended:
        return
    # Locked together, so that two of them do not end each other at once.
    held = RoleGrant.objects.effective().filter(
        _lasting_as_long(grant), role=RoleGrant.Role.PLATFORM, user__is_active=True
    )
    holders = {
        each.user_id for each in held.select_for_update(of=["self"]).order_by("pk")
    }
    if not holders - {grant.user_id}:
        raise LastPlatformAdministrator


def _lasting_as_long(grant: RoleGrant) -> Q:
    """Roles that do not end before this one would: one that ends tomorrow is no relief."""
    endless = Q(valid_to=None)
    return endless | Q(valid_to__gte=grant.valid_to) if grant.valid_to else endless
