"""What the rules would warn of if a row were carried out; nothing of it forbids the row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mediators import queries as mediators
from mediators.models import Person, Post

if TYPE_CHECKING:
    from mediators.rosters.queries.judging import Verdict

_OF_PERSON = ("name", "born_on", "education")


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
        post = _post(verdict)
        from_day = max(day, post.valid_from)
        found = mediators.warnings_about_person([post], rules=rules, day=from_day)
        words = _("Note: %(text)s (%(source)s)")
        verdict.sentences += [
            words % {"text": each.text.rstrip("。."), "source": each.source}
            for each in found
        ]


def _post(verdict: Verdict) -> Post:
    """Return the post as it would be, and its holder as the row and the record say."""
    values, known = verdict.given.values, verdict.person
    person = Person(
        **{
            name: values.get(name) or (known and getattr(known, name)) or default
            for name, default in zip(_OF_PERSON, ("", None, ""), strict=True)
        }
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
