"""The filters of an export, as they stand in an address or a job."""

from collections.abc import Mapping
from uuid import UUID

from mediators import queries as mediators
from mediators.models import Mediator, Organisation, User
from mediators.models.mediator import MediatorQuerySet

NAMES = ("q", "organisation", "kind", "role")


def mediators_chosen(filters: Mapping[str, str], *, viewer: User) -> MediatorQuerySet:
    """Return the people that the list of mediators shows with the same filters.

    Of a branch that `viewer` may not look at, nobody: a file is not to hold more than
    was asked for.
    """
    branch = branch_chosen(filters, viewer=viewer)
    if filters.get("organisation") and branch is None:
        return Mediator.objects.none()
    return mediators.mediators_found(
        viewer,
        words=filters.get("q", ""),
        branch=branch,
        kind=filters.get("kind", ""),
        role=filters.get("role", ""),
    )


def branch_chosen(filters: Mapping[str, str], *, viewer: User) -> Organisation | None:
    """Return the branch that is filtered by, if `viewer` may look at it."""
    try:
        number = UUID(filters.get("organisation", ""))
    except ValueError:
        return None
    return Organisation.objects.visible_to(viewer).filter(uuid=number).first()


def in_words(filters: Mapping[str, str]) -> str:
    """Return which filters there were; what somebody was looked for by is not kept."""
    said = [
        name if name == "q" else f"{name}={filters[name]}"
        for name in NAMES
        if filters.get(name)
    ]
    return " ".join(said) or "-"
