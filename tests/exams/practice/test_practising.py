"""Practising in the Classroom: all of it stands in the address, nothing on the server."""

import re
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exams.banks.models import QuestionVersion
from exams.practice import operations
from exams.practice.models import PracticeQuestion
from lms.kernel import grants
from tests.factories.banks import CONTENT, QuestionVersionFactory, TopicFactory
from tests.factories.courses import LessonFactory
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import UserFactory
from tests.factories.practice import PracticeQuestionFactory

KINDS = QuestionVersion.Kind.values
HOME = "/practice/"
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)", re.IGNORECASE)
#: What a session may write of itself: that somebody is there.
SESSIONS = ("django_session", "usersessions")


@pytest.fixture
def learner(client):
    """Anybody who is signed in."""
    client.force_login(UserFactory())
    return client


def address(question, query=""):
    return reverse("practice:question", args=[question.uuid]) + query


def right(question):
    """The right answer, as a browser sends it."""
    key = question.key
    if "blanks" in key:
        return {f"text_{n}": each[0] for n, each in enumerate(key["blanks"], start=1)}
    return key if "points_of_answer" not in key else {"text": "终止调解。"}


NOT_QUITE, NOT_RIGHT = "还不完全对", "这次没答对"


def wrong(question):
    others = {
        "single_choice": lambda: {
            "option": next(
                each["id"]
                for each in question.body["options"]
                if each["id"] != question.key["option"]
            )
        },
        "multiple_choice": lambda: {"options": question.key["options"][:1]},
        "true_false": lambda: {"option": "f"},
        "fill_in": lambda: {"text_1": "三", "text_2": "不记得"},
    }
    return others[question.kind]()


# Choosing


def test_topics_and_techniques_stand_with_how_many_questions_they_have(learner):
    fees, caucus = (
        TopicFactory(name="收费"),
        TopicFactory(axis="technique", name="背靠背"),
    )
    PracticeQuestionFactory(topic=fees)
    PracticeQuestionFactory(topic=fees, technique=caucus)
    QuestionVersionFactory(topic=TopicFactory(name="保密的"), approved=True)

    context = learner.get(HOME).context

    assert context["total"] == 2
    assert [(each.topic, each.count) for each in context["subjects"]] == [(fees, 2)]
    assert [(each.topic, each.count) for each in context["techniques"]] == [(caucus, 1)]


def test_it_says_plainly_that_nothing_is_kept(learner):
    question = PracticeQuestionFactory()
    line = "只是练习：不计分、不留记录、不计时、不排名。"

    for page in (HOME, f"{HOME}?topic={question.topic.code}", address(question)):
        assert line in learner.get(page).text


def test_an_article_is_named_by_its_number_or_its_id(learner):
    article = ArticleFactory(number=9, version__statute__code="调解条例")
    PracticeQuestionFactory(articles=[article])
    PracticeQuestionFactory()

    for named in (article.pk, "调解条例/9"):
        context = learner.get(HOME, {"article": named}).context
        assert (context["way"].choice.article, context["count"]) == (article, 1)


@pytest.mark.parametrize(
    "query",
    [
        {"article": "0"},
        {"article": "9" * 30},
        {"article": "没有的/9"},
        {"article": "/"},
        {"topic": "nothing"},
        {"lesson": "0"},
        {"lesson": "x"},
        {"seed": "x"},
        {"seed": "-1"},
    ],
    ids=str,
)
def test_what_does_not_exist_is_absent(learner, query):
    assert learner.get(HOME, query).status_code == 404
    assert learner.get("/practice/start/", query).status_code == 404


def test_a_lesson_leads_to_what_its_articles_say(
    learner, django_capture_on_commit_callbacks
):
    article = ArticleFactory()
    question = PracticeQuestionFactory(articles=[article])
    PracticeQuestionFactory()
    body = [("citation", {"article": article, "note": ""})]
    with django_capture_on_commit_callbacks(execute=True):
        lesson = LessonFactory(body=body)
    link = f'<a href="{HOME}?lesson={lesson.pk}">练习本课引用的条文</a>'

    assert link in learner.get(lesson.url).text
    started = learner.get("/practice/start/", {"lesson": lesson.pk})
    assert urlsplit(started.url).path == address(question)


