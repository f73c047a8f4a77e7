from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from certificates.evidence import Evidence
from certificates.wording import PLACES, fill, validate_wording


@pytest.mark.parametrize("text", ["{name}于{day}考试合格。", "特发此证。", "{{name}}"])
def test_known_places_and_plain_words_are_accepted(text):
    validate_wording(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{idnumber}同志", "place"),
        ("{}同志", "place"),
        ("{0}同志", "place"),
        ("{name.__class__}同志", "place"),
        ("{name!r}同志", "place"),
        ("{name:>10}同志", "place"),
        ("{name同志", "brace"),
        ("name}同志", "brace"),
    ],
)
def test_what_could_not_be_filled_in_is_refused_in_words(text, code):
    with pytest.raises(ValidationError) as refusal:
        validate_wording(text)

    assert refusal.value.code == code
    assert "{name}" in refusal.value.messages[0]


def test_every_known_place_is_filled_and_empty_lines_go():
    text = "".join(f"{{{place}}}" for place in PLACES) + "\n\n  特发此证。 \n"
    evidence = Evidence(
        name="周小满",
        committee="青禾村人民调解委员会",
        exam="岗前培训结业考试",
        score=Decimal("87.50"),
        passed_on=date(2026, 11, 20),
        hours=Decimal("12.0"),
    )

    words = evidence.words(organiser="青禾区司法局")

    assert fill(text, words) == [
        "周小满青禾村人民调解委员会岗前培训结业考试87.52026年11月20日12青禾区司法局",
        "特发此证。",
    ]
