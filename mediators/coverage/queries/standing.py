"""What stands at places themselves, on a day: the source of every figure."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from mediators.coverage import measures
from mediators.coverage.models import Village
from mediators.coverage.queries.asked import Asked
from mediators.models import Organisation, Person, Post, Rule
from mediators.models.post import PostQuerySet

_HAN = "01"
#: The living record of a post's holder, and what is read of it.
LIVING = Coalesce("person__merged_into", "person")
PLAIN = {
    "living": LIVING,
    "gender": Coalesce("person__merged_into__gender", "person__gender"),
    "ethnicity": Coalesce("person__merged_into__ethnicity", "person__ethnicity"),
}


class Held(NamedTuple):
    place: int
    person: int
    role: str
    kind: str
    valid_to: date | None
    gender: str
    ethnicity: str


@dataclass
class Standing:
    """What stands at one place, and what a committee lacks."""

    counts: Counter[str] = field(default_factory=Counter)
    lacks: list[str] = field(default_factory=list)


def standing(
    places: Sequence[Organisation],
    *,
    day: date,
    asked: Asked,
    where: Q | None = None,
    merged: Mapping[int, int] | None = None,
) -> dict[int, Standing]:
    """Return what stands at each place on `day`; six queries, whatever their number.

    `where` says which places they are, if it can be said shorter than by naming each;
    `merged` are all the records that were merged into others, if they are known.
    """
    where = where or Q(organisation__in=[each.pk for each in places])
    found = _posts(where, day)
    posts = defaultdict(list)
    for post in _read(found):
        posts[post.place].append(post)
    people = {post.person for held in posts.values() for post in held}
    records = found.values("person").order_by()
    holders = measures.held(people, day=day, merged=merged, among=records)
    villages = _villages(where)
    return {
        place.pk: _at(
            place,
            posts[place.pk],
            holders=holders,
            villages=villages,
            asked=asked,
            day=day,
        )
        for place in places
    }


def _posts(where: Q, day: date) -> PostQuerySet:
    """Return the posts in force, and the members' whose term has run out unnoticed."""
    lapsed = Q(end_reason=Post.EndReason.NONE, role__in=Post.MEMBERS)
    counted = Q(valid_to=None) | Q(valid_to__gt=day) | lapsed
    return Post.objects.standing().filter(where, counted, valid_from__lte=day)


def _read(posts: PostQuerySet) -> list[Held]:
    rows = posts.order_by().values_list(
        "organisation_id",
        PLAIN["living"],
        "role",
        "kind",
        "valid_to",
        PLAIN["gender"],
        PLAIN["ethnicity"],
    )
    return [Held(*row) for row in rows]


def _villages(where: Q) -> dict[int, tuple[int, int]]:
    rows = Village.objects.filter(where)
    counted = rows.values_list("organisation").annotate(
        every=Count("pk"), uncovered=Count("pk", filter=Q(is_covered=False))
    )
    return {place: (every, uncovered) for place, every, uncovered in counted}


def _at(  # noqa: PLR0913 -- what is counted, and by what
    place: Organisation,
    posts: list[Held],
    *,
    holders: dict[str, set[int]],
    villages: dict[int, tuple[int, int]],
    asked: Asked,
    day: date,
) -> Standing:
    found = Standing()
    if not place.exists:
        return found
    every, uncovered = villages.get(place.pk, (0, 0))
    in_force = [post for post in posts if post.valid_to is None or post.valid_to > day]
    found.counts.update(
        villages=every,
        villages_uncovered=uncovered,
        posts=len(in_force),
        **_people(in_force, holders),
    )
    if place.is_committee:
        members = [post for post in in_force if post.role in Post.MEMBERS]
        found.lacks = _lacks(place, members, asked.of(place.path, place.committee_type))
        sitting = {post.person for post in members}
        held = {post.person for post in posts if post.role in Post.MEMBERS}
        if held - sitting:
            found.lacks.append("lapsed")
        if not found.counts[measures.CERTIFIED]:
            found.lacks.append("without_certified")
        kind = f"committees_{place.committee_type}"
        found.counts.update(["committees", kind, *found.lacks])
    return found


def _people(posts: list[Held], holders: dict[str, set[int]]) -> dict[str, int]:
    people = {post.person for post in posts}
    women = {p.person for p in posts if p.gender == Person.Gender.FEMALE}
    full_time = {p.person for p in posts if p.kind == Post.Kind.FULL_TIME}
    measured = {code: len(people & held) for code, held in holders.items()}
    return {
        "people": len(people),
        "women": len(women),
        "full_time": len(full_time),
        **measured,
    }


def _lacks(
    place: Organisation, members: list[Held], asked: dict[str, int]
) -> list[str]:
    sitting = {post.person for post in members}
    chairs = sum(post.role == Post.Role.CHAIR for post in members)
    women = {p.person for p in members if p.gender == Person.Gender.FEMALE}
    peoples = {post.ethnicity for post in members} - {"", _HAN}
    code = Rule.Code
    lacks = {
        "without_chair": chairs < asked[code.CHAIRS],
        "many_chairs": chairs > asked[code.CHAIRS],
        "few_members": len(sitting) < asked[code.MEMBERS_MIN],
        "many_members": len(sitting) > asked[code.MEMBERS_MAX],
        "without_woman": len(women) < asked[code.WOMEN_MIN],
        "without_minority": place.is_multi_ethnic and not peoples,
    }
    return [gap for gap, is_there in lacks.items() if is_there]


def measured(people: Collection[int], *, day: date) -> dict[str, set[int]]:
    """Return, of living records, the women, and who meets each measure; three queries."""
    women = Person.objects.filter(pk__in=people, gender=Person.Gender.FEMALE)
    return {
        "people": set(people),
        "women": set(women.values_list("pk", flat=True)),
        **measures.held(people, day=day),
    }
