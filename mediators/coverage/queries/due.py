from datetime import date

from mediators.coverage.models import Roll


def is_roll_due(*, day: date) -> bool:
    """Say whether all is to be counted anew: a day began, or a list of divisions came."""
    roll = Roll.objects.first()
    return roll is None or roll.day != day or roll.is_stale
