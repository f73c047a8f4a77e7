"""What a place was called, and where it hung, on a day."""

from datetime import date

from mediators.models import Organisation, OrganisationEvent
from mediators.models.organisation_event import OrganisationEventQuerySet


def history(organisation: Organisation) -> OrganisationEventQuerySet:
    """Return what happened to a place, the latest first, with what it names."""
    events = OrganisationEvent.objects.filter(organisation=organisation)
    return events.select_related("from_place", "to_place", "actor")


def name_on(organisation: Organisation, day: date) -> str:
    """Return what a place was called on `day`; before it was founded, its first name."""
    renamings = OrganisationEvent.objects.renamings()
    next_one = _first_after(renamings, organisation, day)
    return organisation.name if next_one is None else next_one.before


def parent_on(organisation: Organisation, day: date) -> Organisation | None:
    """Return the place beneath which another hung on `day`; at most two queries."""
    movings = OrganisationEvent.objects.movings().select_related("from_place")
    next_one = _first_after(movings, organisation, day)
    if next_one is not None:
        return next_one.from_place
    above: Organisation | None = organisation.get_parent()
    return above


def _first_after(
    events: OrganisationEventQuerySet, organisation: Organisation, day: date
) -> OrganisationEvent | None:
    later = events.filter(organisation=organisation, effective_on__gt=day)
    return later.order_by("effective_on", "pk").first()
