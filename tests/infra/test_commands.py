"""Every command is listed, documented, and takes the steps it promises."""

import os
import re
import subprocess

import check
import pytest
import yaml

from tests.infra.conftest import ROOT

COMMANDS = [
    "help", "run", "test", "browser", "bench", "check", "forward", "fix", "messages",
    "requirements",
]  # fmt: skip


def make(*arguments):
    """Return what make prints, as for a person who typed it."""
    outer = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
    kept = {name: value for name, value in os.environ.items() if name not in outer}
    done = subprocess.run(
        ["make", *arguments],
        cwd=ROOT,
        env=kept,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


def test_a_bare_make_lists_every_command():
    listed = re.findall(r"^  make (\w+) ", make(), re.MULTILINE)

    assert listed == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_guide(command):
    guide = (ROOT / "docs" / "howto" / "run.md").read_text()

    assert f"make {command}" in guide


@pytest.mark.parametrize("command", COMMANDS[1:])
def test_every_command_first_makes_the_machine_ready(command):
    assert make("-n", command).startswith("python3 bin/setup.py")


def test_ci_runs_the_suite_and_then_every_other_check():
    script = ROOT / ".ci" / "run"

    assert os.access(script, os.X_OK)
    steps = re.findall(r"^.*\bmake \w+", script.read_text(), re.MULTILINE)
    assert steps == ["make test", "TESTED=1 make check"]


def test_the_checks_are_all_there():
    assert [step.name for step in check.static_steps()] == [
        "mypy",
        "catalogue",
        "collectstatic",
        "ruff format",
        "ruff check",
        "djangofmt",
        "lint-imports",
        "check",
        "check --deploy",
        "makemigrations",
    ]


def test_a_failing_step_fails_the_check_and_the_next_is_still_taken():
    outcomes = [
        check.run(check.Step(name, [name]), quiet=True) for name in ("false", "true")
    ]

    assert [outcome.code for outcome in outcomes] == [1, 0]


def test_the_hooks_use_the_tools_that_are_pinned():
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    hooks = [hook for repo in config["repos"] for hook in repo["hooks"]]

    assert [repo["repo"] for repo in config["repos"]] == ["local"]
    assert [hook["id"] for hook in hooks] == [
        "ruff-check",
        "ruff-format",
        "django-upgrade",
        "djangofmt",
        "lint-imports",
        "makemigrations",
    ]
    assert [hook for hook in hooks if not hook["entry"].startswith(".venv/bin/")] == []
