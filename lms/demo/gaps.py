"""Villages that lack something, each named for what it lacks."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from lms.demo import towns
from lms.demo.ground import District
from lms.demo.people import FEMALE, MALE
from lms.demo.terms import (
    GENDERS,
    elect,
    file,
    hire,
    newcomers,
    roles_of,
    three_terms,
)
from mediators import operations, queries
from mediators.models import Organisation, Person, Post, Rule
from mediators.operations import NewSeat, Outcome, Seat

Role, Kind = Post.Role, Post.Kind
Make = Callable[[District, Organisation], object]

#: How old nobody with a full-time post should be; see the rules of the demo.
TOO_OLD = 69


def _once(*roles: str, genders: Sequence[str] = GENDERS) -> Make:
    """Elect people for these roles in the last term; nobody was elected before."""

    def make(district: District, committee: Organisation) -> None:
        new = newcomers(district, roles, genders=genders)
        elect(district, committee, on=district.terms[-1], new=new)

    return make


def _lapsed(district: District, committee: Organisation) -> None:
    """Nobody was elected when the second term was over."""
    three_terms(district, committee, number=1, size=3, last=2)


def _lapsing(district: District, committee: Organisation) -> None:
    """The term is over in six weeks."""
    end = district.day + timedelta(days=42)
    begin = end - timedelta(days=3 * 365)
    elect(
        district,
        committee,
        on=begin,
        new=newcomers(district, roles_of(4)),
        valid_to=end,
    )


def _never(_district: District, _committee: Organisation) -> None:
    """Nobody was elected since the committee was founded."""


def _overdue(district: District, committee: Organisation) -> None:
    """A by-election and an end were never filed; another end is to be filed yet."""
    three_terms(district, committee, number=4, size=4)
    _by_election(district, committee, days=100, filed=False)
    for days in (85, 22):
        operations.end_post(
            post=hire(district, committee),
            on=district.days_ago(days),
            reason=Post.EndReason.RESIGNED,
            at=district.told_at - timedelta(days=days - 1),
            actor=None,
        )


def _by_elected(district: District, committee: Organisation) -> None:
    """One resigned and one died within the term; both places were filled."""
    three_terms(district, committee, number=6, size=5)
    _by_election(district, committee, days=300)
    _by_election(district, committee, days=160, reason=Post.EndReason.DIED)


def _by_election(
    district: District,
    committee: Organisation,
    *,
    days: int,
    filed: bool = True,
    reason: str = Post.EndReason.RESIGNED,
) -> None:
    """Let the last of the members leave, and somebody new come."""
    on = district.days_ago(days)
    *staying, gone = (posts[0] for posts in queries.sitting(committee, on=on).values())
    seats = [Seat(post.person, Outcome.KEEPS) for post in staying]
    seats.append(Seat(gone.person, Outcome.LEAVES, reason))
    new = newcomers(district, [Role.MEMBER], genders=[gone.person.gender])
    end = queries.end_of_terms(committee, on=on)
    elect(district, committee, on=on, new=new, seats=seats, filed=filed, valid_to=end)
    if filed:
        file(district, [Post.objects.get(pk=gone.pk)], on=on)


def _old_chair(district: District, committee: Organisation) -> None:
    """The chair is full-time, and older than the rule of the district has it.

    So is a mediator, whom the district exempts from it.
    """
    chair = NewSeat(Role.CHAIR, Kind.FULL_TIME, district.people.next(age=TOO_OLD))
    new = [chair, *newcomers(district, roles_of(3))[1:]]
    elect(district, committee, on=district.terms[-1], new=new)
    elder = district.people.next(age=TOO_OLD)
    operations.grant_exemption(
        post=hire(district, committee, kind=Kind.FULL_TIME, person=elder),
        code=Rule.Code.AGE_MAX,
        reason="村民推举留任，身体健康，区局同意（演示用）",
        at=district.told_at,
        actor=None,
    )


def _two_posts(district: District, committee: Organisation) -> None:
    """Somebody is full-time here and in the next village."""
    three_terms(district, committee, number=8, size=3)
    person = hire(district, committee, kind=Kind.FULL_TIME).person
    *_others, beside = towns.plain_villages("垛石街道")
    hire(district, district.committees[beside], kind=Kind.FULL_TIME, person=person)


def _unschooled(district: District, committee: Organisation) -> None:
    """Somebody full-time went to school for less long than the rule asks for."""
    three_terms(district, committee, number=10, size=3)
    person = district.people.next(education=Person.Education.PRIMARY)
    hire(district, committee, kind=Kind.FULL_TIME, person=person)


def _whole(district: District, committee: Organisation) -> None:
    """Nothing is wrong with its members."""
    three_terms(district, committee, number=12, size=4)


CHAIR, MEMBER = Role.CHAIR, Role.MEMBER
VILLAGES: dict[str, Make] = {
    towns.NO_CHAIR: _once(MEMBER, MEMBER, MEMBER),
    towns.TWO_CHAIRS: _once(CHAIR, CHAIR, MEMBER),
    towns.TWO_MEMBERS: _once(CHAIR, MEMBER, genders=(MALE, FEMALE)),
    towns.TEN_MEMBERS: _once(*roles_of(10)),
    towns.NO_WOMAN: _once(CHAIR, MEMBER, MEMBER, genders=[MALE] * 3),
    towns.NO_MINORITY: _whole,
    towns.LAPSED: _lapsed,
    towns.LAPSING: _lapsing,
    towns.NEVER_ELECTED: _never,
    towns.OVERDUE: _overdue,
    towns.BY_ELECTION: _by_elected,
    towns.UNCERTIFIED: _whole,
    towns.OLD_CHAIR: _old_chair,
    towns.TWO_POSTS: _two_posts,
    towns.UNSCHOOLED: _unschooled,
    towns.MERGED: _whole,
    towns.MERGED_INTO: _whole,
    towns.RENAMED_BEFORE: _whole,
}


def build(district: District) -> None:
    """Elect, or do not elect, the committees of villages that lack something."""
    for village, make in VILLAGES.items():
        make(district, district.committees[village])
    _hired_lately(district)


def _hired_lately(district: District) -> None:
    """A street hired somebody the other day: there is time to file it yet."""
    street = district.committees["曲堤街道"]
    hire(district, street, since=district.days_ago(12), filed=False)
