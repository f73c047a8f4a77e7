"""At the counter: somebody has come who cannot sign in, and is let in again."""

import io

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core.management import CommandError, call_command
from django.urls import reverse

from lms.kernel.models import AuditEntry
from mediators.models import Person, RoleGrant, User
from mediators.operations import AccountBeyondScope
from mediators.signin import lockout, operations, suggestions
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    RoleGrantFactory,
    UserFactory,
)
from tests.mediators.signin.conftest import PASSWORD, SECRET, sign_in

COUNTER = "/office/counter/"
KNOWN = {"how": "known", "checked": "on"}
ACTS = ("password", "second-factor", "unlock", "sign-out")


@pytest.fixture(autouse=True)
def _waived(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def clerk(client, administrator):
    client.force_login(administrator)
    return administrator


@pytest.fixture
def user(mediator):
    return mediator.person.user


@pytest.fixture
def newcomer(committee):
    """Somebody with a post and no account."""
    person = PersonFactory(name="李梅", phone="138 0000 0002")
    PostFactory(person=person, organisation=committee)
    return person


def of_person(person):
    return reverse("signin:counter-person", args=[person.uuid])


def of_account(user, what=""):
    if what:
        return reverse("signin:counter-act", args=[user.uuid, what])
    return reverse("signin:counter-account", args=[user.uuid])


def lock_out(client, user):
    for _try in range(6):
        sign_in(client, user.username, "wrong")


# -- looking for somebody


def test_people_and_accounts_of_the_branch_are_found(client, clerk, user, committee):
    RoleGrantFactory(organisation=committee, user__name="周干事")
    MediatorFactory(person__name="周别处")

    page = client.get(f"{COUNTER}?q=周")

    assert [person.name for person in page.context["people"]] == ["周小满"]
    assert sorted(each.name for each in page.context["accounts"]) == [
        "周小满",
        "周干事",
    ]
    assert "周别处" not in page.content.decode()


@pytest.mark.parametrize("typed", ["无此人", "13900000000"])
def test_whoever_is_not_found_is_told_what_to_do(client, clerk, user, typed):
    page = client.get(f"{COUNTER}?q={typed}").content.decode()

    assert "您的范围内没有这个姓名的人员" in page


def test_before_looking_nobody_is_shown(client, clerk, user):
    empty, blank = client.get(COUNTER), client.get(f"{COUNTER}?q=")

    assert (empty.context["people"], blank.context["people"]) == ([], [])


def test_a_phone_finds_its_owner(client, clerk, newcomer):
    newcomer.phone = "13800000002"
    newcomer.save()

    page = client.get(f"{COUNTER}?q=13800000002")

    assert page.context["people"] == [newcomer]
    assert "还没有账号" in page.content.decode()


@pytest.mark.parametrize("count", [1, 5])
def test_looking_costs_the_same_however_many(
    client, clerk, committee, count, django_assert_num_queries
):
    for _each in range(count):
        MediatorFactory(organisation=committee, person__name="𬱖小䶮")
        RoleGrantFactory(organisation=committee, user__name="𬱖小䶮")

    # What every page of the Office asks, the people, their posts, accounts with roles.
    with django_assert_num_queries(7):
        page = client.get(f"{COUNTER}?q=𬱖")

    assert len(page.context["people"]) == count


# -- opening an account


def test_a_new_account_is_shown_once_and_its_password_replaced(
    client, clerk, newcomer, other_browser
):
    page = client.get(of_person(newcomer))
    given = {"username": "limei01", "how": "card", "checked": "on"}
    slip = client.post(of_person(newcomer), given)
    password = slip.context["password"]

    user = User.objects.get(username="limei01")
    sign_in(other_browser, "limei01", password)
    assert page.context["form"]["username"].value() == "13800000002"
    assert user.person == newcomer
    assert password in slip.content.decode()
    assert "no-store" in slip["Cache-Control"]
    assert other_browser.get("/me/").url.startswith("/account/password/change/")
    entry = AuditEntry.objects.get(action="account.created")
    assert (entry.actor, entry.person, entry.reason) == (
        clerk,
        newcomer.uuid,
        "核对身份证",
    )


def test_the_slip_says_no_phone_number(client, clerk, newcomer):
    newcomer.phone = "13800000002"
    newcomer.save()
    slip = client.post(of_person(newcomer), {"username": "13800000002", **KNOWN})

    page = slip.content.decode()
    assert ("13800000002" in page, "您的手机号" in page) == (False, True)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"username": "taken"}, "taken"),
        ({"username": "13900000000"}, "这不是李梅登记的手机号"),
        ({"username": "13800000002"}, "家人共用"),
        ({"username": "two words"}, "不能有空格"),
        ({"username": "limei01", "checked": ""}, "请先核对本人身份"),
        ({"username": "limei01", "how": "other"}, "请写明怎样核对的"),
        ({"username": "limei01", "how": ""}, "李梅"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    client, clerk, newcomer, given, said
):
    UserFactory(username="taken")
    PersonFactory(phone="13800000002")

    response = client.post(of_person(newcomer), {**KNOWN, **given})

    page = response.content.decode()
    assert (response.status_code, said in page) == (200, True)
    assert f'value="{given["username"]}"' in page
    newcomer.refresh_from_db()
    assert newcomer.user is None


