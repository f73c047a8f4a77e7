"""Everything CI runs: all steps are taken, and the end says which of them failed."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import services

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PACKAGES = [
    "lms",
    "mediators",
    "laws",
    "courses",
    "exams",
    "certificates",
    "incentives",
    "cms",
]
FLOOR = 95
#: Whatever the environment or .env says of servers, these need none.
EMBEDDED = {
    "DATABASE_URL": "sqlite:///var/db.sqlite3",
    "KEYS_DATABASE_URL": "",
    "REDIS_URL": "",
}
CONCISE = ["--output-format", "concise", "."]
PYTEST = [str(BIN / "pytest"), "-q", "-n", "2", "--dist", "loadfile"]
COVER = ["--cov", "--cov-report="]
SQLITE = [*PYTEST, "-m", "not browser and not postgres"]
POSTGRES = [*PYTEST, "-m", "not browser"]
JOURNEYS = [str(BIN / "pytest"), "-q", "-m", "browser"]


class Step(NamedTuple):
    name: str
    command: list[str]
    environment: dict[str, str] = {}


class Outcome(NamedTuple):
    name: str
    code: int
    seconds: float
    output: str = ""


def production_environment() -> dict[str, str]:
    """Harmless values for production settings, those of .env.example above all."""
    example = (
        line.partition("=") for line in (ROOT / ".env.example").read_text().splitlines()
    )
    values = {name: value for name, _, value in example if name.isupper() and value}
    return {
        **{
            name: value.replace("change-me", secrets.token_urlsafe())
            for name, value in values.items()
        },
        "SECRET_KEY": secrets.token_urlsafe(64),
        "PERSONAL_DATA_KEY": secrets.token_urlsafe(32)[:43] + "=",
        "DATA_DIR": str(ROOT / "var" / "check"),
        "DJANGO_SETTINGS_MODULE": "lms.settings.production",
    }


def templates() -> list[str]:
    return sorted(
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.html")
    )


def tool(name: str, *arguments: str) -> list[str]:
    return [str(BIN / name), *arguments]


def manage(*arguments: str) -> list[str]:
    return [sys.executable, "manage.py", *arguments]


def static_steps() -> list[Step]:
    served = production_environment()
    strictly = ("--fail-level", "WARNING")
    return [
        Step("mypy", tool("mypy", *PACKAGES, "bin", "manage.py")),
        Step("catalogue", [sys.executable, "bin/catalogue.py"]),
        Step("collectstatic", manage("collectstatic", "--noinput", "-v", "0"), served),
        Step("ruff format", tool("ruff", "format", "--check", *CONCISE)),
        Step("ruff check", tool("ruff", "check", *CONCISE)),
        Step(
            "djangofmt",
            tool("djangofmt", "--custom-blocks=kept", "--check", *templates()),
        ),
        Step("lint-imports", tool("lint-imports", "--no-cache")),
        Step("check", manage("check", *strictly)),
        Step("check --deploy", manage("check", "--deploy", *strictly), served),
        Step("makemigrations", manage("makemigrations", "--check", "--dry-run")),
    ]


def run(step: Step, *, quiet: bool = False) -> Outcome:
    if not quiet:
        print(f"── {step.name}", flush=True)
    began = time.monotonic()
    done = subprocess.run(
        step.command,
        check=False,
        cwd=ROOT,
        env={**os.environ, **step.environment},
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
    )
    return Outcome(
        step.name, done.returncode, time.monotonic() - began, done.stdout or ""
    )


def run_static() -> list[Outcome]:
    """Run the quick checks two at a time, and show what the failing ones print."""
    outcomes = []
    with ThreadPoolExecutor(2) as pool:
        for outcome in pool.map(lambda step: run(step, quiet=True), static_steps()):
            print(
                f"── {outcome.name}: {'ok' if outcome.code == 0 else outcome.output}",
                flush=True,
            )
            outcomes.append(outcome)
    return outcomes


def covered(name: str, command: list[str], environment: dict[str, str]) -> Step:
    """Measure what a suite covers: PostgreSQL's runs every test but the journeys."""
    data_file = str(ROOT / f".coverage.{name}")
    return Step(name, [*command, *COVER], {**environment, "COVERAGE_FILE": data_file})


def run_suites() -> list[Outcome]:
    """Run the suite on both databases, and the journeys; `TESTED`: SQLite is done."""
    outcomes = []
    if not os.environ.get("TESTED"):
        outcomes.append(run(Step("sqlite", SQLITE, EMBEDDED)))
    with services.servers() as environment:
        outcomes.append(run(covered("postgres", POSTGRES, environment)))
        outcomes.append(run(covered("journeys", JOURNEYS, EMBEDDED)))
    return outcomes


def run_coverage() -> list[Outcome]:
    coverage = [str(BIN / "coverage")]
    parts = [str(path) for path in ROOT.glob(".coverage.*")]
    environment = {"COVERAGE_FILE": str(ROOT / ".coverage")}
    combine = run(
        Step(
            "coverage combine",
            [*coverage, "combine", "--keep", "--quiet", *parts],
            environment,
        )
    )
    report = [
        *coverage,
        "report",
        "--skip-covered",
        "--show-missing",
        f"--fail-under={FLOOR}",
    ]
    return [combine, run(Step(f"coverage ≥ {FLOOR} %", report, environment))]


def main() -> None:
    outcomes = [*run_static(), *run_suites(), *run_coverage()]
    print("\n── summary")
    for outcome in outcomes:
        verdict = "FAILED" if outcome.code else "ok"
        print(f"{verdict:6} {outcome.seconds:6.0f} s  {outcome.name}")
    raise SystemExit(any(outcome.code for outcome in outcomes))


if __name__ == "__main__":
    main()
