import re
from pathlib import Path

import allauth
import django
import pytest
import wagtail
from babel.messages import pofile
from django.conf import settings

from lms.words import admin, forms, manners, parts, punctuated, studio

#: The parts of Wagtail that are installed here and say something.
SAYING = [
    *("", "admin", "documents", "embeds", "images", "search", "sites", "snippets"),
    *("users", "contrib/redirects"),
]
PARTS = {
    "django": [
        Path(django.__file__).parent / part for part in ("conf", "contrib/auth")
    ],
    "allauth": [Path(allauth.__file__).parent],
    "wagtail": [Path(wagtail.__file__).parent / part for part in SAYING],
}
STUDIO = [
    *(studio.STUDIO, admin.ADMIN, parts.CORE, parts.IMAGES, parts.DOCUMENTS),
    *(parts.SNIPPETS, parts.USERS, parts.REDIRECTS, manners.MANNERS),
    punctuated.PUNCTUATED,
]
#: A sign of English beside Chinese, or quotation marks of a typewriter around something.
HALF_WIDTH = re.compile(
    r"[\u4e00-\u9fff）】”>] ?[:,?!;(](?!//)|[)'\"][\u4e00-\u9fff]"
    r"|[\u4e00-\u9fff]\s?['\"]|['\"]\s?[\u4e00-\u9fff]"
)
#: The parts of which an author reads something.
READ_BY_AUTHORS = ["", "admin", "documents", "images", "snippets"]
only_this_wagtail = pytest.mark.skipif(
    wagtail.VERSION[:2] != (7, 4),
    reason="what another Wagtail says is looked through when we move to it",
)


def catalogue(folder, domain, language):
    """Return what a catalogue says, by its English; nothing if it has no file."""
    path = folder / language / "LC_MESSAGES" / f"{domain}.po"
    if not path.exists():
        return {}
    with path.open("rb") as source:
        messages = pofile.read_po(source, locale=language)
    return {
        message.id if isinstance(message.id, str) else message.id[0]: "".join(
            message.string
        )
        for message in messages
        if message.id and not message.fuzzy
    }


def spoken(part, domain, language):
    return {
        english: said
        for folder in PARTS[part]
        for english, said in catalogue(folder / "locale", domain, language).items()
    }


def ours(domain):
    return {
        english: said
        for folder in sorted(settings.BASE_DIR.glob("*/locale"))
        for english, said in catalogue(folder, domain, "zh_Hans").items()
    }


@only_this_wagtail
@pytest.mark.parametrize(
    ("part", "lists"),
    [
        ("django", [forms.FORMS, forms.PASSWORDS]),
        ("allauth", [forms.ACCOUNTS]),
        ("wagtail", STUDIO),
    ],
)
def test_what_we_say_for_others_they_still_say(part, lists):
    said = {words for each in lists for words in each}

    assert said - spoken(part, "django", "en").keys() == set()


@only_this_wagtail
def test_what_we_say_for_scripts_they_still_say():
    assert ours("djangojs").keys() - spoken("wagtail", "djangojs", "en").keys() == set()


@only_this_wagtail
@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_nothing_in_the_studio_is_said_in_english_only(domain):
    chinese = spoken("wagtail", domain, "zh_Hans") | ours(domain)

    left = [
        words for words in spoken("wagtail", domain, "en") if not chinese.get(words)
    ]

    assert left == []


@only_this_wagtail
@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_studio_says_you_as_one_says_it_to_people(domain):
    chinese = spoken("wagtail", domain, "zh_Hans") | ours(domain)

    assert {words: said for words, said in chinese.items() if "你" in said} == {}


@only_this_wagtail
def test_the_studio_sets_chinese_in_the_signs_of_chinese():
    root = Path(wagtail.__file__).parent
    chinese = {
        words: said
        for part in READ_BY_AUTHORS
        for words, said in catalogue(
            root / part / "locale", "django", "zh_Hans"
        ).items()
    } | ours("django")
    plain = {words: re.sub("<[^>]+>", "", said) for words, said in chinese.items()}

    assert {w: said for w, said in plain.items() if HALF_WIDTH.search(said)} == {}
