"""The details of a row beside those on record: what changes, what stays and why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from lms.kernel.personal import lookup_hash
from mediators.identity import tidy
from mediators.models import Mediator, Person, Post, Speciality
from mediators.rosters.columns import BY_KEY

if TYPE_CHECKING:
    from mediators.rosters.queries.judging import Verdict

#: What a file may change; what it may only fill in where nothing is on record.
_OF_PERSON = ("ethnicity", "education", "phone")
_ONCE = ("gender", "born_on")
_OF_MEDIATOR = ("background", "languages")
_OF_POST = ("basis", "employer", "filed_on")
_SEPARATORS = re.compile(r"[、，,;；/\s]+")


@dataclass
class Known:
    specialities: dict[str, Speciality]
    mediators: dict[int, Mediator]

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> Known:
        """Ask for what is compared, at once; two queries."""
        people = {v.person.pk for v in verdicts if v.person is not None}
        found = Mediator.objects.filter(person__in=people)
        found = found.prefetch_related("specialities")
        specialities = {each.name: each for each in Speciality.objects.all()}
        # People write 物业 for 物业纠纷.
        short = {name.removesuffix("纠纷"): each for name, each in specialities.items()}
        return cls(short | specialities, {each.person_id: each for each in found})

    def compare(self, verdict: Verdict) -> tuple[dict[str, Any], list[str]]:
        """Return what a row changes, and a sentence for all that it does not."""
        values = verdict.given.values
        named, notes = self._named(values)
        if verdict.person is None:
            changes = {key: values[key] for key in _OF_MEDIATOR if values.get(key)}
            if named:
                changes["specialities"] = named
            return changes, notes
        changes, kept = _of_person(values, verdict.person)
        mediator = self.mediators.get(verdict.person.pk)
        changes |= _of_mediator(values, named, mediator)
        if verdict.post is not None:
            kept += _of_post(values, verdict.post)
        if kept:
            words = _("On record otherwise, and not changed: %(heads)s.")
            heads = "、".join(BY_KEY[key].head for key in kept)
            notes.append(words % {"heads": heads})
        return changes, notes

    def _named(self, values: dict[str, Any]) -> tuple[list[Speciality], list[str]]:
        words = [w for w in _SEPARATORS.split(values.get("specialities", "")) if w]
        unknown = [word for word in words if word not in self.specialities]
        named = [self.specialities[word] for word in words if word not in unknown]
        if not unknown:
            return named, []
        said = _("Not a speciality on record, left out: %(words)s.")
        return named, [said % {"words": "、".join(unknown)}]


def _of_person(
    values: dict[str, Any], person: Person
) -> tuple[dict[str, Any], list[str]]:
    changes = {
        key: values[key]
        for key in _OF_PERSON
        if values.get(key) and values[key] != getattr(person, key)
    }
    kept = []
    for key in _ONCE:
        known, given = getattr(person, key), values.get(key)
        if not given or given in {known, Person.Gender.UNKNOWN}:
            continue
        if known in {None, Person.Gender.UNKNOWN}:
            changes[key] = given
        else:
            kept.append(key)
    number = values.get("id_number")
    if number and person.id_number_lookup != lookup_hash(tidy(number)):
        if person.id_number_lookup:
            kept.append("id_number")
        else:
            changes["id_number"] = tidy(number)
    return changes, kept


def _of_mediator(
    values: dict[str, Any], named: list[Speciality], mediator: Mediator | None
) -> dict[str, Any]:
    changes: dict[str, Any] = {
        key: values[key]
        for key in _OF_MEDIATOR
        if values.get(key) and values[key] != _squashed(getattr(mediator, key, ""))
    }
    known = set(mediator.specialities.all()) if mediator else set()
    if named and set(named) != known:
        changes["specialities"] = named
    return changes


def _of_post(values: dict[str, Any], post: Post) -> list[str]:
    kept = [
        key
        for key in _OF_POST
        if values.get(key) and values[key] != _squashed(getattr(post, key))
    ]
    last: date | None = values.get("last_day")
    if last and last != post.last_day:
        kept.append("last_day")
    return kept


def _squashed(value: Any) -> Any:
    """Return text as a cell gives it back: with one space where there were several."""
    return " ".join(value.split()) if isinstance(value, str) else value
