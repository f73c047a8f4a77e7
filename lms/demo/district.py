"""A district of invented people: ten towns, some 120 committees, some 550 mediators."""

from datetime import datetime
from itertools import count

from lms.demo import beyond, changes, gaps, terms, towns
from lms.demo.ground import District, Kind
from lms.demo.people import People
from lms.kernel import audit
from mediators import operations
from mediators.models import Mediator, Post


def build(*, at: datetime, told_at: datetime) -> District:
    """Make the tree and its people, as the installer would: without an actor.

    `at` is when it was written down; `told_at`, when the story is told.
    """
    with audit.together():
        bureau = operations.add_organisation(
            name="示例区司法局", kind=Kind.BUREAU, parent=None, at=at, actor=None
        )
        district = District(at, told_at, bureau, People(at=at))
        towns.build(district)
        _elect(district)
        gaps.build(district)
        beyond.build(district)
        changes.build(district)
    district.mediators = _mediating(district)
    return district


def _elect(district: District) -> None:
    numbers = count()
    for town in towns.TOWNS:
        terms.town_committee(district, town, next(numbers))
        for village in towns.plain_villages(town):
            terms.village_committee(district, village, next(numbers))


def _mediating(district: District) -> list[Mediator]:
    """Return who holds a post on the day of the story, by the first place they have."""
    posts = Post.objects.standing().on(district.day).select_related("person__mediator")
    in_order = posts.order_by("organisation__path", "person")
    return list({post.person_id: post.person.mediator for post in in_order}.values())
