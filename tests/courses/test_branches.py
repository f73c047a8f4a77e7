"""Branches of the Studio, as the Office opens them and says who writes and reviews."""

import pytest
from django.urls import reverse

from courses import operations, receivers
from courses.models import BranchStudio
from mediators.models import Organisation, RoleGrant
from tests.factories.courses import BranchPageFactory, home
from tests.factories.mediators import OrganisationFactory, RoleGrantFactory

Role = RoleGrant.Role
LIST = "/office/studio/"
OFFICE = 4


@pytest.fixture
def bureau():
    home()
    return OrganisationFactory(kind=Organisation.Kind.BUREAU, name="云溪区司法局")


@pytest.fixture
def administrator(client, bureau):
    user = RoleGrantFactory(organisation=bureau, user__name="孟局").user
    client.force_login(user)
    return user


@pytest.fixture
def trainer(bureau):
    return RoleGrantFactory(
        organisation=bureau, role=Role.TRAINER, user__name="讲师甲"
    ).user


@pytest.fixture
def studio_page(bureau, trainer, now):
    operations.open_branch(organisation=bureau, at=now, actor=None)
    operations.settle_studio_access(at=now)
    return reverse("courses:studio", args=[bureau.uuid])


def test_the_studio_is_opened_for_a_branch_and_its_trainers_write(
    client, administrator, bureau, trainer
):
    assert "讲师" in client.get(LIST).text

    response = client.post(LIST, {"organisation": bureau.uuid}, follow=True)

    studio = BranchStudio.objects.get()
    assert list(studio.editors.user_set.all()) == [trainer]
    assert "讲师甲" in response.text
    assert client.post(LIST, {"organisation": bureau.uuid}).status_code == 200


def test_a_branch_without_a_home_page_above_it_is_refused_in_words(
    client, administrator, bureau
):
    home().delete()

    response = client.post(LIST, {"organisation": bureau.uuid})

    assert response.context["form"].non_field_errors()


def test_a_trainer_becomes_a_reviewer_and_an_editor_again(
    client, administrator, trainer, studio_page
):
    studio = BranchStudio.objects.get()

    client.post(studio_page, {"user": trainer.uuid, "reviews": "1"})
    assert list(studio.reviewers.user_set.all()) == [trainer]
    client.post(studio_page, {"user": trainer.uuid, "reviews": "0"})
    again = client.post(
        studio_page, {"user": trainer.uuid, "reviews": "0"}, follow=True
    )

    assert not studio.reviewers.user_set.exists()
    assert list(studio.editors.user_set.all()) == [trainer]
    assert "没有为该单位审核" in again.text


def test_nobody_makes_themselves_a_reviewer(client, administrator, bureau, studio_page):
    RoleGrantFactory(user=administrator, organisation=bureau, role=Role.TRAINER)

    said = client.post(
        studio_page, {"user": administrator.uuid, "reviews": "1"}, follow=True
    )

    assert not BranchStudio.objects.get().reviewers.user_set.exists()
    assert "自己" in said.text


@pytest.mark.parametrize("sent", [{}, {"user": "nonsense", "reviews": "1"}])
def test_what_no_button_sends_is_absent(client, administrator, studio_page, sent):
    assert client.post(studio_page, sent).status_code == 404


def test_somebody_who_does_not_write_there_is_made_no_reviewer(
    client, administrator, studio_page
):
    stranger = RoleGrantFactory(role=Role.TRAINER).user

    assert (
        client.post(studio_page, {"user": stranger.uuid, "reviews": "1"}).status_code
        == 404
    )


def test_an_inspector_looks_and_changes_nothing(client, bureau, trainer, studio_page):
    client.force_login(RoleGrantFactory(organisation=bureau, role=Role.INSPECTOR).user)

    looks = [client.get(LIST), client.get(studio_page)]
    acts = [
        client.post(LIST, {"organisation": bureau.uuid}),
        client.post(studio_page, {"user": trainer.uuid, "reviews": "1"}),
    ]

    assert [each.status_code for each in looks + acts] == [200, 200, 404, 404]
    assert '<form method="post" novalidate>' not in looks[0].text


def test_whoever_is_let_review_in_no_branch_is_not_let_out(now, bureau, administrator):
    with pytest.raises(operations.BranchNotOpen):
        operations.withdraw_review(
            user=administrator, organisation=bureau, at=now, actor=administrator
        )


def test_a_branch_without_trainers_says_what_to_do(client, administrator, bureau, now):
    operations.open_branch(organisation=bureau, at=now, actor=None)

    text = client.get(reverse("courses:studio", args=[bureau.uuid])).text

    assert reverse("mediators:role-add") in text


@pytest.mark.parametrize("count", [1, 5])
def test_the_pages_cost_the_same_however_long(  # noqa: PLR0913, PLR0917 -- fixtures
    client, administrator, bureau, studio_page, count, django_assert_num_queries
):
    for _number in range(count):
        BranchPageFactory(opened=True, organisation=OrganisationFactory(parent=bureau))
        RoleGrantFactory(organisation=bureau, role=Role.TRAINER)

    with django_assert_num_queries(OFFICE + 3):
        client.get(LIST)
    with django_assert_num_queries(OFFICE + 5):
        client.get(studio_page)


def test_a_role_that_ends_closes_the_studio_at_once(bureau, trainer, studio_page):
    studio = BranchStudio.objects.get()
    assert list(studio.editors.user_set.all()) == [trainer]
    trainer.roles.update(suspended_at=studio.opened_at)

    receivers.settle_studio_access()

    assert not studio.editors.user_set.exists()


def test_an_account_says_where_it_writes(client, administrator, trainer, studio_page):
    shown = client.get(reverse("mediators:account", args=[trainer.uuid])).text
    other = client.get(reverse("mediators:account", args=[administrator.uuid])).text

    assert ("编写" in shown, "<h2>编写</h2>" in other) == (True, False)
