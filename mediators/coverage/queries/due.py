from datetime import date

from django.db.models import Max

from mediators.coverage.models import Roll
from mediators.models import Division


def is_roll_due(*, day: date) -> bool:
    """Say whether everything is to be counted anew: a day began, or divisions came."""
    roll = Roll.objects.first()
    return roll is None or roll.day != day or roll.last_division != newest_division()


def newest_division() -> int:
    return Division.objects.aggregate(newest=Max("pk"))["newest"] or 0
