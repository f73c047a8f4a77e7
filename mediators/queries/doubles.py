"""Records that may be of one person."""

from itertools import combinations, groupby

from django.db.models import Count, Prefetch

from mediators.models import Distinction, Person, Post, User

#: How many names are looked at, and so many pairs shown; more come once these are done.
MOST = 50


def doubtful_pairs(user: User) -> list[tuple[Person, Person]]:
    """Return pairs whom `user` administers that may be one person, by pinyin.

    They have the same name, and the same birthday or phone. Who has another identity
    number is another person; the same number nobody can have twice. Who was told apart
    is not asked about again. Four queries.
    """
    people = Person.objects.administered_by(user).living()
    shared = people.order_by().values("name").annotate(count=Count("pk"))
    names = shared.filter(count__gt=1).order_by("name").values("name")
    posts = Post.objects.in_force().select_related("organisation")
    alike = (
        people.filter(name__in=names)
        .select_related("mediator")
        .prefetch_related(Prefetch("posts", queryset=posts, to_attr="posts_in_force"))
    )
    apart = set(Distinction.objects.filter(one__in=alike).values_list("one", "other"))
    found = []
    for _name, group in groupby(alike.in_order(), key=lambda person: person.name):
        found += [
            pair
            for pair in combinations(group, 2)
            if may_be_one(*pair) and _in_order(pair) not in apart
        ]
    return found[:MOST]


def _in_order(pair: tuple[Person, Person]) -> tuple[int, int]:
    low, high = sorted(person.pk for person in pair)
    return low, high


def told_apart(one: Person, other: Person) -> Distinction | None:
    """Return what was said of both, if they were told apart; one query."""
    low, high = _in_order((one, other))
    found = Distinction.objects.filter(one=low, other=high)
    return found.select_related("told_by").first()


def may_be_one(one: Person, other: Person) -> bool:
    """Say whether two records of one name may be of one person."""
    numbers = {one.id_number_lookup, other.id_number_lookup} - {None}
    if len(numbers) > 1:
        return False
    same_day = one.born_on is not None and one.born_on == other.born_on
    same_phone = bool(one.phone) and one.phone == other.phone
    return same_day or same_phone
