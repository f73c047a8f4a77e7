"""What a blueprint finds in the banks, and what a paper is in its two frozen halves."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from exams.assembly.models import Blueprint, BlueprintRule, Paper, PaperSlot
from exams.banks.models import Bank, QuestionKey, QuestionVersion
from mediators.models import Organisation


@dataclass(frozen=True)
class Shortage:
    """How many questions a rule still lacks."""

    rule: BlueprintRule
    missing: int


@dataclass(frozen=True)
class Candidate:
    """What a draw needs to know of a version."""

    pk: int
    kind: str
    topic_id: int
    technique_id: int | None

    def suits(self, rule: BlueprintRule) -> bool:
        about = {None, self.topic_id, self.technique_id}
        return self.kind == rule.kind and rule.topic_id in about


def candidates(organisation: Organisation, *, day: date) -> list[Candidate]:
    """Return what may stand on a paper for `day`, in the order of the banks; one query.

    Approved versions in the banks of the organisation and below it that were never given
    to practice, every cited article of which is the law on that day.
    """
    versions = (
        QuestionVersion.objects.approved()
        .secret()
        .in_force_on(day)
        .filter(question__bank__in=Bank.objects.within(organisation))
        .order_by("question__bank__code", "question__code")
    )
    columns = versions.values_list("pk", "kind", "topic_id", "technique_id")
    return [Candidate(*row) for row in columns]


def draw(
    blueprint: Blueprint, *, day: date, seed: str
) -> tuple[list[tuple[BlueprintRule, int]], list[Shortage]]:
    """Return (rule, version) for each place of a paper, and what is missing; three queries.

    The same banks, day and seed give the same paper. Rules that name a topic choose
    first, so that a rule for any topic never takes what they need.
    """
    free = candidates(blueprint.organisation, day=day)
    rules = list(blueprint.rules.select_related("topic").order_by("position"))
    drawn: dict[int, list[int]] = {}
    shortages = []
    for rule in sorted(rules, key=lambda each: (each.topic_id is None, each.position)):
        pool = [each.pk for each in free if each.suits(rule)]
        dice = random.Random(f"{seed}/{rule.position}")  # noqa: S311 -- repeatable on purpose
        drawn[rule.pk] = dice.sample(pool, min(rule.count, len(pool)))
        free = [each for each in free if each.pk not in set(drawn[rule.pk])]
        if missing := rule.count - len(drawn[rule.pk]):
            shortages.append(Shortage(rule, missing))
    shortages.sort(key=lambda each: each.rule.position)
    return [(rule, pk) for rule in rules for pk in drawn[rule.pk]], shortages


def slots_of(paper: Paper) -> list[PaperSlot]:
    """Return the places of a paper with their questions; three queries."""
    slots = paper.slots.prefetch_related("version__question")
    return list(slots.order_by("position"))


def shortages(paper: Paper) -> list[Shortage]:
    """Return what the rules lack of a drawn paper as the banks and the law stand now."""
    usable = {
        each.pk: each
        for each in candidates(paper.blueprint.organisation, day=paper.day)
    }
    held: dict[int, int] = {}
    for slot in paper.slots.select_related("rule"):
        version = usable.get(slot.version_id)
        if version and version.suits(slot.rule):
            held[slot.rule_id] = held.get(slot.rule_id, 0) + 1
    return [
        Shortage(rule, rule.count - held.get(rule.pk, 0))
        for rule in paper.blueprint.rules.select_related("topic").order_by("position")
        if held.get(rule.pk, 0) < rule.count
    ]


def superseded_on(paper: Paper, *, day: date) -> list[int]:
    """Return the positions whose question cites what is not the law on `day`."""
    lawful = QuestionVersion.objects.in_force_on(day).values("pk")
    return list(
        paper.slots.exclude(version__in=lawful)
        .order_by("position")
        .values_list("position", flat=True)
    )


def snapshot_of(
    paper: Paper,
    slots: Iterable[PaperSlot],
    manifest: Mapping[str, Mapping[str, Any]] | None = None,
) -> dict[str, Any]:
    """Return what a candidate gets: prompts and bodies, and nothing of a key.

    Of the `manifest` it takes only how an incomplete choice of several counts.
    """
    told = {
        name: {"counting": scored["rule"]}
        for name, scored in (manifest or {}).items()
        if scored["kind"] == QuestionVersion.Kind.MULTIPLE_CHOICE
    }
    return {
        "paper": str(paper.uuid),
        "title": paper.title,
        "total": plain(paper.total),
        "slots": [
            {
                "slot": slot.name,
                "position": slot.position,
                "kind": slot.version.kind,
                "prompt": slot.version.prompt,
                "points": plain(slot.points),
                **slot.version.body,
                **told.get(slot.name, {}),
            }
            for slot in slots
        ],
    }


def manifest_of(slots: Iterable[PaperSlot]) -> dict[str, dict[str, Any]]:
    """Return how each place is scored, leaving out those whose key does not belong.

    One query through the alias that holds keys.
    """
    slots = list(slots)
    keys = QuestionKey.objects.filter(version__in=[slot.version_id for slot in slots])
    found = {key.version_id: key for key in keys}
    return {
        slot.name: {
            "kind": slot.version.kind,
            "points": plain(slot.points),
            "key": key.key,
            "rule": key.rule,
            "version": slot.version_id,
            "explanation": key.explanation,
        }
        for slot in slots
        if (key := found.get(slot.version_id))
        and key.content_hash == slot.version.content_hash
    }


def plain(number: Decimal) -> str:
    """Return a number as people write it: 2, 2.5, 100."""
    return format(number.normalize(), "f")
