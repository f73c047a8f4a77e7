"""What is not as it should be, each with the article or document that says so."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mediators.models import Organisation, Person, Post, Rule
from mediators.queries.figures import Figure, figures

_ETHNIC = gettext_lazy("Law, article 8, paragraph 3")
_HAN = "01"


@dataclass(frozen=True)
class Warning:  # noqa: A001 -- the word of the business
    """Something that is not as it should be, and by which article."""

    text: str
    source: str | Promise


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
