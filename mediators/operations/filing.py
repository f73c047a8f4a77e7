from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from lms.kernel import audit
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from mediators.models import Post, User
from mediators.operations.posts import PostAnnulled, ReasonMissing


class NothingChosen(DomainError):
    message = _("Tick at least one line.")


class FiledInTheFuture(DomainError):
    message = _("%(day)s is still to come: enter the day on which it was filed.")


class FiledBefore(DomainError):
    message = _(
        "The post of %(name)s ended on %(day)s: it was not filed before. Enter the day on "
        "which it was filed."
    )


class FiledAlready(DomainError):
    message = _(
        "The filing of %(name)s is recorded already. Nothing was changed: look at the "
        "list again."
    )


class NothingFiled(DomainError):
    message = _("No filing of this post is recorded.")


@transaction.atomic
def file_posts(
    *,
    posts: Iterable[Post],
    on: date,
    reference: str = "",
    at: datetime,
    actor: User | None,
) -> list[Post]:
    """Record that posts were filed with the bureau: their begin, or else their end.

    :raises NothingChosen: if there are none
    :raises FiledInTheFuture: if `on` is still to come
    :raises FiledBefore: if the end of one of them came later than that
    :raises PostAnnulled: if one of them was annulled
    :raises FiledAlready: if nothing of one of them is left to file
    """
    if on > local_day(at):
        raise FiledInTheFuture(day=date_format(on))
    keys = [post.pk for post in posts]
    locked = Post.objects.filter(pk__in=keys).select_for_update(of=["self"])
    found = list(locked.select_related("person").order_by("pk"))
    if not found:
        raise NothingChosen
    for post in found:
        _file(post, on, reference.strip(), at=at, actor=actor)
    return found


def _file(
    post: Post, on: date, reference: str, *, at: datetime, actor: User | None
) -> None:
    if post.is_annulled:
        raise PostAnnulled
    today = local_day(at)
    if post.is_filed(today):
        raise FiledAlready(name=post.person.name)
    fields = {"filed_on": on, "filing_reference": reference}
    if not post.awaits_begin(today):
        if post.valid_to is not None and on < post.valid_to:
            day = date_format(post.valid_to)
            raise FiledBefore(name=post.person.name, day=day)
        fields = {f"end_{name}": value for name, value in fields.items()}
    for name, value in fields.items():
        setattr(post, name, value)
    post.save(update_fields=fields)
    audit.record(
        action="post.filed",
        subject=post,
        actor=actor,
        at=at,
        person=post.person.uuid,
        values=fields,
    )


@transaction.atomic
def take_back_filing(*, post: Post, reason: str, at: datetime, actor: User) -> Post:
    """Take back a filing that was recorded wrongly: of the end, if that was filed.

    :raises PostAnnulled: if the post was annulled
    :raises ReasonMissing: if no reason is given
    :raises NothingFiled: if there is none
    """
    posts = Post.objects.select_related("person")
    post = posts.select_for_update(of=["self"]).get(pk=post.pk)
    if post.is_annulled:
        raise PostAnnulled
    if not reason.strip():
        raise ReasonMissing
    prefix = "end_" if post.end_filed_on else ""
    day, reference = f"{prefix}filed_on", f"{prefix}filing_reference"
    before = {name: getattr(post, name) for name in (day, reference)}
    if before[day] is None:
        raise NothingFiled
    setattr(post, day, None)
    setattr(post, reference, "")
    post.save(update_fields=[day, reference])
    audit.record(
        action="post.filing_taken_back",
        subject=post,
        actor=actor,
        at=at,
        person=post.person.uuid,
        values={day: [before[day], None], reference: [before[reference], ""]},
        reason=reason.strip(),
    )
    return post
