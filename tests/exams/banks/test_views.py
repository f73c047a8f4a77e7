import pytest
from django.urls import reverse
from django.utils import timezone

from exams.banks import operations
from exams.banks.models import (
    Bank,
    Question,
    QuestionKey,
    QuestionVersion,
    Topic,
)
from exams.banks.queries import key_of
from mediators.models import RoleGrant
from tests.factories.banks import (
    BankFactory,
    QuestionFactory,
    QuestionVersionFactory,
    TopicFactory,
)
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import (
    OrganisationFactory,
    RoleGrantFactory,
    UserFactory,
)

KINDS = QuestionVersion.Kind.values


def trainer_of(organisation):
    grant = RoleGrantFactory(organisation=organisation, role=RoleGrant.Role.TRAINER)
    return grant.user


@pytest.fixture
def branch():
    return OrganisationFactory()


@pytest.fixture
def trainer(branch, client):
    """A trainer of the branch, signed in."""
    user = trainer_of(branch)
    client.force_login(user)
    return user


@pytest.fixture
def bank(branch):
    return BankFactory(organisation=OrganisationFactory(parent=branch))


@pytest.fixture
def draft(bank, trainer):
    return QuestionVersionFactory(question__bank=bank, author=trainer)


@pytest.fixture
def waiting(bank):
    """A version that somebody else handed in."""
    version = QuestionVersionFactory(question__bank=bank, kind="true_false")
    return operations.submit_for_review(
        version=version, by=version.author, at=timezone.now()
    )


def url(name, record=None, *rest):
    return reverse(f"banks:{name}", args=[record.uuid, *rest] if record else [])


# Strangers

OBJECT_PAGES = ["bank", "question", "question-edit"]
OBJECT_STEPS = [
    "question-submit",
    "question-approve",
    "question-send-back",
    "question-revise",
    "question-retire",
]


def stranger():
    return trainer_of(OrganisationFactory())


def overseer(organisation):
    grant = RoleGrantFactory(
        organisation=organisation, role=RoleGrant.Role.ADMINISTRATOR
    )
    return grant.user


@pytest.mark.parametrize("name", OBJECT_PAGES)
@pytest.mark.parametrize("who", ["stranger", "administrator", "below"])
def test_nobody_else_learns_that_a_question_exists(client, bank, branch, name, who):
    version = QuestionVersionFactory(question__bank=bank)
    users = {
        "stranger": stranger(),
        "administrator": overseer(branch),
        "below": trainer_of(OrganisationFactory(parent=bank.organisation)),
    }
    client.force_login(users[who])

    record = bank if name == "bank" else version.question
    assert client.get(url(name, record)).status_code == 404


@pytest.mark.parametrize("name", OBJECT_STEPS)
def test_a_stranger_does_nothing_to_a_question(client, waiting, name):
    client.force_login(stranger())

    response = client.post(
        url(name, waiting.question), {"reason": "理由", "seen": 9**9}
    )

    waiting.refresh_from_db()
    assert response.status_code == 404
    assert (waiting.state, waiting.question.retired_at) == ("in_review", None)


def test_a_stranger_writes_nothing_in_a_bank(client, bank):
    client.force_login(stranger())

    for kind in KINDS:
        assert client.get(url("question-new", bank, kind)).status_code == 404
        assert client.post(url("question-new", bank, kind)).status_code == 404
    assert not Question.objects.exists()


@pytest.mark.parametrize("name", ["bank-list", "bank-new", "review-list"])
def test_the_pages_are_absent_for_whoever_trains_nobody(client, branch, name):
    client.force_login(overseer(branch))

    assert client.get(url(name)).status_code == 404


def test_lists_leave_out_what_is_kept_elsewhere(client, trainer, waiting):
    elsewhere = QuestionVersionFactory(question__bank__title="别处的题库")
    operations.submit_for_review(
        version=elsewhere, by=elsewhere.author, at=timezone.now()
    )

    banks = client.get(url("bank-list")).content.decode()
    review = client.get(url("review-list")).content.decode()

    assert elsewhere.question.bank.title not in banks
    assert waiting.question.bank.title in banks
    assert elsewhere.question.code not in review
    assert waiting.question.code in review


# What lists cost


@pytest.mark.parametrize("of_each", [1, 5])
def test_the_list_of_banks_costs_the_same_however_long(
    client, trainer, branch, of_each, django_assert_num_queries
):
    for _ in range(of_each):
        QuestionVersionFactory(question__bank__organisation=branch)

    with django_assert_num_queries(7):
        client.get(url("bank-list"))


