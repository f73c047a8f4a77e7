"""Who may decide what: nobody about themselves, each within their own branches."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incentives.models.accountability import bureaus_of
from lms.kernel.errors import DomainError
from mediators.models import Mediator, Organisation, Person, RoleGrant, User
from mediators.models.organisation import EVERYWHERE


class AboutThemselves(DomainError):
    message = _(
        "Nobody enters, decides or annuls what is about themselves. Another administrator "
        "of the branch, or of the judicial bureau above it, does it."
    )


class NotTheBureau(DomainError):
    message = _(
        "What is paid for a case is laid down by the judicial bureau: its administrators "
        "begin a schedule and end it."
    )


class MayNotDecide(DomainError):
    message = _(
        "%(name)s cannot decide this: it is for the administrators of %(branch)s, or of a "
        "branch above it."
    )


class BureauDecides(DomainError):
    message = _(
        "%(name)s cannot decide this: only an administrator of the judicial bureau checks "
        "whether somebody is held to account."
    )


def is_own(mediator: Mediator | None, *users: User | None) -> bool:
    """Say whether one of `users` is the mediator, under any record of theirs; a query."""
    accounts = [user.pk for user in users if user is not None]
    if mediator is None or not accounts:
        return False
    one = mediator.person.merged_into_id or mediator.person_id
    records = Person.objects.filter(Q(pk=one) | Q(merged_into=one))
    return records.filter(user__in=accounts).exists()


def check_not_own(mediator: Mediator | None, *users: User | None) -> None:
    """:raises AboutThemselves: if one of `users` is the mediator"""
    if is_own(mediator, *users):
        raise AboutThemselves


def check_bureau(place: Organisation, *, actor: User | None) -> None:
    """Refuse to let anybody but an administrator of a bureau say what is paid.

    :raises NotTheBureau: if `actor` administers no bureau that `place` is, or is under
    """
    if actor is not None:
        bureaus = bureaus_of(actor, *RoleGrant.ADMINISTRATORS)
        if not Organisation.objects.within(bureaus).filter(pk=place.pk).exists():
            raise NotTheBureau


def check_may_decide(decider: User, branch: Organisation, *, by_bureau: bool) -> None:
    """Refuse a decision in the name of whoever has no authority for it.

    With `by_bureau` an administrator of a bureau decides: of what only bureaus know.

    :raises MayNotDecide: if they administer neither the branch nor one above it
    :raises BureauDecides: if they administer none that is a bureau
    """
    words = {"name": decider.name, "branch": branch.name}
    if not _covers(RoleGrant.branches(decider, *RoleGrant.ADMINISTRATORS), branch):
        raise MayNotDecide(**words)
    bureaus = bureaus_of(decider, *RoleGrant.ADMINISTRATORS) if by_bureau else []
    if by_bureau and not _covers(bureaus, branch):
        raise BureauDecides(**words)


def _covers(tops: list[str], branch: Organisation) -> bool:
    return any(branch.path.startswith(top) or top == EVERYWHERE for top in tops)
