"""Catalogues are compiled when they changed, and checked to be complete."""

import gettext
import os

import catalogue
import locales
import pytest
from babel.messages import Catalog

ENTRY = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def tree(tmp_path):
    """A tree of one app with one translated word."""
    folder = tmp_path / "laws" / "locale" / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (tmp_path / "laws" / "apps.py").touch()
    path = folder / "django.po"
    path.write_text(f'{ENTRY}msgid "statute"\nmsgstr "法律"\n', encoding="utf-8")
    return tmp_path


def words(tree):
    compiled = next(tree.rglob("*.mo"))
    with compiled.open("rb") as source:
        return gettext.GNUTranslations(source)


def test_a_new_catalogue_is_compiled(tree):
    assert locales.compile_stale(tree) == 1
    assert words(tree).gettext("statute") == "法律"


def test_a_compiled_catalogue_is_left_alone_until_it_changes(tree):
    locales.compile_stale(tree)
    path = next(tree.rglob("*.po"))

    assert locales.compile_stale(tree) == 0

    path.write_text(path.read_text().replace("法律", "法规"))
    later = path.with_suffix(".mo").stat().st_mtime + 5
    os.utime(path, (later, later))
    assert locales.compile_stale(tree) == 1
    assert words(tree).gettext("statute") == "法规"


def test_every_app_with_a_configuration_has_a_catalogue_of_its_own():
    names = {str(folder.relative_to(locales.ROOT)) for folder in locales.apps()}

    assert {"lms", "mediators", "laws", "exams/banks"} <= names


def written(*messages):
    catalogue = Catalog(locale="zh_Hans")
    for words, string, flags in messages:
        catalogue.add(words, string, flags=flags)
    return catalogue


@pytest.mark.parametrize(
    ("have", "expected"),
    [
        ([("statute", "法律", [])], []),
        ([("statute", "", [])], ["untranslated or fuzzy: 'statute'"]),
        ([("statute", "法律", ["fuzzy"])], ["untranslated or fuzzy: 'statute'"]),
        ([], ["not in the catalogue: 'statute'"]),
        (
            [("statute", "法律", []), ("old", "旧", [])],
            ["no longer in the code: 'old'"],
        ),
    ],
)
def test_what_is_wrong_with_a_catalogue_is_told(have, expected):
    fresh = written(("statute", "", []))

    assert catalogue.faults(written(*have), fresh) == expected


def test_no_two_apps_translate_the_same_words_differently():
    assert catalogue.disagreements() == []


def test_words_that_mean_two_things_are_told(tmp_path, monkeypatch):
    of_pages, of_scripts = "django.po", "djangojs.po"
    for app, name, string in (
        *(("laws", of_pages, "条"), ("courses", of_pages, "篇")),
        ("courses", of_scripts, "冠词"),
    ):
        path = tmp_path / app / "locale" / "zh_Hans" / "LC_MESSAGES" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'msgid "article"\nmsgstr "{string}"\n', encoding="utf-8")
    paths = sorted(tmp_path.rglob("*.po"))
    monkeypatch.setattr(catalogue, "ROOT", tmp_path)
    monkeypatch.setattr(catalogue.locales, "catalogues", lambda: paths)

    (told,) = catalogue.disagreements()

    assert told.startswith("'article' means two things")
    assert "冠词" not in told
