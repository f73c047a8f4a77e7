"""The attempt token: it alone lets a device save and hand in, signed in or not."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.core import signing

_SALT = "delivery.attempt"
#: How long a token lives past the late window: a phone may be found again next day.
SPARE = timedelta(days=1)


class InvalidToken(ValueError):
    """Not one of ours, or past its time."""


@dataclass(frozen=True)
class AttemptToken:
    """What a token says, all of it signed."""

    attempt: UUID
    paper: UUID
    device: UUID
    epoch: int
    expires_at: datetime

    def __str__(self) -> str:
        return signing.Signer(salt=_SALT).sign_object(
            [
                str(self.attempt),
                str(self.paper),
                str(self.device),
                self.epoch,
                int(self.expires_at.timestamp()),
            ]
        )


def read(token: str, *, at: datetime) -> AttemptToken:
    """Return what a token says.

    :raises InvalidToken: if it was not signed here, or is past its time
    """
    try:
        fields = signing.Signer(salt=_SALT).unsign_object(token)
    except (signing.BadSignature, ValueError) as error:
        raise InvalidToken from error
    attempt, paper, device, epoch, expires = fields
    expires_at = datetime.fromtimestamp(expires, UTC)
    if expires_at < at:
        raise InvalidToken
    return AttemptToken(UUID(attempt), UUID(paper), UUID(device), epoch, expires_at)
