import re
from datetime import timedelta
from pathlib import Path

import allauth
import django
import pytest
import wagtail
from babel.messages import pofile
from django.conf import settings
from django.utils.timesince import timesince
from django.utils.translation import gettext, override

from lms.words import (
    admin,
    comments,
    forms,
    manners,
    parts,
    plain,
    punctuated,
    studio,
)

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
    *(punctuated.PUNCTUATED, plain.PLAIN, comments.COMMENTS),
]
#: A sign of English beside Chinese, or quotation marks of a typewriter around something.
HALF_WIDTH = re.compile(
    r"[\u4e00-\u9fff）】”>] ?[:,?!;(](?!//)|[)'\"][\u4e00-\u9fff]"
    r"|[\u4e00-\u9fff]\s?['\"]|['\"]\s?[\u4e00-\u9fff]"
)
#: The parts of which somebody in the Studio reads something.
READ_IN_STUDIO = [
    *("", "admin", "documents", "images", "snippets"),
    *("sites", "users", "contrib/redirects"),
]
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
        for part in READ_IN_STUDIO
        for words, said in catalogue(
            root / part / "locale", "django", "zh_Hans"
        ).items()
    } | ours("django")
    plain = {words: re.sub("<[^>]+>", "", said) for words, said in chinese.items()}

    assert {w: said for w, said in plain.items() if HALF_WIDTH.search(said)} == {}


@only_this_wagtail
def test_what_is_said_of_one_thing_has_one_word():
    other = re.compile("评论|注释|上线|过期日期|计划|批准|父页面的子页面")
    with override("zh-hans"):
        chinese = {words: gettext(words) for words in spoken("wagtail", "django", "en")}
    chinese |= spoken("wagtail", "djangojs", "zh_Hans") | ours("djangojs")

    assert {w: said for w, said in chinese.items() if other.search(said)} == {}


@pytest.mark.parametrize(
    ("since", "said"),
    [
        (timedelta(days=75), "2\xa0个月、2\xa0周"),
        (timedelta(days=3), "3\xa0天"),
        (timedelta(hours=2), "2\xa0小时"),
    ],
)
def test_how_long_ago_is_counted_in_measure_words(now, since, said):
    with override("zh-hans"):
        assert timesince(now - since, now) == said
