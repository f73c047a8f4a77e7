from datetime import date

import pytest

from certificates.periods import last_day


@pytest.mark.parametrize(
    ("issued_on", "months", "until"),
    [
        (date(2026, 11, 23), 36, date(2029, 11, 22)),
        (date(2026, 11, 23), 1, date(2026, 12, 22)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 23), None, None),
    ],
)
def test_the_last_day_is_the_one_before_the_same_day(issued_on, months, until):
    assert last_day(issued_on, months) == until
