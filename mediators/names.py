"""Names as they are written: Chinese, with the middle dot, and beyond the BMP."""

#: What people type for the middle dot of a name (U+00B7).
_DOTS = str.maketrans(dict.fromkeys("．•・‧∙", "·"))


def tidy(name: str) -> str:
    """Return `name` without inner spaces and with one kind of middle dot.

    Latin names keep one space between words. Nothing is normalised: NFKC would rewrite
    characters that stand in identity documents.
    """
    words = name.translate(_DOTS).split()
    latin = all(word.isascii() for word in words)
    return (" " if latin else "").join(words)
