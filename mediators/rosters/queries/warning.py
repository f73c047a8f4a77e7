"""What the rules would warn of if a row were carried out; nothing of it forbids the row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mediators import queries as mediators
from mediators.identity import Addresses, doubts, read_id_number
from mediators.models import Person, Post
from mediators.rosters.queries.terms import birthday

if TYPE_CHECKING:
    from mediators.rosters.queries.judging import Verdict

_OF_PERSON = ("name", "education")


def warn(verdicts: Iterable[Verdict], *, day: date) -> None:
    """Add to the sentences of rows with a new post what the rules warn of; one query."""
    new = [verdict for verdict in verdicts if verdict.new_post]
    places = {
        each.organisation.pk: each.organisation for each in new if each.organisation
    }
    if not places:
        return
    rules = mediators.rulebook(*places.values())
    for verdict in new:
        post = _post(verdict, day)
        from_day = max(day, post.valid_from)
        found = mediators.warnings_about_person([post], rules=rules, day=from_day)
        words = _("Note: %(text)s (%(source)s)")
        verdict.sentences += [
            words % {"text": each.text.rstrip("。."), "source": each.source}
            for each in found
        ]


def doubt(verdicts: Iterable[Verdict], *, day: date) -> None:
    """Add to the sentences of rows what in their identity number does not fit.

    A query a province.
    """
    addresses = Addresses()
    for verdict in verdicts:
        number, known = verdict.given.values.get("id_number"), verdict.person
        if not number:
            continue
        person = Person(
            born_on=verdict.given.values.get("born_on")
            or (known.born_on if known else None),
            gender=verdict.given.values.get("gender")
            or (known.gender if known else Person.Gender.UNKNOWN),
        )
        read = read_id_number(number, day=day)
        words = _("身份证号: %(problem)s")
        verdict.sentences += [
            words % {"problem": each.label}
            for each in doubts(read, person, day=day, addresses=addresses)
        ]


def _post(verdict: Verdict, day: date) -> Post:
    """Return the post as it would be, and its holder as the row and the record say."""
    values, known = verdict.given.values, verdict.person
    person = Person(
        born_on=birthday(verdict, day=day),
        **{
            name: values.get(name) or (known and getattr(known, name)) or ""
            for name in _OF_PERSON
        },
    )
    post = Post(
        person=person,
        organisation=verdict.organisation,
        role=values["role"],
        kind=values["kind"],
        valid_from=values["valid_from"],
        valid_to=verdict.valid_to,
    )
    post.standing_exemptions = []
    return post
