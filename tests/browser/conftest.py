"""A person at a browser: a phone in Chinese, every complaint of the browser a failure."""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit
from weakref import WeakSet

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page, expect

from tests.browser.wagtails import excuse

AXE = Axe()
#: WCAG 2.2 at level AA, and what axe holds to be good practice.
RULES = {"resultTypes": ["violations"]}
WITHOUT_SCRIPTS = WeakSet()
OUTPUT = Path(__file__).resolve().parents[2] / "test-output"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
#: A loaded machine is slow, not wrong.
PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)
#: What a browser says when the test takes the network away, or of an awaited refusal.
EXPECTED = re.compile(
    r"net::ERR_(INTERNET_DISCONNECTED|FAILED|ABORTED|NETWORK_CHANGED)"
    r"|status of (401|403|409)"
)
#: The Studio saves a page while it is written, and is told so while it is not yet valid.
UNFINISHED = re.compile(r"status of 400")
EDITOR = re.compile(r"/studio/pages/(add/\w+/\w+/\d+|\d+/edit)/$")
#: Longer than anything on a page takes to come or go.
FADING_MS = 700
#: Whether a policy is enforced or only reported, to break one is a complaint.
TELL_OF_POLICIES = """
addEventListener("securitypolicyviolation", (event) => console.error(
    `policy (${event.disposition}): ${event.effectiveDirective} ${event.blockedURI}`
));
"""


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
    answer = yield
    # However they were shuffled: what asks for the findings of others comes after them.
    items.sort(key=lambda item: item.get_closest_marker("at_the_end") is not None)
    return answer


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Use the system's Chromium, where CI has put it."""
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }


@pytest.fixture(autouse=True, scope="session")
def _allow_the_orm_beside_playwright():
    """Playwright runs an event loop in this thread; Django would refuse the ORM."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture
def make_page(browser, live_server):
    """Return a function that opens a page in a browser of its own, signed in as `user`.

    At the end of the test the page must have had nothing to complain about: no broken
    security policy, no error in a script or on the console.
    """
    complaints: list[str] = []
    contexts = []

    def make_page(user=None, *, viewport=PHONE, locale="zh-CN", **options) -> Page:
        context = browser.new_context(
            viewport=viewport, locale=locale, base_url=live_server.url, **options
        )
        contexts.append(context)
        if not options.get("java_script_enabled", True):
            WITHOUT_SCRIPTS.add(context)
        context.add_init_script(TELL_OF_POLICIES)
        if user is not None:
            context.add_cookies([_session_of(user, live_server.url)])
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        page.on("console", lambda message: _listen(message, complaints))
        return page

    yield make_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def picture(request):
    """Return a function that keeps a picture of a page as test output.

    At the end of the test every page of which there is one must have been fit for screen
    readers and keyboards, as far as axe can tell; `wagtails` names what is not ours.
    """
    barriers: dict[str, list[str]] = {}

    def picture(page: Page, name: str) -> None:
        OUTPUT.mkdir(exist_ok=True)
        path = OUTPUT / f"{request.node.name}-{name}.png"
        try:
            page.screenshot(path=path)
        except (
            Error
        ):  # Chromium now and then has no picture yet: it has one a moment later
            page.wait_for_timeout(500)
            page.screenshot(path=path)
        if found := _barriers(page):
            # What fades in or out is not there to stay.
            page.wait_for_timeout(FADING_MS)
            if stays := [each for each in _barriers(page) if each in found]:
                barriers[name] = stays

    yield picture
    assert barriers == {}


def _barriers(page: Page) -> list[str]:
    """Return what axe finds on a page: the rule, and what breaks it.

    It is itself a script, and would wait for ever where none may run.
    """
    if page.context in WITHOUT_SCRIPTS:
        return []
    try:
        found = AXE.run(page, options=RULES).response["violations"]
    except Error as error:
        if "Execution context was destroyed" in str(error):
            return []  # the page is leaving, which is what its test is about
        raise
    of_studio = urlsplit(page.url).path.startswith("/studio/")
    ours = (
        (each["id"], node["html"])
        for each in found
        for node in each["nodes"]
        if not (of_studio and excuse(each["id"], node["html"]))
    )
    return [f"{rule}: {html[:200]}" for rule, html in ours]


def _session_of(user, url):
    from django.test import Client  # noqa: PLC0415 -- needs the app registry

    client = Client()
    client.force_login(user)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}


def _listen(message, complaints):
    if message.type != "error" or EXPECTED.search(message.text):
        return
    url = message.location.get("url", "")
    if UNFINISHED.search(message.text) and EDITOR.search(url):
        return
    complaints.append(f"console: {message.text} {url}")
