"""Names as they are written: Chinese, with the middle dot, and beyond the BMP."""

import unicodedata

DOT = "·"
#: In characters: a rare one counts once, as in Python and PostgreSQL.
LONGEST = 60
#: What people type for the middle dot of a name (U+00B7).
_DOTS = str.maketrans(dict.fromkeys("．•・‧∙･⋅・\u0387", DOT))
#: What is pasted along and cannot be seen.
_UNSEEN = str.maketrans(dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff"))
#: Planes 2 and 3 hold rare Han alone, some newer than Python's own tables.
_RARE_HAN = range(0x20000, 0x40000)
#: A numeral to Unicode, and a name to people.
_ZERO = "〇"


def tidy(name: str) -> str:
    """Return `name` without inner spaces and with one kind of middle dot.

    Latin names keep one space between words. Nothing is normalised: NFKC would rewrite
    characters that stand in identity documents.
    """
    words = name.translate(_UNSEEN).translate(_DOTS).split()
    if all(word.isascii() for word in words):
        return " ".join(words)
    return "".join(words).replace(".", DOT)


def is_name(name: str) -> bool:
    """Say whether a tidy name holds letters alone, beside dots and spaces within it."""
    parts = name.replace(DOT, " ").split(" ")
    return all(part and all(map(_is_letter, part)) for part in parts)


def _is_letter(sign: str) -> bool:
    of_a_word = unicodedata.category(sign)[0] in "LM"  # a mark belongs to its letter
    return of_a_word or sign == _ZERO or ord(sign) in _RARE_HAN
