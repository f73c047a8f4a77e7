"""The history of a place, told in sentences for `components/timeline.html`."""

from collections.abc import Iterable
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.kernel.clock import local_day
from mediators.models import Organisation, OrganisationEvent

Kind = OrganisationEvent.Kind
Field = OrganisationEvent.Field

#: How each kind of event is marked in the timeline.
_MARKS = {
    Kind.FOUNDED: "leaf",
    Kind.MOVED: "sky",
    Kind.ABSORBED: "leaf",
    Kind.MERGED: "maple",
    Kind.DISSOLVED: "maple",
}


def told(events: Iterable[OrganisationEvent]) -> list[dict[str, Any]]:
    """Return what happened to a place as the items of a timeline."""
    return [
        {
            "day": event.effective_on,
            "title": _title(event),
            "text": " · ".join(part for part in _parts(event) if part),
            "kind": _MARKS.get(Kind(event.kind), "plain"),
        }
        for event in events
    ]


def _title(event: OrganisationEvent) -> str:
    if event.kind == Kind.CHANGED:
        return _changed(event)
    words = {
        Kind.FOUNDED: _("Entered in the tree beneath %(place)s"),
        Kind.MOVED: _("Moved beneath %(place)s"),
        Kind.MERGED: _("Merged into %(place)s"),
        Kind.ABSORBED: _("Took in %(place)s"),
        Kind.DISSOLVED: _("Dissolved"),
    }[Kind(event.kind)]
    place = event.from_place if event.kind == Kind.ABSORBED else event.to_place
    if place is None:
        return str(event.get_kind_display())
    return words % {"place": place.name}


def _changed(event: OrganisationEvent) -> str:
    values = {
        "what": event.get_field_display(),
        "before": _shown(event.field, event.before),
        "after": _shown(event.field, event.after),
    }
    if event.field == Field.NAME:
        return _("Renamed from %(before)s to %(after)s") % values
    return _("Changed “%(what)s” from %(before)s to %(after)s") % values


def _shown(field: str, kept: str) -> str:
    if field == Field.IS_MULTI_ETHNIC:
        return _("yes") if kept else _("no")
    if not kept:
        return _("nothing")
    if field == Field.COMMITTEE_TYPE:
        return str(Organisation.CommitteeType(kept).label)
    day = parse_date(kept) if field == Field.FOUNDED_ON else None
    return date_format(day) if day else kept


def _parts(event: OrganisationEvent) -> list[str]:
    came_from = ""
    if event.kind == Kind.MOVED and event.from_place is not None:
        came_from = _("before: %(place)s") % {"place": event.from_place.name}
    by = event.actor.name if event.actor is not None else ""
    recorded = {"name": by, "day": date_format(local_day(event.recorded_at))}
    words = _("recorded by %(name)s on %(day)s") if by else _("recorded on %(day)s")
    return [came_from, event.document, words % recorded]
