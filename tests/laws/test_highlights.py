import pytest

from laws import highlights, sought

LONG = "调解员应当公正。" * 40


@pytest.mark.parametrize(
    ("text", "terms", "expected"),
    [
        ("经调解达成协议", ["调解"], "经<mark>调解</mark>达成协议"),
        ("先调解，再调解", ["调解"], "先<mark>调解</mark>，再<mark>调解</mark>"),
        ("调解协议书", ["调解", "调解协议"], "<mark>调解协议</mark>书"),
        ("适用 ABC 规则", ["abc"], "适用 <mark>ABC</mark> 规则"),
        ("收费（.*）如下", [".*"], "收费（<mark>.*</mark>）如下"),
        ("<b>甲</b>", ["甲"], "&lt;b&gt;<mark>甲</mark>&lt;/b&gt;"),
        ("a <i> b", ["<i>"], "a <mark>&lt;i&gt;</mark> b"),
        ("没有找到", ["飞行器"], "没有找到"),
        ("<没有要找的>", [], "&lt;没有要找的&gt;"),
    ],
)
def test_what_was_found_is_marked_and_nothing_else_is_html(text, terms, expected):
    assert highlights.marked(text, terms) == expected


def test_an_excerpt_stands_around_the_first_hit():
    text = LONG + "当事人签字，\n司法确认。" + LONG + "司法确认。"

    found = highlights.excerpt(text, ["司法确认"])

    assert found.startswith("…")
    assert found.endswith("…")
    assert "当事人签字， 司法确认。调解员" in found
    assert len(found) <= highlights.LENGTH + 2


@pytest.mark.parametrize("terms", [[], ["飞行器"], ["调解员"]])
def test_without_a_hit_further_on_an_excerpt_is_the_beginning(terms):
    assert highlights.excerpt(LONG, terms) == f"{LONG[: highlights.LENGTH]}…"


def test_a_hit_at_the_end_leaves_no_half_empty_line():
    found = highlights.excerpt(LONG + "司法确认。", ["司法确认"])

    assert found.endswith("司法确认。")
    assert len(found) == highlights.LENGTH + 1


def test_a_short_text_stands_whole():
    assert highlights.excerpt("一方反悔。", ["反悔"]) == "一方反悔。"


@pytest.mark.parametrize(
    ("typed", "in_title", "in_text"),
    [
        ("第九条", ["第九条"], []),
        ("9-1", ["第九条之一"], []),
        ("《调解法》第9条", ["调解法", "第九条"], []),
        ("司法确认", ["司法确认"], ["司法确认"]),
        ("司法　确认", ["司法", "确认"], ["司法", "确认"]),
        ("民法典1079", ["民法典1079", "民法典", "第一千零七十九条"], ["民法典1079"]),
        ("12345", ["12345"], ["12345"]),
        ("9-123456", ["9-123456"], ["9-123456"]),
        ("", [], []),
    ],
)
def test_a_number_is_marked_in_the_title_and_words_everywhere(typed, in_title, in_text):
    asked = sought.read(typed)

    assert (asked.in_title, asked.in_text) == (in_title, in_text)
