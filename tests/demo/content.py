"""The demo's content files, and the texts of the laws they rest on."""

import re
import tomllib
from functools import cache
from pathlib import Path

from laws.numerals import to_chinese
from laws.parsing import parse

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "lms" / "demo" / "data"
TEXTS = ROOT.parent / "shared" / "data" / "laws"
PML = "peoples-mediation-law"


def load(name):
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def load_all(folder):
    """Return what every file of a folder says, by its name."""
    return {
        path.stem: load(f"{folder}/{path.name}")
        for path in DATA.glob(f"{folder}/*.toml")
    }


LAWS = load_all("laws")
COURSES = load_all("courses")
QUESTIONS = [
    question
    for file in load_all("questions").values()
    for question in file["questions"]
]
DIGESTS = {
    (law, article["number"]): article["digest"]
    for law, data in LAWS.items()
    for article in data["articles"]
}


def cited(data):
    """Return the law and the number that a citation names."""
    return data.get("law", PML), data["article"]


def label(number):
    return f"第{to_chinese(number)}条"


@cache
def statutes():
    """Return the text of each article by the file of its law and its number."""
    sources = [
        parse(path.read_bytes()) for path in TEXTS.glob("*.md") if path.stem != "INDEX"
    ]
    by_name = {(each.title, each.part, each.effective_on): each for each in sources}
    return {
        (law, article.number): re.sub(r"\s", "", article.text)
        for law, data in LAWS.items()
        for article in by_name[
            data["title"], data.get("part", ""), data["effective"]
        ].articles
    }
