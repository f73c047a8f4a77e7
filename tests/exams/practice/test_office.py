"""What a keeper releases, sees listed and withdraws; and what everybody else does not."""

import pytest
from django.urls import reverse

from exams.banks import operations as banks
from exams.banks.models import QuestionVersion
from exams.practice import operations
from exams.practice.models import PracticeQuestion
from mediators.models import RoleGrant
from tests.factories.assembly import PaperFactory
from tests.factories.banks import BankFactory, QuestionVersionFactory, TopicFactory
from tests.factories.mediators import (
    OrganisationFactory,
    RoleGrantFactory,
    UserFactory,
)
from tests.factories.practice import PracticeQuestionFactory

KINDS = QuestionVersion.Kind.values


def with_role(role, organisation):
    return RoleGrantFactory(organisation=organisation, role=role).user


@pytest.fixture
def bank():
    return BankFactory(organisation=OrganisationFactory())


@pytest.fixture
def keeper(bank, client):
    """A trainer of the branch, signed in."""
    user = with_role(RoleGrant.Role.TRAINER, bank.organisation)
    client.force_login(user)
    return user


@pytest.fixture
def approved(bank):
    return QuestionVersionFactory(question__bank=bank, approved=True)


@pytest.fixture
def released(bank):
    return PracticeQuestionFactory(bank=bank)


def url(name, record, query=""):
    return reverse(f"practice:{name}", args=[record.uuid]) + query


def agree(client, address):
    """Look at the preview, and release what it says."""
    seen = client.get(address).context["preview"].seen
    return client.post(address, {"seen": seen}, follow=True)


# Strangers


def addresses(bank, approved, released):
    return {
        "released-list": bank,
        "release": bank,
        "release-one": approved.question,
        "released": released,
    }


@pytest.mark.parametrize("who", ["stranger", "administrator", "below", "mediator"])
def test_nobody_else_learns_what_a_bank_has(client, bank, approved, released, who):
    below = OrganisationFactory(parent=bank.organisation)
    users = {
        "stranger": with_role(RoleGrant.Role.TRAINER, OrganisationFactory()),
        "administrator": with_role(RoleGrant.Role.ADMINISTRATOR, bank.organisation),
        "below": with_role(RoleGrant.Role.TRAINER, below),
        "mediator": UserFactory(),
    }
    client.force_login(users[who])

    for name, record in addresses(bank, approved, released).items():
        assert client.get(url(name, record)).status_code == 404
        assert client.post(url(name, record)).status_code in {404, 405}


def test_a_stranger_releases_and_withdraws_nothing(
    client, keeper, bank, approved, released
):
    seen = client.get(url("release", bank)).context["preview"].seen
    client.force_login(with_role(RoleGrant.Role.TRAINER, OrganisationFactory()))

    for name, record in (("release", bank), ("release-one", approved.question)):
        assert client.post(url(name, record), {"seen": seen}).status_code == 404
    gone = client.post(url("withdraw", released), {"reason": "讲错了"})

    assert gone.status_code == 404
    assert list(PracticeQuestion.objects.standing()) == [released]


# Releasing


def test_a_bank_leads_to_the_release_of_what_its_filters_find(client, keeper, bank):
    fees = TopicFactory(name="收费")
    wanted = QuestionVersionFactory(question__bank=bank, topic=fees, approved=True)
    QuestionVersionFactory(question__bank=bank, topic=fees)
    QuestionVersionFactory(question__bank=bank, approved=True)
    query = f"?topic={fees.pk}&kind=single_choice"

    page = client.get(bank.get_absolute_url() + query + "&page=1&x=y")
    link = next(each for each in page.context["offers"] if "release" in each.url)
    preview = client.get(link.url)
    done = agree(client, link.url)

    assert preview.context["preview"].versions == [wanted]
    assert "将放入 1 道已通过审核的题。" in preview.text
    assert "以后不再用于组卷" in preview.text
    assert "1 道题已放入练习。" in done.text
    assert [each.version_id for each in PracticeQuestion.objects.all()] == [wanted.pk]


