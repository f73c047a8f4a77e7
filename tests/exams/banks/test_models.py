import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from exams.banks.models import (
    KINDS,
    Bank,
    Citation,
    Question,
    QuestionKey,
    QuestionVersion,
)
from mediators.models import RoleGrant
from tests.factories.banks import BankFactory, QuestionVersionFactory
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import (
    OrganisationFactory,
    RoleGrantFactory,
    UserFactory,
)


@pytest.fixture
def approved():
    return QuestionVersionFactory(approved=True)


@pytest.mark.parametrize("kind", KINDS)
def test_a_version_comes_back_as_its_kind(kind):
    version = QuestionVersionFactory(kind=kind)

    assert type(QuestionVersion.objects.get(pk=version.pk)) is KINDS[kind]
    assert type(version.question.versions.get()) is KINDS[kind]


def test_fetching_five_kinds_costs_one_query(django_assert_num_queries):
    for kind in KINDS:
        QuestionVersionFactory(kind=kind)
    list(QuestionVersion.objects.all())  # the content types are remembered

    with django_assert_num_queries(1):
        found = {version.KIND for version in QuestionVersion.objects.all()}

    assert found == set(KINDS)


@pytest.mark.parametrize(
    "change",
    [
        {"prompt": "另一题"},
        {"body": {"options": []}},
        {"kind": "fill_in"},
        {"number": 9},
        {"difficulty": 5},
        {"content_hash": "0"},
        {"state": "draft", "approved_at": None},
        {"state": "retired", "prompt": "另一题"},
    ],
)
def test_an_approved_version_is_never_changed(approved, change):
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        QuestionVersion.objects.filter(pk=approved.pk).update(**change)


def test_an_approved_version_is_retired_once_and_for_all(approved):
    versions = QuestionVersion.objects.filter(pk=approved.pk)

    versions.update(state="retired")

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        versions.update(state="approved")


def test_an_approved_version_is_never_deleted(approved):
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionVersion.objects.filter(pk=approved.pk)._raw_delete("default")  # noqa: SLF001 -- past Django's own protection


def test_what_an_approved_version_cites_is_fixed(approved):
    cited = Citation.objects.get(version=approved)

    for change in (
        lambda: approved.articles.add(ArticleFactory()),
        lambda: Citation.objects.filter(pk=cited.pk).update(article=ArticleFactory()),
        cited.delete,
    ):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            change()


def test_the_key_of_an_approved_version_is_fixed(approved):
    keys = QuestionKey.objects.filter(version=approved)

    for change in (
        lambda: keys.update(key={"option": "beef"}),
        lambda: keys.update(sealed_at=None),
        keys.delete,
    ):
        with pytest.raises(IntegrityError, match="never"), transaction.atomic():
            change()


def test_a_question_has_one_approved_version(approved):
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionVersionFactory(approved=True, question=approved.question, number=2)


def test_a_question_has_one_version_in_the_making():
    draft = QuestionVersionFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionVersionFactory(question=draft.question, number=2)


def test_approval_needs_a_reviewer_and_a_moment(approved):
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionVersionFactory(approved=True, reviewer=None)


def test_keys_left_unsealed_by_a_dead_process_are_found(approved):
    QuestionVersionFactory()
    late = QuestionVersionFactory(kind="true_false")
    late.state, late.reviewer, late.approved_at = (
        "approved",
        UserFactory(),
        timezone.now(),
    )
    late.save()

    assert [key.version_id for key in QuestionKey.objects.to_seal()] == [late.pk]


def test_a_question_is_current_while_every_article_it_cites_is_the_law():
    article = ArticleFactory(version__repealed_on=timezone.datetime(2025, 1, 1).date())
    version = QuestionVersionFactory(
        approved=True, articles=[ArticleFactory(), article]
    )
    uncited = QuestionVersionFactory(approved=True, articles=[])

    def on(year, month, day):
        found = QuestionVersion.objects.in_force_on(
            timezone.datetime(year, month, day).date()
        )
        return set(found.values_list("pk", flat=True))

    assert on(2024, 12, 31) == {version.pk, uncited.pk}
    assert on(2025, 1, 1) == {uncited.pk}
    assert on(2020, 12, 31) == {uncited.pk}


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (RoleGrant.Role.TRAINER, True),
        (RoleGrant.Role.ADMINISTRATOR, False),
        (RoleGrant.Role.INSPECTOR, False),
        (RoleGrant.Role.MARKER, False),
    ],
)
def test_banks_are_for_the_trainers_of_their_branch(role, seen):
    top = OrganisationFactory()
    bank = BankFactory(organisation=OrganisationFactory(parent=top))
    version = QuestionVersionFactory(question__bank=bank)
    QuestionVersionFactory()
    user = RoleGrantFactory(organisation=top, role=role).user

    assert list(Bank.objects.visible_to(user)) == [bank] * seen
    assert list(Question.objects.visible_to(user)) == [version.question] * seen
    assert list(QuestionVersion.objects.visible_to(user)) == [version] * seen
    assert list(QuestionVersion.objects.kept_by(user)) == [version] * seen


def test_the_platform_sees_every_bank():
    banks = [BankFactory(), BankFactory()]
    user = RoleGrantFactory(role=RoleGrant.Role.PLATFORM).user

    assert list(Bank.objects.visible_to(user)) == banks


def test_a_trainer_below_does_not_see_the_bank_above():
    top = OrganisationFactory()
    BankFactory(organisation=top)
    below = OrganisationFactory(parent=top)
    user = RoleGrantFactory(organisation=below, role=RoleGrant.Role.TRAINER).user

    assert not Bank.objects.visible_to(user).exists()
