"""Blueprints and papers: the trainers' of the branch, and nobody else's."""

from tests.scope.rows import TRAINER, Row
from tests.scope.table.banks import KEEPS, STEP, nothing, reason


def blueprint(place):
    return {
        "organisation": place.unit.uuid,
        "code": "NEW",
        "title": "新蓝图",
        "rule-TOTAL_FORMS": 1,
        "rule-INITIAL_FORMS": 0,
        "rule-0-kind": "true_false",
        "rule-0-count": 1,
        "rule-0-points": 2,
    }


def paper(place):
    return {
        "blueprint": place.blueprint.pk,
        "title": "新卷",
        "code": "P-NEW",
        "day": "2025-06-02",
    }


ROWS = [
    Row("assembly:paper-list", look=[TRAINER], lists=True),
    Row("assembly:paper-new", **KEEPS, body=paper, beyond=200),
    Row("assembly:paper", of="drawn", look=[TRAINER], lists=True),
    Row("assembly:paper-preview", of="drawn", look=[TRAINER]),
    Row("assembly:paper-redraw", of="drawn", **STEP, body=nothing),
    Row(
        "assembly:paper-seal",
        of="drawn",
        **STEP,
        body=lambda place: {"seen": place.drawn.seed},
    ),
    Row("assembly:paper-retire", of="drawn", **STEP, body=reason),
    Row("assembly:blueprint-list", look=[TRAINER], lists=True),
    Row("assembly:blueprint-new", **KEEPS, body=blueprint, beyond=200),
    Row("assembly:blueprint", of="blueprint", look=[TRAINER], lists=True),
    Row("assembly:blueprint-edit", of="blueprint_draft", **KEEPS, body=blueprint),
    Row("assembly:blueprint-approve", of="blueprint_draft", **STEP, body=nothing),
    Row("assembly:blueprint-revise", of="blueprint", **STEP, body=nothing),
    Row("assembly:blueprint-retire", of="blueprint", **STEP, body=nothing),
]