def test_one_question_is_released_from_its_page(client, keeper, bank, approved):
    QuestionVersionFactory(question__bank=bank, approved=True)
    address = url("release-one", approved.question)
    assert f'href="{address}"' in client.get(approved.question.get_absolute_url()).text

    agree(client, address)

    copy = PracticeQuestion.objects.get()
    page = client.get(approved.question.get_absolute_url()).text
    assert (copy.version_id, copy.released_by) == (approved.pk, keeper)
    assert f'href="{copy.get_absolute_url()}"' in page
    assert "放入练习" in page
    assert address not in page


def test_a_draft_leads_to_no_release(client, keeper, bank):
    draft = QuestionVersionFactory(question__bank=bank)

    page = client.get(draft.question.get_absolute_url()).text

    assert "放入练习" not in page


def test_a_keeper_who_saw_something_else_looks_once_more(
    client, keeper, bank, approved
):
    seen = client.get(url("release", bank)).context["preview"].seen
    QuestionVersionFactory(question__bank=bank, approved=True)

    for told in ({"seen": seen}, {}):
        page = client.post(url("release", bank), told)
        assert "这期间试题有变化" in page.text

    assert not PracticeQuestion.objects.exists()


def test_a_preview_says_what_is_left_out(client, keeper, bank, released):
    PaperFactory(organisation=bank.organisation, kinds=[])
    page = client.get(url("release", bank))

    assert "没有可以放入的题" in page.text
    assert [each["value"] for each in page.context["left_out"]] == [1]
    assert client.post(url("release", bank), {"seen": page.context["preview"].seen})
    assert list(PracticeQuestion.objects.all()) == [released]


# What was released


def approve_next(version, now):
    newer = banks.new_version(question=version.question, by=version.author, at=now)
    banks.submit_for_review(version=newer, by=version.author, at=now)
    return banks.approve(version=newer, by=UserFactory(), at=now)


def test_the_list_says_what_is_offered_and_where_a_newer_version_is(
    client, keeper, bank, released, now
):
    version = QuestionVersion.objects.get(pk=released.version_id)
    withdrawn = PracticeQuestionFactory(bank=bank)
    operations.withdraw(question=withdrawn, reason="讲错了", by=keeper, at=now)
    elsewhere = PracticeQuestionFactory(prompt="别处的题？")
    approve_next(version, now)

    page = client.get(url("released-list", bank))

    assert [(each.pk, tag["label"]) for each, tag in page.context["rows"]] == [
        (released.pk, "练习中"),
        (withdrawn.pk, "已撤出"),
    ]
    assert page.text.count("新版本已通过审核") == 1
    assert elsewhere.prompt not in page.text


def test_a_keeper_withdraws_with_a_reason(client, keeper, released):
    unsaid = client.post(url("withdraw", released), {"reason": " "}, follow=True)
    done = client.post(url("withdraw", released), {"reason": "讲错了"}, follow=True)

    released.refresh_from_db()
    assert "请写明理由。" in unsaid.text
    assert "该题已撤出练习。" in done.text
    assert "讲错了" in done.text
    assert (released.withdrawn_by, released.withdrawal_reason) == (keeper, "讲错了")


@pytest.mark.parametrize("kind", KINDS)
def test_a_keeper_reads_what_everybody_may_read(client, keeper, bank, kind):
    released = PracticeQuestionFactory(bank=bank, kind=kind)

    page = client.get(released.get_absolute_url())

    assert page.status_code == 200
    assert released.explanation in page.text
    assert "您的答案" not in page.text


@pytest.mark.parametrize("of_each", [1, 5])
def test_pages_cost_the_same_however_many_questions(
    client, keeper, bank, of_each, django_assert_num_queries
):
    for kind in KINDS * of_each:
        PracticeQuestionFactory(bank=bank, kind=kind)
        QuestionVersionFactory(question__bank=bank, kind=kind, approved=True)
    client.get(url("released-list", bank))

    with django_assert_num_queries(8):
        client.get(url("released-list", bank))
    with django_assert_num_queries(10):
        client.get(url("release", bank))
