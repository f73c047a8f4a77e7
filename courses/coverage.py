"""What courses say of coverage: who was trained in the year."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Completion
from mediators.coverage import measures
from mediators.models import Person


def trained(day: date) -> measures.People:
    """Return who completed a course with credit hours in the year, until `day`.

    A bureau trains its mediators regularly (Law 14, paragraph 2): each year, as their
    plans do.
    """
    done = Completion.objects.standing().filter(
        credit_hours__gt=0,
        completed_at__gte=_midnight(date(day.year, 1, 1)),
        completed_at__lt=_midnight(day + timedelta(days=1)),
    )
    return Person.objects.filter(pk__in=done.values("enrolment__mediator__person"))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def register() -> None:
    measures.add(
        measures.Measure(measures.TRAINED, _("Trained this year"), trained, order=10)
    )
