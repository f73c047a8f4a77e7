"""What became of places: one merged, one dissolved, one moved, one was renamed."""

from lms.demo import beyond, towns
from lms.demo.ground import COMMITTEE, District
from lms.demo.terms import elect, file
from mediators import operations, queries
from mediators.divisions import Listed
from mediators.models import Division, Organisation, Post
from mediators.operations import Outcome, Seat


def build(district: District) -> None:
    _merge(district)
    _dissolve(district)
    _move(district)
    _rename(district)


def _merge(district: District) -> None:
    """Merge a village into the next, and its committee with it; its mediators go on."""
    on = district.days_ago(400)
    merged, into = (
        district.committees[each] for each in (towns.MERGED, towns.MERGED_INTO)
    )
    operations.merge_organisation(
        organisation=merged,
        successor=into,
        effective_on=on,
        document="示例街道〔演示〕7 号：两村合并",
        carry_on=True,
        at=district.at,
        actor=None,
    )
    operations.end_village(
        village=Division.objects.get(name=towns.MERGED),
        successor=Division.objects.get(name=towns.MERGED_INTO),
        on=on,
        at=district.at,
        actor=None,
    )
    file(district, list(into.posts.filter(valid_from=on)), on=on)
    _file_ends(district, merged)
    _settle(district, into)


def _settle(district: District, committee: Organisation) -> None:
    """Elect one chair where a merger left two: the other becomes a member."""
    on = district.days_ago(370)
    first, second, *others = (
        posts[0] for posts in queries.sitting(committee, on=on).values()
    )
    seats = [Seat(post.person, Outcome.KEEPS) for post in (first, *others)]
    seats.append(Seat(second.person, Outcome.MEMBER))
    elect(district, committee, on=on, seats=seats, valid_to=first.valid_to)


def _dissolve(district: District) -> None:
    """Dissolve the committee of an enterprise that closed."""
    closed = district.committees[beyond.CLOSED]
    operations.dissolve_organisation(
        organisation=closed,
        effective_on=district.days_ago(200),
        document="示例水泥厂〔演示〕3 号：停产",
        at=district.at,
        actor=None,
    )
    _file_ends(district, closed)


def _file_ends(district: District, place: Organisation) -> None:
    """File the ends of those whose posts ended with a place."""
    gone = Post.EndReason.DISSOLVED
    for post in place.posts.filter(end_reason=gone):
        if post.valid_to:
            file(district, [post], on=post.valid_to)


def _move(district: District) -> None:
    """Hang the committee of several streets beneath the bureau."""
    operations.move_organisation(
        organisation=district.committees[beyond.MARKET],
        parent=district.bureau,
        effective_on=district.days_ago(250),
        document="示例区司法局〔演示〕12 号",
        at=district.at,
        actor=None,
    )


def _rename(district: District) -> None:
    """Take over a list of divisions in which a village is called otherwise."""
    before = Division.objects.get(name=towns.RENAMED_BEFORE)
    committee = district.committees[towns.RENAMED_BEFORE]
    operations.import_divisions(
        listed=[Listed(before.code, towns.RENAMED)],
        valid_from=district.days_ago(350),
        at=district.at,
        actor=None,
    )
    operations.change_organisation(
        organisation=committee,
        effective_on=district.days_ago(350),
        at=district.at,
        actor=None,
        name=f"{towns.RENAMED}{COMMITTEE}",
        establishing_unit=towns.RENAMED,
    )
