"""What people are told of their requests about personal data."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from mediators import news
from mediators.models import User
from mediators.privacy import data
from mediators.privacy.models import RequestEvent

Kind = RequestEvent.Kind
#: What an office does; what the person did themselves is no news to them.
_BY_THE_OFFICE = (Kind.TAKEN_UP, Kind.ANSWERED, Kind.CARRIED_OUT, Kind.REFUSED)


def told(user: User, since: datetime) -> list[news.Item]:
    """Return what became of the requests of `user` after `since`; two queries."""
    person = data.person_of(user)
    if person is None:
        return []
    events = RequestEvent.objects.filter(
        request__person=person, kind__in=_BY_THE_OFFICE, at__gt=since
    )
    there = reverse("privacy:data")
    return [
        news.Item(
            event.at,
            _("Your request about personal data: %(what)s")
            % {"what": event.get_kind_display()},
            event.words,
            there,
        )
        for event in events
    ]
