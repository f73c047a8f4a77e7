from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import Person, User


class HasAccount(DomainError):
    message = _("%(name)s has an account already.")


class UserNameTaken(DomainError):
    message = _("The user name %(username)s is taken.")


@transaction.atomic
def create_account(  # noqa: PLR0913 -- what an account is made of
    *,
    person: Person,
    username: str,
    password: str,
    at: datetime,
    actor: User | None,
    must_change_password: bool = True,
) -> User:
    """Open an account for a person; the password is theirs to change at first sign-in.

    :raises HasAccount: if they have one
    :raises UserNameTaken: if somebody else signs in by that name
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.user_id:
        raise HasAccount(name=person.name)
    if User.objects.filter(username=User.normalize_username(username)).exists():
        raise UserNameTaken(username=username)

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
    )
    return user


@transaction.atomic
def choose_language(*, user: User, language: str) -> User:
    """Keep the language a person wants to be spoken to in; unlogged, it is theirs."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.language = language
    user.save(update_fields=["language"])
    return user
