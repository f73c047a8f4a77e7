"""The demo's content files, and the text of the law they rest on."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAW_TEXT = ROOT.parent / "shared" / "data" / "laws" / "人民调解法.md"


def load(name):
    path = ROOT / "lms" / "demo" / "data" / name
    return tomllib.loads(path.read_text(encoding="utf-8"))


def numeral(number):
    """Return a number below 100 as the statutes write it: 33 is 三十三."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, digits[tens] + "十")
    return head + (digits[ones] if ones else "")


def statute():
    """Return the text of each article by its number."""
    text = LAW_TEXT.read_text(encoding="utf-8")
    text = re.sub(r"^#.*$", "", text, flags=re.MULTILINE)
    starts = [text.index(f"\n第{numeral(number)}条 ") for number in range(1, 36)]
    bounds = pairwise([*starts, len(text)])
    return {number: text[a:b] for number, (a, b) in enumerate(bounds, start=1)}
