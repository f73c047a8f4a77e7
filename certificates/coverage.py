"""What certificates say of coverage: who is certified, and whose proof runs out soon."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from certificates import periods
from certificates.models import Certificate
from mediators.coverage import measures
from mediators.models import Person

if TYPE_CHECKING:
    from certificates.models.certificate import CertificateQuerySet


def certified(day: date) -> measures.People:
    """Return who holds a certificate that is valid on `day`."""
    return Person.objects.filter(Exists(_held(day)))


def expiring(day: date) -> measures.People:
    """Return who holds valid certificates on `day`, of which none lasts longer."""
    last = day + timedelta(days=periods.NOTICE_DAYS)
    lasting = _held(day).filter(Q(valid_until=None) | Q(valid_until__gt=last))
    return certified(day).filter(~Exists(lasting))


def _held(day: date) -> "CertificateQuerySet":
    valid = Certificate.objects.valid_on(day)
    return valid.filter(mediator__person=OuterRef("pk")).order_by()


def register() -> None:
    measures.add(
        measures.Measure(measures.CERTIFIED, _("Certified"), certified, order=20)
    )
    measures.add(
        measures.Measure(
            measures.EXPIRING, _("Certificate ends within 90 days"), expiring, order=30
        )
    )
