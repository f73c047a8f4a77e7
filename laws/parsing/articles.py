"""The body of a statute: headings, articles, paragraphs, items."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from laws.parsing import lines as line_kinds
from laws.parsing.lines import Heading, Opening, bare, label
from laws.parsing.source import Unreadable

#: Between the headings of a path.
STEP = " › "
_PAGE = re.compile(r" ?[.…·]{2,} ?[0-9]*$")
_NAMED_AT_MOST = 5


class NumberTwice(Unreadable):
    message = _("%(article)s appears twice.")


class NumberMissing(Unreadable):
    message = _("Missing: %(articles)s.")


class OutOfOrder(Unreadable):
    message = _("%(article)s stands after %(before)s.")


class NoArticles(Unreadable):
    message = _("There is no article (第…条) in this file.")


@dataclass
class ItemText:
    number: int
    marker: str
    text: str
    is_point: bool
    items: list["ItemText"] = field(default_factory=list)


@dataclass
class ParagraphText:
    text: str
    items: list[ItemText] = field(default_factory=list)


@dataclass
class ArticleText:
    number: int
    suffix: int
    heading: str
    lines: list[str] = field(default_factory=list)
    paragraphs: list[ParagraphText] = field(default_factory=list)

    @property
    def key(self) -> tuple[int, int]:
        return self.number, self.suffix

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def add(self, line: str) -> None:
        """Take the next line: a paragraph, an item of the last one, a point of that."""
        self.lines.append(line)
        mark = line_kinds.numbered(line)
        if mark is None:
            self.paragraphs.append(ParagraphText(line))
            return
        if not self.paragraphs:
            self.paragraphs.append(ParagraphText(""))
        items = self.paragraphs[-1].items
        if mark.is_point and items and not items[-1].is_point:
            items = items[-1].items
        # A list that begins again within a paragraph is counted on.
        number = max(mark.number, items[-1].number + 1 if items else 1)
        items.append(ItemText(number, mark.marker, mark.text, mark.is_point))


@dataclass
class Body:
    """What the lines after the title and the note amount to."""

    preamble: list[str] = field(default_factory=list)
    articles: list[ArticleText] = field(default_factory=list)
    appendix: list[str] = field(default_factory=list)
    _path: dict[int, Heading] = field(default_factory=dict)
    _has_contents: bool = False
    _listed: int = 0

    def read(self, lines: list[str]) -> None:
        for line, following in pairwise([*lines, ""]):
            self._take(line, following)

    def _take(self, line: str, following: str) -> None:
        if self.appendix or (self.articles and line_kinds.is_appendix(line)):
            self.appendix.append(bare(line))
        elif line_kinds.is_contents(line):
            self._has_contents = True
        elif opened := line_kinds.opening(line, self._last_key()):
            self._open(opened)
        elif found := self._heading(_PAGE.sub("", line), following):
            self._descend(found)
        elif self._awaits_title() and line_kinds.is_heading_title(line):
            level, last = max(self._path.items())
            self._path[level] = Heading(level, f"{last.title} {line}")
        elif self.articles:
            self.articles[-1].add(line)
        else:
            self.preamble.append(line)

    def _heading(self, line: str, following: str) -> Heading | None:
        found = line_kinds.heading(line, following)
        if found and found.listed:
            if found.listed != self._listed + 1:
                return None
            self._listed = found.listed
        return found

    def _last_key(self) -> tuple[int, int] | None:
        return self.articles[-1].key if self.articles else None

    def _open(self, opened: Opening) -> None:
        first = self.articles[0].key if self.articles else None
        is_second = self._has_contents and first == (opened.number, opened.suffix)
        if is_second and not any("。" in article.text for article in self.articles):
            # They were listed by name in the table of contents; the text comes now.
            self.articles.clear()
        path = STEP.join(each.title for _level, each in sorted(self._path.items()))
        article = ArticleText(opened.number, opened.suffix, path)
        self.articles.append(article)
        if opened.text:
            article.add(opened.text)

    def _descend(self, found: Heading) -> None:
        kept = {
            level: each for level, each in self._path.items() if level < found.level
        }
        self._path = {**kept, found.level: found}

    def _awaits_title(self) -> bool:
        return bool(self._path) and max(self._path.items())[1].is_untitled


def read_body(lines: list[str], *, is_whole: bool) -> Body:
    """Read the lines after the title; a whole statute begins with its first article.

    :raises Unreadable: if an article is missing, there twice or out of its place
    """
    body = Body()
    body.read(lines)
    if not body.articles:
        raise NoArticles
    _check_numbers([article.key for article in body.articles], is_whole=is_whole)
    return body


def _check_numbers(keys: list[tuple[int, int]], *, is_whole: bool) -> None:
    seen: set[tuple[int, int]] = set()
    missing: list[str] = []
    before = (0, 0) if is_whole else (keys[0][0] - 1, 0)
    for key in keys:
        if key in seen:
            raise NumberTwice(article=label(*key))
        if key < before:
            raise OutOfOrder(article=label(*key), before=label(*before))
        missing += [label(*each) for each in _between(before, key)]
        seen.add(key)
        before = key
    if missing:
        named = "、".join(missing[:_NAMED_AT_MOST])
        more = "…" if len(missing) > _NAMED_AT_MOST else ""
        raise NumberMissing(articles=named + more)


def _between(before: tuple[int, int], key: tuple[int, int]) -> list[tuple[int, int]]:
    number, suffix = key
    if number == before[0]:
        return [(number, each) for each in range(before[1] + 1, suffix)]
    numbers = [(each, 0) for each in range(before[0] + 1, number)]
    return numbers + [(number, each) for each in range(suffix)]
