"""Roles in the Office: granted, suspended, lifted, ended; what they let see."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from lms.kernel.clock import local_day
from lms.kernel.models import AuditEntry
from mediators import operations, queries
from mediators.models import Organisation, Person, Post, RoleEvent, RoleGrant, User
from tests.factories.mediators import (
    A_WHILE_AGO,
    MediatorFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    RoleGrantFactory,
    UserFactory,
)

Role = RoleGrant.Role
Kind = RoleEvent.Kind
#: What every page of the Office asks: the account, its roles, its permissions (twice).
OFFICE = 4


@pytest.fixture
def bureau():
    return OrganisationFactory(kind=Organisation.Kind.BUREAU, name="云溪区司法局")


@pytest.fixture
def town(bureau):
    return OrganisationFactory(
        parent=bureau, kind=Organisation.Kind.OFFICE, name="仁风司法所"
    )


@pytest.fixture
def administrator(client, bureau):
    user = RoleGrantFactory(organisation=bureau, user__name="孟局").user
    client.force_login(user)
    return user


@pytest.fixture
def trainer(town):
    """The role of a trainer of the town."""
    return RoleGrantFactory(
        organisation=town, role=Role.TRAINER, user__name="䶮老师", reason="授课"
    )


def decide(operation, grant, now, actor, reason="调离"):
    return getattr(operations, operation)(
        grant=grant, at=now, actor=actor, reason=reason
    )


def terms(town, **changes):
    return {
        "organisation": town.uuid,
        "role": "trainer",
        "valid_from": "2026-11-01",
        "reason": "授课",
        **changes,
    }


# -- what can happen to a role


def test_a_role_is_suspended_and_lifted_and_each_is_kept_with_its_reason(
    now, administrator, trainer
):
    decide("suspend_role", trainer, now, administrator, " 停职 ")
    assert not trainer.user.roles.effective().exists()
    decide("lift_suspension", trainer, now, administrator, "复职")

    assert list(trainer.user.roles.effective()) == [trainer]
    kept = [(event.kind, event.by, event.reason) for event in trainer.events.all()]
    assert kept == [
        (Kind.SUSPENDED, administrator, "停职"),
        (Kind.LIFTED, administrator, "复职"),
    ]
    logged = AuditEntry.objects.filter(action__startswith="role.").order_by("pk")
    assert [entry.action for entry in logged] == ["role.suspended", "role.lifted"]


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_trail_is_never_changed(now, administrator, trainer, verb):
    decide("suspend_role", trainer, now, administrator)

    change = {
        "update": lambda: RoleEvent.objects.update(reason="别的"),
        "delete": RoleEvent.objects.all().delete,
    }[verb]
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


@pytest.mark.parametrize("operation", ["suspend_role", "lift_suspension", "end_role"])
def test_whoever_decides_about_a_role_says_why(now, administrator, trainer, operation):
    with pytest.raises(operations.RoleReasonMissing):
        decide(operation, trainer, now, administrator, "  ")

    assert not trainer.events.exists()


def test_a_role_is_suspended_once_and_lifted_only_if_it_is(now, administrator, trainer):
    with pytest.raises(operations.RoleNotSuspended):
        decide("lift_suspension", trainer, now, administrator)
    decide("suspend_role", trainer, now, administrator)

    with pytest.raises(operations.RoleSuspended):
        decide("suspend_role", trainer, now, administrator)


def test_a_suspended_role_is_not_lifted_beside_one_that_was_granted_meanwhile(
    now, administrator, trainer
):
    decide("suspend_role", trainer, now, administrator)
    RoleGrantFactory(
        user=trainer.user, organisation=trainer.organisation, role=Role.TRAINER
    )

    with pytest.raises(operations.RoleOverlaps):
        decide("lift_suspension", trainer, now, administrator)


@pytest.mark.parametrize("first", ["nothing", "suspend_role"])
@pytest.mark.parametrize("since", ["long ago", "today"])
def test_a_role_that_ended_is_neither_suspended_nor_lifted(
    now, administrator, town, first, since
):
    day = local_day(now) if since == "today" else A_WHILE_AGO
    grant = RoleGrantFactory(organisation=town, role=Role.MARKER, valid_from=day)
    if first != "nothing":
        decide(first, grant, now, administrator)
    decide("end_role", grant, now, administrator)

    for operation in ("suspend_role", "lift_suspension", "end_role"):
        with pytest.raises(operations.RoleEnded):
            decide(operation, grant, now, administrator)
    assert not grant.user.roles.effective().exists()


@pytest.mark.parametrize("operation", ["suspend_role", "end_role"])
def test_nobody_decides_about_a_role_of_their_own(now, administrator, operation):
    own = administrator.roles.get()

    with pytest.raises(operations.OwnRole):
        decide(operation, own, now, administrator)


def test_nobody_grants_themselves_a_role(now, administrator, town):
    with pytest.raises(operations.OwnRole):
        operations.grant_role(
            user=administrator,
            organisation=town,
            role=Role.TRAINER,
            valid_from=A_WHILE_AGO,
            at=now,
            actor=administrator,
        )


def test_a_role_does_not_end_before_it_begins(now, administrator, town):
    with pytest.raises(operations.RoleEndsBeforeBeginning):
        operations.grant_role(
            user=UserFactory(),
            organisation=town,
            role=Role.TRAINER,
            valid_from=date(2026, 3, 1),
            valid_to=date(2026, 3, 1),
            at=now,
            actor=administrator,
        )


def test_a_town_decides_nothing_about_the_district_nor_about_the_platform(
    now, bureau, town
):
    mayor = RoleGrantFactory(organisation=town).user
    above = RoleGrantFactory(organisation=bureau, role=Role.TRAINER)
    platform = RoleGrantFactory(organisation=town, role=Role.PLATFORM)

    for grant in (above, platform):
        with pytest.raises(operations.BeyondScope):
            decide("end_role", grant, now, mayor)
    assert not RoleGrant.objects.administered_by(mayor).exists()


@pytest.mark.parametrize("operation", ["suspend_role", "end_role"])
def test_the_last_platform_administrator_stays(now, bureau, operation):
    last = RoleGrantFactory(organisation=bureau, role=Role.PLATFORM)
    closed = RoleGrantFactory(
        organisation=bureau, role=Role.PLATFORM, user__is_active=False
    )

    with pytest.raises(operations.LastPlatformAdministrator):
        decide(operation, last, now, closed.user)
    another = RoleGrantFactory(organisation=bureau, role=Role.PLATFORM)
    RoleGrant.forget(another.user)
    decide(operation, last, now, another.user)

    assert not last.user.roles.effective().exists()


def test_an_administrator_of_the_platform_for_a_few_days_more_is_no_relief(now, bureau):
    platform = {"organisation": bureau, "role": Role.PLATFORM}
    last, leaving = (
        RoleGrantFactory(**platform),
        RoleGrantFactory(**platform, valid_to=local_day(now) + timedelta(days=2)),
    )

    with pytest.raises(operations.LastPlatformAdministrator):
        decide("end_role", last, now, leaving.user)
    decide("end_role", leaving, now, last.user)

    assert [grant.user for grant in RoleGrant.objects.effective()] == [last.user]


def test_an_account_is_opened_with_a_role_for_whom_the_branch_knows_or_not(
    now, administrator, town
):
    known = PostFactory(organisation=OrganisationFactory(parent=town)).person
    given = {
        "password": "correct horse battery",
        "organisation": town,
        "role": Role.MARKER,
        "valid_from": A_WHILE_AGO,
        "at": now,
        "actor": administrator,
    }

    first = operations.open_account_with_role(person=known, username="known", **given)
    second = operations.open_account_with_role(
        person=None, name="贺新人", username="new", **given
    )

    assert first.user.person == known
    assert (second.user.name, second.user.must_change_password) == ("贺新人", True)


# -- the pages


def test_the_list_shows_the_roles_of_one_account_together(
    client, administrator, bureau, town, trainer
):
    RoleGrantFactory(user=trainer.user, organisation=bureau, role=Role.MARKER)
    RoleGrantFactory(user=trainer.user, role=Role.INSPECTOR)  # of another branch

    rows = client.get(reverse("mediators:role-list")).context["rows"]

    shown = {account.name: [row.grant.role for row in roles] for account, roles in rows}
    assert shown == {"孟局": ["administrator"], "䶮老师": ["marker", "trainer"]}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"孟局", "䶮老师"}),
        ("q=䶮", {"䶮老师"}),
        ("role=administrator", {"孟局"}),
        ("role=nonsense", {"孟局", "䶮老师"}),
        ("q=nobody", set()),
        ("ended=yes", {"孟局", "䶮老师", "旧人"}),
    ],
)
@pytest.mark.usefixtures("administrator", "trainer")
def test_the_list_is_filtered_and_leaves_out_what_ended(client, town, query, names):
    RoleGrantFactory(organisation=town, valid_to=date(2025, 1, 1), user__name="旧人")

    rows = client.get(f"{reverse('mediators:role-list')}?{query}").context["rows"]

    assert {account.name for account, _roles in rows} == names


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_costs_the_same_however_long(  # noqa: PLR0913, PLR0917 -- fixtures
    client, administrator, town, now, count, django_assert_num_queries
):
    for _number in range(count):
        grant = RoleGrantFactory(organisation=town, granted_by=administrator)
        decide("suspend_role", grant, now, administrator)

    with django_assert_num_queries(OFFICE + 5):
        client.get(reverse("mediators:role-list"))


def test_an_inspector_looks_and_is_offered_nothing_to_do(client, town, trainer):
    client.force_login(RoleGrantFactory(organisation=town, role=Role.INSPECTOR).user)

    page = client.get(reverse("mediators:role-list"))
    account = client.get(reverse("mediators:account", args=[trainer.user.uuid]))

    assert "䶮老师" in page.text
    assert reverse("mediators:role-end", args=[trainer.uuid]) not in page.text
    assert "/office/roles/add/" not in page.text + account.text


def test_whoever_is_to_have_a_role_is_looked_for_in_the_branch(
    client, administrator, town, trainer
):
    PostFactory(
        person=PersonFactory(name="䶮无户"),
        organisation=OrganisationFactory(parent=town),
    )
    RoleGrantFactory(user__name="䶮外人")

    context = client.get(f"{reverse('mediators:role-add')}?q=䶮").context
    nobody = client.get(f"{reverse('mediators:role-add')}?q=zzz").text

    assert [account.name for account, _roles in context["accounts"]] == ["䶮老师"]
    assert [person.name for person in context["people"]] == ["䶮无户"]
    assert reverse("mediators:role-add-new") in nobody


def test_a_role_is_granted_until_its_last_day_and_holds_in_a_session_that_is_open(
    client, administrator, town, trainer
):
    other = type(client)()
    other.force_login(trainer.user)
    places = reverse("mediators:tree")
    assert other.get(places).status_code == 404

    add = reverse("mediators:role-add-for", args=[trainer.user.uuid])
    client.post(add, terms(town, role="administrator", last_day="2099-12-31"))

    given = RoleGrant.objects.get(role=Role.ADMINISTRATOR, organisation=town)
    assert (given.valid_to, given.granted_by) == (date(2100, 1, 1), administrator)
    assert other.get(places).status_code == 200


def test_a_role_that_ends_in_mid_session_leaves_plain_words(
    client, administrator, trainer
):
    other = type(client)()
    other.force_login(trainer.user)
    assert other.get("/office/banks/").status_code == 200

    client.post(
        reverse("mediators:role-suspend", args=[trainer.uuid]), {"reason": "停职"}
    )

    page = other.get("/office/banks/")
    assert (page.status_code, "可能已经结束或暂停" in page.text) == (404, True)


def test_a_refused_grant_comes_back_with_all_that_was_typed(
    client, administrator, town, trainer
):
    add = reverse("mediators:role-add-for", args=[trainer.user.uuid])

    response = client.post(add, terms(town, reason="再授一次"))

    assert response.context["form"].non_field_errors()
    assert "再授一次" in response.text


def test_platform_is_granted_by_the_platform_alone(
    client, administrator, town, trainer
):
    add = reverse("mediators:role-add-for", args=[trainer.user.uuid])

    response = client.post(add, terms(town, role="platform"))

    assert "role" in response.context["form"].errors
    assert not RoleGrant.objects.filter(role=Role.PLATFORM).exists()


def test_somebody_new_gets_an_account_and_a_password_that_is_shown_once(
    client, administrator, town
):
    typed = terms(town, name="贺新人", username="hexinren")

    page = client.post(reverse("mediators:role-add-new"), typed)
    again = client.post(reverse("mediators:role-add-new"), typed)

    user = User.objects.get(username="hexinren")
    assert user.check_password(page.context["password"])
    assert "no-store" in page.headers["Cache-Control"]
    assert again.context["form"].non_field_errors()


def test_a_person_without_an_account_gets_one(client, administrator, town):
    person = PostFactory(organisation=OrganisationFactory(parent=town)).person
    add = reverse("mediators:role-add-person", args=[person.uuid])

    assert client.get(add).status_code == 200
    client.post(add, terms(town, username="someone"))

    person.refresh_from_db()
    assert person.user.roles.get().role == Role.TRAINER
    assert client.get(add).status_code == 404


@pytest.mark.parametrize(
    ("verb", "kind"), [("suspend", Kind.SUSPENDED), ("end", Kind.ENDED)]
)
def test_a_decision_is_taken_with_a_reason(client, administrator, trainer, verb, kind):
    url = reverse(f"mediators:role-{verb}", args=[trainer.uuid])

    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).context["form"].errors
    response = client.post(url, {"reason": "调离"})

    assert response.url == reverse("mediators:account", args=[trainer.user.uuid])
    assert [event.kind for event in trainer.events.all()] == [kind]
    assert "调离" in client.get(response.url).text


def test_a_decision_that_is_refused_comes_back_in_its_form(
    client, administrator, trainer
):
    url = reverse("mediators:role-lift", args=[trainer.uuid])

    response = client.post(url, {"reason": "复职"})

    assert response.context["form"].non_field_errors()


# -- what somebody can see, and who can see somebody


def test_an_account_says_what_it_can_see_and_by_which_role(
    client, administrator, town, trainer
):
    mediator = MediatorFactory(organisation=OrganisationFactory(parent=town))
    RoleGrantFactory(user=trainer.user, organisation=town, role=Role.INSPECTOR)
    RoleGrantFactory(user=trainer.user, role=Role.MARKER)  # not for us to know

    context = client.get(reverse("mediators:account", args=[trainer.user.uuid])).context

    reasons = {place["icon"]: place["why"] for place in context["places"]}
    assert [str(word) for word in reasons["people"]] == ["督查人员"]
    assert [str(word) for word in reasons["bank"]] == ["讲师"]
    assert not [word for why in reasons.values() for word in why if word == "阅卷人"]
    assert {
        (each.name, each.committees, each.people) for each in context["branches"]
    } == {(town.name, 1, 1)}
    assert mediator.person.name not in str(context["trail"])


def test_an_account_of_another_branch_is_absent(client, administrator):
    stranger = RoleGrantFactory().user

    page = client.get(reverse("mediators:account", args=[stranger.uuid]))

    assert page.status_code == 404


@pytest.mark.parametrize(
    ("days", "suspended", "state"),
    [
        (None, False, "active"),
        (200, False, "active"),
        (10, False, "expiring"),
        (10, True, "suspended"),
        (0, False, "ended"),
    ],
)
def test_a_role_says_how_it_stands(now, town, days, suspended, state):
    today = local_day(now)
    grant = RoleGrantFactory(
        organisation=town,
        valid_to=None if days is None else today + timedelta(days=days),
        suspended_at=now if suspended else None,
    )

    assert queries.state_of(grant, day=today)[0] == state


def test_a_role_of_a_day_to_come_says_so(now, town):
    today = local_day(now)
    grant = RoleGrantFactory(organisation=town, valid_from=today + timedelta(days=3))

    assert queries.state_of(grant, day=today)[0] == "to_come"


def test_who_can_see_a_person_are_those_above_and_the_platform(now, bureau, town):
    committee = OrganisationFactory(parent=town)
    mediator = MediatorFactory(organisation=committee)
    near = RoleGrantFactory(organisation=town, role=Role.INSPECTOR)
    above = RoleGrantFactory(organisation=bureau)
    platform = RoleGrantFactory(role=Role.PLATFORM)
    RoleGrantFactory(organisation=bureau, suspended_at=now)
    RoleGrantFactory(organisation=bureau, role=Role.TRAINER)
    RoleGrantFactory(organisation=OrganisationFactory(parent=bureau))

    found = queries.overseers_of(mediator.person)

    assert [(each.grant, each.acts) for each in found] == [
        (near, False),
        (above, True),
        (platform, True),
    ]
    sees = {
        each.grant.user
        for each in found
        if Person.objects.visible_to(each.grant.user).filter(pk=mediator.person_id)
    }
    assert sees == {near.user, above.user, platform.user}


def test_whoever_left_is_seen_where_they_were_last(town):
    committee = OrganisationFactory(parent=town)
    post = PostFactory(organisation=committee, valid_to=date(2025, 1, 1))
    near = RoleGrantFactory(organisation=town)

    assert [each.grant for each in queries.overseers_of(post.person)] == [near]
    assert not Post.objects.unended().exists()


def test_the_page_of_who_sees_somebody_leads_only_to_accounts_of_the_branch(
    client, bureau, town
):
    mediator = MediatorFactory(organisation=OrganisationFactory(parent=town))
    above = RoleGrantFactory(organisation=bureau, user__name="区里人").user
    own = RoleGrantFactory(organisation=town, user__name="镇里人").user
    client.force_login(own)

    page = client.get(reverse("mediators:overseers", args=[mediator.uuid])).text

    assert ("区里人" in page, "镇里人" in page) == (True, True)
    assert reverse("mediators:account", args=[own.uuid]) in page
    assert reverse("mediators:account", args=[above.uuid]) not in page


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_of_who_sees_somebody_costs_the_same_however_many(
    client, administrator, town, count, django_assert_num_queries
):
    mediator = MediatorFactory(organisation=OrganisationFactory(parent=town))
    RoleGrantFactory.create_batch(count, organisation=town)

    # The sixth logs the look.
    with django_assert_num_queries(OFFICE + 6):
        client.get(reverse("mediators:overseers", args=[mediator.uuid]))


@pytest.mark.parametrize("count", [1, 5])
def test_looking_for_somebody_costs_the_same_however_many_are_found(
    client, administrator, town, count, django_assert_num_queries
):
    committee = OrganisationFactory(parent=town)
    for _number in range(count):
        RoleGrantFactory(organisation=town, user__name="䶮老师")
        PostFactory(person=PersonFactory(name="䶮无户"), organisation=committee)

    with django_assert_num_queries(OFFICE + 6):
        client.get(f"{reverse('mediators:role-add')}?q=䶮")
