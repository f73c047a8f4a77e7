"""Sittings: run by trainers and administrators, overseen by inspectors, sat by oneself."""

from datetime import timedelta

from django.utils import timezone

from tests.scope.rows import (
    ADMINISTRATOR,
    INSPECTOR,
    MEDIATOR,
    SIGNED_IN,
    TRAINER,
    Row,
)

RUNNERS = [ADMINISTRATOR, TRAINER]
OVERSEERS = [*RUNNERS, INSPECTOR]
RUNS = {"look": RUNNERS, "act": RUNNERS}
#: The token of the attempt is the key; a session, whosever, is none.
TOKEN = {"anonymous": 401, "otherwise": 401, "platform": False, "of": "attempt"}


def exam(place):
    return {
        "organisation": place.unit.uuid,
        "title": "新考试",
        "pass_mark": 60,
        "minutes": 60,
        "max_attempts": 1,
    }


def sitting(place):
    now = timezone.localtime()
    return {
        "exam": place.exam.uuid,
        "paper": place.paper.uuid,
        "opens_at": f"{now + timedelta(hours=1):%Y-%m-%dT%H:%M}",
        "closes_at": f"{now + timedelta(hours=3):%Y-%m-%dT%H:%M}",
    }


def whom(place):
    return {"organisation": place.committee.uuid, "extra_minutes": 0}


def reason(_place):
    return {"reason": "停电"}


ROWS = [
    # The Classroom
    Row("delivery:exam-list", look=SIGNED_IN),
    Row(
        "delivery:entry",
        args=lambda place: [place.sitting.uuid],
        look_own=[MEDIATOR],
        platform=False,
    ),
    Row(
        "delivery:start",
        args=lambda place: [place.quiet.uuid],
        takes_get=False,
        act_own=[MEDIATOR],
        platform=False,
        body=lambda _place: {},
    ),
    Row("delivery:attempt", of="attempt", look_own=[MEDIATOR], platform=False),
    Row("delivery:attempt-done", of="handed_in", look_own=[MEDIATOR], platform=False),
    Row(
        "delivery:open-device",
        of="attempt",
        takes_get=False,
        act_own=[MEDIATOR],
        done=400,
        anonymous=401,
        platform=False,
        body=lambda _place: {},
    ),
    Row("delivery:state", **TOKEN),
    Row("delivery:paper", **TOKEN),
    Row("delivery:save", **TOKEN, takes_get=False, body=lambda _place: {}),
    Row("delivery:submit", **TOKEN, takes_get=False, body=lambda _place: {}),
    # The Office
    Row("delivery:sitting-list", look=OVERSEERS, lists=True),
    Row("delivery:exam-create", **RUNS, body=exam, beyond=200),
    Row("delivery:sitting-create", **RUNS, body=sitting, beyond=200),
    Row("delivery:sitting", of="sitting", look=OVERSEERS, lists=True),
    Row("delivery:sitting-live", of="sitting", look=OVERSEERS, lists=True),
    Row("delivery:admit", of="sitting", **RUNS, body=whom),
    Row("delivery:sitting-cancel", of="quiet", **RUNS, body=reason),
    Row("delivery:attempt-file", of="attempt", look=OVERSEERS, lists=True),
    Row(
        "delivery:attempt-time",
        of="attempt",
        **RUNS,
        body=lambda _place: {"minutes": 10, "reason": "停电"},
    ),
    Row(
        "delivery:attempt-late",
        of="attempt",
        takes_get=False,
        act=RUNNERS,
        body=lambda _place: {},
    ),
    Row(
        "delivery:attempt-identity",
        of="attempt",
        **RUNS,
        body=lambda _place: {"same_person": "1", "reason": "身份证与本人相符"},
    ),
    Row("delivery:attempt-withhold", of="scored", **RUNS, body=reason),
    Row("delivery:attempt-restore", of="withheld", **RUNS, body=reason),
    Row("delivery:attempt-annul", of="attempt", **RUNS, body=reason),
]
