from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from mediators.models import Organisation, RoleGrant, User
from mediators.operations.accounts import create_account
from mediators.operations.organisations import add_organisation
from mediators.operations.people import register_person
from mediators.operations.roles import grant_role


class AdministratorExists(DomainError):
    message = _("This installation has a platform administrator already.")


class OrganisationMissing(DomainError):
    message = _("Name the judicial bureau that this installation is for.")


@transaction.atomic
def open_installation(
    *, organisation: str, name: str, username: str, password: str, at: datetime
) -> User:
    """Open the account of the first administrator, who must set a password of their own.

    The tree gets the bureau `organisation` as its top, unless it has one already.

    :raises AdministratorExists: if somebody is platform administrator
    :raises OrganisationMissing: if the tree is empty and the bureau has no name
    :raises NameMissing: if the person has none
    :raises UserNameTaken: if somebody else signs in by that name
    """
    platform = RoleGrant.Role.PLATFORM
    if RoleGrant.objects.effective().filter(role=platform).exists():
        raise AdministratorExists
    top = _top(organisation.strip(), at)
    person = register_person(name=name, at=at, actor=None)
    user = create_account(
        person=person, username=username, password=password, at=at, actor=None
    )
    grant_role(
        user=user,
        organisation=top,
        role=platform,
        valid_from=local_day(at),
        at=at,
        actor=None,
    )
    return user


def _top(name: str, at: datetime) -> Organisation:
    tops = Organisation.objects.existing().filter(depth=1).order_by("path")
    if (top := tops.first()) is not None:
        return top
    if not name:
        raise OrganisationMissing
    return add_organisation(
        name=name, kind=Organisation.Kind.BUREAU, parent=None, at=at, actor=None
    )