def test_a_lesson_about_which_nothing_is_asked_says_so(learner):
    PracticeQuestionFactory()
    lesson = LessonFactory()

    page = learner.get(HOME, {"lesson": lesson.pk})

    assert page.context["count"] == 0
    assert "这里还没有可以练习的题" in page.text
    assert f'<a href="{lesson.url}">' in page.text


def test_the_page_of_learning_leads_to_practice(learner):
    assert f'<a href="{HOME}">做题练习</a>' in learner.get(reverse("courses:home")).text


def test_nothing_to_practise_is_said_in_words(learner):
    topic = TopicFactory()

    assert "还没有可以练习的题" in learner.get(HOME).text
    assert "这里还没有可以练习的题" in learner.get(HOME, {"topic": topic.code}).text
    started = learner.get("/practice/start/", {"topic": topic.code})
    assert started.url == f"{HOME}?topic={topic.code}"


# The way


def follow(learner, first):
    """Return the questions from the first to the last, by the links of the pages."""
    seen, url = [], first
    while url:
        page = learner.get(url)
        seen.append(page.context["question"].uuid)
        url = page.context["next_url"]
    return seen


def test_the_way_leads_through_every_question_once(learner):
    topic = TopicFactory()
    made = [PracticeQuestionFactory(topic=topic) for _ in range(5)]
    PracticeQuestionFactory()
    first = learner.get("/practice/start/", {"topic": topic.code}).url

    seen = follow(learner, first)

    assert sorted(seen) == sorted(each.uuid for each in made)
    assert seen == follow(learner, first)


def test_another_seed_is_another_order_and_a_withdrawal_moves_no_other(learner, now):
    made = [PracticeQuestionFactory() for _ in range(6)]
    orders = {tuple(names_of(learner, made, seed)) for seed in range(10)}
    one = names_of(learner, made, 1)
    gone = next(each for each in made if each.uuid == one[2])

    operations.withdraw(question=gone, reason="讲错了", by=UserFactory(), at=now)

    assert len(orders) > 1
    assert names_of(learner, made, 1) == [each for each in one if each != gone.uuid]


def names_of(learner, made, seed):
    from exams.practice.queries import Choice, in_order  # noqa: PLC0415 -- for this alone

    return in_order(Choice(), day=made[0].released_at.date(), seed=seed)


def test_options_are_shuffled_by_the_seed_and_carry_their_ids(learner):
    question = PracticeQuestionFactory(kind="multiple_choice")

    def asked(seed):
        text = learner.get(address(question, f"?seed={seed}")).text
        return re.findall(r'name="options" value="(\w+)"', text)

    stored = [each["id"] for each in question.body["options"]]
    assert all(sorted(asked(seed)) == sorted(stored) for seed in range(3))
    assert asked(1) == asked(1)
    assert len({tuple(asked(seed)) for seed in range(10)}) > 1


@pytest.mark.parametrize("kind", ["single_choice", "multiple_choice", "true_false"])
def test_the_answer_shows_the_options_as_they_were_asked(learner, kind):
    question = PracticeQuestionFactory(kind=kind)
    texts = {each["id"]: each["text"] for each in question.body["options"]}

    for seed in range(5):
        asked = learner.get(address(question, f"?seed={seed}"))
        told = learner.post(
            address(question, f"?seed={seed}"), right(question), follow=True
        )

        shown = [texts[each] for each in asked.context["form"].options_asked()]
        assert [each["text"] for each in told.context["sheet"]["options"]] == shown


def test_true_stands_before_false_whatever_the_seed(learner):
    question = PracticeQuestionFactory(kind="true_false")

    for seed in range(5):
        text = learner.get(address(question, f"?seed={seed}")).text
        assert re.findall(r'name="option" value="(\w)"', text) == ["t", "f"]


# Answering


