"""Marking: markers see answers without names, who runs the exam sees results."""

from tests.scope.rows import MARKER, MEDIATOR, PLACES, PLATFORM, Row
from tests.scope.table.delivery import OVERSEERS, RUNNERS


def nothing(_place):
    return {}


def mark(_place):
    return {"total": "2"}


ROWS = [
    Row("marking:task-list", look=[*OVERSEERS, MARKER], lists=True),
    Row("marking:take", of="over", takes_get=False, act=[MARKER], body=nothing),
    Row("marking:mark-list", of="over", look=[MARKER]),
    Row(
        "marking:task",
        of="task",
        look=[MARKER],
        act=[MARKER],
        body=mark,
        # Not taken by them: led back to what may be taken.
        except_for={(PLATFORM, place, "GET"): 302 for place in PLACES},
    ),
    Row("marking:give-back", of="task", takes_get=False, act=[MARKER], body=nothing),
    Row(
        "marking:change",
        of="marked",
        look=[MARKER],
        act=[MARKER],
        body=lambda _place: {"total": "1", "reason": "看错"},
    ),
    Row("marking:result-list", of="over", look=OVERSEERS, lists=True),
    Row("marking:release", of="over", look=RUNNERS, act=RUNNERS, body=nothing),
    Row("marking:result", of="handed_in", look_own=[MEDIATOR], platform=False),
]
