"""What stands above the first article: the title, the adoption note, who issued it."""

import re

from django.utils.translation import gettext_lazy as _

from laws.parsing import dates
from laws.parsing.lines import bare, heading, is_contents, opening
from laws.parsing.source import Unreadable

_OPEN, _CLOSE = "（(", "）)"
#: The kinds of `laws.models.Statute`, by how documents name them.
KINDS = {
    "法律": "law",
    "行政法规": "administrative",
    "司法解释": "interpretation",
    "地方性法规": "local",
    "自治条例": "local",
    "单行条例": "local",
    "经济特区法规": "local",
    "部门规章": "rule",
    "地方政府规章": "rule",
    "规章": "rule",
    "党内法规": "party",
}
OTHER = "other"
_NATIONAL = ("全国人民代表大会常务委员会", "全国人民代表大会", "国务院")
_COURTS = ("最高人民法院", "最高人民检察院")
_LOCAL = re.compile(
    r"[一-鿿]{2,12}?(?:省|市|自治区|自治州|自治县)(?=第|人民代表大会|人大)"
)
_INTERPRETED = re.compile(
    r"最高人民法院关于适用《中华人民共和国(?P<law>[^》]+)》(?P<part>.*?)的解释(?P<rest>.*)"
)


class NoTitle(Unreadable):
    message = _("The file does not begin with the title of a statute.")


class NoteOpen(Unreadable):
    message = _("The bracket of the note after the title is never closed.")


def split(lines: list[str], *, title: str) -> tuple[str, str, list[str]]:
    """Return the title, the adoption note and what comes after both.

    With a `title` from front matter the first line may repeat it. Otherwise it is the
    line above the note, or the first line where there is no note.
    """
    before: list[str] = []
    if title:
        rest = lines[1:] if lines and bare(lines[0]) == title else lines
    else:
        before, title, rest = _find_title(lines)
    note, rest = _take_notes(rest)
    return title, note, before + rest


def _find_title(lines: list[str]) -> tuple[list[str], str, list[str]]:
    at = 0
    for index, line in enumerate(lines):
        if index and _begins_note(line):
            at = index - 1
            break
        if _is_body(line):
            break
    if not lines or _is_body(lines[at]):
        raise NoTitle
    title, before = bare(lines[at]), lines[:at]
    if before and title.startswith("关于") and before[-1].endswith(_NATIONAL + _COURTS):
        # A title on two lines: 最高人民法院 / 关于…的规定
        title = bare(before.pop()) + title
    return before, title, lines[at + 1 :]


def _is_body(line: str) -> bool:
    is_title = line.startswith("# ")
    found = None if is_title else heading(line)
    return bool(found or is_contents(line) or opening(line))


def _begins_note(line: str) -> bool:
    return line.startswith(tuple(_OPEN)) and dates.names_a_day(line)


def _take_notes(lines: list[str]) -> tuple[str, list[str]]:
    """Return the bracketed notes at the top, each on one line, and the other lines."""
    notes: list[str] = []
    while lines and _begins_note(lines[0]):
        depth, taken = 0, 0
        for line in lines:
            if taken and _is_body(line):
                raise NoteOpen
            taken += 1
            depth += sum(line.count(sign) for sign in _OPEN)
            depth -= sum(line.count(sign) for sign in _CLOSE)
            if depth <= 0:
                break
        else:
            raise NoteOpen
        notes.append(" ".join(lines[:taken]))
        lines = lines[taken:]
    return "\n".join(notes), lines


def short_title(title: str) -> str:
    """Return what people call it: without 中华人民共和国, or by the law explained."""
    if match := _INTERPRETED.fullmatch(title):
        return f"{match['law']}{match['part']}解释{match['rest']}"
    return title.removeprefix("中华人民共和国").strip("《》") or title


def kind(named: str, title: str, note: str) -> str:
    """Return the kind by the name a document gives it, or by who adopted it."""
    for name, found in KINDS.items():
        if named.startswith(name):
            return found
    body = issuer(title, note)
    if named or not body:
        return OTHER
    if body in _COURTS:
        return "interpretation"
    if body == "国务院":
        return "administrative"
    return "law" if body in _NATIONAL else "local"


def issuer(title: str, note: str) -> str:
    """Return who adopted it first, or an empty string if neither tells."""
    for name in _COURTS:
        if title.startswith(name):
            return name
    adopted = note.split("通过", maxsplit=1)[0]
    if local := _LOCAL.search(re.sub(r".*?日 ?", "", adopted, count=1)):
        body = "人民代表大会常务委员会" if "常" in adopted else "人民代表大会"
        return local[0] + body
    return next((name for name in (*_NATIONAL, *_COURTS) if name in adopted), "")
