"""What is new for somebody: read off the records, so nothing is lost or told twice.

In `AppConfig.ready()` of an app above:

    news.add("certificates", http.news)

where `news(user, since)` returns the `Item`s of `user` that became so after the moment
`since`; one query, or two. What is stored is only until when somebody has read them
(`User.news_read_at`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mediators.models import User

#: How far back news reach: what is older stands in the file.
HORIZON = timedelta(days=365)
#: For how long something is new that nobody has read: then it is one of the past.
FRESH = timedelta(days=30)


@dataclass(frozen=True)
class Item:
    """One thing that is new: when it became so, in words, and where to see it."""

    at: datetime
    title: str
    text: str = ""
    url: str = ""
    kind: str = "sky"


Provider = Callable[[User, datetime], list[Item]]

_providers: dict[str, Provider] = {}


def add(name: str, provider: Provider) -> None:
    """Add what an app tells people; the same name again replaces it."""
    _providers[name] = provider


def told(user: User, *, at: datetime) -> list[Item]:
    """Return what `user` was told in the last year, newest first; the queries of each app."""
    return _since(user, at - HORIZON, at)


def unread(user: User, *, at: datetime) -> list[Item]:
    """Return what is new to `user`, newest first; as many queries."""
    return _since(user, unread_since(user, at=at), at)


def unread_since(user: User, *, at: datetime) -> datetime:
    """Return the moment after which everything is new to `user`."""
    horizon = at - FRESH
    return max(horizon, user.news_read_at or horizon)


def _since(user: User, since: datetime, at: datetime) -> list[Item]:
    found = [each for tell in _providers.values() for each in tell(user, since)]
    due = [each for each in found if since < each.at <= at]
    return sorted(due, key=lambda item: item.at, reverse=True)
