"""Between requests and certificates: who asks too often, and a section of the file."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificates import periods
from certificates.models import Certificate, CertificateEvent
from lms.kernel.clock import Today
from lms.kernel.http import address_of
from mediators import news
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
            "title": _in_words(certificate, event),
            "text": event.reason or certificate.number,
            "kind": event.tag,
        }
        for certificate in certificates
        for event in certificate.events.all()
    ]
    return {"certificates": certificates, "events": events}


def _in_words(certificate: Certificate, event: CertificateEvent) -> str:
    said = {"title": certificate.title, "event": event.get_kind_display()}
    return _("%(title)s: %(event)s") % said


def told(user: User, since: datetime) -> list[news.Item]:
    """Return what happened to the certificates of `user` after `since`, and what nears.

    Two queries.
    """
    mine = Certificate.objects.filter(mediator__person__user=user.pk)
    events = CertificateEvent.objects.filter(certificate__in=mine, at__gt=since)
    happened = [
        news.Item(
            event.at,
            _in_words(event.certificate, event),
            event.reason,
            reverse("certificates:mine"),
            event.tag,
        )
        for event in events.select_related("certificate")
    ]
    return happened + _running_out(mine.in_status(Certificate.Status.VALID, Today()))


def _running_out(valid: Iterable[Certificate]) -> list[news.Item]:
    """Tell of the end of the certificate of each type that is valid longest."""
    lasting: dict[int, date | None] = {}
    titles: dict[int, str] = {}
    for each in valid:
        longest = lasting.get(each.type_id, date.min)
        if longest and (each.valid_until is None or each.valid_until > longest):
            lasting[each.type_id] = each.valid_until
            titles[each.type_id] = each.title
    return [
        news.Item(
            periods.reminded_at(end),
            _("“%(certificate)s” is running out") % {"certificate": titles[kind]},
            _("It is valid until %(day)s.") % {"day": date_format(end)},
            reverse("certificates:mine"),
            "amber",
        )
        for kind, end in lasting.items()
        if end is not None
    ]


def held_about(person: Person) -> data.Table:
    """Return the certificates of somebody, for their data page; one query."""
    mine = Certificate.objects.filter(mediator__in=data.mediators_of(person))
    return data.table_of(mine, "number", "title", "issued_at")
