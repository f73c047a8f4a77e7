"""What can happen to certificates."""

from certificates.operations.deciding import (
    NotSuspended,
    ReasonMissing,
    Revoked,
    SuspendedAlready,
    reinstate,
    revoke,
    suspend,
)
from certificates.operations.issuing import NotEarned, issue
from certificates.operations.kinds import (
    let_write_wording,
    publish_kind,
    settle_writers,
    writers_to_withdraw,
)
from certificates.operations.printing import render

__all__ = [
    "NotEarned",
    "NotSuspended",
    "ReasonMissing",
    "Revoked",
    "SuspendedAlready",
    "issue",
    "let_write_wording",
    "publish_kind",
    "reinstate",
    "render",
    "revoke",
    "settle_writers",
    "suspend",
    "writers_to_withdraw",
]
