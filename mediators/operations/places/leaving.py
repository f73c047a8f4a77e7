"""What ends with a place: the posts there, and the roles over it."""

from datetime import date, datetime
from typing import TypedDict

from django.utils.formats import date_format
from django.utils.translation import ngettext_lazy

from lms.kernel.errors import DomainError
from mediators import queries
from mediators.models import Organisation, Post, User
from mediators.operations.posts import record
from mediators.operations.roles import end_role


class PostsToCome(DomainError):
    message = ngettext_lazy(
        "%(count)d post at %(name)s begins on %(day)s or after it. Annul it, or choose a "
        "day after its first day.",
        "%(count)d posts at %(name)s begin on %(day)s or after it. Annul them, or choose "
        "a day after their first days.",
        "count",
    )


class Ending(TypedDict):
    on: date
    at: datetime
    actor: User | None
    document: str


def check_none_to_come(organisation: Organisation, *, on: date) -> None:
    """Refuse to end a place where posts begin later.

    :raises PostsToCome: if there are any
    """
    posts = Post.objects.standing().filter(organisation=organisation)
    if count := posts.filter(valid_from__gte=on).count():
        raise PostsToCome(count=count, name=organisation.name, day=date_format(on))


def end_posts(organisation: Organisation, *, ending: Ending) -> list[Post]:
    """End the posts held at a place on the day it ends, and return them as they were.

    An end that was recorded for a later day gives way: nobody holds a post of what is
    no longer there.
    """
    cut_short = queries.posts_cut_short(organisation, on=ending["on"])
    posts = list(cut_short.select_for_update(of=["self"]))
    for post in posts:
        before = post.valid_to
        Post.objects.filter(pk=post.pk).update(
            valid_to=ending["on"],
            end_reason=Post.EndReason.DISSOLVED,
            end_recorded_at=ending["at"],
        )
        record(
            "post.ended",
            post,
            at=ending["at"],
            actor=ending["actor"],
            values={
                "valid_to": [before, ending["on"]],
                "end_reason": Post.EndReason.DISSOLVED,
            },
            reason=ending["document"],
        )
    return posts


def end_roles(organisation: Organisation, *, ending: Ending) -> None:
    """End at once the roles over a place; one over everything does not hang on it."""
    for grant in queries.roles_ending(organisation):
        end_role(
            grant=grant,
            at=ending["at"],
            actor=ending["actor"],
            reason=ending["document"],
        )
