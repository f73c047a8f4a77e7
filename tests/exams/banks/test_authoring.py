import pytest

from exams.banks.authoring import Incomplete, Written, canonical, clean_text, digest
from exams.banks.models import KINDS
from tests.factories.banks import CONTENT, PROMPT


def write(kind, content, before=None, prompt=None):
    content = {**content, "prompt": prompt or PROMPT[kind]}
    return KINDS[kind].write(content, before=before)


def options(*texts, right=(0,)):
    return [{"text": text, "right": n in right} for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  甲\r\n乙  \r丙 ", "甲\n乙\n丙"),
        ("甲\n\n\n\n乙", "甲\n\n乙"),
        ("甲\u200b乙\x00\t丙", "甲乙 丙"),
        ("e\u0301", "é"),
        ("<b>甲</b>", "<b>甲</b>"),
    ],
)
def test_a_prompt_is_plain_text_with_its_line_breaks(typed, kept):
    assert clean_text(typed) == kept


def test_content_alike_has_one_hash_whatever_its_order_or_composition():
    one, other = {"b": "é", "a": 1}, {"a": 1, "b": "e\u0301"}

    assert canonical(one) == canonical(other) == '{"a":1,"b":"é"}'.encode()
    assert digest(one) == digest(other)


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_written_is_read_again(kind):
    written = write(kind, CONTENT[kind])

    again = write(kind, KINDS[kind].read(written), before=written)

    assert again == written
    assert KINDS[kind].fits(written)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_the_key_is_in_the_body(kind):
    written = write(kind, CONTENT[kind])

    allowed = {"options", "blanks", "max_characters"}
    assert set(written.body) <= allowed
    for option in written.body.get("options", []):
        assert set(option) == {"id", "text"}


def test_an_option_keeps_its_id_when_its_words_or_its_rightness_change():
    written = write("single_choice", {"options": options("甲", "乙", "丙")})
    rows = KINDS["single_choice"].read(written)["options"]
    ids = [row["id"] for row in rows]
    rows[0]["right"], rows[1]["right"] = False, True
    rows[2]["text"] = "丁"

    again = write("single_choice", {"options": rows}, before=written)

    assert [option["id"] for option in again.body["options"]] == ids
    assert again.key == {"option": ids[1]}


def test_an_id_that_was_not_given_out_is_replaced():
    forged = [{"id": "beef", "text": "甲", "right": True}, {"text": "乙"}]

    written = write("single_choice", {"options": forged})

    ids = {option["id"] for option in written.body["options"]}
    assert len(ids) == 2
    assert "beef" not in ids


def test_the_same_id_twice_is_given_out_once():
    before = write("single_choice", {"options": options("甲", "乙")})
    same = before.body["options"][0]["id"]
    rows = [
        {"id": same, "text": "甲", "right": True},
        {"id": same, "text": "丙", "right": False},
    ]

    written = write("single_choice", {"options": rows}, before=before)

    assert len({option["id"] for option in written.body["options"]}) == 2


def test_rows_left_empty_are_left_out():
    written = write("single_choice", {"options": options("甲", "乙", "", " ")})

    assert [option["text"] for option in written.body["options"]] == ["甲", "乙"]


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("single_choice", {"options": options("甲")}),
        ("single_choice", {"options": options(*"甲乙丙丁戊己庚")}),
        ("single_choice", {"options": options("甲", "甲")}),
        ("single_choice", {"options": options("甲", "乙", right=())}),
        ("single_choice", {"options": options("甲", "乙", right=(0, 1))}),
        ("multiple_choice", {"options": options("甲", "乙", right=(0,))}),
        (
            "multiple_choice",
            {"options": options("甲", "乙", right=(0, 1)), "rule": "most"},
        ),
        ("true_false", {}),
        ("fill_in", {"blanks": []}),
        ("fill_in", {"blanks": [["三"], [" "]]}),
        ("fill_in", {"blanks": [["三"]]}),
        ("fill_in", {"blanks": [["三"], ["九"]], "rule": "reversed"}),
        ("short_answer", {"points_of_answer": [], "max_characters": 300}),
        (
            "short_answer",
            {"points_of_answer": [{"text": "甲", "share": "0.9"}], "max_characters": 9},
        ),
        (
            "short_answer",
            {"points_of_answer": [{"text": "甲", "share": "一"}], "max_characters": 9},
        ),
        (
            "short_answer",
            {"points_of_answer": [{"text": "甲", "share": "1"}], "max_characters": 0},
        ),
    ],
)
def test_what_is_missing_is_said_in_words(kind, content):
    with pytest.raises(Incomplete) as refusal:
        write(kind, content)

    assert str(refusal.value)


@pytest.mark.parametrize(
    ("kind", "body", "key"),
    [
        ("single_choice", {"options": [{"id": "a1"}]}, {"option": "b2"}),
        (
            "multiple_choice",
            {"options": [{"id": "a1"}, {"id": "b2"}]},
            {"options": ["a1"]},
        ),
        (
            "multiple_choice",
            {"options": [{"id": "a1"}, {"id": "b2"}]},
            {"options": ["a1", "c3"]},
        ),
        ("true_false", {}, {"option": "x"}),
        ("fill_in", {"blanks": 2}, {"blanks": [["三"]]}),
        ("short_answer", {"max_characters": 300}, {}),
    ],
)
def test_a_key_of_another_body_does_not_fit(kind, body, key):
    assert not KINDS[kind].fits(Written(body, key, ""))