def test_how_else_they_were_known_is_kept(client, clerk, newcomer):
    given = {
        "username": "limei01",
        "how": "other",
        "note": "村主任陪同",
        "checked": "on",
    }
    client.post(of_person(newcomer), given)

    assert AuditEntry.objects.get(action="account.created").reason == (
        "其他方式 村主任陪同"
    )


def test_whoever_has_an_account_is_helped_with_that(client, clerk, mediator):
    assert client.get(of_person(mediator.person)).url == of_account(
        mediator.person.user
    )


def test_accounts_are_opened_only_for_people_of_ones_own_branch(newcomer, now):
    stranger = RoleGrantFactory(organisation=OrganisationFactory()).user

    with pytest.raises(operations.NotOfYourBranch):
        operations.open_account(
            person=newcomer,
            username="limei01",
            password=PASSWORD,
            at=now,
            actor=stranger,
            reason="",
        )


@pytest.mark.parametrize(
    ("name", "phone", "offered"),
    [
        ("李梅", "13800000009", "13800000009"),
        ("李梅", "13800000002", "limei02"),
        ("李梅", "", "limei02"),
        ("周小满", "", "zhouxiaoman01"),
        ("阿卜杜热依木·买买提", "", "abodureyimumaimaiti01"),
        ("𬱖小䶮", "", "dixiaoyan01"),
        ("·", "", ""),
    ],
)
def test_a_user_name_is_offered_that_nobody_has(name, phone, offered):
    UserFactory(username="limei01")
    PersonFactory(phone="13800000002")
    person = Person.objects.create(name=name, phone=phone)

    assert suggestions.user_name_of(person) == offered


def test_a_phone_that_is_a_user_name_already_is_not_offered():
    UserFactory(username="13800000002")
    person = PersonFactory(name="李梅", phone="13800000002")

    assert suggestions.user_name_of(person) == "limei01"


# -- helping somebody in again


def test_a_clerk_gives_a_new_password(client, clerk, user, other_browser):
    sign_in(other_browser, user.username)
    lock_out(client, user)

    slip = client.post(of_account(user, "password"), KNOWN)

    assert other_browser.get("/me/").status_code == 302
    sign_in(other_browser, user.username, slip.context["password"])
    assert other_browser.get("/me/").url.startswith("/account/password/change/")
    entry = AuditEntry.objects.get(action="account.password_reset")
    assert (entry.actor, entry.person, entry.reason) == (
        clerk,
        user.person.uuid,
        "熟人，本人认识",
    )


def test_a_clerk_takes_a_second_factor_away(client, clerk, user, other_browser):
    sign_in(other_browser, user.username)
    auth.TOTP.activate(user, SECRET)

    response = client.post(of_account(user, "second-factor"), KNOWN)

    assert response.url == of_account(user)
    assert not Authenticator.objects.exists()
    assert other_browser.get("/me/").status_code == 302
    entry = AuditEntry.objects.get(action="account.second_factor_reset")
    assert (entry.actor, entry.person) == (clerk, user.person.uuid)


def test_a_clerk_lets_somebody_try_again(client, clerk, user, other_browser):
    lock_out(other_browser, user)
    before = client.get(of_account(user)).content.decode()

    client.post(of_account(user, "unlock"), KNOWN)

    sign_in(other_browser, user.username)
    assert "已锁定，还需等待约 5 分钟" in before
    assert other_browser.get("/me/").status_code == 200
    assert AuditEntry.objects.filter(action="account.unlocked").count() == 1


def test_a_clerk_signs_somebody_out_everywhere(client, clerk, user, other_browser):
    sign_in(other_browser, user.username)
    before = client.get(of_account(user)).content.decode()

    client.post(of_account(user, "sign-out"), KNOWN)

    assert "1 台设备" in before
    assert other_browser.get("/me/").status_code == 302
    entry = AuditEntry.objects.get(action="account.signed_out_everywhere")
    assert entry.person == user.person.uuid


@pytest.mark.parametrize(
    ("what", "said"),
    [("second-factor", "没有设置二次验证"), ("unlock", "没有被锁定")],
)
def test_what_is_not_the_matter_is_said(client, clerk, user, what, said):
    page = client.post(of_account(user, what), KNOWN).content.decode()

    assert said in page


@pytest.mark.parametrize("what", ACTS)
def test_nothing_happens_before_they_are_known(client, clerk, user, what):
    form = client.get(of_account(user, what))
    client.post(of_account(user, what), {"how": "known"})

    assert form.status_code == 200
    assert not AuditEntry.objects.exclude(action="page.viewed").exists()


