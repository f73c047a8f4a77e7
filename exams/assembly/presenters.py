"""How blueprints and papers are shown."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from exams.assembly.models import Blueprint, Paper
from exams.assembly.queries import plain, shortages, slots_of, snapshot_of
from mediators.models import User

_TAGS = {"draft": "plain", "approved": "leaf", "sealed": "leaf", "retired": "maple"}


def tag(record: Blueprint | Paper) -> dict[str, Any]:
    """Return the tag that says how far a blueprint or a paper has come."""
    return {"kind": _TAGS[record.state], "label": record.get_state_display()}


def tabs(current: str) -> list[dict[str, Any]]:
    """Return the two places of this part of the Office."""
    places = [
        ("papers", _("Papers"), "assembly:paper-list"),
        ("blueprints", _("Blueprints"), "assembly:blueprint-list"),
    ]
    return [
        {"label": label, "url": reverse(name), "current": key == current}
        for key, label, name in places
    ]


def blueprint_page(blueprint: Blueprint, user: User) -> dict[str, Any]:
    """Return what a blueprint's page shows; three queries."""
    rules = list(blueprint.rules.select_related("topic").order_by("position"))
    versions = Blueprint.objects.filter(code=blueprint.code).order_by("-version")
    return {
        "blueprint": blueprint,
        "tag": tag(blueprint),
        "rules": rules,
        "questions": sum(rule.count for rule in rules),
        "total": plain(sum((rule.count * rule.points for rule in rules), 0)),  # type: ignore[arg-type]  # -- no rule, no points
        "versions": versions,
        "may_approve": blueprint.is_draft and blueprint.author_id != user.pk,
    }


def paper_page(paper: Paper, user: User) -> dict[str, Any]:
    """Return what a paper's page shows; the same cost however long it is."""
    draft = paper.is_draft
    return {
        "paper": paper,
        "tag": tag(paper),
        "facts": _facts(paper),
        "slots": slots_of(paper),
        "shortages": shortages(paper) if draft else [],
        "is_retired": paper.state == Paper.State.RETIRED,
        "may_seal": draft and paper.drawn_by_id != user.pk,
    }


def candidate_view(paper: Paper) -> dict[str, Any]:
    """Return a paper as candidates get it: its frozen half, or what it would be."""
    if paper.is_draft or not hasattr(paper, "snapshot"):
        return snapshot_of(paper, slots_of(paper))
    return paper.snapshot.content


def _facts(paper: Paper) -> list[dict[str, Any]]:
    return [
        {"label": _("Code"), "value": paper.code},
        {
            "label": _("Blueprint"),
            "value": paper.blueprint,
            "url": paper.blueprint.get_absolute_url(),
        },
        {"label": _("For an exam on"), "value": paper.day},
        {"label": _("Total points"), "value": plain(paper.total)},
        {"label": _("Drawn by"), "value": paper.drawn_by},
        {"label": _("Sealed by"), "value": paper.sealed_by},
        {"label": _("Seed"), "value": paper.seed},
    ]
