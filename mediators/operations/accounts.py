import secrets
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.kernel import audit
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from lms.kernel.taken import taken
from mediators import queries
from mediators.models import Organisation, Person, RoleGrant, User
from mediators.phones import phone_in

#: Letters and digits that nobody takes for one another on paper or on the telephone.
_CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"


class HasAccount(DomainError):
    message = _("%(name)s has an account already.")


class UserNameTaken(DomainError):
    message = _("The user name %(username)s is taken.")


class PhoneShared(DomainError):
    message = _(
        "Somebody else has this phone number, too, as families do. Choose a user name "
        "that is no phone number."
    )


class PhoneOfAnother(DomainError):
    message = _(
        "This phone number is not recorded for %(name)s. Give the recorded one, or a "
        "user name that is no phone number."
    )


class AccountBeyondScope(DomainError):
    message = _(
        "You can set a new password only for people of the branches you administer."
    )


def new_password() -> str:
    """Return a password to be told to somebody, who then sets their own."""
    return "-".join(
        "".join(secrets.choice(_CLEAR) for _letter in range(4)) for _group in range(3)
    )


@transaction.atomic
def create_account(  # noqa: PLR0913 -- what an account is made of
    *,
    person: Person,
    username: str,
    password: str,
    at: datetime,
    actor: User | None,
    must_change_password: bool = True,
    reason: str = "",
) -> User:
    """Open an account for a person, who must set a password of their own at first.

    :raises HasAccount: if they have one
    :raises PhoneOfAnother: if the user name is a phone, and not theirs
    :raises PhoneShared: if somebody else has that phone, too
    :raises UserNameTaken: if somebody else signs in by that name
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.user_id:
        raise HasAccount(name=person.name)
    if phone := phone_in(username):
        _check_phone(phone, person)
    if User.objects.filter(username=User.normalize_username(username)).exists():
        raise UserNameTaken(username=username)

    with taken("username", UserNameTaken(username=username)):
        user = User.objects.create_user(
            username,
            password,
            name=person.name,
            must_change_password=must_change_password,
        )
    person.user = user
    person.save(update_fields=["user"])
    audit.record(
        action="account.created",
        subject=user,
        actor=actor,
        at=at,
        person=person.uuid,
        values={"username": username},
        reason=reason,
    )
    return user


def _check_phone(phone: str, person: Person) -> None:
    if phone != phone_in(person.phone):
        raise PhoneOfAnother(name=person.name)
    if queries.is_phone_shared(phone, by=person):
        raise PhoneShared


@transaction.atomic
def reset_password(
    *, user: User, password: str, at: datetime, actor: User | None, reason: str = ""
) -> User:
    """Give somebody a new password, which they must replace when they next sign in.

    Everywhere they are signed in, they are signed out.

    :raises AccountBeyondScope: if the actor does not administer the person, or any
        branch in which the account has a role: who may reset it may act in its name
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if actor is not None and not may_act_for(actor, user, today=local_day(at)):
        raise AccountBeyondScope
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    _record("account.password_reset", user, at=at, actor=actor, reason=reason)
    return user


@transaction.atomic
def record_own_password(*, user: User, at: datetime) -> User:
    """Record that somebody has set a password of their own; may be repeated."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.must_change_password = False
    user.save(update_fields=["must_change_password"])
    _record("account.password_changed", user, at=at, actor=user)
    return user


def may_act_for(actor: User, user: User, *, today: date) -> bool:
    """Whether `actor` may let `user` in again, and so might act in their name."""
    if RoleGrant.is_platform(actor):
        return True
    roles = RoleGrant.objects.filter(user=user).meeting(today, None)
    own = Organisation.objects.administered_by(actor)
    beyond = ~Q(organisation__in=own) | Q(role=RoleGrant.Role.PLATFORM)
    if user.is_superuser or roles.filter(beyond).exists():
        return False
    people = Person.objects.administered_by(actor).filter(user=user)
    return roles.exists() or people.exists()


def _record(
    action: str, user: User, *, at: datetime, actor: User | None, reason: str = ""
) -> None:
    audit.record(
        action=action,
        subject=user,
        actor=actor,
        at=at,
        person=_person_of(user),
        reason=reason,
    )


def _person_of(user: User) -> UUID | None:
    return Person.objects.filter(user=user).values_list("uuid", flat=True).first()


def read_news(*, user: User, at: datetime) -> None:
    """Keep until when a person has read what is new; never back, and unlogged."""
    mine = User.objects.filter(pk=user.pk)
    earlier = Q(news_read_at=None) | Q(news_read_at__lt=at)
    mine.filter(earlier).update(news_read_at=at)


@transaction.atomic
def choose_language(*, user: User, language: str) -> User:
    """Keep the language a person wants to be spoken to in; unlogged, it is theirs."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.language = language
    user.save(update_fields=["language"])
    return user
