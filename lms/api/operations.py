"""Making, using and revoking the keys of other systems."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.api.models import AccessKey
from lms.kernel import audit
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from mediators.models import Person, RoleGrant, User

#: By which a key that leaked into a file or a log is found.
PREFIX = "fqxt_"
#: Days after which a key must be made anew, at the latest.
MOST_DAYS = 366
_DAY_S = 86_400


class KeyNamed(DomainError):
    message = _("You have a key of that name. Revoke it first, or choose another name.")


class KeyTooLong(DomainError):
    message = _("A key lasts from one day to %(days)d days.")


class KeyRevoked(DomainError):
    message = _("This key was revoked already.")


@transaction.atomic
def make_key(
    *, user: User, name: str, days: int, at: datetime
) -> tuple[AccessKey, str]:
    """Make a key for `user` and return it with what the system sends; kept nowhere.

    :raises KeyTooLong: if it is to last for less than a day or more than a year
    :raises KeyNamed: if they have one of that name that is not revoked
    """
    if not 1 <= days <= MOST_DAYS:
        raise KeyTooLong(days=MOST_DAYS)
    User.objects.select_for_update().get(pk=user.pk)
    if AccessKey.objects.filter(user=user, name=name, revoked_at=None).exists():
        raise KeyNamed
    secret = PREFIX + secrets.token_urlsafe(32)
    key = AccessKey.objects.create(
        user=user,
        name=name,
        digest=_digest(secret),
        password_mark=user.get_session_auth_hash(),
        created_at=at,
        expires_on=local_day(at) + timedelta(days=days - 1),
    )
    _record("access_key.made", key, by=user, at=at)
    return key, secret


@transaction.atomic
def revoke_key(*, key: AccessKey, by: User, at: datetime) -> AccessKey:
    """End a key at once and for good.

    :raises KeyRevoked: if it was revoked before
    """
    key = AccessKey.objects.select_for_update().get(pk=key.pk)
    if key.revoked_at is not None:
        raise KeyRevoked
    key.revoked_at = at
    key.save(update_fields=["revoked_at"])
    _record("access_key.revoked", key, by=by, at=at)
    return key


def use_key(*, secret: str, at: datetime) -> AccessKey | None:
    """Return the key, if it opens anything now; two queries, and one write a day.

    It does not if it is revoked or over, if the account is closed or its password was
    changed since, or if its owner oversees nobody any more.
    """
    day = local_day(at)
    found = AccessKey.objects.in_force(day).filter(digest=_digest(secret))
    key = found.select_related("user").first()
    if key is None or not _still_good(key):
        return None
    if key.last_used_on != day:
        AccessKey.objects.filter(pk=key.pk, revoked_at=None).update(last_used_on=day)
    return key


def note_told(
    *, reader: User, key: AccessKey | None, people: Iterable[Person], at: datetime
) -> None:
    """Log of whom the interface told, once a day for each person and key.

    Before it answers: what was told and is not on record would be a look by nobody.
    """
    with_whom = key.pk if key else "session"
    day = local_day(at)
    keyed = {f"told-{reader.pk}-{with_whom}-{each.pk}-{day}": each for each in people}
    known = cache.get_many(keyed)
    new = {name: each for name, each in keyed.items() if name not in known}
    if not new:
        return
    with audit.together():
        for person in new.values():
            if person.user_id != reader.pk:
                audit.record(
                    action="person.told",
                    subject=person,
                    actor=reader,
                    at=at,
                    person=person.uuid,
                    reason=key.name if key else "",
                )
    cache.set_many(dict.fromkeys(new, 1), _DAY_S)


def _still_good(key: AccessKey) -> bool:
    mark = key.user.get_session_auth_hash()
    return (
        key.user.is_active
        and hmac.compare_digest(mark, key.password_mark)
        and bool(RoleGrant.branches(key.user, *RoleGrant.OVERSEERS))
    )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _record(action: str, key: AccessKey, *, by: User, at: datetime) -> None:
    person = Person.objects.filter(user=key.user).values_list("uuid", flat=True).first()
    audit.record(
        action=action,
        subject=key,
        actor=by,
        at=at,
        person=person,
        reason=key.name,
    )
