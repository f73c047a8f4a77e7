"""What the scripts say to the person at the keyboard: few lines, plain Chinese."""

from __future__ import annotations

import sys
from typing import NoReturn


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def stop(problem: str, remedy: str) -> NoReturn:
    """End with one sentence that names what is wrong and what to do about it."""
    say(f"✗ {problem}：{remedy}。")
    raise SystemExit(1)