@pytest.mark.parametrize("what", ACTS)
def test_ones_own_account_is_not_helped_at_the_counter(client, clerk, what):
    page = client.get(of_account(clerk))
    tried = client.post(of_account(clerk, what), KNOWN)

    assert not page.context["may_act"]
    assert "请找其他管理员" in tried.content.decode()
    assert not AuditEntry.objects.exists()


def test_somebody_with_more_power_is_helped_above(client, clerk, mediator):
    """Who mediates in the branch may have a role beyond it."""
    user = mediator.person.user
    RoleGrantFactory(user=user, organisation=OrganisationFactory())

    page = client.get(of_account(user))
    tried = [client.post(of_account(user, what), KNOWN) for what in ACTS]

    assert not page.context["may_act"]
    assert [each.status_code for each in tried] == [200] * 4
    assert not AuditEntry.objects.exclude(action="page.viewed").exists()


def test_an_account_with_a_role_alone_is_helped_too(client, clerk, committee):
    trainer = RoleGrantFactory(organisation=committee, role=RoleGrant.Role.TRAINER).user

    page = client.get(of_account(trainer)).content.decode()

    assert "下次登录时会要求设置" in page
    assert client.post(of_account(trainer, "password"), KNOWN).context["password"]


def test_what_is_no_act_is_absent(client, clerk, user):
    assert client.get(of_account(user, "erase")).status_code == 404


def test_an_account_given_a_password_and_a_second_factor_says_so(client, clerk, user):
    user.must_change_password = True
    user.save()
    auth.TOTP.activate(user, SECRET)

    page = client.get(of_account(user)).content.decode()

    assert ("本人还没有换成自己的" in page, "已设置" in page) == (True, True)


# -- who may not


def tries(client, user, newcomer):
    addresses = [of_account(user), of_person(newcomer)]
    addresses += [of_account(user, what) for what in ACTS]
    got = {client.get(each).status_code for each in addresses}
    sent = {client.post(each, KNOWN).status_code for each in addresses[1:]}
    return got | sent


@pytest.mark.parametrize("role", RoleGrant.Role.values)
def test_nobody_from_another_branch_learns_or_changes_anything(
    client, user, newcomer, role
):
    if role == RoleGrant.Role.PLATFORM:
        return
    stranger = RoleGrantFactory(
        organisation=OrganisationFactory(), role=role, user__name="吴别处"
    ).user
    client.force_login(stranger)

    assert tries(client, user, newcomer) == {404}
    found = client.get(f"{COUNTER}?q={user.name}")
    if found.status_code == 200:
        assert (found.context["people"], found.context["accounts"]) == ([], [])
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "role",
    [RoleGrant.Role.INSPECTOR, RoleGrant.Role.TRAINER, RoleGrant.Role.MARKER, ""],
)
def test_whoever_does_not_administer_finds_no_counter(
    client, bureau, user, newcomer, role
):
    helper = UserFactory()
    if role:
        RoleGrantFactory(user=helper, organisation=bureau, role=role)
    client.force_login(helper)

    assert client.get(COUNTER).status_code == 404
    assert tries(client, user, newcomer) == {404}


def test_operations_refuse_whoever_goes_round_the_page(user, now):
    stranger = RoleGrantFactory(organisation=OrganisationFactory()).user
    how = {"user": user, "at": now, "actor": stranger, "reason": "熟人"}

    for act in (operations.unlock, operations.sign_out_everywhere):
        with pytest.raises(AccountBeyondScope):
            act(**how)
    with pytest.raises(AccountBeyondScope):
        operations.reset_password(password=PASSWORD, **how)
    with pytest.raises(AccountBeyondScope):
        operations.reset_second_factor(**how)


def test_the_file_of_a_mediator_leads_to_the_counter(client, clerk, mediator):
    page = client.get(mediator.get_absolute_url()).content.decode()

    assert of_person(mediator.person) in page


def test_the_menu_leads_there_whoever_administers(client, clerk):
    assert COUNTER in client.get("/office/").content.decode()


# -- the installer


def said(*arguments):
    call_command("reset_password", *arguments, stdout=(out := io.StringIO()))
    return out.getvalue().split()


def test_the_installer_lets_the_last_administrator_in_again(administrator):
    auth.TOTP.activate(administrator, SECRET)

    _name, password = said(administrator.username, "--second-factor")

    administrator.refresh_from_db()
    assert administrator.check_password(password)
    assert not Authenticator.objects.exists()
    with pytest.raises(CommandError, match="没有设置二次验证"):
        said(administrator.username, "--second-factor")


def test_lifting_what_is_not_there_does_no_harm(user):
    lockout.lift(*lockout.keys_of(user))

    assert lockout.wait_s(*lockout.keys_of(user)) == 0
