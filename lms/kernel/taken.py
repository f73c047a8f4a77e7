"""What two people want at once and one can have."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from lms.kernel.errors import DomainError


@contextmanager
def taken(column: str, error: DomainError) -> Iterator[None]:
    """Say `error` if the block fails because another row has the same in `column`.

    For what was looked for and not found before: somebody else was quicker.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as broken:
        if column in str(broken):
            raise error from broken
        raise