@pytest.mark.parametrize("of_each", [1, 5])
def test_a_bank_costs_the_same_however_many_questions(
    client, trainer, bank, of_each, django_assert_num_queries
):
    for kind in KINDS * of_each:
        QuestionVersionFactory(question__bank=bank, kind=kind)

    with django_assert_num_queries(10):
        client.get(url("bank", bank))


@pytest.mark.parametrize("of_each", [1, 5])
def test_the_worklist_costs_the_same_however_long(
    client, trainer, bank, of_each, django_assert_num_queries
):
    for kind in KINDS * of_each:
        version = QuestionVersionFactory(question__bank=bank, kind=kind)
        operations.submit_for_review(
            version=version, by=version.author, at=timezone.now()
        )

    with django_assert_num_queries(6):
        client.get(url("review-list"))


@pytest.mark.parametrize("of_each", [1, 5])
def test_a_question_costs_the_same_however_long_its_history(
    client, trainer, bank, of_each, django_assert_num_queries
):
    question = QuestionFactory(bank=bank)
    for number in range(1, of_each + 1):
        question.versions.filter(state="approved").update(state="retired")
        version = QuestionVersionFactory(
            question=question,
            number=number,
            approved=True,
            articles=[ArticleFactory() for _ in range(of_each)],
        )
        for _ in range(of_each):
            version.events.create(kind="written", by=trainer, at=timezone.now())

    with django_assert_num_queries(12):
        client.get(url("question", question))


# The list of a bank


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({}, ["A", "B", "C"]),
        ({"kind": "fill_in"}, ["B"]),
        ({"state": "draft"}, ["A", "B"]),
        ({"state": "approved"}, []),
        ({"state": "retired"}, ["C"]),
        ({"words": "最多"}, ["B"]),
        ({"words": "委员 最少"}, ["B"]),
        ({"words": "收费 委员"}, []),
        ({"words": "a"}, ["A"]),
        ({"kind": "no such kind"}, ["A", "B", "C"]),
    ],
)
def test_a_bank_is_searched_by_words_kind_and_state(
    client, trainer, bank, query, codes
):
    QuestionVersionFactory(question__bank=bank, question__code="A")
    QuestionVersionFactory(question__bank=bank, question__code="B", kind="fill_in")
    gone = QuestionVersionFactory(
        question__bank=bank, question__code="C", approved=True
    )
    operations.retire(
        question=gone.question, reason="过时", by=trainer, at=timezone.now()
    )

    response = client.get(url("bank", bank), query)

    found = [version.question.code for version, _tag in response.context["rows"]]
    assert found == codes


def test_a_bank_is_searched_by_topic_and_article(client, trainer, bank):
    one = QuestionVersionFactory(question__bank=bank)
    QuestionVersionFactory(question__bank=bank)

    technique = TopicFactory(axis="technique")
    QuestionVersion.objects.filter(pk=one.pk).update(technique=technique)
    for query in (
        {"topic": one.topic_id},
        {"technique": technique.pk},
        {"article": one.articles.get().pk},
    ):
        response = client.get(url("bank", bank), query)
        assert [version for version, _tag in response.context["rows"]] == [one]


def test_a_bank_shows_the_newest_version_of_each_question_once(client, trainer, bank):
    version = QuestionVersionFactory(question__bank=bank, approved=True)
    second = operations.new_version(
        question=version.question, by=trainer, at=timezone.now()
    )

    response = client.get(url("bank", bank))

    assert [shown for shown, _tag in response.context["rows"]] == [second]


@pytest.mark.parametrize("query", [{}, {"words": "没有"}])
def test_an_empty_list_says_what_to_do(client, trainer, bank, query):
    page = client.get(url("bank", bank), query).content.decode()

    assert page.count('class="empty"') == 1


def test_a_trainer_sets_up_a_bank_in_their_branch(client, trainer, branch):
    elsewhere = OrganisationFactory()
    form = {"organisation": elsewhere.uuid, "title": "人民调解法题库", "code": "PML"}

    assert client.post(url("bank-new"), form).status_code == 200
    response = client.post(url("bank-new"), {**form, "organisation": branch.uuid})
    again = client.post(url("bank-new"), {**form, "organisation": branch.uuid})

    bank = Bank.objects.get()
    assert (bank.organisation, bank.code) == (branch, "PML")
    assert response.url == bank.get_absolute_url()
    assert "PML" in again.content.decode()


# Writing

FIELDS = {
    "single_choice": {
        "text_0": "不收任何费用",
        "text_1": "只收材料费",
        "right": "0",
    },
    "multiple_choice": {
        "text_0": "平等自愿",
        "text_2": "不违背法律",
        "text_3": "先交保证金",
        "right": ["0", "2"],
        "rule": "partial",
    },
    "true_false": {"right": "false"},
    "fill_in": {"blanks": "三 / 3\n\n九／9", "rule": "any_order"},
    "short_answer": {
        "text_0": "终止调解",
        "share_0": "60",
        "text_1": "告知其他途径",
        "share_1": "40",
        "max_characters": "200",
    },
}
PROMPTS = {"fill_in": "委员最少____人，最多____人。"}


