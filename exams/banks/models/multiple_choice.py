from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from exams.banks.authoring import Incomplete, Written
from exams.banks.models.choices import option_ids, read_options, write_options
from exams.banks.models.version import QuestionVersion

ALL, PARTIAL = "all", "partial"


class MultipleChoice(QuestionVersion):
    """Asks for every right option of two to six.

    By the rule `all` nothing else earns anything; by `partial` some of them earn their
    share, and a wrong one loses everything (少选得分，错选不得分).
    """

    KIND = QuestionVersion.Kind.MULTIPLE_CHOICE

    class Meta:
        proxy = True
        verbose_name = _("multiple choice")
        verbose_name_plural = _("multiple choices")

    @classmethod
    def write(cls, content: Mapping[str, Any], *, before: Written | None) -> Written:
        options, right = write_options(content, before=before)
        if len(right) < 2:  # noqa: PLR2004 -- one would be a single choice
            raise Incomplete(_("Mark at least two options as right."))
        rule = content.get("rule", ALL)
        if rule not in {ALL, PARTIAL}:
            raise Incomplete(_("Say how an incomplete answer is scored."))
        return Written({"options": options}, {"options": sorted(right)}, rule)

    @classmethod
    def read(cls, written: Written) -> dict[str, Any]:
        options = read_options(written, set(written.key["options"]))
        return {"options": options, "rule": written.rule}

    @classmethod
    def fits(cls, written: Written) -> bool:
        right = set(written.key.get("options", []))
        return len(right) > 1 and right <= set(option_ids(written.body))

    @classmethod
    def score(cls, key: dict[str, Any], rule: str, payload: Any) -> Decimal:
        given = payload.get("options") if isinstance(payload, dict) else None
        chosen = set(map(str, given)) if isinstance(given, list) else set()
        right = set(key["options"])
        if rule == PARTIAL and chosen <= right:
            return Decimal(len(chosen)) / len(right)
        return Decimal(chosen == right)
