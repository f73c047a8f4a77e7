from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from exams.banks.authoring import Incomplete, Written
from exams.banks.models.version import QuestionVersion

OPTIONS = [{"id": "t", "text": "正确"}, {"id": "f", "text": "错误"}]


class TrueFalse(QuestionVersion):
    """Asks whether a statement is true."""

    KIND = QuestionVersion.Kind.TRUE_FALSE

    class Meta:
        proxy = True
        verbose_name = _("true or false")
        verbose_name_plural = _("true or false")

    @classmethod
    def write(cls, content: Mapping[str, Any], *, before: Written | None) -> Written:  # noqa: ARG003 -- one signature for every kind
        if content.get("right") not in {True, False}:
            raise Incomplete(_("Say whether the statement is true."))
        right = "t" if content["right"] else "f"
        return Written({"options": OPTIONS}, {"option": right}, "exact")

    @classmethod
    def read(cls, written: Written) -> dict[str, Any]:
        return {"right": written.key["option"] == "t"}

    @classmethod
    def fits(cls, written: Written) -> bool:
        return written.key.get("option") in {"t", "f"}

    @classmethod
    def score(cls, key: dict[str, Any], rule: str, payload: Any) -> Decimal:  # noqa: ARG003 -- one signature for every kind
        given = payload.get("option") if isinstance(payload, dict) else None
        return Decimal(given == key["option"])
