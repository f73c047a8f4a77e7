from decimal import Decimal

import pytest

from exams.banks.models.fill_in import normalise
from exams.banks.scoring import score

ALL = {"options": ["a1", "b2", "c3"]}


@pytest.mark.parametrize(
    ("kind", "key", "rule", "payload", "share"),
    [
        ("single_choice", {"option": "a1"}, "exact", {"option": "a1"}, 1),
        ("single_choice", {"option": "a1"}, "exact", {"option": "b2"}, 0),
        ("true_false", {"option": "t"}, "exact", {"option": "t"}, 1),
        ("true_false", {"option": "t"}, "exact", {"option": "f"}, 0),
        ("multiple_choice", ALL, "all", {"options": ["c3", "a1", "b2"]}, 1),
        ("multiple_choice", ALL, "all", {"options": ["a1", "b2"]}, 0),
        ("multiple_choice", ALL, "partial", {"options": ["a1", "b2", "c3"]}, 1),
        ("multiple_choice", ALL, "partial", {"options": []}, 0),
        ("multiple_choice", ALL, "partial", {"options": ["a1", "b2", "d4"]}, 0),
        (
            "fill_in",
            {"blanks": [["三", "3"], ["九"]]},
            "ordered",
            {"texts": ["3", "九"]},
            1,
        ),
        (
            "fill_in",
            {"blanks": [["三"], ["九"]]},
            "ordered",
            {"texts": ["九", "三"]},
            0,
        ),
        (
            "fill_in",
            {"blanks": [["三"], ["九"]]},
            "any_order",
            {"texts": ["九", "三"]},
            1,
        ),
        (
            "fill_in",
            {"blanks": [["三"], ["九"]]},
            "any_order",
            {"texts": ["九", "九"]},
            0.5,
        ),
        ("fill_in", {"blanks": [["三"], ["九"]]}, "ordered", {"texts": ["三"]}, 0.5),
        ("fill_in", {"blanks": [["三"], ["九"]]}, "ordered", {"texts": ["3", ""]}, 0),
        # The one answer that fits either blank makes room for the one that does not.
        (
            "fill_in",
            {"blanks": [["甲", "乙"], ["甲"]]},
            "any_order",
            {"texts": ["甲", "乙"]},
            1,
        ),
        (
            "fill_in",
            {"blanks": [["甲"], ["甲", "乙"]]},
            "any_order",
            {"texts": ["乙", "甲"]},
            1,
        ),
    ],
)
def test_an_answer_earns_its_share(kind, key, rule, payload, share):
    earned = score(kind=kind, key=key, rule=rule, payload=payload)

    assert earned == Decimal(str(share))


def test_some_of_the_right_options_earn_their_part():
    earned = score(
        kind="multiple_choice",
        key=ALL,
        rule="partial",
        payload={"options": ["a1", "b2"]},
    )

    assert earned == Decimal(2) / 3


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("single_choice", {"option": "a1"}),
        ("multiple_choice", ALL),
        ("true_false", {"option": "t"}),
        ("fill_in", {"blanks": [["三"]]}),
        ("short_answer", {"points_of_answer": []}),
    ],
)
@pytest.mark.parametrize(
    "payload",
    [
        None,
        {},
        [],
        {"option": None},
        {"options": "a1"},
        {"options": [["a1"], 3]},
        {"texts": [None, 3]},
        {"text": "  "},
    ],
)
@pytest.mark.parametrize("rule", ["all", "partial", "any_order"])
def test_no_answer_and_a_broken_one_earn_nothing(kind, key, payload, rule):
    assert score(kind=kind, key=key, rule=rule, payload=payload) == 0


def test_a_person_says_what_a_short_answer_earns():
    given = {"text": "终止调解。"}

    assert score(kind="short_answer", key={}, rule="manual", payload=given) is None


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("１５", "15"),
        ("十 五\u3000日", "十五日"),
        ("（甲）", "(甲)"),
        ("ＡＤＲ", "adr"),
        ("e\u0301", "é"),
    ],
)
def test_width_spaces_and_case_do_not_count(text, same):
    assert normalise(text) == normalise(same)


@pytest.mark.parametrize(("text", "other"), [("三", "3"), ("①", "1"), ("二", "两")])
def test_numerals_are_not_conflated(text, other):
    assert normalise(text) != normalise(other)
