"""Pin every dependency with its hashes: dev, base within it, then the next Wagtail."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMPILE = [
    "uv",
    "pip",
    "compile",
    "--quiet",
    "--universal",
    "--generate-hashes",
    "--python-version",
    "3.11",
]
COMPILE += ["--no-emit-index-url", "--no-header"]
LISTS = {
    "dev": ["requirements/dev.in"],
    "base": ["requirements/base.in", "-c", "requirements/dev.txt"],
    "forward": ["requirements/dev.in", "--override", "requirements/forward.in"],
}


def main(options: list[str]) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "uv"], check=True
    )
    for name, sources in LISTS.items():
        target = ["-o", f"requirements/{name}.txt"]
        subprocess.run(
            [sys.executable, "-m", *COMPILE, *sources, *target, *options],
            cwd=ROOT,
            check=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
