import difflib
import re
from collections import Counter
from datetime import date

import pytest

from tests.demo.content import load

CHAPTERS = [
    ("第一章 总则", 6),
    ("第二章 人民调解委员会", 6),
    ("第三章 人民调解员", 4),
    ("第四章 调解程序", 11),
    ("第五章 调解协议", 6),
    ("第六章 附则", 2),
]

LAW = load("peoples_mediation_law.toml")
COURSE = load("course.toml")
LESSONS = COURSE["lessons"]

each_lesson = pytest.mark.parametrize(
    "lesson", LESSONS, ids=[lesson["slug"] for lesson in LESSONS]
)


# The law


def test_the_law_names_itself_and_its_dates():
    assert LAW["title"] == "中华人民共和国人民调解法"
    assert LAW["issuer"] == "全国人民代表大会常务委员会"
    assert LAW["kind"] == "law"
    assert LAW["promulgated"] == date(2010, 8, 28)
    assert LAW["effective"] == date(2011, 1, 1)


def test_all_thirty_five_articles_stand_in_order_under_their_chapters():
    headings = [heading for heading, count in CHAPTERS for _ in range(count)]
    expected = list(zip(range(1, 36), headings, strict=True))
    assert [(a["number"], a["heading"]) for a in LAW["articles"]] == expected


def test_a_digest_is_a_sentence_or_two():
    lengths = {a["number"]: len(a["digest"]) for a in LAW["articles"]}
    assert {n: size for n, size in lengths.items() if not 30 <= size <= 90} == {}


def test_numbers_in_a_digest_are_in_its_article(articles):
    for article in LAW["articles"]:
        for amount in re.findall("[三五九十]+(?=[年日人])", article["digest"]):
            assert amount in articles[article["number"]]


def test_a_digest_is_not_the_statute_copied(articles):
    for article in LAW["articles"]:
        text, digest = articles[article["number"]], article["digest"]
        match = difflib.SequenceMatcher(None, digest, text, autojunk=False)
        assert match.find_longest_match().size <= 16, digest


# The course


def running_text(lesson):
    """Return what is read: the text, the cases and the key points."""
    parts = []
    for block in lesson["blocks"]:
        if block["type"] == "text":
            parts.append(re.sub(r"<[^>]+>", "", block["html"]))
        elif block["type"] == "case":
            parts += [block["title"], block["story"], block["lesson"]]
        elif block["type"] == "key_points":
            parts += block["points"]
    return re.sub(r"\s", "", "".join(parts))


def blocks(lesson, kind):
    return [block for block in lesson["blocks"] if block["type"] == kind]


def test_the_course_has_four_lessons_and_four_credit_hours():
    assert (COURSE["slug"], COURSE["credit_hours"]) == ("peoples-mediation-law", 4)
    assert COURSE["title"]
    assert COURSE["summary"]
    assert len({lesson["slug"] for lesson in LESSONS}) == len(LESSONS) == 4


@each_lesson
def test_a_lesson_is_read_in_a_few_minutes(lesson):
    assert 600 <= len(running_text(lesson)) <= 1200
    assert 5 <= lesson["reading_minutes"] <= 10
    assert lesson["title"]
    assert lesson["summary"]


@each_lesson
def test_a_lesson_has_every_kind_of_block(lesson):
    count = Counter(block["type"] for block in lesson["blocks"])
    assert set(count) == {"text", "key_points", "citation", "case", "self_check"}
    assert count["citation"] >= 2


@each_lesson
def test_a_text_uses_only_the_tags_that_an_editor_has(lesson):
    for block in blocks(lesson, "text"):
        tags = re.findall(r"<(/?[^>]*)>", block["html"])
        names = {tag.lstrip("/") for tag in tags}
        assert names <= {"h2", "h3", "p", "ul", "ol", "li", "b"}
        for name in names:
            assert tags.count(name) == tags.count(f"/{name}")


@each_lesson
def test_a_citation_names_an_article_and_says_why(lesson):
    for block in blocks(lesson, "citation"):
        assert 1 <= block["article"] <= 35
        assert block["note"]


@each_lesson
def test_a_case_has_a_story_in_paragraphs_and_a_lesson(lesson):
    for block in blocks(lesson, "case"):
        paragraphs = block["story"].strip().split("\n\n")
        assert len(paragraphs) >= 2
        assert all("\n" not in paragraph for paragraph in paragraphs)
        assert block["title"]
        assert block["lesson"]


@each_lesson
def test_a_self_check_has_one_right_choice_and_answers_every_choice(lesson):
    for block in blocks(lesson, "self_check"):
        assert block["prompt"]
        assert sum(choice["right"] for choice in block["choices"]) == 1
        assert all(choice["feedback"] for choice in block["choices"])


def test_the_right_choice_of_a_self_check_does_not_always_stand_in_one_place():
    checks = [block for lesson in LESSONS for block in blocks(lesson, "self_check")]
    places = Counter(
        [choice["right"] for choice in check["choices"]].index(True) for check in checks
    )
    assert max(places.values()) <= len(checks) / 2
