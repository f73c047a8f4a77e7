from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _

from exams.banks.authoring import Incomplete, Written, clean_text
from exams.banks.models.version import QuestionVersion

LONGEST = 2000


class ShortAnswer(QuestionVersion):
    """Asks for a few sentences, which a person marks by the points of the answer."""

    KIND = QuestionVersion.Kind.SHORT_ANSWER

    class Meta:
        proxy = True
        verbose_name = _("short answer")
        verbose_name_plural = _("short answers")

    @classmethod
    def write(cls, content: Mapping[str, Any], *, before: Written | None) -> Written:  # noqa: ARG003 -- one signature for every kind
        points = [
            {"text": clean_text(row["text"]), "share": str(_share(row["share"]))}
            for row in content["points_of_answer"]
            if row["text"].strip()
        ]
        if not points or sum(Decimal(point["share"]) for point in points) != 1:
            raise Incomplete(
                _("The shares of the points of the answer make 1 together.")
            )
        longest = content.get("max_characters") or 0
        if not 1 <= longest <= LONGEST:
            raise Incomplete(_("Allow between 1 and 2000 characters."))
        return Written(
            {"max_characters": longest}, {"points_of_answer": points}, "manual"
        )

    @classmethod
    def read(cls, written: Written) -> dict[str, Any]:
        return {**written.key, **written.body}

    @classmethod
    def fits(cls, written: Written) -> bool:
        return bool(written.key.get("points_of_answer")) and bool(
            written.body.get("max_characters")
        )

    @classmethod
    def score(cls, key: dict[str, Any], rule: str, payload: Any) -> Decimal | None:  # noqa: ARG003 -- one signature for every kind
        """Return 0 for an empty answer and None for any other."""
        text = payload.get("text") if isinstance(payload, dict) else None
        return None if isinstance(text, str) and text.strip() else Decimal(0)


def _share(value: Any) -> Decimal:
    try:
        share = Decimal(str(value)).normalize()
    except InvalidOperation:
        share = Decimal(0)
    if not 0 < share <= 1:
        raise Incomplete(_("A share is a number above 0 and at most 1."))
    return share
