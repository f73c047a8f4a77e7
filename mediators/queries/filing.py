"""Which posts are to be filed with the bureau, and by when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.functional import Promise

from mediators.models import Post, Rule, User
from mediators.models.organisation import under
from mediators.models.post import PostQuerySet
from mediators.models.roles import RoleGrant
from mediators.queries.calendar import Calendar, Deadline, calendar
from mediators.queries.figures import Rulebook


@dataclass(frozen=True)
class Filing:
    """The begin or the end of a post that is to be filed, by when, and who says so."""

    post: Post
    is_end: bool
    deadline: Deadline
    source: str | Promise

    @property
    def key(self) -> str:
        """What names it in a form."""
        return f"{'end' if self.is_end else 'begin'}:{self.post.uuid}"

    @property
    def happened_on(self) -> date:
        """The day that the deadline runs from."""
        if self.is_end and self.post.valid_to is not None:
            return self.post.valid_to
        return self.post.valid_from

    def is_overdue(self, day: date) -> bool:
        return self.deadline.day < day

    def days_left(self, day: date) -> int:
        """How many days are left until the last day; below zero once it is over."""
        return (self.deadline.day - day).days


def filings_of(
    posts: Iterable[Post], *, rules: Rulebook, days: Calendar, today: date
) -> list[Filing]:
    """Return what of `posts`, each with its organisation, is to be filed; no query.

    Of a post its begin, and once that is filed its end. The rule decides that held on
    the day when the post began, or ended.
    """
    found = []
    for post in posts:
        if post.is_annulled or post.is_filed(today):
            continue
        is_end = not post.awaits_begin(today)
        day = post.valid_to if is_end and post.valid_to else post.valid_from
        asked = rules.figure(
            Rule.Code.FILING_DAYS, post.organisation, day=day, kind=post.kind
        )
        if asked.is_asked:
            deadline = days.deadline(day, days=asked.value)
            found.append(Filing(post, is_end, deadline, asked.source))
    return sorted(found, key=lambda filing: (filing.deadline.day, filing.post.pk))


def filings(posts: PostQuerySet, *, today: date) -> list[Filing]:
    """Return what of `posts` is to be filed, the soonest first; three queries at most."""
    asking = Rule.objects.standing().filter(code=Rule.Code.FILING_DAYS)
    rules = list(asking.select_related("organisation"))
    if not any(rule.value for rule in rules):
        return []
    unfiled = posts.unfiled().filter(_asked_for(rules)).with_people()
    return filings_of(unfiled, rules=Rulebook(rules), days=calendar(), today=today)


def filings_seen_by(user: User, *, today: date) -> list[Filing]:
    """Return what is to be filed in the branches that `user` oversees."""
    branches = RoleGrant.branches(user, *RoleGrant.OVERSEERS)
    return filings(Post.objects.within(branches), today=today)


def filings_administered_by(user: User, *, today: date) -> list[Filing]:
    """Return what is to be filed in the branches that `user` administers."""
    return filings(Post.objects.administered_by(user), today=today)


def _asked_for(rules: Iterable[Rule]) -> Q:
    """The posts of which some rule may speak; which one does is found in memory."""
    found = Q(pk__in=[])
    for rule in rules:
        if rule.value:
            later = Q(valid_from__gte=rule.valid_from) | Q(
                valid_to__gte=rule.valid_from
            )
            found |= later & under([rule.organisation.path], prefix="organisation__")
    return found
