from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from lms.kernel.clock import local_day
from mediators.models import Mediator, Organisation, Person, Post, RoleGrant
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    RoleGrantFactory,
    UserFactory,
)


@pytest.fixture
def bureau():
    return OrganisationFactory(kind=Organisation.Kind.BUREAU)


@pytest.fixture
def town(bureau):
    return OrganisationFactory(parent=bureau, kind=Organisation.Kind.OFFICE)


@pytest.fixture
def administrator(town):
    return RoleGrantFactory(organisation=town).user


@pytest.fixture
def inspector(bureau):
    return RoleGrantFactory(organisation=bureau, role=RoleGrant.Role.INSPECTOR).user


def test_a_mediator_sees_themselves_and_acts_on_nobody():
    mediator = MediatorFactory()
    MediatorFactory()

    assert list(Mediator.objects.visible_to(mediator.person.user)) == [mediator]
    assert list(Mediator.objects.administered_by(mediator.person.user)) == []
    assert list(Mediator.objects.of(mediator.person.user)) == [mediator]
    assert list(Post.objects.visible_to(mediator.person.user)) == list(
        mediator.person.posts.all()
    )


def test_an_administrator_sees_and_acts_in_the_subtree(town, administrator):
    inside = MediatorFactory(organisation=OrganisationFactory(parent=town))
    MediatorFactory()

    assert list(Mediator.objects.visible_to(administrator)) == [inside]
    assert list(Mediator.objects.administered_by(administrator)) == [inside]


def test_an_inspector_sees_and_does_not_act(town, inspector):
    inside = MediatorFactory(organisation=town)

    assert list(Mediator.objects.visible_to(inspector)) == [inside]
    assert list(Mediator.objects.administered_by(inspector)) == []
    assert list(Post.objects.administered_by(inspector)) == []


@pytest.mark.parametrize("role", ["trainer", "marker"])
def test_other_roles_open_no_files(town, role):
    MediatorFactory(organisation=town)
    user = RoleGrantFactory(organisation=town, role=role).user

    assert list(Mediator.objects.visible_to(user)) == []


def test_a_role_that_is_over_shows_nothing(town):
    MediatorFactory(organisation=town)
    user = RoleGrantFactory(organisation=town, valid_to=date(2025, 1, 1)).user

    assert list(Mediator.objects.visible_to(user)) == []


def test_somebody_who_moved_away_belongs_to_where_they_are(town, administrator, now):
    leaver = MediatorFactory()
    yesterday = local_day(now) - timedelta(days=1)
    post = PostFactory(person=leaver.person, organisation=town, valid_to=yesterday)

    assert list(Mediator.objects.visible_to(administrator)) == []
    assert list(Post.objects.visible_to(administrator)) == [post]


def test_somebody_without_a_post_left_belongs_to_where_they_were(
    town, administrator, now
):
    person = PersonFactory()
    PostFactory(person=person, organisation=town, valid_to=local_day(now))

    assert list(Person.objects.administered_by(administrator)) == [person]


def test_an_annulled_post_shows_nobody(town, administrator, now):
    PostFactory(organisation=town, annulled_at=now, annul_reason="错录")

    assert list(Person.objects.visible_to(administrator)) == []


def test_a_merged_record_shows_the_one_that_is_left(town, administrator):
    survivor = PersonFactory()
    duplicate = PersonFactory(merged_into=survivor)
    PostFactory(person=duplicate, organisation=town)

    assert set(Person.objects.visible_to(administrator)) == {survivor, duplicate}
    assert list(Person.objects.visible_to(administrator).living()) == [survivor]


def test_a_platform_administrator_sees_everybody():
    platform = RoleGrantFactory(role=RoleGrant.Role.PLATFORM).user
    alone = PersonFactory()

    assert list(Person.objects.visible_to(platform)) == [alone]


@pytest.mark.parametrize(
    "change",
    [{"role": "chair"}, {"kind": "full_time"}, {"appointment": "elected"}],
)
def test_what_a_post_is_does_not_change(change):
    post = PostFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(**change)


def test_an_annulled_post_stays_annulled(now):
    post = PostFactory(annulled_at=now, annul_reason="错录")

    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(annulled_at=None, annul_reason="")


@pytest.mark.parametrize(
    "wrong",
    [
        {"basis": ""},
        {"end_reason": "resigned"},
        {"end_reason": "removed", "valid_to": date(2026, 1, 1)},
        {"annul_reason": "没有时间"},
    ],
)
def test_a_post_that_contradicts_itself_is_not_stored(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        PostFactory(**wrong)


@pytest.mark.parametrize(
    ("name", "masked"), [("王明", "王*"), ("王小明", "王*明"), ("欧阳建国", "欧**国")]
)
def test_a_name_is_masked_for_strangers(name, masked):
    assert Person(name=name).masked_name == masked


def test_names_stand_for_what_they_name():
    post = PostFactory(person__name="周小满")
    user = UserFactory(name="", username="zhou")

    assert (str(post.person), str(user)) == ("周小满", "zhou")


@pytest.mark.parametrize("role", Post.MEMBERS)
def test_the_table_refuses_a_hired_member_of_a_village_committee(role):
    with pytest.raises(IntegrityError, match="elected, not hired"):
        PostFactory(role=role, appointment=Post.Appointment.HIRED)
