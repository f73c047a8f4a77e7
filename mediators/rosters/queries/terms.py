"""The post of a row beside the posts on record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from mediators import operations as mediators
from mediators.identity import ADULT, age, read_id_number
from mediators.models import Organisation, Post, User
from mediators.operations.appointments import check_first_day
from mediators.rosters.columns import BY_KEY
from mediators.rosters.queries.chunks import chunks

if TYPE_CHECKING:
    from mediators.rosters.queries.judging import Verdict

#: What a post is and stays.
_FIXED = ("role", "appointment", "kind", "valid_from")


@dataclass
class Posts:
    by_number: dict[str, Post]
    by_person: dict[int, list[Post]]


def posts_held(verdicts: Iterable[Verdict], *, by: User) -> Posts:
    """Return the posts that rows may mean: by number, and of the people they mean."""
    verdicts = list(verdicts)
    posts = Post.objects.administered_by(by).standing()
    posts = posts.select_related("person", "organisation")
    numbers = [each for v in verdicts if (each := _uuid(v.given.values)) is not None]
    people = sorted({v.person.pk for v in verdicts if v.person is not None})
    found = Posts({}, {})
    for some in chunks(numbers):
        found.by_number.update(
            {str(post.uuid): post for post in posts.filter(uuid__in=some)}
        )
    for held in chunks(people):
        theirs = Q(person__in=held) | Q(person__merged_into__in=held)
        for post in posts.filter(theirs).order_by("pk"):
            found.by_person.setdefault(_holder(post), []).append(post)
    return found


def _holder(post: Post) -> int:
    """Return who holds a post: of a record that was merged, the one it was merged into."""
    return post.person.merged_into_id or post.person_id


def problems_of(
    verdict: Verdict, place: Organisation, posts: Posts, *, at: datetime
) -> list[str]:
    """Find the post on record that the row means, and say what speaks against the row."""
    values = verdict.given.values
    if number := values.get("post"):
        return _of_number(verdict, place, posts.by_number.get(number.lower()))
    start, end = values["valid_from"], _until(values)
    if end is not None and end <= start:
        return [str(mediators.EndBeforeBeginning())]
    held = posts.by_person.get(verdict.person.pk, []) if verdict.person else []
    for post in held:
        if post.organisation_id != place.pk or post.role != values["role"]:
            continue
        if post.valid_from == start:
            verdict.post = post
            return _of_terms(values, post)
        if _meet(post, start, end):
            refusal = mediators.PostOverlaps(
                name=values["name"], since=date_format(post.valid_from)
            )
            return [str(refusal)]
    return _of_a_new_post(verdict, place, at)


def _of_number(verdict: Verdict, place: Organisation, post: Post | None) -> list[str]:
    of_others = post and verdict.person and _holder(post) != verdict.person.pk
    if post is None or verdict.person is None or of_others:
        return [_("No post of this person in your branch has this 任职编号.")]
    verdict.post = post
    if post.organisation_id != place.pk:
        words = _(
            "The post is one of %(place)s. A post does not move: end it, and enter the "
            "new one in a row without 任职编号."
        )
        return [words % {"place": post.organisation.name}]
    return _of_terms(verdict.given.values, post)


def _of_terms(values: dict[str, Any], post: Post) -> list[str]:
    differing = [name for name in _FIXED if values[name] != getattr(post, name)]
    if not differing:
        return []
    heads = "、".join(BY_KEY[name].head for name in differing)
    words = _(
        "On record this post differs in: %(heads)s. What a post is does not change: if it "
        "was entered wrongly, annul it on its page and import the row without 任职编号."
    )
    return [words % {"heads": heads}]


def _of_a_new_post(verdict: Verdict, place: Organisation, at: datetime) -> list[str]:
    values = verdict.given.values
    start: date = values["valid_from"]
    problems: list[DomainError] = []
    try:
        check_first_day(start, at=at)
    except DomainError as error:
        problems.append(error)
    hired = values["appointment"] == Post.Appointment.HIRED
    if hired and values["role"] in Post.MEMBERS and place.elects_members:
        problems.append(mediators.MemberNotElected())
    born_on = birthday(verdict, day=local_day(at))
    if born_on and age(born_on, on=start) < ADULT:
        problems.append(mediators.NotAdult(name=values["name"], day=date_format(start)))
    return [str(problem) for problem in problems]


def birthday(verdict: Verdict, *, day: date) -> date | None:
    """Return the day of birth that the post would be judged by.

    As the row says, or else as is on record, or else as the identity number says.
    """
    values, known = verdict.given.values, verdict.person
    born_on: date | None = values.get("born_on") or (known.born_on if known else None)
    if born_on is not None:
        return born_on
    number = values.get("id_number")
    return read_id_number(number, day=day).born_on if number else None


def _until(values: dict[str, Any]) -> date | None:
    last = values.get("last_day")
    return last + timedelta(days=1) if last else None


def _meet(post: Post, start: date, end: date | None) -> bool:
    begins_before = end is None or post.valid_from < end
    return begins_before and (post.valid_to is None or start < post.valid_to)


def _uuid(values: dict[str, Any]) -> UUID | None:
    try:
        return UUID(values.get("post", ""))
    except ValueError:
        return None
