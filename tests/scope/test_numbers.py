"""No number from a reader is too great to be looked for: at no URL, in no field."""

import pytest
from django import forms
from django.db import transaction
from django.urls import NoReverseMatch, reverse

from tests.scope.rows import INSIDE, PLATFORM
from tests.scope.table import ROWS
from tests.scope.test_scope import address
from tests.scope.test_studio import STUDIO, known_of
from tests.scope.test_studio import address as studio_address

pytestmark = pytest.mark.filterwarnings(
    # 2026-11: Wagtail leaves the temporary file of a rendition to the garbage collector.
    "ignore::pytest.PytestUnraisableExceptionWarning"
)
HUGE = int("9" * 23)


def names():
    """Return the name of every field of every form of ours."""

    def below(form):
        yield form
        for each in form.__subclasses__():
            yield from below(each)

    return {
        name
        for form in below(forms.BaseForm)
        if not form.__module__.startswith(("django", "wagtail", "allauth"))
        for name in getattr(form, "base_fields", {})
    }


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_huge_number_breaks_nothing(world, as_role, row):
    wrong = []
    for role in asking(row):
        for method, asked, sent in requests_of(row, world.inside):
            browser = as_role(role)
            browser.raise_request_exception = False
            with transaction.atomic():
                answer = getattr(browser, method)(asked, sent)
                transaction.set_rollback(True)
            if answer.status_code == 500:
                wrong.append(f"{role} {method} {asked[:80]} {sorted(sent)[:3]}")

    assert not wrong, "\n".join(wrong)


def asking(row):
    """Return one who may act and one who may look, be it the same."""
    acting, looking = [*row.act, *row.act_own], [*row.look, *row.look_own]
    return {acting[-1] if acting else PLATFORM, looking[-1] if looking else PLATFORM}


def requests_of(row, at):
    """Everything huge at once; then what is sent, with one number after the other huge."""
    everything = dict.fromkeys(names(), HUGE)
    asked = address(row, at)
    yield "get", asked, everything
    if huge := huge_address(row, at):
        yield "get", huge, {}
        yield "post", huge, {}
    if row.body:
        body = dict(row.body(at))
        yield "post", asked, everything
        for name, value in body.items():
            if isinstance(value, int) or str(value).isdecimal():
                yield "post", asked, {**body, name: HUGE}


def huge_address(row, at):
    given = list(row.args(at)) if row.args else []
    huge = [HUGE if str(each).isdecimal() else each for each in given]
    try:
        return reverse(row.url, args=huge) if huge != given else ""
    except NoReverseMatch:
        return ""


@pytest.mark.parametrize("of", sorted({each.namespace for each in STUDIO}))
def test_a_huge_number_is_found_nowhere_in_the_studio(world, as_role, of):
    browser = as_role("reviewer")
    for each in STUDIO:
        if each.namespace != of:
            continue
        known = known_of(each, getattr(world, INSIDE))
        huge = {k: HUGE if isinstance(v, int) else v for k, v in known.items()}
        for asked in (studio_address(each, known), studio_address(each, huge)):
            with transaction.atomic():
                browser.get(asked, {"id": HUGE, "ids": HUGE, "parent": HUGE})
                transaction.set_rollback(True)
