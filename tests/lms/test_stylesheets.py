import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "lms" / "static"
SHEETS = sorted((STATIC / "css").glob("*.css"))
#: Not understood by Chrome 87 or Safari 14, or needing a fallback that we do not write.
TOO_NEW = (
    r":has\(|:is\(|:where\(|@container|@layer|aspect-ratio|\binset:|color-mix|"
    r"(margin|padding)-(inline|block):|\bflex-gap\b|\d(dvh|svh|cqw)\b"
)
SURFACES = ["paper", "card"]
PAIRS = [
    *[(text, surface) for text in ("ink", "ink-2") for surface in SURFACES],
    *[
        (text, surface)
        for text in ("pine", "pine-dark", "maple", "amber", "leaf", "sky")
        for surface in (*SURFACES, f"{text.removesuffix('-dark')}-wash")
    ],
    *[("ink", f"{tone}-wash") for tone in ("pine", "maple", "amber", "leaf", "sky")],
    *[("card", tone) for tone in ("pine", "pine-dark", "maple", "amber", "leaf")],
    ("card", "sky"),
    ("card", "ink-2"),
]


def tokens():
    source = (STATIC / "css" / "tokens.css").read_text()
    return dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6});", source))


def luminance(colour):
    def linear(channel):
        part = channel / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("text", "surface"), PAIRS)
def test_text_stands_out_from_what_it_stands_on(text, surface):
    assert contrast(tokens()[text], tokens()[surface]) >= 4.5


@pytest.mark.parametrize("surface", SURFACES)
def test_the_edge_of_a_field_can_be_seen(surface):
    assert contrast(tokens()["edge"], tokens()[surface]) >= 3


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_old_phones_understand_the_stylesheet(sheet):
    rules = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    assert not re.findall(TOO_NEW, rules)
    assert rules.count("{") == rules.count("}")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_stylesheet_takes_colours_from_the_tokens(sheet):
    own = set(re.findall(r"#[0-9A-Fa-f]{3,8}\b", sheet.read_text()))
    assert sheet.name == "tokens.css" or own <= {"#FFFFFF", "#000000"}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_what_a_stylesheet_names_is_there(sheet):
    for address in re.findall(r'url\("(?!data:)([^"]+)"\)', sheet.read_text()):
        assert (sheet.parent / address).is_file()


def test_every_variable_used_is_defined():
    text = "\n".join(sheet.read_text() for sheet in SHEETS)
    defined = set(re.findall(r"(--[\w-]+):", text))
    assert set(re.findall(r"var\((--[\w-]+)\)", text)) <= defined
