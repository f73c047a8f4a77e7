"""What single and multiple choice have in common."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from exams.banks.authoring import Incomplete, Written, new_options

FEWEST, MOST = 2, 6


def write_options(
    content: Mapping[str, Any], *, before: Written | None
) -> tuple[list[dict[str, str]], list[str]]:
    """Return the options and the ids of the right ones; empty rows are left out.

    :raises Incomplete: if there are too few or too many, or two say the same
    """
    rows = [row for row in content["options"] if row["text"].strip()]
    if not FEWEST <= len(rows) <= MOST:
        raise Incomplete(_("Write between two and six options."))
    known = option_ids(before.body) if before else []
    options = new_options(rows, known=known)
    right = [
        option["id"]
        for option, row in zip(options, rows, strict=True)
        if row.get("right")
    ]
    return options, right


def read_options(written: Written, right: set[str]) -> list[dict[str, Any]]:
    return [
        {**option, "right": option["id"] in right} for option in written.body["options"]
    ]


def option_ids(body: Mapping[str, Any]) -> list[str]:
    return [option["id"] for option in body.get("options", [])]
