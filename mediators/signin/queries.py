"""Whose second factor is asked for, whose phone it is, where somebody is signed in."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.db.models import Prefetch, Q, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from mediators.models import Organisation, Person, Post, RoleGrant, User
from mediators.phones import phone_in

_SECOND = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
#: So many are shown at the counter; more words find the rest.
_SHOWN = 20


@dataclass(frozen=True)
class Device:
    """Where somebody is signed in; `code` names it in addresses, and opens nothing."""

    session: UserSession
    code: str
    is_this: bool


def needs_second_factor(user: User | AnonymousUser) -> bool:
    """Whether `user` may do more than a mediator does; one query at most."""
    if isinstance(user, AnonymousUser):
        return False
    return bool(user.is_superuser or user.is_staff or RoleGrant.held_by(user))


def has_second_factor(user: User | AnonymousUser) -> bool:
    if isinstance(user, AnonymousUser):
        return False
    return Authenticator.objects.filter(user=user, type__in=_SECOND).exists()


def user_name_for(typed: str) -> str:
    """Return the user name that somebody means who typed it, or a phone of theirs.

    A phone counts if exactly one account has it: families share phones. A user name
    comes first, and may look like a phone.
    """
    name = User.normalize_username(typed.strip())
    phone = phone_in(name)
    if not phone:
        return name
    named = User.objects.filter(username__in={name, phone})
    if taken := set(named.values_list("username", flat=True)):
        return name if name in taken else phone
    owners = Person.objects.living().filter(phone__in={name, phone})
    accounts = User.objects.filter(person__in=owners, is_active=True)
    found = list(accounts.values_list("username", flat=True)[:2])
    return found[0] if len(found) == 1 else name


def devices_of(user: User, *, this: str | None, at: datetime) -> list[Device]:
    """Return where `user` is signed in, the last used first; two queries.

    Sessions that ran out, or from before the last change of the password, are not.
    """
    noted = UserSession.objects.filter(user=user).order_by("-last_seen_at", "-pk")
    keys = [each.session_key for each in noted]
    alive = Session.objects.filter(session_key__in=keys, expire_date__gt=at)
    mine = user.get_session_auth_hash()
    valid = {
        session.session_key
        for session in alive
        if constant_time_compare(session.get_decoded().get(HASH_SESSION_KEY, ""), mine)
    }
    return [
        Device(each, code_of(each.session_key), each.session_key == this)
        for each in noted
        if each.session_key in valid
    ]


def code_of(session_key: str) -> str:
    return salted_hmac("signin.device", session_key, algorithm="sha256").hexdigest()[
        :20
    ]


def accounts_within(actor: User) -> QuerySet[User]:
    """Return the accounts of whom `actor` administers, by a post or by a role.

    What may be done for each is asked of `operations.may_act_for`.
    """
    people = Person.objects.administered_by(actor).living()
    theirs = people.exclude(user=None).values_list("user", flat=True)
    return User.objects.filter(pk__in=theirs.union(_of_roles(actor)))


def _of_roles(actor: User) -> QuerySet[RoleGrant, int]:
    own = Organisation.objects.administered_by(actor)
    held = RoleGrant.objects.effective().filter(organisation__in=own)
    return held.order_by().values_list("user", flat=True)


def people_at_counter(words: str, *, by: User) -> list[Person]:
    """Return whom `by` administers, by name, user name or phone: twenty, with posts."""
    posts = Post.objects.administered_by(by).in_force().select_related("organisation")
    people = Person.objects.administered_by(by).living().select_related("user")
    named = Q(name__icontains=words) | Q(user__username=words) | Q(phone=words)
    people = (
        people.filter(named)
        .order_by("name", "pk")
        .prefetch_related(Prefetch("posts", queryset=posts, to_attr="posts_in_force"))
    )
    return list(people[:_SHOWN])


def accounts_at_counter(words: str, *, by: User) -> list[User]:
    """Return accounts with a role in the branches of `by`, by name: twenty."""
    named = Q(name__icontains=words) | Q(username=words)
    found = User.objects.filter(named, pk__in=_of_roles(by))
    return list(found.order_by("name", "pk")[:_SHOWN])
