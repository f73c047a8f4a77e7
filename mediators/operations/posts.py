from collections.abc import Mapping
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import Post, User
from mediators.signals import posts_changed


class EndBeforeBeginning(DomainError):
    message = _("The end must come after the beginning.")


class PostEnded(DomainError):
    message = _("The end of this post has been recorded already.")


class PostAnnulled(DomainError):
    message = _("This post was annulled.")


class ReasonMismatch(DomainError):
    message = _(
        "Elected members are removed, hired mediators dismissed, invited mediators "
        "struck off the roster (Law, article 15)."
    )


class ReasonMissing(DomainError):
    message = _("Give the reason.")


class AfterTheTerm(DomainError):
    message = _(
        "The last day of this term is %(last)s: the first day on which it is no longer "
        "held is %(day)s at the latest."
    )


@transaction.atomic
def end_post(  # noqa: PLR0913 -- what an end is made of
    *,
    post: Post,
    on: date,
    reason: str,
    at: datetime,
    actor: User | None,
    note: str = "",
) -> Post:
    """Record that a post ended: `on` is the first day on which it is no longer held.

    :raises PostAnnulled: if it was annulled
    :raises PostEnded: if its end was recorded before
    :raises ReasonMissing: if no reason is given
    :raises ReasonMismatch: if the reason does not fit the way of appointment
    :raises EndBeforeBeginning: if it would end before it began
    :raises AfterTheTerm: if its term ran out before that day
    """
    post = _lock(post)
    if post.has_ended:
        raise PostEnded
    if reason == Post.EndReason.NONE:
        raise ReasonMissing
    if reason not in post.possible_ends:
        raise ReasonMismatch
    if on <= post.valid_from:
        raise EndBeforeBeginning
    if post.valid_to and post.last_day and on > post.valid_to:
        raise AfterTheTerm(
            last=date_format(post.last_day), day=date_format(post.valid_to)
        )

    before, post.valid_to = post.valid_to, on
    post.end_reason, post.end_recorded_at = reason, at
    post.save(update_fields=["valid_to", "end_reason", "end_recorded_at"])
    values = {"valid_to": [before, on], "end_reason": reason}
    record("post.ended", post, at=at, actor=actor, values=values, reason=note)
    return post


@transaction.atomic
def annul_post(*, post: Post, reason: str, at: datetime, actor: User) -> Post:
    """Take back a post that was entered wrongly; it stays on record as annulled.

    :raises PostAnnulled: if it was annulled before
    :raises ReasonMissing: if no reason is given
    """
    post = _lock(post)
    if not reason.strip():
        raise ReasonMissing
    post.annulled_at, post.annulled_by = at, actor
    post.annul_reason = reason.strip()
    post.save(update_fields=["annulled_at", "annulled_by", "annul_reason"])
    record("post.annulled", post, at=at, actor=actor, reason=post.annul_reason)
    return post


def _lock(post: Post) -> Post:
    posts = Post.objects.select_related("person", "organisation")
    post = posts.select_for_update(of=["self"]).get(pk=post.pk)
    if post.is_annulled:
        raise PostAnnulled
    return post


def record(  # noqa: PLR0913 -- what an entry is made of
    action: str,
    post: Post,
    *,
    at: datetime,
    actor: User | None,
    values: Mapping[str, object] | None = None,
    reason: str = "",
) -> None:
    """Log what happened to a post, under the key of its person; announce it on commit."""
    audit.record(
        action=action,
        subject=post,
        actor=actor,
        at=at,
        person=post.person.uuid,
        values=values,
        reason=reason,
    )
    announce = partial(posts_changed.send, sender=Post, person=post.person)
    transaction.on_commit(announce, robust=True)
