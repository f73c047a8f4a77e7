import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpResponse
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.test.signals import template_rendered

from lms.gallery.views import FACES, gallery
from lms.kernel import menu
from tests.factories.mediators import UserFactory

LMS = Path(__file__).resolve().parents[2] / "lms"
COMPONENTS = sorted(LMS.glob("templates/components/*.html"))
ERROR_PAGES = ["403.html", "403_csrf.html", "404.html"]


class Page(HTMLParser):
    """What the tests below ask about a page."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def ids(self):
        return [attrs["id"] for _, attrs in self.elements if "id" in attrs]

    def refers_to(self):
        """Every id that an attribute of the page points at."""
        for _, attrs in self.elements:
            for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
                yield from (attrs.get(name) or "").split()
            if attrs.get("href", "").startswith("#"):
                yield attrs["href"][1:]


@pytest.fixture
def ask():
    def _ask(address="/components/", **cookies):
        request = RequestFactory().get(address)
        request.user = AnonymousUser()
        request.COOKIES.update(cookies)
        request.session = SessionStore()
        MessageMiddleware(HttpResponse).process_request(request)
        return request

    return _ask


@pytest.fixture
def show(ask):
    def _show(face="office", address="/components/", **cookies):
        return gallery(ask(address, **cookies), face).content.decode()

    return _show


def test_the_gallery_shows_every_component(show):
    seen = set()

    def note(template, **_):
        seen.add(template.name)

    template_rendered.connect(note)
    for face in FACES:
        show(face)
    template_rendered.disconnect(note)
    missing = {f"components/{path.name}" for path in COMPONENTS} - seen
    assert not missing


@pytest.mark.parametrize("face", FACES)
def test_nothing_is_inline_on_a_page(show, face):
    for tag, attrs in Page(show(face)).elements:
        assert tag != "style"
        assert "style" not in attrs
        assert not [name for name in attrs if name.startswith("on")]
        if tag == "script":
            assert "src" in attrs


@pytest.mark.parametrize("path", sorted(LMS.glob("templates/**/*.html")), ids=str)
def test_no_template_writes_style_or_script_inline(path):
    source = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)


@pytest.mark.parametrize("face", FACES)
def test_labels_hints_and_links_lead_to_something_on_the_page(show, face):
    page = Page(show(face))
    assert len(page.ids()) == len(set(page.ids()))
    assert set(page.refers_to()) <= set(page.ids())


def test_the_error_summary_names_each_field_that_is_wrong(show):
    page = show()
    assert 'role="alert"' in page
    for field in ("name", "password", "reason", "agreed"):
        assert f'href="#id_wrong-{field}"' in page
        assert f'id="id_wrong-{field}_error"' in page


def test_a_state_has_a_symbol_and_a_word():
    for kind, symbol in {"leaf": "✓", "amber": "●", "maple": "✕", "sky": "↑"}.items():
        tag = render_to_string("components/tag.html", {"kind": kind, "label": "已存"})
        assert symbol in tag
        assert "已存" in tag
        assert f"tag-{kind}" in tag


def test_a_page_of_a_list_keeps_the_filters(show):
    page = show(address="/components/?q=李&page=3")
    assert "q=%E6%9D%8E&amp;page=2" in page
    assert "q=%E6%9D%8E&amp;page=4" in page


def test_large_type_and_the_folded_menu_stay_by_cookie(show):
    assert 'data-type-size="normal"' in show()
    assert 'data-nav="open"' in show()
    assert 'data-type-size="large"' in show(type_size="large")
    assert 'data-nav="folded"' in show(office_nav="folded")


def test_htmx_evaluates_nothing_and_sends_the_token_of_who_is_signed_in(ask):
    request = ask()
    assert "hx-headers" not in gallery(request, "classroom").content.decode()
    request.user = UserFactory.build()
    page = gallery(request, "classroom").content.decode()
    assert '"allowEval":false' in page
    assert '"includeIndicatorStyles":false' in page
    assert re.search(r'hx-headers=\'{"x-csrftoken": "\w{32,}"}\'', page)


def test_every_icon_is_in_the_sprite(show):
    sprite = (LMS / "static/img/icons.svg").read_text()
    drawn = set(re.findall(r'<symbol id="([a-z]+)"', sprite))
    used = {place.icon for place in menu._places.values()}  # noqa: SLF001 -- as nobody may open all of them
    for face in FACES:
        used |= set(re.findall(r"icons[\w.]*\.svg#(\w*)", show(face)))
    assert used <= drawn


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_a_refusal_says_what_to_do(ask, name):
    page = render_to_string(name, request=ask())
    assert "<h1>" in page
    assert 'href="/"' in page


def test_the_page_of_our_own_faults_needs_no_request():
    page = get_template("500.html").render()
    assert "<h1>" in page
    assert "hx-headers" not in page


@pytest.mark.parametrize(
    "name",
    ["account/login.html", "account/password_reset.html", "account/signup_closed.html"],
)
def test_account_pages_wear_our_frame(ask, name):
    assert "site-footer" in render_to_string(name, request=ask())
