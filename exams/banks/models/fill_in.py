import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from exams.banks.authoring import Incomplete, Written, clean_text
from exams.banks.models.version import QuestionVersion

BLANK = "____"
ORDERED, ANY_ORDER = "ordered", "any_order"
#: Full-width letters, digits and signs, and the half-width ones they stand for.
_HALF = {0xFF01 + n: 0x21 + n for n in range(94)}


def normalise(text: str) -> str:
    """Return `text` without the differences that do not count.

    Full and half width, spaces and letter case are one; 三 and 3 are not.
    """
    text = unicodedata.normalize("NFC", text).translate(_HALF)
    return "".join(text.split()).casefold()


class FillIn(QuestionVersion):
    """Asks for the words at each `____` of the prompt; each blank earns an equal share.

    A blank has one or more accepted answers. By the rule `any_order` the answers may
    stand in whichever blank.
    """

    KIND = QuestionVersion.Kind.FILL_IN

    class Meta:
        proxy = True
        verbose_name = _("fill in")
        verbose_name_plural = _("fill in")

    @classmethod
    def write(cls, content: Mapping[str, Any], *, before: Written | None) -> Written:  # noqa: ARG003 -- one signature for every kind
        blanks = [
            [text for each in accepted if (text := clean_text(each))]
            for accepted in content["blanks"]
        ]
        if not blanks or not all(blanks):
            raise Incomplete(_("Give every blank at least one accepted answer."))
        if content["prompt"].count(BLANK) != len(blanks):
            raise Incomplete(_("Write ____ in the question for each blank."))
        rule = content.get("rule", ORDERED)
        if rule not in {ORDERED, ANY_ORDER}:
            raise Incomplete(_("Say whether the order of the answers counts."))
        return Written({"blanks": len(blanks)}, {"blanks": blanks}, rule)

    @classmethod
    def read(cls, written: Written) -> dict[str, Any]:
        return {"blanks": written.key["blanks"], "rule": written.rule}

    @classmethod
    def fits(cls, written: Written) -> bool:
        blanks = written.key.get("blanks", [])
        return len(blanks) == written.body.get("blanks") and all(blanks)

    @classmethod
    def score(cls, key: dict[str, Any], rule: str, payload: Any) -> Decimal:
        given = payload.get("texts") if isinstance(payload, dict) else None
        texts = [
            normalise(text) if isinstance(text, str) else ""
            for text in (given if isinstance(given, list) else [])
        ]
        accepted = [{normalise(text) for text in blank} for blank in key["blanks"]]
        if rule == ANY_ORDER:
            right = _matched(texts, accepted)
        else:
            pairs = zip(texts, accepted, strict=False)
            right = sum(text in blank for text, blank in pairs)
        return Decimal(right) / len(accepted)


def _matched(texts: list[str], accepted: list[set[str]]) -> int:
    """Return how many blanks can be filled at best, each by a text of its own."""
    filler: dict[int, int] = {}

    def place(which: int, tried: set[int]) -> bool:
        for blank, answers in enumerate(accepted):
            if texts[which] not in answers or blank in tried:
                continue
            tried.add(blank)
            if blank not in filler or place(filler[blank], tried):
                filler[blank] = which
                return True
        return False

    return sum(place(which, set()) for which in range(len(texts)))
