"""Between requests and certificates: who asks too often, and a section of the file."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest

from certificates.models import Certificate
from lms.kernel.clock import Today
from lms.kernel.http import address_of
from mediators.models import Mediator, Person, User
from mediators.privacy import data

#: Looks at certificates from one address in a minute.
LIMIT, SECONDS = 30, 60


def asks_too_often(request: HttpRequest) -> bool:
    """Count this request, and say whether it is one too many."""
    key = f"verify:{address_of(request)}"
    cache.add(key, 0, SECONDS)
    try:
        return cache.incr(key) > LIMIT
    except ValueError:  # it ran out between the two
        return False


def in_file(mediator: Mediator, viewer: User) -> dict[str, Any]:
    """Return the section of certificates in the file of a mediator; two queries."""
    certificates = (
        Certificate.objects.visible_to(viewer)
        .filter(mediator__in=Mediator.objects.same_as(mediator))
        .with_status(Today())
        .prefetch_related("events")
    )
    events = [
        {
            "day": event.at,
            "title": f"{certificate.title}：{event.get_kind_display()}",
            "text": event.reason or certificate.number,
            "kind": event.tag,
        }
        for certificate in certificates
        for event in certificate.events.all()
    ]
    return {"certificates": certificates, "events": events}


def held_about(person: Person) -> data.Table:
    """Return the certificates of somebody, for their data page; one query."""
    mine = Certificate.objects.filter(mediator__in=data.mediators_of(person))
    return data.table_of(mine, "number", "title", "issued_at")
