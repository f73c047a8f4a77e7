"""Every URL outside the Studio, by every role, at every place: as the table says."""

import json
import re
from io import BytesIO
from zipfile import ZipFile, is_zipfile

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from tests.scope.rows import ABOVE, EVERYBODY, FOUND, INSIDE, LOGIN, OUTSIDE, PLATFORM
from tests.scope.table import ROWS

pytestmark = pytest.mark.filterwarnings(
    # 2026-11: Wagtail leaves the temporary file of a rendition to the garbage collector.
    "ignore::pytest.PytestUnraisableExceptionWarning"
)
WRITES = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
#: What a refused request may write: that somebody is signed in.
UNSAID = {"django_session"}


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_role_is_answered_as_the_table_says(world, as_role, row):
    wrong = []
    for place in row.places:
        for role in EVERYBODY:
            for method in ("GET", "POST"):
                wrong += tried(row, world, place, role, method, as_role(role))

    assert not wrong, "\n".join(wrong)


def tried(row, world, place, role, method, browser):  # noqa: PLR0913, PLR0917 -- of one request
    """Ask for one thing, undo it, and return what was not as the table says."""
    at = getattr(world, place)
    sent = row.body(at) if row.body and method == "POST" else {}
    expected = row.expected(role, place, method)
    with transaction.atomic(), CaptureQueriesContext(connection) as statements:
        ask = browser.get if method == "GET" else browser.post
        response = ask(address(row, at), sent)
        words = said(response)
        transaction.set_rollback(True)
    who = f"{role} {method} {place}: "
    wrong = []
    if answer(response) != expected:
        wrong.append(f"{who}{answer(response)} instead of {expected}{why(response)}")
    if refused(expected, row, method) and (tables := written(statements)):
        wrong.append(f"{who}refused, but wrote to {tables}")
    if method == "GET" and response.status_code == row.found:
        wrong += [who + each for each in leaks(row, world, role, place, words)]
    if method == "POST" and response.status_code == FOUND:
        wrong += [who + each for each in told(row, world, role, place, words)]
    return wrong


def address(row, at):
    asked = row.args(at) if row.args else [getattr(at, row.of).uuid] if row.of else []
    try:
        found = reverse(row.url, args=list(asked))
    except NoReverseMatch:
        found = "/" + row.url  # a route without a name, that has no arguments
    return f"{found}?{row.query}" if row.query else found


def answer(response):
    where = response.headers.get("Location", "")
    if response.status_code == 302 and where.startswith("/account/login/"):
        return LOGIN
    return response.status_code


def why(response):
    """What the form said, if it came back: then it was not valid."""
    form = response.context and response.context.get("form")
    return f" ({form.errors.as_json()})" if form and form.errors else ""


def refused(expected, row, method):
    """Whether this answer says no; a refused request changes nothing."""
    if method == "POST":
        return expected != row.done
    return expected in {404, LOGIN}


def written(statements):
    found = {match[2] for each in statements if (match := WRITES.match(each["sql"]))}
    return sorted(found - UNSAID)


def said(response):
    """What an answer says, be it a page, JSON, or what is in a workbook."""
    content = b"".join(response) if response.streaming else response.content
    if response.streaming:
        for close in response._resource_closers:  # noqa: SLF001 -- the file that is given out
            close()
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as parts:
            content = b"".join(parts.read(name) for name in parts.namelist())
    text = content.decode(errors="replace")
    if "json" in response.headers.get("Content-Type", ""):
        text = json.dumps(json.loads(text), ensure_ascii=False)
    return text


def told(row, world, role, place, words):
    """Which words of what is outside or above stand in an answer."""
    others = {OUTSIDE, ABOVE} - {place} if role != PLATFORM else set()
    return [
        f"tells of what is {other}"
        for other in sorted(others)
        if not row.public and getattr(world, other).word in words
    ]


def leaks(row, world, role, place, words):
    """The same, and whether what is inside is missing of a list."""
    found = told(row, world, role, place, words)
    if row.public:
        return []
    if row.lists and place == INSIDE and world.inside.word not in words:
        found.append("does not list what is inside")
    return found
