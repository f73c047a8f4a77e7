"""Whether those who hold posts are as the rules want them: age, education, one full post."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from mediators.identity import age
from mediators.models import Exemption, Organisation, Person, Post, Rule
from mediators.queries.figures import Rulebook, rulebook
from mediators.queries.warnings import Warning  # noqa: A004 -- the word of the business


def people_warnings(people: Iterable[Person], *, day: date) -> dict[int, list[Warning]]:
    """Say of each person, by the key of their living record, what the rules warn of.

    Three queries, however many; posts on committees elsewhere, and under a record that
    was merged into theirs, count too.
    """
    posts: dict[int, list[Post]] = {person.living.pk: [] for person in people}
    theirs = Q(person__in=list(posts)) | Q(person__merged_into__in=list(posts))
    held = Post.objects.standing().on(day).filter(theirs)
    for post in held.with_people().with_exemptions().order_by("pk"):
        posts[post.person.living.pk].append(post)
    rules = rulebook(*_places(post for own in posts.values() for post in own))
    return {
        key: warnings_about_person(own, rules=rules, day=day)
        for key, own in posts.items()
    }


def warnings_about_person(
    posts: Iterable[Post], *, rules: Rulebook, day: date
) -> list[Warning]:
    """Say what the rules warn of somebody with these posts on `day`; no query.

    `posts`: all of theirs, each with person, organisation and exemptions.
    """
    held = [post for post in posts if post.holds_on(day)]
    found = [warning for post in held for warning in _of_post(post, rules, day)]
    found += _of_full_time(held, rules, day)
    return list({warning.text: warning for warning in found}.values())


def _places(posts: Iterable[Post]) -> list[Organisation]:
    return list({post.organisation_id: post.organisation for post in posts}.values())


def _of_post(post: Post, rules: Rulebook, day: date) -> list[Warning]:
    person, found = post.person.living, []
    exempt = {exemption.code for exemption in post.standing_exemptions}
    asked = {
        code: rules.figure(code, post.organisation, day=day, kind=post.kind)
        for code in (Rule.Code.AGE_MIN, *Exemption.CODES)
        if code not in exempt
    }
    words = {"name": person.name, "place": post.organisation.name}
    for code, figure in asked.items():
        if figure.is_asked and (text := _unmet(code, figure.value, person, day)):
            values = {**words, **_measures(code, figure.value, person, day)}
            exempts = post if code in Exemption.CODES else None
            found.append(Warning(text % values, figure.source, code, exempts))
    return found


def _unmet(code: Rule.Code, value: int, person: Person, day: date) -> str:
    """The sentence to say if a person is not as asked; nothing if it is not known."""
    if code == Rule.Code.EDUCATION_MIN:
        known = person.education != Person.Education.UNKNOWN
        if known and Rule.EDUCATION.index(person.education) < value:
            return _("%(name)s (%(education)s) has less than %(asked)s, for %(place)s.")
        return ""
    if person.born_on is None:
        return ""
    years = age(person.born_on, on=day)
    if code == Rule.Code.AGE_MIN and years < value:
        return _(
            "%(name)s is %(years)d years old, younger than %(asked)d, for %(place)s."
        )
    if code == Rule.Code.AGE_MAX and years > value:
        return _(
            "%(name)s is %(years)d years old, older than %(asked)d, for %(place)s."
        )
    return ""


def _measures(
    code: Rule.Code, value: int, person: Person, day: date
) -> dict[str, object]:
    if code == Rule.Code.EDUCATION_MIN:
        least = Person.Education(Rule.EDUCATION[value]).label
        return {"education": person.get_education_display(), "asked": least}
    years = age(person.born_on, on=day) if person.born_on else 0
    return {"years": years, "asked": value}


def _of_full_time(held: list[Post], rules: Rulebook, day: date) -> list[Warning]:
    full = [post for post in held if post.kind == Post.Kind.FULL_TIME]
    asked = [
        figure
        for post in full
        for figure in [
            rules.figure(Rule.Code.FULL_TIME_MAX, post.organisation, day=day)
        ]
        if figure.is_asked and len(full) > figure.value
    ]
    if not asked:
        return []
    strictest = min(asked, key=lambda figure: figure.value)
    values = {
        "name": full[0].person.living.name,
        "count": len(full),
        "asked": strictest.value,
        "places": _(", ").join(post.organisation.name for post in full),
    }
    text = _(
        "%(name)s holds %(count)d full-time posts (%(places)s), more than %(asked)d."
    )
    return [Warning(text % values, strictest.source, Rule.Code.FULL_TIME_MAX)]
