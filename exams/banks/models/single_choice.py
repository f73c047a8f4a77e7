from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from exams.banks.authoring import Incomplete, Written
from exams.banks.models.choices import option_ids, read_options, write_options
from exams.banks.models.version import QuestionVersion


class SingleChoice(QuestionVersion):
    """Asks for the one right option of two to six."""

    KIND = QuestionVersion.Kind.SINGLE_CHOICE

    class Meta:
        proxy = True
        verbose_name = _("single choice")
        verbose_name_plural = _("single choices")

    @classmethod
    def write(cls, content: Mapping[str, Any], *, before: Written | None) -> Written:
        options, right = write_options(content, before=before)
        if len(right) != 1:
            raise Incomplete(_("Mark exactly one option as right."))
        return Written({"options": options}, {"option": right[0]}, "exact")

    @classmethod
    def read(cls, written: Written) -> dict[str, Any]:
        return {"options": read_options(written, {written.key["option"]})}

    @classmethod
    def fits(cls, written: Written) -> bool:
        return written.key.get("option") in option_ids(written.body)

    @classmethod
    def score(cls, key: dict[str, Any], rule: str, payload: Any) -> Decimal:  # noqa: ARG003 -- one signature for every kind
        given = payload.get("option") if isinstance(payload, dict) else None
        return Decimal(given == key["option"])
