"""Rules of the house that no linter knows."""

import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[1]
APPS = [
    "lms",
    "mediators",
    "laws",
    "courses",
    "exams",
    "certificates",
    "incentives",
    "cms",
]


def files(pattern):
    return [path for app in APPS for path in sorted((ROOT / app).rglob(pattern))]


def offenders(pattern, wrong):
    """Return `file:line` wherever the regular expression `wrong` is found.

    A pattern with a folder in it names the folder's files at any depth.
    """
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for each in pattern.split()
        for path in files(each)
        if "migrations" not in path.parts
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if re.search(wrong, line)
    ]


def test_no_file_is_long():
    long = [
        str(path.relative_to(ROOT))
        for path in files("*.py")
        if "migrations" not in path.parts and len(path.read_text().splitlines()) > 300
    ]
    assert long == []


@pytest.mark.parametrize(
    ("pattern", "wrong"),
    [
        pytest.param(
            "views.py views/*.py",
            r"get_object_or_404\([A-Z]\w+(,|\.objects,)",
            id="bare lookup",
        ),
        pytest.param("*.py", r"# (noqa|type: ignore)(?!.* -- )", id="no reason given"),
        pytest.param("*.html", r"{% blocktranslate(?! trimmed)", id="untrimmed"),
        pytest.param(
            "*.html",
            r"<script(?![^>]*(src=|type=\"application/json\"))|\sstyle=|\son[a-z]+=\"",
            id="inline script, style or handler",
        ),
        pytest.param("*.html", r"(src|href)=\"(https?:)?//", id="another host"),
        pytest.param(
            # but for the gallery, whose words are samples
            "[!g]*.html",
            r"^(?!.*\{#).*[\u4e00-\u9fff]",
            id="Chinese outside the catalogue",
        ),
        pytest.param("*.py", r"@require_GET\b", id="no answer to HEAD"),
        pytest.param("*.py", r"\b(TODO|FIXME|XXX)\b", id="left undone"),
    ],
)
def test_nowhere(pattern, wrong):
    assert offenders(pattern, wrong) == []


def test_every_migration_has_a_name():
    assert [p.name for p in files("migrations/*.py") if "_auto_" in p.name] == []


def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_setting_from_outside_is_in_the_example():
    names = ("base", "dev", "owner")
    text = "".join((ROOT / f"lms/settings/{each}.py").read_text() for each in names)
    read = set(re.findall(r'env\.\w+\(\s*"(\w+)"', text))
    example = (ROOT / ".env.example").read_text()
    shown = set(re.findall(r"^(\w+)=", example, re.MULTILINE))
    assert read == shown


def test_every_app_of_ours_is_measured_for_coverage():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert project["tool"]["coverage"]["run"]["source"] == APPS


def test_every_app_of_ours_has_a_chinese_catalogue():
    missing = [
        config.name
        for config in apps.get_app_configs()
        if config.name in settings.OUR_APPS
        and config.name
        not in {"lms.kernel", "lms.api", "lms.demo"}  # the project's own catalogue
        and not (Path(config.path) / "locale/zh_Hans/LC_MESSAGES/django.po").exists()
    ]
    assert missing == []


def test_production_settings_have_no_secret_of_their_own():
    text = (ROOT / "lms/settings/production.py").read_text()
    assert re.findall(r"(?i)(secret|password|key)\w*\s*=\s*[\"']", text) == []
