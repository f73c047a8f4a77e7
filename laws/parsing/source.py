"""From bytes to clean lines: encodings, byte order marks, white space, front matter."""

import re

from django.utils.translation import gettext_lazy as _

from lms.kernel.errors import DomainError

LARGEST_FILE = 5_000_000
LONGEST_LINE = 20_000
_BLANKS = re.compile(r"[\s\u3000\xa0\ufeff\u200b]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_FENCE = "---"


class Unreadable(DomainError):
    """Why a file cannot be read as a statute, in a sentence."""


class NotText(Unreadable):
    message = _("This is not a text file in UTF-8 or GB18030.")


class Empty(Unreadable):
    message = _("The file is empty.")


class TooLarge(Unreadable):
    message = _("The file is larger than %(megabytes)s MB, too large for a statute.")


class LineTooLong(Unreadable):
    message = _(
        "Line %(line)s has %(length)s characters; a statute has no paragraph so long."
    )


class FrontMatterOpen(Unreadable):
    message = _("The front matter that begins with --- has no closing --- line.")


def decode(raw: bytes) -> str:
    """Return the text of a file, whatever of the usual encodings it is in.

    :raises Unreadable: if it is too large or no text at all
    """
    if len(raw) > LARGEST_FILE:
        raise TooLarge(megabytes=LARGEST_FILE // 1_000_000)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise NotText


def clean_lines(text: str) -> list[str]:
    """Return the lines that say something, with single spaces and nothing in bold.

    :raises Unreadable: if there are none, or one has no end
    """
    lines = []
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > LONGEST_LINE:
            raise LineTooLong(line=number, length=len(line))
        if clean := _BLANKS.sub(" ", line).replace("**", "").strip():
            lines.append(clean)
    if not lines:
        raise Empty
    return lines


def split_front_matter(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """Return what the front matter says, if there is any, and the lines after it.

    :raises Unreadable: if it has no end
    """
    if lines[0] != _FENCE:
        return {}, lines
    if _FENCE not in lines[1:]:
        raise FrontMatterOpen
    end = lines.index(_FENCE, 1)
    said = {}
    for line in lines[1:end]:
        name, colon, value = line.partition(":")
        if colon:
            said[name.strip().lower()] = value.strip().strip("\"'").strip()
    return said, lines[end + 1 :]