@pytest.mark.parametrize("kind", KINDS[:4])
@pytest.mark.parametrize("answer", [right, wrong])
def test_an_answer_comes_back_in_the_address(learner, kind, answer):
    question = PracticeQuestionFactory(kind=kind)
    way = f"?topic={question.topic.code}&seed=7"

    posted = learner.post(address(question, way), answer(question))
    shown = learner.get(posted.url)

    told = parse_qs(urlsplit(posted.url).query)
    assert (told["topic"], told["seed"]) == ([question.topic.code], ["7"])
    assert shown.context["is_right"] == (answer is right)
    assert ("答对了" in shown.text) == (answer is right)
    said = [each for each in (NOT_QUITE, NOT_RIGHT) if each in shown.text]
    assert len(said) == (answer is wrong)
    assert question.explanation in shown.text


@pytest.mark.parametrize(
    ("kind", "said"), [("true_false", NOT_RIGHT), ("fill_in", NOT_QUITE)]
)
def test_only_an_answer_that_may_be_right_in_part_is_not_quite_right(
    learner, kind, said
):
    question = PracticeQuestionFactory(kind=kind)

    shown = learner.post(address(question), wrong(question), follow=True)

    assert said in shown.text


def test_a_right_answer_says_so_whatever_the_width_of_its_letters(learner):
    question = PracticeQuestionFactory(kind="fill_in")

    posted = learner.post(address(question), {"text_1": "３", "text_2": " 九 "})

    assert learner.get(posted.url).context["is_right"]


def test_what_was_written_at_length_stands_in_no_address(learner):
    question = PracticeQuestionFactory(kind="short_answer")

    page = learner.post(address(question), {"text": "终止调解，\n告诉他们别的路。"})

    assert page.status_code == 200
    assert (page.context["is_for_oneself"], page.context["is_right"]) == (True, False)
    for point in CONTENT["short_answer"]["points_of_answer"]:
        assert point["text"] in page.text
    assert "告诉他们别的路。" in page.text


@pytest.mark.parametrize("kind", KINDS)
def test_no_answer_is_answered_in_words(learner, kind):
    question = PracticeQuestionFactory(kind=kind)

    page = learner.post(address(question), {})

    assert page.status_code == 200
    assert "is_answered" not in page.context
    assert "请先" in page.text


@pytest.mark.parametrize("query", ["?option=zzzz", "?option=", "?options=1&option=zz"])
def test_an_answer_that_is_none_shows_the_question(learner, query):
    question = PracticeQuestionFactory()

    page = learner.get(address(question, query))

    assert (page.status_code, "is_answered" in page.context) == (200, False)


def test_an_answer_leads_to_the_law_and_to_the_lessons(
    learner, django_capture_on_commit_callbacks
):
    article = ArticleFactory(text="调解不收费。")
    question = PracticeQuestionFactory(kind="true_false", articles=[article])
    with django_capture_on_commit_callbacks(execute=True):
        lesson = LessonFactory(
            title="不收费", body=[("citation", {"article": article, "note": ""})]
        )

    before = learner.get(address(question)).text
    after = learner.get(address(question, "?option=t")).text

    for link in (article.get_absolute_url(), lesson.url):
        assert link not in before
        assert f'href="{link}"' in after


def test_before_the_answer_nothing_of_it_is_on_the_page(learner):
    options = [
        {"text": "甲", "right": True},
        {"text": "乙", "right": False},
    ]
    question = PracticeQuestionFactory(
        content={"options": options}, explanation="因为写在第四条。"
    )

    text = learner.get(address(question)).text

    assert "因为写在第四条。" not in text
    assert "正确答案" not in text


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_before_the_answer_the_page_is_the_same_whichever_is_right(learner, seed):
    made = PracticeQuestionFactory()
    ids = [option["id"] for option in made.body["options"]]
    pages = set()

    for right_one in ids:
        with transaction.atomic():
            copy = twin(made, key={"option": right_one})
            text = learner.get(address(copy, f"?seed={seed}")).text
            pages.add(
                re.sub(r'csrfmiddlewaretoken" value="\w+|x-csrftoken.*', "", text)
            )
            transaction.set_rollback(True)

    assert len(pages) == 1


