"""What changed between two texts, as a reader sees it: runs of characters, not lines."""

from dataclasses import dataclass
from difflib import SequenceMatcher

#: What two texts share by chance, between two changes, is read as changed.
CHANCE = 3


@dataclass(frozen=True)
class Run:
    """Characters in a row that are in both texts, or in one only."""

    text: str
    changed: bool


def changes(old: str, new: str) -> tuple[list[Run], list[Run]]:
    """Return both texts in runs: what is only in `old`, and only in `new`, is changed.

    The runs of each side joined give its text again.
    """
    was: list[Run] = []
    now: list[Run] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    ends = (len(old), len(new))
    at_old = at_new = 0
    for block in matcher.get_matching_blocks():
        after = (block.a + block.size, block.b + block.size)
        at_an_end = (block.a, block.b) == (0, 0) or after == ends
        if block.size == 0 or (block.size < CHANCE and not at_an_end):
            continue
        _add(was, old[at_old : block.a], changed=True)
        _add(now, new[at_new : block.b], changed=True)
        same = old[block.a : block.a + block.size]
        _add(was, same, changed=False)
        _add(now, same, changed=False)
        at_old, at_new = after
    _add(was, old[at_old:], changed=True)
    _add(now, new[at_new:], changed=True)
    return was, now


def _add(runs: list[Run], text: str, *, changed: bool) -> None:
    if text:
        runs.append(Run(text, changed))
