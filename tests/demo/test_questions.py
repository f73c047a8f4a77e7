import difflib
import itertools
import re
from collections import Counter
from statistics import mean

import pytest

from tests.demo.content import load, numeral

TOPICS = {
    "principles",
    "organisation",
    "mediators",
    "procedure",
    "agreement",
    "technique",
}
KINDS = {
    "single_choice": 24,
    "multiple_choice": 10,
    "true_false": 14,
    "fill_in": 8,
    "short_answer": 4,
}
#: Somebody or somewhere of the invented district: the mark of a little situation.
INVENTED = re.compile(
    "[老小][周赵韩林吴郑孟秦邓潘柳冯方钱]|赵大娘"
    "|(青禾|石桥|双桥|荷塘)村|柳河湾|兄弟|婆婆|婆媳|两户|派出所求助|厂里|协议：|鱼塘"
)

QUESTIONS = load("questions.toml")["questions"]


def of_kind(*kinds):
    """Return the questions of these kinds."""
    return [question for question in QUESTIONS if question["kind"] in kinds]


def each(*kinds):
    """Run a test once for every question of these kinds."""
    asked = of_kind(*kinds)
    return pytest.mark.parametrize("question", asked, ids=[q["code"] for q in asked])


# Every question


def test_there_are_sixty_questions_of_five_kinds():
    assert Counter(question["kind"] for question in QUESTIONS) == KINDS


def test_codes_run_without_a_gap():
    codes = [question["code"] for question in QUESTIONS]
    assert codes == [f"PML-{number:03d}" for number in range(1, 61)]


def test_every_topic_is_asked_about():
    assert {question["topic"] for question in QUESTIONS} == TOPICS


@each(*KINDS)
def test_a_question_cites_its_article_in_the_explanation(question):
    assert 1 <= question["article"] <= 35
    assert question["difficulty"] in {1, 2, 3}
    assert f"第{numeral(question['article'])}条" in question["explanation"]


def test_no_two_questions_are_nearly_the_same():
    alike = [
        (one["code"], other["code"])
        for one, other in itertools.combinations(QUESTIONS, 2)
        if difflib.SequenceMatcher(None, one["prompt"], other["prompt"]).ratio() >= 0.8
    ]
    assert alike == []


def test_at_least_fifteen_questions_are_little_situations():
    situations = [q["code"] for q in QUESTIONS if INVENTED.search(q["prompt"])]
    assert len(situations) >= 15


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
        if option["right"]
    )
    assert all(0.2 <= places[n] / places.total() <= 0.3 for n in range(4)), places


@pytest.mark.parametrize("kind", ["single_choice", "multiple_choice"])
def test_the_right_options_are_as_long_as_the_wrong(kind):
    options = [option for question in of_kind(kind) for option in question["options"]]
    right = mean(len(option["text"]) for option in options if option["right"])
    wrong = mean(len(option["text"]) for option in options if not option["right"])
    assert 0.85 <= right / wrong <= 1.15


def test_guessing_the_longest_option_does_not_pay():
    caught = 0
    for question in of_kind("single_choice"):
        longest, second = sorted(
            question["options"], key=lambda option: -len(option["text"])
        )[:2]
        stands_out = len(longest["text"]) > len(second["text"])
        caught += stands_out and longest["right"]
    assert caught <= KINDS["single_choice"] / 4


# The other kinds


def test_half_of_the_statements_are_true_and_never_four_alike_in_a_row():
    answers = [question["right"] for question in of_kind("true_false")]
    assert 6 <= sum(answers) <= 8
    assert max(len(list(run)) for _, run in itertools.groupby(answers)) <= 3


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


def test_what_fills_a_blank_is_in_the_cited_article(articles):
    for question in of_kind("fill_in"):
        for variants in question["blanks"]:
            assert variants[0] in articles[question["article"]], question["code"]


def test_an_explanation_is_not_the_statute_copied(articles):
    for question in QUESTIONS:
        text, ours = articles[question["article"]], question["explanation"]
        match = difflib.SequenceMatcher(None, ours, text, autojunk=False)
        assert match.find_longest_match().size <= 18, ours
