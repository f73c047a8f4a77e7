"""The laws and the courses of the demo: ours, right in law, readable."""

import difflib
import re
from collections import Counter
from datetime import date

import pytest

from tests.demo.content import COURSES, DIGESTS, LAWS, PML, QUESTIONS, cited

CHAPTERS = [
    ("第一章 总则", 6),
    ("第二章 人民调解委员会", 6),
    ("第三章 人民调解员", 4),
    ("第四章 调解程序", 11),
    ("第五章 调解协议", 6),
    ("第六章 附则", 2),
]
BASICS = COURSES["peoples-mediation-law"]
UPDATE = COURSES["public-security-update-2026"]
ENGLISH = COURSES["peoples-mediation-law.en"]
LESSONS = [*BASICS["lessons"], *UPDATE["lessons"]]
#: Every kind of block that needs no file.
KINDS = {
    "text",
    "key_points",
    "citation",
    "case",
    "self_check",
    "dialogue",
    "checklist",
    "steps",
    "comparison",
    "term",
    "audio",
    "document",
}

each_lesson = pytest.mark.parametrize(
    "lesson", LESSONS, ids=[lesson["slug"] for lesson in LESSONS]
)


def blocks(lesson, kind):
    return [block for block in lesson["blocks"] if block["type"] == kind]


def citations(lesson):
    """Return every article that a lesson cites, by the file of its law and its number."""
    found = [cited(block) for block in blocks(lesson, "citation")]
    for block in blocks(lesson, "comparison"):
        found += [cited(block["old"]), cited(block["new"])]
    return found


# The laws


def test_the_mediation_law_names_itself_and_its_dates():
    law = LAWS[PML]

    assert law["title"] == "中华人民共和国人民调解法"
    assert law["issuer"] == "全国人民代表大会常务委员会"
    assert law["kind"] == "law"
    assert law["promulgated"] == date(2010, 8, 28)
    assert law["effective"] == date(2011, 1, 1)


def test_all_its_thirty_five_articles_stand_in_order_under_their_chapters():
    headings = [heading for heading, count in CHAPTERS for _ in range(count)]
    expected = list(zip(range(1, 36), headings, strict=True))
    found = [(a["number"], a["heading"]) for a in LAWS[PML]["articles"]]
    assert found == expected


def test_a_digest_is_a_sentence_or_two():
    lengths = {key: len(digest) for key, digest in DIGESTS.items()}
    assert {key: size for key, size in lengths.items() if not 30 <= size <= 110} == {}


def test_every_digest_is_of_an_article_that_something_cites():
    used = {citation for lesson in LESSONS for citation in citations(lesson)}
    used |= {cited(question) for question in QUESTIONS}
    assert {key for key in DIGESTS if key[0] != PML} - used == set()


def test_numbers_in_a_digest_of_the_mediation_law_are_in_its_article(articles):
    for article in LAWS[PML]["articles"]:
        for amount in re.findall("[三五九十]+(?=[年日人])", article["digest"]):
            assert amount in articles[PML, article["number"]]


def test_every_law_has_the_articles_of_which_we_speak(articles):
    assert [key for key in DIGESTS if key not in articles] == []


def test_a_digest_is_not_the_statute_copied(articles):
    for key, digest in DIGESTS.items():
        match = difflib.SequenceMatcher(None, digest, articles[key], autojunk=False)
        assert match.find_longest_match().size <= 18, digest


# The courses


def running_text(lesson):
    """Return what is read: everything but citations and questions to oneself."""
    parts = []
    for block in lesson["blocks"]:
        match block["type"]:
            case "text":
                parts.append(re.sub(r"<[^>]+>", "", block["html"]))
            case "case":
                parts += [block["title"], block["story"], block["lesson"]]
            case "key_points":
                parts += block["points"]
            case "dialogue":
                parts += [line["says"] for line in block["lines"]]
            case "checklist":
                parts += block["items"]
            case "steps":
                parts += [step["title"] + step["text"] for step in block["steps"]]
            case "comparison":
                parts.append(block["note"])
            case "term":
                parts += [block["term"], block["meaning"]]
    return re.sub(r"\s", "", "".join(parts))


def test_the_basics_and_the_update_have_their_lessons_and_hours():
    assert (BASICS["title"], BASICS["credit_hours"]) == ("人民调解法与调解基本功", 3)
    assert (len(BASICS["lessons"]), len(UPDATE["lessons"])) == (12, 3)
    assert UPDATE["credit_hours"] == 1
    slugs = [lesson["slug"] for lesson in LESSONS]
    assert len(set(slugs)) == len(slugs)


@pytest.mark.parametrize("course", [BASICS, UPDATE])
def test_a_credit_hour_is_45_minutes_of_reading_and_self_checks(course):
    reading = sum(lesson["reading_minutes"] for lesson in course["lessons"])

    assert reading <= course["credit_hours"] * 45 <= 2 * reading


@each_lesson
def test_a_lesson_is_read_in_a_few_minutes(lesson):
    assert 800 <= len(running_text(lesson)) <= 1500
    assert 5 <= lesson["reading_minutes"] <= 10
    assert lesson["title"]
    assert 0 < len(lesson["summary"]) <= 60


@each_lesson
def test_a_lesson_tells_cites_sums_up_and_asks(lesson):
    count = Counter(block["type"] for block in lesson["blocks"])
    assert {"text", "key_points", "citation", "case", "self_check"} <= set(count)
    assert set(count) <= KINDS
    assert count["citation"] >= 2
    assert count["self_check"] >= 2


def test_the_lessons_show_every_kind_of_block_but_pictures_and_films():
    used = {block["type"] for lesson in LESSONS for block in lesson["blocks"]}
    assert used == KINDS


@each_lesson
def test_a_text_uses_only_the_tags_that_an_editor_has(lesson):
    for block in blocks(lesson, "text"):
        tags = re.findall(r"<(/?[^>]*)>", block["html"])
        names = {tag.lstrip("/") for tag in tags}
        assert names <= {"h2", "h3", "p", "ul", "ol", "li", "b"}
        for name in names:
            assert tags.count(name) == tags.count(f"/{name}")


@each_lesson
def test_a_citation_has_a_digest_and_says_why(lesson):
    assert [each for each in citations(lesson) if each not in DIGESTS] == []
    assert all(block["note"] for block in blocks(lesson, "citation"))


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


def test_a_lesson_teaches_no_law_that_has_ended():
    """Whatever is cited by itself is the law; the old law stands beside the new only."""
    old = {"public-security-2012"}
    cited_alone = {
        cited(block)[0] for lesson in LESSONS for block in blocks(lesson, "citation")
    }
    assert cited_alone & old == set()
    assert {cited(question)[0] for question in QUESTIONS} & old == set()


# In English


def test_two_lessons_are_translated_block_by_block():
    originals = {lesson["slug"]: lesson for lesson in BASICS["lessons"]}

    assert len(ENGLISH["lessons"]) == 2
    for lesson in ENGLISH["lessons"]:
        original = originals[lesson["slug"]]
        shape = [block["type"] for block in original["blocks"]]
        assert [block["type"] for block in lesson["blocks"]] == shape
        assert citations(lesson) == citations(original)
        assert _right(lesson) == _right(original)
        assert not re.search("[\u4e00-\u9fff]{12}", str(lesson))


def _right(lesson):
    return [
        [choice["right"] for choice in block["choices"]]
        for block in blocks(lesson, "self_check")
    ]
