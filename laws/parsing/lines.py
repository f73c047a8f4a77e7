"""What kind of line it is: an article, a heading, an item, the start of an appendix."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from laws.numerals import from_chinese, to_chinese
from laws.parsing.source import Unreadable

NUMERAL = "[一二三四五六七八九十百千零〇两0-9０-９]+"
_CHAPTER = 3
_FULL_WIDTH = str.maketrans("(),:;", "（），：；")
_LEVELS = {"编": 1, "分编": 2, "章": _CHAPTER, "节": 4}
_HEADING = re.compile(
    rf"第 ?{NUMERAL} ?(?P<level>分编|编|章|节)(?P<gap>[ :：]*)(?P<title>.*)"
)
_UNNUMBERED = {"总则", "分则", "附则"}
_LISTED_HEADING = re.compile(
    r"(?P<number>[一二三四五六七八九]|[一二三]?十[一二三四五六七八九]?)、[^，。；：]{1,40}"
)
_ARTICLE = re.compile(
    rf"第 ?(?P<number>{NUMERAL}) ?条(?:之(?P<suffix>{NUMERAL}))?"
    r"(?P<gap>[ :：]*)(?P<text>.*)"
)
#: How a line goes on that only mentions the article or chapter it begins with.
_MENTION = re.compile(rf"的规定|规定的|所列|所规定|第{NUMERAL}[款项条]")
_MENTION_TIGHT = re.compile(r"[规的第、和与及或至到所，。；中之以（]")
_ITEM = re.compile(r"(?P<marker>[（(][一二三四五六七八九十]{1,3}[)）]) ?(?P<text>.*)")
_POINT = re.compile(
    r"(?P<marker>[（(][0-9０-９]{1,2}[)）]|[0-9０-９]{1,2}[.．、](?![0-9])) ?"
    r"(?P<text>.*)"
)
_APPENDIX = re.compile(
    rf"附[件录表] ?(?:{NUMERAL})?(?:[ :：].{{0,60}})?|附 ?[:：].{{0,60}}"
)
_LONGEST_HEADING = 60


class NumberUnreadable(Unreadable):
    message = _("The number of %(article)s cannot be read.")


@dataclass(frozen=True)
class Opening:
    """A line that opens an article."""

    number: int
    suffix: int
    text: str


@dataclass(frozen=True)
class Heading:
    level: int
    title: str
    is_untitled: bool = False
    #: The number of a heading like 一、管辖, which a list within an article looks like.
    listed: int = 0


@dataclass(frozen=True)
class Numbered:
    """A line that is an item (项), or a point (目) of one."""

    number: int
    marker: str
    text: str
    is_point: bool


def label(number: int, suffix: int = 0) -> str:
    """Write the number in words: 第九条, 第九条之一."""
    return f"第{to_chinese(number)}条" + (f"之{to_chinese(suffix)}" if suffix else "")


def bare(line: str) -> str:
    """Return the line without the signs of a Markdown heading."""
    return line.lstrip("#").strip() if line.startswith("#") else line


def in_full_width(words: str) -> str:
    """Return a remark with the signs of Chinese: it stands among Chinese words."""
    return words.translate(_FULL_WIDTH)


def opening(line: str, before: tuple[int, int] | None = None) -> Opening | None:
    """Return the article that `line` opens after the article numbered `before`.

    Without a space after its number it may be a mention (第九条规定的…): then it must
    have the very next number and go on like a sentence.

    :raises NumberUnreadable: if its number is no numeral
    """
    match = _ARTICLE.fullmatch(bare(line))
    if match is None or _MENTION.match(match["text"]):
        return None
    number, suffix = _number(match)
    if match["text"] and not match["gap"]:
        following = (
            {(before[0] + 1, 0), (before[0], before[1] + 1)} if before else set()
        )
        if (number, suffix) not in following or _MENTION_TIGHT.match(match["text"]):
            return None
    return Opening(number, suffix, match["text"])


def _number(match: re.Match[str]) -> tuple[int, int]:
    try:
        number = from_chinese(match["number"])
        suffix = from_chinese(match["suffix"]) if match["suffix"] else 0
        label(number, suffix)
    except ValueError:
        article = match[0][: match.start("gap")]
        raise NumberUnreadable(article=article) from None
    return number, suffix


def heading(line: str, following: str = "") -> Heading | None:
    """Return the heading that `line` is, knowing the line that follows it."""
    title = bare(line)
    if title.replace(" ", "") in _UNNUMBERED:
        return Heading(_CHAPTER, title.replace(" ", ""))
    if len(title) > _LONGEST_HEADING or title.endswith(("。", "；")):
        return None
    if match := _HEADING.fullmatch(title):
        return _numbered_heading(match)
    if line.startswith("#"):
        return Heading(_CHAPTER, title)
    listed = _LISTED_HEADING.fullmatch(title)
    if listed and _opens(following):
        return Heading(_CHAPTER, title, listed=from_chinese(listed["number"]))
    return None


def _numbered_heading(match: re.Match[str]) -> Heading | None:
    if _MENTION_TIGHT.match(match["title"]) and not match["gap"]:
        return None
    number = match[0][: match.end("level")].replace(" ", "")
    name = _without_gaps(match["title"])
    return Heading(_LEVELS[match["level"]], f"{number} {name}".strip(), not name)


def _without_gaps(title: str) -> str:
    """Close the gaps of a spaced-out title: 总 则 is 总则."""
    words = title.split(" ")
    return "".join(words) if all(len(word) == 1 for word in words) else title


def _opens(line: str) -> bool:
    match = _ARTICLE.fullmatch(bare(line))
    return match is not None and not _MENTION.match(match["text"])


def is_heading_title(line: str) -> bool:
    """Say whether `line` may be the title of the heading whose number it follows."""
    return len(line) <= _LONGEST_HEADING and not re.search("[。；，：]", line)


def numbered(line: str) -> Numbered | None:
    match = _ITEM.fullmatch(line) or _POINT.fullmatch(line)
    if match is None:
        return None
    marker = match["marker"]
    try:
        number = from_chinese(marker.strip("（()）.．、"))
    except ValueError:
        return None
    return Numbered(number, marker, match["text"], is_point=match.re is _POINT)


def is_appendix(line: str) -> bool:
    return _APPENDIX.fullmatch(bare(line)) is not None


def is_contents(line: str) -> bool:
    return bare(line).replace(" ", "").strip(":：") in {"目录", "目次"}
