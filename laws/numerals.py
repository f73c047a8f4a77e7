"""Chinese numerals, as articles and items are numbered: 一 to 九千九百九十九."""

_DIGITS = "零一二三四五六七八九"
_UNITS = {"十": 10, "百": 100, "千": 1000}
_SAME = str.maketrans("〇两０１２３４５６７８９", "零二0123456789")


def to_chinese(number: int) -> str:
    """Write `number`, from 1 to 9999, as statutes do: 10 is 十, 110 is 一百一十.

    :raises ValueError: if there is no such numeral
    """
    if not 1 <= number <= 9999:  # noqa: PLR2004 -- four places
        raise ValueError(number)
    written = ""
    for place, unit in zip(f"{number:04}", ["千", "百", "十", ""], strict=True):
        written += _DIGITS[int(place)] + unit if place != "0" else "零"
    while "零零" in written:
        written = written.replace("零零", "零")
    written = written.strip("零")
    return written.removeprefix("一") if written.startswith("一十") else written


def from_chinese(written: str) -> int:
    """Read a numeral written in Chinese or in digits, full-width ones included.

    :raises ValueError: if it is no numeral
    """
    plain = written.translate(_SAME)
    if plain.isascii() and plain.isdigit() and int(plain):
        return int(plain)
    number, digit = 0, 0
    for sign in plain:
        if sign in _UNITS:
            number += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            digit = _DIGITS.index(sign)
    number += digit
    # Written back it must be the same, or something like 十百 has been read.
    if to_chinese(number) not in {plain, plain.replace("一十", "十", 1)}:
        raise ValueError(written)
    return number


def article_label(number: int, suffix: int = 0) -> str:
    """Name an article as statutes do: 第九条, 第九条之一.

    :raises ValueError: if there is no such numeral
    """
    after = f"之{to_chinese(suffix)}" if suffix else ""
    return f"第{to_chinese(number)}条{after}"
