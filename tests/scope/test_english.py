"""Every page of the table in English: what is left in Chinese is content, and says so.

Content is what stands in the database; what is Chinese and does not is a string of the
interface that nobody translated.
"""

import re
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models, transaction

from tests.scope.addresses import every_address
from tests.scope.rows import ANONYMOUS, FOUND, INSIDE, MEDIATOR, OFFICE, OWN, REVIEWER
from tests.scope.table import ROWS
from tests.scope.test_scope import address, said
from tests.scope.test_studio import address as address_in_studio
from tests.scope.test_studio import known_of

pytestmark = pytest.mark.filterwarnings(
    # 2026-11: Wagtail leaves the temporary file of a rendition to the garbage collector.
    "ignore::pytest.PytestUnraisableExceptionWarning"
)
CHINESE = re.compile(r"[⺀-鿿、-〟！-～]")
LATIN = re.compile(r"[A-Za-z]{2,}")
WORDS = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")
#: What is computed of content: the number of an article, a name that is half hidden.
COMPUTED = re.compile(r"第[零一二三四五六七八九十百千]+条(之[一二三四五六七八九十]+)?")
#: How days off are written in the list that is typed in: 2026-10-01 至 2026-10-07 休.
TYPED = re.compile(r"(?<=[\d ])[至休班](?=[ .])")
SPOKEN = {"aria-label", "title", "placeholder", "alt", "value", "content", "label"}
VOID = {
    *("area", "base", "br", "col", "embed", "hr", "img"),
    *("input", "link", "meta", "source", "track", "wbr"),
}
#: What somebody called a thing of theirs, or typed: they know in which language.
OWN_WORDS = {"cms:search", "privacy:data", "privacy:looks", "mfa_list_webauthn"}
#: Shows rows of a file that somebody brought, which stand in no table.
OF_A_FILE = {"rosters:import"}
#: What the page is about, in the title of its window, which is in one language.
ONE_LANGUAGE = {"title", "option"}
NOT_SAID = {"script", "style", "template"}


class Reader(HTMLParser):
    """What a page says, each piece with its element and the language it is marked with."""

    def __init__(self, text):
        super().__init__()
        self.open, self.pieces = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        has = dict(attrs)
        above = self.open[-1] if self.open else ("", "", False)
        language = has.get("lang") or above[1]
        hidden = above[2] or tag in NOT_SAID or has.get("aria-hidden") == "true"
        for name in SPOKEN & has.keys():
            if not (hidden or (name == "value" and has.get("type") != "submit")):
                self.pieces.append((tag, language, has[name] or ""))
        if tag not in VOID:
            self.open.append((tag, language, hidden))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self.open and not self.open[-1][2]:
            tag, language, _hidden = self.open[-1]
            self.pieces.append((tag, language, " ".join(data.split())))

    def chinese(self):
        """Return what is not marked as Chinese and holds some."""
        return [
            (tag, words)
            for tag, language, words in self.pieces
            if CHINESE.search(words) and not language.startswith("zh")
        ]

    def english(self):
        """Return what is marked as Chinese and is none."""
        return [
            (tag, words)
            for tag, language, words in self.pieces
            if WORDS.search(words)
            and not CHINESE.search(words)
            and language.startswith("zh")
        ]


@pytest.fixture(scope="module")
def content(world, django_db_blocker):
    """Every text in the database, the longest first."""
    with django_db_blocker.unblock():
        return written_in(apps.get_models())


@pytest.fixture(scope="module")
def names(world, django_db_blocker):
    """Of people and of organisations, which are said alike in every language."""
    of = [apps.get_model(each) for each in ("mediators.User", "mediators.Organisation")]
    with django_db_blocker.unblock():
        return written_in([*of, apps.get_model("mediators.Person")])


def written_in(kinds):
    found = set()
    for kind in kinds:
        columns = [each.name for each in kind._meta.concrete_fields if is_text(each)]  # noqa: SLF001 -- documented
        for row in kind._default_manager.values_list(*columns):  # noqa: SLF001 -- as above
            found |= {text for value in row for text in texts(value)}
    lines = {line for text in found for line in (text, *text.splitlines())}
    known = [each for each in lines if len(each) > 1 and CHINESE.search(each)]
    return sorted(known, key=len, reverse=True)


def is_text(field):
    return isinstance(field, models.CharField | models.TextField | models.JSONField)


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts(each)


def without(words, known):
    for each in known:
        words = words.replace(each, "")
    return TYPED.sub("", COMPUTED.sub("", words))


def in_english(browser, asked):
    """Return what a page says in English, if it is one and is there."""
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    browser.raise_request_exception = False  # Wagtail trips over some of its addresses
    with transaction.atomic():
        response = browser.get(asked)
        text = said(response)
        transaction.set_rollback(True)
    is_page = "text/html" in response.headers.get("Content-Type", "")
    return text if is_page and response.status_code == FOUND else ""


def looks(row):
    """Who looks where: one who learns, and one who works in the Office."""
    for place in (OWN, INSIDE):
        for roles in ((MEDIATOR, ANONYMOUS), OFFICE):
            may = [role for role in roles if row.expected(role, place, "GET") == FOUND]
            if place in row.places and may:
                yield place, may[0]


def sought(row):
    """What was asked for in the address, which a page says again."""
    return row.query.partition("q=")[2] or "nothing"


@pytest.mark.parametrize("row", [row for row in ROWS if row.takes_get], ids=str)
def test_what_is_chinese_on_an_english_page_is_content_and_says_so(
    world, as_role, content, names, row
):
    wrong = []
    for place, role in looks(row):
        text = in_english(as_role(role), address(row, getattr(world, place)))
        pieces = Reader(text).chinese()
        wrong += [
            f"{role} {place}: <{tag}> is interface: {words}"
            for tag, words in pieces
            if CHINESE.search(without(words, [*content, sought(row)]))
            and row.url not in OF_A_FILE
        ]
        wrong += [
            f"{role} {place}: <{tag}> says that it is Chinese: {words}"
            for tag, words in Reader(text).english()
        ]
        if 'data-face="office"' in text or row.url in OWN_WORDS:
            continue
        wrong += [
            f"{role} {place}: <{tag}> does not say that it is Chinese: {words}"
            for tag, words in pieces
            if tag not in ONE_LANGUAGE
            and not LATIN.search(words)
            and CHINESE.search(without(words, names))
        ]

    assert not wrong, "\n".join(sorted(set(wrong)))


STUDIO = [each for each in every_address() if each.of_studio]


@pytest.mark.parametrize("namespace", sorted({each.namespace for each in STUDIO}))
def test_no_string_of_the_studio_is_left_in_chinese(world, as_role, content, namespace):
    wrong = []
    for each in STUDIO:
        if each.namespace != namespace:
            continue
        asked = address_in_studio(each, known_of(each, world.inside))
        text = in_english(as_role(REVIEWER), asked)
        wrong += [
            f"{asked}: <{tag}> {words}"
            for tag, words in Reader(text).chinese()
            if CHINESE.search(without(words, content))
        ]

    assert not wrong, "\n".join(sorted(set(wrong)))
