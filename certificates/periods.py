"""How long a certificate is valid."""

import calendar
from datetime import date, datetime, time, timedelta

from django.utils import timezone

#: How long before its end somebody is told, and a committee is shown as expiring. No rule
#: fixes it: a quarter is what it takes to call people in, teach and examine them.
NOTICE_DAYS = 90


def reminded_at(valid_until: date) -> datetime:
    """Return the moment from which the end of a certificate is near."""
    day = valid_until - timedelta(days=NOTICE_DAYS)
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def last_day(issued_on: date, months: int | None) -> date | None:
    """Return the last day of validity: the one before the same day, `months` later."""
    if months is None:
        return None
    year, month = divmod(issued_on.year * 12 + issued_on.month - 1 + months, 12)
    days = calendar.monthrange(year, month + 1)[1]
    if issued_on.day > days:  # 31 August and six months: the whole of February
        return date(year, month + 1, days)
    return date(year, month + 1, issued_on.day) - timedelta(days=1)
