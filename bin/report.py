"""What benchmarks measured: printed line by line, and kept in docs/performance.md."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

OK, SHORT, INFO = "ok", "short", "info"


@dataclass(frozen=True)
class Figure:
    name: str
    value: str
    unit: str
    floor: str
    ratio: str
    target: str
    verdict: str

    def cells(self) -> list[str]:
        value = f"{self.value} {self.unit}".strip()
        return [self.name, value, self.floor, self.ratio, self.target, self.verdict]


@dataclass
class Bench:
    """Collects the figures of one benchmark; `scale` is the part of the data it is run on."""

    name: str
    scale: float
    figures: list[Figure] = field(default_factory=list)

    def ratio(self, name: str, *, ours: float, floor: float, at_most: float) -> None:
        """Report a time against the floor run beside it; short if the ratio is too large.

        On a part of the data it says nothing, and is not held to its target.
        """
        ratio = ours / floor
        verdict = OK if ratio <= at_most else SHORT if self.scale == 1 else INFO
        self._add(
            Figure(
                name,
                f"{ours * 1000:.2f}",
                "ms",
                f"{floor * 1000:.2f} ms",
                f"{ratio:.5f}",
                f"≤ {at_most:g}",
                verdict,
            )
        )

    def count(self, name: str, value: int, *, at_most: int, unit: str = "") -> None:
        """Report a number of things; short if there are too many."""
        verdict = OK if value <= at_most else SHORT
        self._add(Figure(name, str(value), unit, "–", "–", f"≤ {at_most}", verdict))

    def info(self, name: str, value: float, unit: str) -> None:
        """Report what differs from machine to machine."""
        self._add(Figure(name, f"{value:.2f}", unit, "–", "–", "–", INFO))

    @property
    def is_reached(self) -> bool:
        return all(figure.verdict != SHORT for figure in self.figures)

    def _add(self, figure: Figure) -> None:
        self.figures.append(figure)
        print("  ".join(figure.cells()), flush=True)


def seconds(work: Callable[[], Any], *, times: int = 1) -> float:
    """Return how long the quickest of several runs took."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return min(found)


def machine() -> str:
    with Path("/proc/meminfo").open() as lines:
        memory = int(lines.readline().split()[1]) / 2**20
    python = platform.python_version()
    return f"{os.cpu_count()} × {platform.machine()}, {memory:.0f} GB, Python {python}"


def write(bench: Bench, page: Path) -> None:
    """Put the figures between the marks of this benchmark, with the machine and the day."""
    head = ["name", "value", "floor", "ratio", "target", ""]
    rows = [head, ["---"] * len(head), *(figure.cells() for figure in bench.figures)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    day = dt.datetime.now(tz=dt.UTC).date()
    begin, end = f"<!-- {bench.name}: begin -->", f"<!-- {bench.name}: end -->"
    block = f"{begin}\n{day} · {machine()}\n\n{table}\n{end}"
    text = page.read_text()
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    page.write_text(pattern.sub(lambda _: block, text))
