"""What somebody means by the words they type into the search of the law."""

import re
from dataclasses import dataclass

from laws.numerals import article_label, from_chinese

_NUMERAL = "[一二三四五六七八九十百千零〇两0-9０-９]+"
_LABEL = re.compile(
    rf"第?\s*(?P<number>{_NUMERAL})\s*条?(?:(?:之|-)\s*(?P<suffix>{_NUMERAL}))?"
    r"(?:第.+[款项目])?"
)
_NAMED = re.compile(rf"《?(?P<statute>.*?)》?\s*(?P<label>第\s*{_NUMERAL}\s*条.*)")
_TYPED = re.compile(
    r"《?(?P<statute>\D+?)》?\s*(?P<digits>[0-9０-９]+(?:-[0-9０-９]+)?)条?"
)
Number = tuple[int, int]


@dataclass(frozen=True)
class Sought:
    """An article by its number (and suffix), perhaps of a statute; or words; or either."""

    statute: str = ""
    number: Number | None = None
    words: tuple[str, ...] = ()

    @property
    def in_title(self) -> list[str]:
        """What to mark in the name of a statute and of an article."""
        label = article_label(*self.number) if self.number else ""
        return [each for each in (*self.words, self.statute, label) if each]

    @property
    def in_text(self) -> list[str]:
        """What to mark in the text: who asks for a number asks for no words of it."""
        return list(self.words)


def read(typed: str) -> Sought:
    """Return what is meant by 第九条 or 9, 人民调解法第九条, or words.

    民法典1079, 人民调解法 33, as typed on a phone, is perhaps an article: any words may
    end with a number.
    """
    words = " ".join(typed.split())
    named = _NAMED.fullmatch(words)
    if number := _number(named["label"] if named else words):
        return Sought(named["statute"] if named else "", number)
    on_phone = _TYPED.fullmatch(words)
    number = _number(on_phone["digits"]) if on_phone else None
    statute = on_phone["statute"].strip() if on_phone and number else ""
    return Sought(statute, number, tuple(words.split()))


def _number(label: str) -> Number | None:
    match = _LABEL.fullmatch(label.strip())
    if match is None:
        return None
    try:
        suffix = match["suffix"]
        number = from_chinese(match["number"]), from_chinese(suffix) if suffix else 0
        article_label(*number)  # beyond 9999 there is none
    except ValueError:
        return None
    return number
