"""What is read about committees and the tree: the statute's figures, warnings, counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch
from django.db.models.functions import Substr
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mediators import names
from mediators.models import Mediator, Organisation, Person, Post, Rule, User
from mediators.models.mediator import MediatorQuerySet
from mediators.models.person import PersonQuerySet
from mediators.models.post import PostQuerySet


@dataclass(frozen=True)
class Figure:
    """What a rule asks for, and who says so."""

    value: int
    source: str | Promise


@dataclass(frozen=True)
class Warning:  # noqa: A001 -- the word of the business
    """Something that is not as it should be, and by which article."""

    text: str
    source: str | Promise


#: What the People's Mediation Law says where no document of a branch says otherwise.
STATUTE = {
    Rule.Code.MEMBERS_MIN: Figure(3, gettext_lazy("Law, article 8, paragraph 2")),
    Rule.Code.MEMBERS_MAX: Figure(9, gettext_lazy("Law, article 8, paragraph 2")),
    Rule.Code.CHAIRS: Figure(1, gettext_lazy("Law, article 8, paragraph 2")),
    Rule.Code.WOMEN_MIN: Figure(1, gettext_lazy("Law, article 8, paragraph 3")),
    Rule.Code.TERM_YEARS: Figure(3, gettext_lazy("Law, article 9, paragraph 2")),
}
_ETHNIC = gettext_lazy("Law, article 8, paragraph 3")
_HAN = "01"


def figures(organisation: Organisation, *, day: date) -> dict[str, Figure]:
    """Return what the rules ask of an organisation on `day`; the nearest branch decides."""
    step = Organisation.steplen
    path = organisation.path
    above = [path[:end] for end in range(step, len(path) + 1, step)]
    rules = Rule.objects.on(day).filter(organisation__path__in=above)
    found = {code.value: figure for code, figure in STATUTE.items()}
    for rule in rules.order_by("organisation__depth"):
        found[rule.code] = Figure(rule.value, rule.document)
    return found


def term_end(organisation: Organisation, *, start: date) -> date:
    """Return the day on which a full term that begins on `start` is over."""
    years = figures(organisation, day=start)[Rule.Code.TERM_YEARS].value
    try:
        return start.replace(year=start.year + years)
    except ValueError:  # 29 February
        return date(start.year + years, 3, 1)


def committee_warnings(organisation: Organisation, *, day: date) -> list[Warning]:
    """Say what a committee lacks on `day`, each with the article; three queries."""
    if not organisation.is_committee or not organisation.exists:
        return []
    asked = figures(organisation, day=day)
    posts = Post.objects.standing().filter(organisation=organisation)
    held = list(posts.on(day).filter(role__in=Post.MEMBERS).select_related("person"))
    members = {post.person_id: post.person for post in held}
    chairs = sum(post.role == Post.Role.CHAIR for post in held)
    lapsed = posts.filter(
        valid_to__lte=day, end_reason="", role__in=Post.MEMBERS
    ).exclude(person__in=members)
    return [
        *_of_size(len(members), asked),
        *_of_chairs(chairs, asked[Rule.Code.CHAIRS]),
        *_of_members(organisation, list(members.values()), asked),
        *_of_terms(lapsed.count(), asked[Rule.Code.TERM_YEARS]),
    ]


def posts_by_time(posts: Iterable[Post], *, day: date) -> dict[str, list[Post]]:
    """Return posts as those held on `day`, those to come and those of the past."""
    found: dict[str, list[Post]] = {"now": [], "to_come": [], "past": []}
    for post in posts:
        when = "now" if post.holds_on(day) else "past"
        found["to_come" if post.valid_from > day else when].append(post)
    return {f"posts_{when}": held for when, held in found.items()}


def _of_size(count: int, asked: dict[str, Figure]) -> list[Warning]:
    low, high = asked[Rule.Code.MEMBERS_MIN], asked[Rule.Code.MEMBERS_MAX]
    if low.value <= count <= high.value:
        return []
    text = ngettext(
        "The committee has %(count)d member; it should have %(low)d to %(high)d.",
        "The committee has %(count)d members; it should have %(low)d to %(high)d.",
        count,
    )
    source = low.source if count < low.value else high.source
    values = {"count": count, "low": low.value, "high": high.value}
    return [Warning(text % values, source)]


def _of_chairs(count: int, asked: Figure) -> list[Warning]:
    if count == asked.value:
        return []
    if count == 0:
        return [Warning(_("The committee has no chair."), asked.source)]
    text = _("The committee has %(count)d chairs; it should have %(asked)d.")
    return [Warning(text % {"count": count, "asked": asked.value}, asked.source)]


def _of_members(
    organisation: Organisation, members: list[Person], asked: dict[str, Figure]
) -> list[Warning]:
    found = []
    women = sum(person.gender == Person.Gender.FEMALE for person in members)
    wanted = asked[Rule.Code.WOMEN_MIN]
    if women < wanted.value:
        text = ngettext(
            "There should be %(wanted)d woman among the members; %(women)d is recorded.",
            "There should be %(wanted)d women among the members; %(women)d are recorded.",
            wanted.value,
        )
        values = {"wanted": wanted.value, "women": women}
        found.append(Warning(text % values, wanted.source))
    minority = any(person.ethnicity not in {"", _HAN} for person in members)
    if organisation.is_multi_ethnic and not minority:
        text = _(
            "In a multi-ethnic area the less numerous peoples should have a member."
        )
        found.append(Warning(text, _ETHNIC))
    return found


def _of_terms(count: int, asked: Figure) -> list[Warning]:
    if not count:
        return []
    text = ngettext(
        "The term of %(count)d member has run out; neither a new term nor an end "
        "is recorded.",
        "The terms of %(count)d members have run out; neither new terms nor ends "
        "are recorded.",
        count,
    )
    return [Warning(text % {"count": count}, asked.source)]


@dataclass
class Place:
    """An organisation in the tree, with what stands in its subtree."""

    organisation: Organisation
    committees: int
    posts: int
    places: list["Place"]
    #: Whether there is more below than is shown.
    goes_on: bool


#: How many levels of a branch are shown at once; deeper ones open on a page of their own.
LEVELS = 4


def tree(user: User, *, top: Organisation | None = None) -> list[Place]:
    """Return the branches that `user` oversees, or the part of them beneath `top`.

    Three queries, whatever the size; dissolved organisations are left out.
    """
    seen = Organisation.objects.visible_to(user).existing()
    if top is not None:
        seen = seen.within([top.path])
    shallowest = seen.order_by("depth").values_list("depth", flat=True)[:1]
    depth = top.depth if top else next(iter(shallowest), 1)
    deepest = depth + LEVELS - 1
    rows = list(seen.filter(depth__lte=deepest).order_by("path"))
    cut = Substr("path", 1, deepest * Organisation.steplen)
    committees = _counted(seen.committees().annotate(cut=cut))
    posts = Post.objects.in_force().filter(organisation__in=seen)
    held = _counted(posts.annotate(cut=_under(deepest)))
    return _nested(rows, committees, held, deepest)


def _under(depth: int) -> Substr:
    return Substr("organisation__path", 1, depth * Organisation.steplen)


def _counted(rows: Any) -> dict[str, int]:
    found = rows.order_by().values("cut").annotate(count=Count("pk"))
    return {row["cut"]: row["count"] for row in found}


def _nested(
    rows: list[Organisation],
    committees: dict[str, int],
    posts: dict[str, int],
    deepest: int,
) -> list[Place]:
    tops: list[Place] = []
    line: list[Place] = []
    for row in rows:
        place = Place(
            organisation=row,
            committees=committees.get(row.path, 0),
            posts=posts.get(row.path, 0),
            places=[],
            goes_on=row.depth == deepest and row.numchild > 0,
        )
        while line and not row.path.startswith(line[-1].organisation.path):
            line.pop()
        (line[-1].places if line else tops).append(place)
        for above in line:
            above.committees += place.committees
            above.posts += place.posts
        line.append(place)
    return tops


def files_open_to(user: User, *, posts: PostQuerySet) -> set[int]:
    """Return the keys of the holders of `posts` whose file `user` may open."""
    seen = Mediator.objects.visible_to(user).filter(person__in=posts.values("person"))
    return set(seen.values_list("person_id", flat=True))


def people_named(words: str, *, by: User) -> list[Person]:
    """Return whom `by` administers and whose name holds `words`: twenty, with posts."""
    people = _with_posts(by).filter(name__icontains=words)
    return list(people.order_by("name", "pk")[:20])


def namesakes(name: str, *, by: User) -> list[Person]:
    """Return whom `by` administers and who has exactly this name: twenty, with posts."""
    return list(_with_posts(by).filter(name=names.tidy(name)).order_by("pk")[:20])


def _with_posts(administrator: User) -> PersonQuerySet:
    posts = Post.objects.in_force().select_related("organisation")
    people = Person.objects.administered_by(administrator).living()
    return people.prefetch_related(
        Prefetch("posts", queryset=posts, to_attr="posts_in_force")
    )


def mediators_found(
    user: User,
    *,
    words: str = "",
    branch: Organisation | None = None,
    kind: str = "",
    role: str = "",
) -> MediatorQuerySet:
    """Return the mediators that `user` may look at and these filters leave, by name."""
    found = Mediator.objects.visible_to(user).living()
    if words:
        found = found.filter(person__name__icontains=words)
    if branch or kind or role:
        posts = Post.objects.in_force().visible_to(user)
        posts = posts.within([branch.path]) if branch else posts
        posts = posts.filter(kind=kind) if kind else posts
        posts = posts.filter(role=role) if role else posts
        found = found.filter(person__in=posts.values("person"))
    return found.order_by("person__name", "pk")