def twin(made, **changes):
    """The same question under a name of its own, always the same."""
    told = {field.attname: getattr(made, field.attname) for field in made._meta.fields}  # noqa: SLF001 -- documented
    told |= {
        "id": None,
        "uuid": UUID(int=7),
        "version_id": another_version(),
        **changes,
    }
    return PracticeQuestion.objects.create(**told)


def another_version():
    return QuestionVersionFactory(approved=True).pk


def test_the_last_question_offers_them_again(learner):
    question = PracticeQuestionFactory()
    way = f"?topic={question.topic.code}"

    page = learner.post(
        address(question, f"{way}&seed=1"), right(question), follow=True
    )

    assert "这些题都练完了。" in page.text
    assert f'href="/practice/start/?topic={question.topic.code}"' in page.text


# What nobody is to see, and what nobody is to keep


def test_who_is_not_signed_in_is_asked_to(client):
    question = PracticeQuestionFactory()

    for url in (HOME, "/practice/start/", address(question)):
        assert client.get(url).url.startswith("/account/login/")
    assert client.post(address(question), right(question)).url.startswith("/account/")


def test_what_is_not_offered_is_absent(learner, now):
    withdrawn = PracticeQuestionFactory()
    operations.withdraw(question=withdrawn, reason="讲错了", by=UserFactory(), at=now)
    outdated = PracticeQuestionFactory(
        articles=[ArticleFactory(version__repealed_on="2022-01-01")]
    )

    for question in (withdrawn, outdated):
        assert learner.get(address(question)).status_code == 404
        assert learner.post(address(question), right(question)).status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_asks_for_a_key_or_writes_anything(learner, kind):
    """Where keys are kept the role of these pages may not even look."""
    question = PracticeQuestionFactory(kind=kind)
    learner.get(HOME)
    urls = (HOME, f"{HOME}?topic={question.topic.code}", address(question))

    with CaptureQueriesContext(connection) as statements:
        for url in urls:
            learner.get(url)
        learner.get("/practice/start/")
        learner.post(address(question), right(question), follow=True)

    said = [each["sql"] for each in statements]
    assert not [sql for sql in said for name in grants.sealed_tables() if name in sql]
    assert not [
        sql
        for sql in said
        if WRITES.match(sql) and not any(name in sql for name in SESSIONS)
    ]


def test_no_page_tells_of_a_question_that_is_secret(learner):
    article, topic = ArticleFactory(), TopicFactory()
    released = PracticeQuestionFactory(articles=[article], topic=topic)
    secret = QuestionVersionFactory(
        approved=True, prompt="保密的题？", articles=[article], topic=topic
    )
    urls = [HOME, article.get_absolute_url(), article.version.get_absolute_url()]
    urls += [
        f"{HOME}?{query}" for query in (f"topic={topic.code}", f"article={article.pk}")
    ]
    urls += [address(released), address(released, "?option=" + released.key["option"])]

    for url in urls:
        text = learner.get(url).text
        assert secret.prompt not in text
        assert not [each for each in secret.body["options"] if each["id"] in text]


@pytest.mark.parametrize("of_each", [1, 5])
def test_pages_cost_the_same_however_much_there_is(
    learner, of_each, django_assert_num_queries
):
    article, topic = ArticleFactory(), TopicFactory()
    for _ in range(of_each):
        for kind in KINDS:
            question = PracticeQuestionFactory(
                kind=kind, topic=TopicFactory(), articles=[article]
            )
    question = PracticeQuestionFactory(
        kind="true_false",
        topic=topic,
        articles=[article, *(ArticleFactory() for _ in range(of_each))],
    )
    learner.get(address(question, "?option=t"))

    with django_assert_num_queries(3):
        learner.get(HOME)
    with django_assert_num_queries(4):
        learner.get(address(question, f"?topic={topic.code}"))
    with django_assert_num_queries(6):
        learner.get(address(question, f"?topic={topic.code}&option=t"))
