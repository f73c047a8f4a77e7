"""What can happen to an account: somebody comes in, is locked out, is let in again."""

from datetime import datetime
from importlib import import_module

import structlog
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lms.kernel import audit, personal
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from mediators import operations
from mediators.models import Person, User
from mediators.signin import lockout

logger = structlog.get_logger(__name__)
#: Of a hash that tells tries at one name from those at another, and says no name.
_ENOUGH = 12


class OwnAccount(DomainError):
    message = _(
        "Nobody does this for their own account at the counter. Ask another administrator."
    )


class AccountClosed(DomainError):
    message = _(
        "The account of %(name)s is closed: nobody can sign in to it. If they mediate "
        "again, record them and open an account anew."
    )


class NotOfYourBranch(DomainError):
    message = _("You can open accounts only for people of the branches you administer.")


class NoSecondFactor(DomainError):
    message = _("%(name)s has not set up a second factor.")


class NotLockedOut(DomainError):
    message = _("%(name)s is not locked out: they can sign in now.")


class SessionMissing(DomainError):
    message = _("This device was signed out already.")


# -- what happens at the door


def record(
    *,
    action: str,
    user: User,
    at: datetime,
    actor: User | None,
    reason: str = "",
) -> None:
    """Log what happened to an account; of what was typed nothing is kept."""
    person = Person.objects.filter(user=user).values_list("uuid", flat=True).first()
    audit.record(
        action=action, subject=user, actor=actor, at=at, person=person, reason=reason
    )


def record_failure(*, username: str, at: datetime) -> None:
    """Log that a wrong password was given; a name that nobody has is not kept."""
    name = User.normalize_username(username)
    user = User.objects.filter(username=name).first()
    if user is None:
        mark = personal.lookup_hash(f"user name {name}")[:_ENOUGH]
        logger.warning("sign-in failed for nobody", mark=mark)
        return
    locked = lockout.wait_s(lockout.key_of(name)) > 0
    action = "account.locked_out" if locked else "account.sign_in_failed"
    record(action=action, user=user, at=at, actor=None)


# -- where somebody is signed in


def note_in_use(*, session_key: str, at: datetime) -> None:
    """Note that a session is still used; unlogged, and often."""
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=at)


@transaction.atomic
def end_session(*, user: User, session: UserSession, at: datetime) -> None:
    """Sign `user` out on one of their devices.

    :raises SessionMissing: if that was done before
    """
    mine = UserSession.objects.select_for_update().filter(user=user, pk=session.pk)
    if not _end(mine):
        raise SessionMissing
    record(action="account.session_ended", user=user, at=at, actor=user)


@transaction.atomic
def end_other_sessions(*, user: User, kept: str | None, at: datetime) -> int:
    """Sign `user` out everywhere but where they are, and return from how many devices."""
    others = UserSession.objects.select_for_update().filter(user=user)
    count = _end(others.exclude(session_key=kept))
    if count:
        record(action="account.sessions_ended", user=user, at=at, actor=user)
    return count


# -- at the counter


@transaction.atomic
def open_account(  # noqa: PLR0913 -- what an account is made of, and how they were known
    *,
    person: Person,
    username: str,
    password: str,
    at: datetime,
    actor: User,
    reason: str,
) -> User:
    """Open an account for somebody who has come in person.

    :raises NotOfYourBranch: if the actor does not administer the person
    :raises PhoneOfAnother: if the user name is a phone, and not theirs
    :raises PhoneShared: if somebody else has that phone, too
    :raises HasAccount: if they have an account
    :raises UserNameTaken: if somebody else signs in by that name
    """
    if not Person.objects.administered_by(actor).living().filter(pk=person.pk).exists():
        raise NotOfYourBranch
    return operations.create_account(
        person=person,
        username=username,
        password=password,
        at=at,
        actor=actor,
        reason=reason,
    )


@transaction.atomic
def reset_password(
    *, user: User, password: str, at: datetime, actor: User, reason: str
) -> User:
    """Give somebody a password to be replaced, and let them try again at once.

    :raises OwnAccount: if it is the actor's own
    :raises AccountBeyondScope: if the actor may not act for them
    """
    _check(user, at=at, actor=actor)
    user = operations.reset_password(
        user=user, password=password, at=at, actor=actor, reason=reason
    )
    _end(UserSession.objects.filter(user=user))
    transaction.on_commit(lambda: lockout.lift(*lockout.keys_of(user)))
    return user


@transaction.atomic
def reset_second_factor(
    *, user: User, at: datetime, actor: User | None, reason: str = ""
) -> None:
    """Forget somebody's second factor, whose phone is lost, and sign them out everywhere.

    Without an actor, as the installer does.

    :raises OwnAccount: if it is the actor's own
    :raises AccountBeyondScope: if the actor may not act for them
    :raises NoSecondFactor: if they have none
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if actor is not None:
        _check(user, at=at, actor=actor)
    deleted, _each = Authenticator.objects.filter(user=user).delete()
    if not deleted:
        raise NoSecondFactor(name=user.name)
    _end(UserSession.objects.filter(user=user))
    record(
        action="account.second_factor_reset",
        user=user,
        at=at,
        actor=actor,
        reason=reason,
    )


def unlock(*, user: User, at: datetime, actor: User, reason: str) -> None:
    """Let somebody who gave wrong passwords or codes too often try again at once.

    :raises OwnAccount: if it is the actor's own
    :raises AccountBeyondScope: if the actor may not act for them
    :raises NotLockedOut: if they need not wait
    """
    _check(user, at=at, actor=actor)
    keys = lockout.keys_of(user)
    if not lockout.wait_s(*keys):
        raise NotLockedOut(name=user.name)
    record(action="account.unlocked", user=user, at=at, actor=actor, reason=reason)
    lockout.lift(*keys)


@transaction.atomic
def sign_out_everywhere(*, user: User, at: datetime, actor: User, reason: str) -> int:
    """Sign somebody out on every device, and return on how many.

    :raises OwnAccount: if it is the actor's own
    :raises AccountBeyondScope: if the actor may not act for them
    """
    _check(user, at=at, actor=actor)
    count = _end(UserSession.objects.select_for_update().filter(user=user))
    record(
        action="account.signed_out_everywhere",
        user=user,
        at=at,
        actor=actor,
        reason=reason,
    )
    return count


def _check(user: User, *, at: datetime, actor: User) -> None:
    if user.pk == actor.pk:
        raise OwnAccount
    if not operations.may_act_for(actor, user, today=local_day(at)):
        raise operations.AccountBeyondScope
    if not user.is_active:
        raise AccountClosed(name=user.name)


def _end(sessions: QuerySet[UserSession]) -> int:
    found = list(sessions)
    keys = [session.session_key for session in found]
    for session in found:
        session.end()
    # Before the commit, somebody's request may put a session back into the cache.
    transaction.on_commit(lambda: _forget(keys))
    return len(found)


def _forget(keys: list[str]) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for key in keys:
        store.delete(key)
