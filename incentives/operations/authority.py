"""Who may decide about whom: nobody about themselves."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.kernel.errors import DomainError
from mediators.models import Mediator, Person, User


class AboutThemselves(DomainError):
    message = _(
        "Nobody enters, decides or annuls what is about themselves. Another administrator "
        "of the branch, or of the judicial bureau above it, does it."
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
