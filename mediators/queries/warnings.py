"""What is not as it should be, each with the article or document that says so.

Nothing here refuses anything: what the Law forbids, the operations refuse.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mediators.models import Organisation, Person, Post, Rule
from mediators.models.post import PostQuerySet
from mediators.queries.calendar import Calendar, calendar
from mediators.queries.figures import Figure, Rulebook, rulebook
from mediators.queries.filing import filings_of

_ETHNIC = gettext_lazy("Law, article 8, paragraph 3")
_HAN = "01"


@dataclass(frozen=True)
class Warning:  # noqa: A001 -- the word of the business
    """Something that is not as it should be, and by which article.

    `code` is the rule that it is about; two warnings of one code are one concern.
    `exempts` is the post that a branch may exempt from it, if there is one.
    """

    text: str
    source: str | Promise
    code: str = ""
    exempts: Post | None = None


def committee_warnings(organisation: Organisation, *, day: date) -> list[Warning]:
    """Say what a committee lacks on `day`, each with the article; three queries."""
    return warnings_of([organisation], day=day)[organisation.pk]


def warnings_to_come(
    organisation: Organisation, more: Iterable[Post], *, day: date
) -> list[Warning]:
    """Say what a committee would lack on `day`, once `more` are its posts, that it has now.

    `more`: each with its person and whom that was merged into. Six queries.
    """
    known = {warning.text for warning in committee_warnings(organisation, day=day)}
    posts = list(_telling([organisation.pk], day).select_related("person__merged_into"))
    for post in posts:
        post.organisation = organisation
    carried = [
        Post(
            person=post.person,
            organisation=organisation,
            role=post.role,
            kind=post.kind,
            appointment=post.appointment,
            valid_from=day,
            valid_to=post.valid_to,
        )
        for post in more
    ]
    found = warnings_about_committee(
        organisation,
        [*posts, *carried],
        rules=rulebook(organisation),
        days=calendar(),
        day=day,
    )
    return [warning for warning in found if warning.text not in known]


def warnings_of(
    organisations: Iterable[Organisation], *, day: date
) -> dict[int, list[Warning]]:
    """Say of each organisation, by its key, what it lacks on `day`.

    Three queries, however many; what is no committee, or none any more, lacks nothing.
    """
    places = {each.pk: each for each in organisations}
    posts: dict[int, list[Post]] = {key: [] for key in places}
    for post in _telling(places, day).select_related("person__merged_into"):
        post.organisation = places[post.organisation_id]
        posts[post.organisation_id].append(post)
    rules, days = rulebook(*places.values()), calendar()
    return {
        key: warnings_about_committee(
            place, posts[key], rules=rules, days=days, day=day
        )
        for key, place in places.items()
    }


def warnings_about_committee(
    place: Organisation,
    posts: Iterable[Post],
    *,
    rules: Rulebook,
    days: Calendar,
    day: date,
) -> list[Warning]:
    """Say what a committee with these posts lacks on `day`; no query.

    `posts`: its standing ones, each with person, whom that was merged into, and
    organisation; of those that are over, the ones without a recorded end or with one not yet filed.
    """
    if not place.is_committee or not place.exists:
        return []
    posts = list(posts)
    asked = {code: rules.figure(code, place, day=day) for code in Rule.Code}
    of_members = [post for post in posts if post.role in Post.MEMBERS]
    held = [post for post in of_members if post.holds_on(day)]
    members = {post.person.living.pk: post.person.living for post in held}
    chairs = sum(post.role == Post.Role.CHAIR for post in held)
    overdue = [
        filing
        for filing in filings_of(posts, rules=rules, days=days, today=day)
        if filing.is_overdue(day)
    ]
    return [
        *_of_size(len(members), asked),
        *_of_chairs(chairs, asked[Rule.Code.CHAIRS]),
        *_of_members(place, list(members.values()), asked),
        *_of_terms(_lapsed(of_members, members, day), asked[Rule.Code.TERM_YEARS]),
        *_of_filings(len(overdue), {filing.source: None for filing in overdue}),
    ]


def _telling(places: Iterable[int], day: date) -> PostQuerySet:
    """The posts that say something of a committee on `day`."""
    never = Q(end_filed_on=None) | Q(filed_on=None)
    unfiled = never & Q(end_reason__in=Post.FILED_ENDS)
    open_ = Q(end_reason=Post.EndReason.NONE) | Q(valid_to__gt=day)
    posts = Post.objects.standing().filter(organisation__in=list(places))
    return posts.filter(open_ | unfiled)


def _lapsed(posts: Iterable[Post], members: Iterable[int], day: date) -> int:
    """Count the terms that ran out, with nothing recorded of what came after."""
    return sum(
        post.valid_to is not None
        and post.valid_to <= day
        and not post.has_ended
        and post.person.living.pk not in members
        for post in posts
    )


def _of_size(count: int, asked: dict[Rule.Code, Figure]) -> list[Warning]:
    low, high = asked[Rule.Code.MEMBERS_MIN], asked[Rule.Code.MEMBERS_MAX]
    if low.value <= count <= high.value:
        return []
    text = ngettext(
        "The committee has %(count)d member; it should have %(low)d to %(high)d.",
        "The committee has %(count)d members; it should have %(low)d to %(high)d.",
        count,
    )
    code = Rule.Code.MEMBERS_MIN if count < low.value else Rule.Code.MEMBERS_MAX
    values = {"count": count, "low": low.value, "high": high.value}
    return [Warning(text % values, asked[code].source, code)]


def _of_chairs(count: int, asked: Figure) -> list[Warning]:
    if count == asked.value:
        return []
    if count == 0:
        text = _("The committee has no chair.")
        return [Warning(text, asked.source, f"no_{Rule.Code.CHAIRS}")]
    text = _("The committee has %(count)d chairs; it should have %(asked)d.")
    values = {"count": count, "asked": asked.value}
    return [Warning(text % values, asked.source, Rule.Code.CHAIRS)]


def _of_members(
    organisation: Organisation, members: list[Person], asked: dict[Rule.Code, Figure]
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
        found.append(Warning(text % values, wanted.source, Rule.Code.WOMEN_MIN))
    minority = any(person.ethnicity not in {"", _HAN} for person in members)
    if organisation.is_multi_ethnic and not minority:
        text = _(
            "In a multi-ethnic area the less numerous peoples should have a member."
        )
        found.append(Warning(text, _ETHNIC, "peoples"))
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
    return [Warning(text % {"count": count}, asked.source, Rule.Code.TERM_YEARS)]


def _of_filings(count: int, sources: Iterable[str | Promise]) -> list[Warning]:
    if not count:
        return []
    text = ngettext(
        "%(count)d filing with the bureau is overdue.",
        "%(count)d filings with the bureau are overdue.",
        count,
    )
    named = _(", ").join(str(source) for source in sources)
    return [Warning(text % {"count": count}, named, Rule.Code.FILING_DAYS)]
