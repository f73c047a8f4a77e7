"""A lesson of thirty blocks, twenty of them citations, for somebody who is signed in.

Ours is the page as it is sent once somebody has read it that day; the floor is the same
page with nothing kept: neither the lesson, nor where it was found, nor the parts around
it that are the same for all. Both are CPU of this process from request to answer, as a
server runs it, the database's apart; they take turns, so that what else the machine does
meets both. So is the page of its course, as every visitor sees it.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any
from unittest import mock

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.template.context import Context
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from report import Bench

from cms import foundation
from courses import operations
from courses.models import Lesson
from courses.rendering import render
from laws.models import Article, Statute, Version
from lms.kernel import tree
from lms.kernel.templatetags.kept import KeptNode
from mediators.models import Mediator, Organisation, Person, User

NOW = dt.datetime(2026, 11, 1, 1, 0, tzinfo=dt.UTC)
CITATIONS = 20
LESSONS = 12
#: Of the page without our caching.
AT_MOST = 1 / 3
STATEMENTS, SAVE_STATEMENTS, BYTES = 10, 3, 200_000
TIMES = 60
_WORDS = (
    "调解员应当耐心疏导，讲解有关法律、法规和国家政策。",
    "调解员可以分别疏导，讲清有关法律、法规、规章和村规民约。",
)


def run(bench: Bench) -> None:
    lesson, user = _lesson(), _learner()
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    client.post(lesson.get_parent().url)
    page = client.get(lesson.url)
    with CaptureQueriesContext(connection) as asked:
        client.get(lesson.url)
    bench.count("lesson.page.statements", len(asked), at_most=STATEMENTS)
    bench.count("lesson.page.bytes", len(page.content), at_most=BYTES, unit="B")
    with CaptureQueriesContext(connection) as asked:
        client.post(lesson.url, {"position": 7})
    writes = [each for each in asked.captured_queries if _of_courses(each["sql"])]
    bench.count("lesson.save.statements", len(writes), at_most=SAVE_STATEMENTS)

    ask = _request(lesson.url, client)
    ours, floor = _cpu(ask)
    bench.ratio("lesson.page.ratio", ours=ours, floor=floor, at_most=AT_MOST)
    ours, floor = _cpu(_request(lesson.get_parent().url, Client()))
    bench.ratio("course.public.ratio", ours=ours, floor=floor, at_most=AT_MOST)


def _of_courses(sql: str) -> bool:
    return "courses_" in sql or "mediators_mediator" in sql


def _request(url: str, client: Client) -> Callable[[], None]:
    """Return what asks for `url` as a server does, without the cost of a test client."""
    serve = get_wsgi_application()
    cookies = "; ".join(f"{name}={each.value}" for name, each in client.cookies.items())
    environ = RequestFactory(SERVER_NAME="localhost", HTTP_COOKIE=cookies)
    asked = environ.get(url).environ

    def ask() -> None:
        answer = serve({**asked}, lambda *_: lambda _: None)
        b"".join(answer)
        answer.close()

    return ask


@contextmanager
def _uncached() -> Iterator[None]:
    def anew(node: KeptNode, context: Context) -> str:
        return node.nodelist.render(context)

    with (
        mock.patch("courses.views.pages.reading", render),
        mock.patch.object(KeptNode, "render", anew),
        mock.patch.object(tree, "kept", lambda _name, find: find()),
    ):
        yield


def _cpu(ask: Callable[[], None]) -> tuple[float, float]:
    """Return the CPU seconds of the quickest run, with what is kept and without."""
    kept, anew = [], []
    for _ in range(TIMES):
        kept.append(_seconds(ask))
        with _uncached():
            anew.append(_seconds(ask))
    return min(kept), min(anew)


def _seconds(ask: Callable[[], None]) -> float:
    begun = time.process_time()
    ask()
    return time.process_time() - begun


def _lesson() -> Lesson:
    foundation.lay()
    bureau = Organisation.add_root(name="示范区司法局", kind="bureau")
    page = operations.open_branch(organisation=bureau, at=NOW, actor=None)
    course = operations.create_course(
        branch=page,
        title="基准课程",
        slug="bench",
        summary="用来计量。",
        credit_hours=Decimal(1),
        at=NOW,
    )
    articles = _articles()
    citations = [
        ("citation", {"article": article, "note": "记住这一条。"})
        for article in articles[:CITATIONS]
    ]
    lessons = [
        operations.create_lesson(
            course=course,
            title=f"基准课第{number}课",
            slug=f"lesson-{number}",
            body=citations + _told(articles[-2:]),
            at=NOW,
        )
        for number in range(1, LESSONS + 1)
    ]
    return lessons[LESSONS // 2]


def _told(versions: list[Article]) -> list[tuple[str, Any]]:
    """The ten other blocks, as the lessons of the demo have them."""
    text = ("text", f"<h2>一张方桌</h2><p>{'先听完，<b>再开口</b>。' * 30}</p>")
    choices = [
        {"text": f"做法{number}", "right": not number, "feedback": "想一想。" * 4}
        for number in range(3)
    ]
    check = ("self_check", {"prompt": "您怎么做？", "choices": choices})
    case = {"title": "一袋花生", "story": "老周来了。\n\n" * 4, "lesson": "还了。"}
    lines = [{"who": "调解员", "says": "请您先说。"}, {"who": "老周", "says": "好。"}]
    steps = [{"title": f"第{number}步", "text": "慢慢来。"} for number in range(5)]
    old, new = versions
    return [
        text,
        ("case", case),
        text,
        ("dialogue", {"title": "", "lines": lines * 4}),
        ("steps", {"title": "", "steps": steps}),
        ("checklist", {"title": "开谈以前", "items": ["方桌", "茶水", "纸笔"]}),
        ("comparison", {"old": old, "new": new, "note": "变在哪里。"}),
        ("key_points", {"points": ["不收费。", "不偏袒。", "不外传。"]}),
        check,
        check,
    ]


def _articles() -> list[Article]:
    statute = Statute.objects.create(
        title="示范条例", short_title="示范条例", kind="local", code="bench"
    )
    version = Version.objects.create(
        statute=statute, promulgated_on="2020-01-01", effective_on="2021-01-01"
    )
    return [
        Article.objects.create(
            version=version,
            number=number,
            position=number * 100,
            text=_WORDS[number % 2] * 6,
            digest="慢慢讲，讲清楚。" * 4,
        )
        for number in range(1, CITATIONS + 3)
    ]


def _learner() -> User:
    user = User.objects.create_user("bench-learner", name="基准")
    person = Person.objects.create(name="基准", user=user)
    Mediator.objects.create(person=person)
    return user
