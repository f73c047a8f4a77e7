"""Coverage of a nation: 700,000 organisations and 3.2 million mediators.

Our query is what the page of a branch asks; the floor is the plain join over the posts
that gives its table the same figures of people.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial
from statistics import median
from typing import Any

import nation
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from report import Bench, seconds
from say import say

from mediators.coverage import operations
from mediators.coverage.models import COLUMNS, BranchFigures
from mediators.coverage.queries import pages, plain, villages
from mediators.coverage.queries.plain import people
from mediators.models import Mediator, Organisation, Person, Post, RoleGrant, User

#: Branches of each depth that are held against the plain query.
SAMPLES = {1: 1, 2: 1, 3: 2, 4: 3, 5: 5, 6: 6}
#: The list of mediators: what every page of the Office asks, and four of its own.
ROSTER_STATEMENTS = 8


def run(bench: Bench) -> None:
    day = nation.DAY
    say("正在生成组织、人员和任职 …")
    bench.info("coverage.generate", seconds(lambda: nation.build(bench.scale)), "s")
    nation.register_measures()
    bench.info("coverage.organisations", Organisation.objects.count(), "rows")
    bench.info("coverage.mediators", Mediator.objects.count(), "rows")
    say("正在清点 …")
    now = dt.datetime.now(tz=dt.UTC)
    took = seconds(lambda: operations.roll(day=day, at=now))
    bench.info("coverage.reroll", took, "s")
    nation.analyse()
    say("正在比较 …")
    _ratios(bench, day)
    _upkeep(bench, now)
    bench.count("coverage.mismatches", _mismatches(day), at_most=0)
    _roster(bench)


def _ratios(bench: Bench, day: dt.date) -> None:
    """A district, a province and the nation, each with a row for every branch beneath."""
    for name, depth, at_most, times in (
        ("branch", 4, 0.5, 9),
        ("province", 2, 0.05, 3),
        ("nation", 1, 0.01, 1),
    ):
        place = Organisation.objects.filter(depth=depth).order_by("path")[0]
        user = _administrator(place)
        ask = partial(pages.branch, place, user, page=None)
        join = partial(people, place.path, depth=depth + 1, day=day)
        ask()
        ours, floor = seconds(ask, times=9), seconds(join, times=times)
        bench.ratio(f"coverage.{name}.ratio", ours=ours, floor=floor, at_most=at_most)


def _administrator(place: Organisation) -> User:
    user = User.objects.create_user(f"bench-{place.path}", name="基准")
    RoleGrant.objects.create(
        user=user,
        organisation=place,
        role=RoleGrant.Role.ADMINISTRATOR,
        valid_from=dt.date(2024, 1, 1),
    )
    return user


def _upkeep(bench: Bench, now: dt.datetime) -> None:
    """Give somebody a second post and take it back, twenty times."""
    places = Organisation.objects.filter(depth=6).order_by("path")
    place = places[places.count() // 2]
    took = []
    for person in Person.objects.order_by("pk")[:20]:
        post = Post(
            person=person, organisation=place, role="mediator", appointment="hired"
        )
        post.kind, post.basis, post.valid_from = (
            "part_time",
            "聘任书",
            dt.date(2026, 1, 1),
        )
        post.save()
        took.append(seconds(lambda: operations.count_due(at=now)))
    bench.info("coverage.upkeep", median(took) * 1000, "ms")


def _mismatches(day: dt.date) -> int:
    """Count the figures that differ from the plain query on branches of every level."""
    answers = villages(day=day)
    wrong = 0
    for path in _sample():
        counted = BranchFigures.objects.filter(organisation__path=path)
        stored: Any = counted.values(*COLUMNS).get()
        true = plain(path, day=day, answers=answers)
        wrong += sum(stored[code] != true[code] for code in COLUMNS)
    return wrong


def _sample() -> Iterable[str]:
    for depth, wanted in SAMPLES.items():
        places = Organisation.objects.filter(depth=depth).order_by("path")
        step = max(places.count() // wanted, 1)
        yield from places.values_list("path", flat=True)[::step][:wanted]


def _roster(bench: Bench) -> None:
    """Count what the list of mediators asks, for the administrator of a district."""
    client = Client(SERVER_NAME="localhost")
    place = Organisation.objects.filter(depth=4).order_by("-path")[0]
    client.force_login(_administrator(place))
    client.get("/office/mediators/")
    with CaptureQueriesContext(connection) as asked:
        took = seconds(lambda: client.get("/office/mediators/"))
    bench.count("roster.page.statements", len(asked), at_most=ROSTER_STATEMENTS)
    bench.info("roster.page", took * 1000, "ms")