def fields(kind, **more):
    return {
        "code": "PML-001",
        "prompt": PROMPTS.get(kind, "题干"),
        "explanation": "见第四条。",
        "topic": TopicFactory().pk,
        "technique": TopicFactory(axis="technique").pk,
        "difficulty": "2",
        **FIELDS[kind],
        **more,
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_trainer_writes_a_question_of_each_kind_and_changes_it(
    client, trainer, bank, kind
):
    article = ArticleFactory(number=9, suffix=1)
    cited = {"law": article.version.pk, "numbers": "9-1"}

    response = client.post(url("question-new", bank, kind), fields(kind, **cited))

    version = QuestionVersion.objects.get()
    assert response.url == version.question.get_absolute_url()
    assert (version.kind, version.difficulty, version.author) == (kind, 2, trainer)
    assert list(version.articles.all()) == [article]
    before = key_of(version)

    page = client.get(url("question-edit", version.question))
    filled = page.context["form"].initial
    typed = {name: value for name, value in filled.items() if name != "cited"}
    changed = {**typed, "prompt": f"{version.prompt}（改）", "cited": [article.pk]}
    client.post(url("question-edit", version.question), changed)

    version.refresh_from_db()
    after = key_of(version)
    assert version.prompt == changed["prompt"]
    assert (after.key, after.rule) == (before.key, before.rule)
    assert list(version.articles.all()) == [article]


@pytest.mark.parametrize(
    "wrong",
    [
        {"prompt": ""},
        {"right": ""},
        {"text_1": ""},
        {"text_1": "不收任何费用"},
        {"numbers": "9"},
        {"law": "first"},
        {"law": "first", "numbers": "77"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, trainer, bank, wrong):
    article = ArticleFactory(number=9)
    if wrong.get("law"):
        wrong = {**wrong, "law": article.version.pk}

    response = client.post(
        url("question-new", bank, "single_choice"), fields("single_choice", **wrong)
    )

    assert response.status_code == 200
    assert response.context["form"].errors
    assert "见第四条。" in response.content.decode()
    assert not Question.objects.exists()


def test_a_code_that_is_taken_is_refused_in_words(client, trainer, draft):
    code = draft.question.code

    response = client.post(
        url("question-new", draft.question.bank, "true_false"),
        fields("true_false", code=code),
    )

    assert code in str(response.context["form"].non_field_errors())


def test_there_is_no_form_for_a_kind_that_does_not_exist(client, trainer, bank):
    assert client.get(url("question-new", bank, "riddle")).status_code == 404


def test_only_a_draft_has_a_form(client, trainer, waiting):
    assert client.get(url("question-edit", waiting.question)).status_code == 404


def test_a_draft_handed_in_meanwhile_is_not_overwritten(client, trainer, draft):
    form = fields("single_choice")
    del form["code"]
    QuestionKey.objects.filter(version=draft).delete()

    page = client.get(url("question-edit", draft.question))

    # Without its key the form keeps the text, and asks for the answer again.
    assert page.context["form"].initial["prompt"] == draft.prompt
    assert "right" not in page.context["form"].initial


# The page of a question


def test_the_answer_is_shown_to_trainers(client, trainer, draft):
    page = client.get(url("question", draft.question))

    answer = page.context["answer"]
    assert [o["text"] for o in answer["options"] if o["right"]] == ["不收任何费用"]
    assert "见第四条。" in page.content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_each_kind_is_shown(client, trainer, bank, kind):
    version = QuestionVersionFactory(question__bank=bank, kind=kind)

    page = client.get(url("question", version.question))

    assert page.status_code == 200
    assert version.prompt in page.content.decode()


def test_a_lost_answer_is_said(client, trainer, draft):
    QuestionKey.objects.filter(version=draft).delete()

    page = client.get(url("question", draft.question))

    assert page.context["answer"]["is_missing"]


def test_earlier_versions_stay_readable(client, trainer, bank):
    first = QuestionVersionFactory(question__bank=bank, approved=True)
    operations.new_version(question=first.question, by=trainer, at=timezone.now())

    page = client.get(url("question-version", first.question, 1))
    absent = client.get(url("question-version", first.question, 9))

    assert page.context["version"] == first
    assert not page.context["may_revise"]
    assert absent.status_code == 404


# Review


def test_a_reviewer_approves_what_they_read(client, trainer, waiting):
    page = client.get(url("question", waiting.question))

    client.post(
        url("question-approve", waiting.question), {"seen": page.context["seen"]}
    )

    waiting.refresh_from_db()
    assert (waiting.state, waiting.reviewer) == ("approved", trainer)


@pytest.mark.parametrize("form", [{}, {"seen": "0"}])
def test_what_changed_since_is_not_approved(client, trainer, waiting, form):
    client.post(url("question-approve", waiting.question), form)

    waiting.refresh_from_db()
    assert waiting.is_in_review


@pytest.mark.parametrize("who", ["author", "reviewer"])
def test_what_a_question_lacks_is_said_to_author_and_reviewer(
    client, trainer, bank, who
):
    author = trainer if who == "author" else UserFactory()
    bare = QuestionVersionFactory(
        question__bank=bank, author=author, articles=[], explanation=""
    )
    if who == "reviewer":
        operations.submit_for_review(version=bare, by=author, at=timezone.now())

    page = client.get(bare.question.get_absolute_url()).content.decode()

    assert ("未引用法条" in page, "没有解析" in page) == (True, True)


def test_what_is_whole_or_approved_is_not_warned_of(client, trainer, bank, draft):
    bare = QuestionVersionFactory(question__bank=bank, approved=True, articles=[])

    for version in (draft, bare):
        page = client.get(version.question.get_absolute_url()).content.decode()
        assert ("未引用法条" in page, "没有解析" in page) == (False, False)


def test_the_first_citation_is_not_called_another(client, trainer, bank, draft):
    bare = QuestionVersionFactory(question__bank=bank, articles=[])

    first = client.get(url("question-edit", bare.question)).content.decode()
    further = client.get(url("question-edit", draft.question)).content.decode()

    assert ("再引用一部法律" in first, "引用一部法律" in first) == (False, True)
    assert "再引用一部法律" in further


def test_an_author_hands_in_and_cannot_approve(client, trainer, draft):
    client.post(url("question-submit", draft.question))

    page = client.get(url("question", draft.question))
    response = client.post(
        url("question-approve", draft.question),
        {"seen": page.context["seen"]},
        follow=True,
    )

    draft.refresh_from_db()
    assert draft.is_in_review
    assert not page.context["may_approve"]
    assert [m.level_tag for m in response.context["messages"]] == ["error"]


def test_sending_back_and_retiring_need_a_reason(client, trainer, waiting):
    for name in ("question-send-back", "question-retire"):
        client.post(url(name, waiting.question), {"reason": " "})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.question.retired_at) == ("in_review", None)

    client.post(url("question-send-back", waiting.question), {"reason": "有歧义"})
    client.post(url("question-retire", waiting.question), {"reason": "重复"})

    waiting = QuestionVersion.objects.get(pk=waiting.pk)
    assert waiting.state == "draft"
    assert waiting.question.is_retired


def test_an_approved_question_is_revised(client, trainer, bank):
    version = QuestionVersionFactory(question__bank=bank, approved=True)

    client.post(url("question-revise", version.question))

    numbers = version.question.versions.order_by("number").values_list(
        "number", "state"
    )
    assert list(numbers) == [(1, "approved"), (2, "draft")]


# -- topics


@pytest.mark.usefixtures("trainer")
def test_a_trainer_adds_a_topic(client):
    url = reverse("banks:topic-list")

    given = {"axis": "technique", "name": "协议"}
    page = client.post(url, {**given, "code": "agreement"}, follow=True)
    again = client.post(url, {**given, "code": "another"})

    assert "已添加知识点“协议”" in page.text
    assert "请直接使用" in again.text
    assert list(Topic.objects.values_list("axis", "code", "name")) == [
        ("technique", "agreement", "协议")
    ]


@pytest.mark.parametrize("count", [1, 5])
def test_the_topics_cost_the_same_however_many(
    client, trainer, bank, count, django_assert_num_queries
):
    for _ in range(count):
        QuestionVersionFactory(
            question__bank=bank,
            approved=True,
            topic=TopicFactory(),
            technique=TopicFactory(axis="technique", name="倾听"),
        )

    with django_assert_num_queries(7):
        page = client.get(reverse("banks:topic-list"))

    subjects, techniques = page.context["subjects"], page.context["techniques"]
    assert [each.approved for each in subjects] == [1] * count
    assert [each.approved for each in techniques] == [1] * count
    assert [[str(other) for other, _n in each.crossed] for each in subjects] == [
        ["倾听"]
    ] * count


def test_no_topic_is_added_by_whoever_trains_nobody(client):
    client.force_login(RoleGrantFactory(role=RoleGrant.Role.ADMINISTRATOR).user)

    page = client.post(
        reverse("banks:topic-list"), {"name": "协议", "code": "agreement"}
    )

    assert (page.status_code, Topic.objects.count()) == (404, 0)
