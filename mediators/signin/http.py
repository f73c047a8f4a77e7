"""What the counter shows of an account, as its page wants it."""

import math
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.kernel.clock import local_day
from mediators import operations as people
from mediators.models import User
from mediators.signin import lockout, operations, queries

_MINUTE = 60


def account_at_counter(user: User, *, actor: User, at: datetime) -> dict[str, Any]:
    """Return the state of an account, and what the actor may do for its owner."""
    wait = lockout.wait_s(*lockout.keys_of(user))
    has_factor = queries.has_second_factor(user)
    refusal = _refusal(user, actor, at)
    return {
        "account": user,
        "rows": _rows(user, wait=wait, has_factor=has_factor, at=at),
        "refusal": refusal,
        "may_act": not refusal,
        "is_locked": wait > 0,
        "has_factor": has_factor,
    }


def _refusal(user: User, actor: User, at: datetime) -> str:
    if user.pk == actor.pk:
        return str(operations.OwnAccount.message)
    if people.may_act_for(actor, user, today=local_day(at)):
        closed = operations.AccountClosed(name=user.name)
        return "" if user.is_active else str(closed)
    return str(people.AccountBeyondScope.message)


def _rows(
    user: User, *, wait: int, has_factor: bool, at: datetime
) -> list[dict[str, str]]:
    count = len(queries.devices_of(user, this=None, at=at))
    words = ngettext("%(count)d device", "%(count)d devices", count)
    return [
        {"label": _("User name"), "value": user.username},
        {"label": _("Password"), "value": _password(user)},
        {"label": _("Second factor"), "value": _factor(user, has_factor=has_factor)},
        {"label": _("Signed in on"), "value": words % {"count": count}},
        {"label": _("Wrong tries"), "value": _waiting(wait)},
    ]


def _password(user: User) -> str:
    if user.must_change_password:
        return _("Given at the counter, not yet replaced by their own")
    return _("Their own")


def _factor(user: User, *, has_factor: bool) -> str:
    if has_factor:
        return _("Set up")
    if queries.needs_second_factor(user):
        return _("Not set up; asked for when they next sign in")
    return _("Not set up, and not needed")


def _waiting(wait: int) -> str:
    if not wait:
        return _("They need not wait")
    minutes = math.ceil(wait / _MINUTE)
    words = ngettext(
        "Locked out for about %(minutes)d minute",
        "Locked out for about %(minutes)d minutes",
        minutes,
    )
    return words % {"minutes": minutes}
