"""What certificates say of coverage: who is certified, and whose proof runs out soon."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate
from mediators.coverage import measures
from mediators.models import Person

#: No rule fixes it: a quarter is what it takes to call people in, teach and examine them.
NOTICE_DAYS = 90


def certified(day: date) -> measures.People:
    """Return who holds a certificate that is valid on `day`."""
    valid = Certificate.objects.valid_on(day)
    return Person.objects.filter(pk__in=valid.values("mediator__person"))


def expiring(day: date) -> measures.People:
    """Return who holds valid certificates on `day`, of which none lasts longer."""
    last = day + timedelta(days=NOTICE_DAYS)
    lasting = Certificate.objects.valid_on(day).filter(
        Q(valid_until=None) | Q(valid_until__gt=last)
    )
    return certified(day).exclude(pk__in=lasting.values("mediator__person"))


def register() -> None:
    measures.add(
        measures.Measure(measures.CERTIFIED, _("Certified"), certified, order=20)
    )
    measures.add(
        measures.Measure(
            measures.EXPIRING, _("Certificate ends within 90 days"), expiring, order=30
        )
    )
