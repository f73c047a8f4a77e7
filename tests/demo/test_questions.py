"""The banks of the demo: every question rests on an article, none gives itself away."""

import difflib
import itertools
import re
from collections import Counter
from statistics import mean

import pytest

from lms.demo.questions import SUBJECTS, TECHNIQUES
from tests.demo.content import DIGESTS, QUESTIONS, cited, label

KINDS = ("single_choice", "multiple_choice", "true_false", "fill_in", "short_answer")
#: Somebody or somewhere of the invented district: the mark of a little situation.
INVENTED = re.compile(
    "[老小][\u4e00-\u9fff]|[\u4e00-\u9fff](大娘|大爷|婶|嫂|姐|叔|师傅|老师|奶奶|爷爷)"
    "|[\u4e00-\u9fff]{2}村|柳河湾|枫桥镇|兄弟|婆婆|婆媳|两户|厂里|协议：|鱼塘"
)


def of_kind(*kinds):
    """Return the questions of these kinds."""
    return [question for question in QUESTIONS if question["kind"] in kinds]


def each(*kinds):
    """Run a test once for every question of these kinds."""
    asked = of_kind(*kinds)
    return pytest.mark.parametrize("question", asked, ids=[q["code"] for q in asked])


# Every question


def test_there_are_more_than_two_hundred_questions_of_five_kinds():
    assert len(QUESTIONS) >= 200
    assert {question["kind"] for question in QUESTIONS} == set(KINDS)


def test_codes_run_without_a_gap():
    codes = [question["code"] for question in QUESTIONS]
    series = Counter(code.partition("-")[0] for code in codes)
    expected = [
        f"{name}-{n:03d}" for name in series for n in range(1, series[name] + 1)
    ]
    assert sorted(codes) == sorted(expected)


def test_every_subject_and_every_technique_is_asked_about():
    subjects = Counter(question["topic"] for question in QUESTIONS)
    techniques = Counter(question.get("technique") for question in QUESTIONS)

    assert set(subjects) == set(SUBJECTS)
    assert min(subjects.values()) >= 8
    assert set(techniques) - {None} == set(TECHNIQUES)
    assert len(QUESTIONS) - techniques[None] >= 50


@each(*KINDS)
def test_a_question_cites_an_article_and_names_it_in_the_explanation(question):
    assert cited(question) in DIGESTS
    assert question["difficulty"] in {1, 2, 3}
    assert label(question["article"]) in question["explanation"]
    assert 0 < len(question["prompt"]) <= 160


def test_no_two_questions_are_nearly_the_same():
    alike = []
    for one, other in itertools.combinations(QUESTIONS, 2):
        match = difflib.SequenceMatcher(None, one["prompt"], other["prompt"])
        bounds = (match.real_quick_ratio, match.quick_ratio, match.ratio)
        if all(bound() >= 0.75 for bound in bounds):
            alike.append((one["code"], other["code"]))
    assert alike == []


def test_at_least_half_of_the_questions_are_little_situations():
    situations = [q["code"] for q in QUESTIONS if INVENTED.search(q["prompt"])]
    assert len(situations) >= len(QUESTIONS) / 2


# What is recalled is in the law


def test_what_a_recall_question_keys_is_in_the_cited_article(articles):
    recalled = [question for question in QUESTIONS if "recall" in question]

    assert len(recalled) >= 30
    for question in recalled:
        assert question["recall"] in articles[cited(question)], question["code"]


@each("single_choice")
def test_the_right_option_of_a_recall_question_says_it(question):
    right = next(option["text"] for option in question["options"] if option["right"])
    assert question.get("recall", "") in right


@each("true_false")
def test_a_recalled_statement_says_it_or_its_explanation_does(question):
    said = question["prompt"] + question["explanation"]
    assert question.get("recall", "") in said


def test_what_fills_a_blank_is_in_the_cited_article(articles):
    for question in of_kind("fill_in"):
        for variants in question["blanks"]:
            assert variants[0] in articles[cited(question)], question["code"]


def test_an_explanation_is_not_the_statute_copied(articles):
    for question in QUESTIONS:
        text, ours = articles[cited(question)], question["explanation"]
        match = difflib.SequenceMatcher(None, ours, text, autojunk=False)
        assert match.find_longest_match().size <= 18, ours


# Choices


@each("single_choice", "multiple_choice")
def test_options_differ_and_none_stands_for_the_others(question):
    texts = [option["text"] for option in question["options"]]
    assert len(set(texts)) == len(texts)
    assert not any(
        re.search("(以上|上面).*都|都(不)?对$|全(部|都)(不)?对", text) for text in texts
    )


@each("single_choice")
def test_a_single_choice_has_four_options_and_one_right(question):
    assert len(question["options"]) == 4
    assert sum(option["right"] for option in question["options"]) == 1


@each("multiple_choice")
def test_a_multiple_choice_has_several_right_and_some_wrong(question):
    assert 4 <= len(question["options"]) <= 5
    right = sum(option["right"] for option in question["options"])
    assert 2 <= right < len(question["options"])
    assert question["rule"] in {"all", "partial"}


@pytest.mark.parametrize("kind", ["single_choice", "multiple_choice"])
def test_the_right_options_stand_evenly_at_a_to_d(kind):
    places = Counter(
        place
        for question in of_kind(kind)
        for place, option in enumerate(question["options"])
        if option["right"] and place < 4
    )
    assert all(0.2 <= places[n] / places.total() <= 0.3 for n in range(4)), places


@pytest.mark.parametrize("kind", ["single_choice", "multiple_choice"])
def test_the_right_options_are_as_long_as_the_wrong(kind):
    options = [option for question in of_kind(kind) for option in question["options"]]
    right = mean(len(option["text"]) for option in options if option["right"])
    wrong = mean(len(option["text"]) for option in options if not option["right"])
    assert 0.9 <= right / wrong <= 1.1


@pytest.mark.parametrize("end", [0, -1])
def test_guessing_the_longest_or_the_shortest_option_does_not_pay(end):
    caught = 0
    for question in of_kind("single_choice"):
        options = sorted(question["options"], key=lambda option: len(option["text"]))
        chosen, next_to_it = options[end], options[1 if end == 0 else -2]
        stands_out = len(chosen["text"]) != len(next_to_it["text"])
        caught += stands_out and chosen["right"]
    assert caught <= len(of_kind("single_choice")) / 4


# The other kinds


def test_about_half_of_the_statements_are_true():
    answers = [question["right"] for question in of_kind("true_false")]
    assert 0.4 <= sum(answers) / len(answers) <= 0.6


@each("fill_in")
def test_every_blank_has_its_accepted_answers(question):
    assert question["prompt"].count("____") == len(question["blanks"])
    for variants in question["blanks"]:
        assert len(set(variants)) == len(variants) >= 1
        assert all(variant.strip() == variant != "" for variant in variants)
        assert variants[0] not in question["prompt"]


@each("short_answer")
def test_the_shares_of_a_rubric_make_a_whole(question):
    shares = [point["share"] for point in question["points_of_answer"]]
    assert sum(shares) == pytest.approx(1)
    assert min(shares) > 0
    assert question["max_characters"] == 300
