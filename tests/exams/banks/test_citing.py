import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from exams.banks import citing, operations
from mediators.models import RoleGrant
from tests.factories.banks import (
    BankFactory,
    QuestionFactory,
    QuestionVersionFactory,
)
from tests.factories.laws import ArticleFactory, VersionFactory
from tests.factories.mediators import (
    OrganisationFactory,
    RoleGrantFactory,
    UserFactory,
)


def with_role(role, organisation):
    return RoleGrantFactory(organisation=organisation, role=role).user


@pytest.fixture
def article():
    return ArticleFactory(number=9)


@pytest.fixture
def bank():
    return BankFactory(organisation=OrganisationFactory(), title="白鹭题库")


@pytest.fixture
def trainer(bank):
    return with_role(RoleGrant.Role.TRAINER, bank.organisation)


@pytest.fixture
def approved(bank, article):
    return QuestionVersionFactory(
        question__bank=bank, articles=[article], approved=True
    )


def told(article, viewer):
    found = citing.questions_on([article.pk], viewer)
    return [(use.label, use.count) for use in found.get(article.pk, [])]


def test_a_trainer_reads_how_many_approved_questions_rest_on_it(
    article, bank, trainer, approved
):
    QuestionVersionFactory(question__bank=bank, articles=[article])  # a draft
    QuestionVersionFactory(question__bank=bank, approved=True)  # on another article
    QuestionVersionFactory(  # retired
        question=QuestionFactory(bank=bank, retired_at=timezone.now()),
        articles=[article],
        approved=True,
    )

    assert told(article, trainer) == [("白鹭题库", 1)]


@pytest.mark.parametrize("elsewhere", ["stranger", "inspector", "nobody", "visitor"])
def test_questions_are_secret_to_everybody_else(article, approved, bank, elsewhere):
    viewer = {
        "stranger": lambda: with_role(RoleGrant.Role.TRAINER, OrganisationFactory()),
        "inspector": lambda: with_role(RoleGrant.Role.INSPECTOR, bank.organisation),
        "nobody": UserFactory,
        "visitor": AnonymousUser,
    }[elsewhere]()

    assert told(article, viewer) == []


def test_a_visitor_reads_nothing_of_questions(client, article, approved):
    for address in (article.get_absolute_url(), article.version.get_absolute_url()):
        page = client.get(address).text

        assert "道题" not in page
        assert "试题" not in page


def test_the_count_leads_to_the_questions_of_the_bank(
    client, article, trainer, approved
):
    client.force_login(trainer)
    (use,) = citing.questions_on([article.pk], trainer)[article.pk]

    page = client.get(article.get_absolute_url()).text
    questions = client.get(use.url)

    assert f'<a href="{use.url}" >白鹭题库</a>' in page
    assert "1 道题" in page
    assert [version for version, _tag in questions.context["rows"]] == [approved]


def test_the_list_keeps_a_question_that_is_being_written_anew(
    client, article, trainer, approved
):
    """Its new version rests on nothing yet; the approved one is still in papers."""
    draft = operations.new_version(
        question=approved.question, by=trainer, at=timezone.now()
    )
    draft.citations.all().delete()
    client.force_login(trainer)
    (use,) = citing.questions_on([article.pk], trainer)[article.pk]

    rows = client.get(use.url).context["rows"]

    assert use.count == len(rows) == 1


@pytest.mark.parametrize("of_each", [1, 144])
def test_it_costs_one_query_however_many_articles(
    bank, trainer, article, of_each, django_assert_num_queries
):
    others = [
        ArticleFactory(version=article.version, number=n + 20) for n in range(of_each)
    ]
    QuestionVersionFactory(question__bank=bank, articles=others, approved=True)
    keys = [each.pk for each in others]
    assert citing.questions_on(keys, UserFactory()) == {}
    RoleGrant.held_by(trainer)

    with django_assert_num_queries(1):
        found = citing.questions_on(keys, trainer)

    assert found.keys() == set(keys)


def test_who_keeps_no_bank_costs_no_query(article, django_assert_num_queries):
    reader = UserFactory()
    RoleGrant.held_by(reader)

    with django_assert_num_queries(0):
        assert citing.questions_on([article.pk], reader) == {}


@pytest.mark.parametrize("of_each", [1, 144])
def test_a_trainer_reads_a_statute_at_the_same_cost_however_much_rests_on_it(
    client, bank, trainer, of_each, django_assert_num_queries
):
    version = VersionFactory()
    articles = [ArticleFactory(version=version, number=n + 1) for n in range(of_each)]
    QuestionVersionFactory(question__bank=bank, articles=articles, approved=True)
    client.force_login(trainer)
    client.get(version.get_absolute_url())

    with django_assert_num_queries(8):
        page = client.get(version.get_absolute_url())

    assert page.text.count("<span>1 道题</span>") == of_each
