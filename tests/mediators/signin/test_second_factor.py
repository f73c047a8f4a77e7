"""Whoever has a role shows a second thing, at every door, before anything else."""

from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from django.conf import settings as django_settings
from django.urls import reverse

from exams.delivery.operations import token_for
from lms.kernel.models import AuditEntry
from mediators.models import RoleGrant
from tests.factories.delivery import AttemptFactory
from tests.factories.mediators import RoleGrantFactory, UserFactory
from tests.mediators.signin.conftest import LOGIN, PASSWORD, SECRET, code, sign_in

SET_UP = "/account/2fa/totp/activate/"
ASKED = "/account/2fa/authenticate/"
CODES = "/account/2fa/recovery-codes/"
PASSKEYS = "/account/2fa/webauthn/"
OFFICE = "/office/"


def actions():
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def secret_on(page):
    return page.context["form"].secret


# -- asked for


@pytest.mark.parametrize("role", RoleGrant.Role.values)
def test_whoever_has_a_role_sets_one_up_before_anything_else(client, bureau, role):
    user = RoleGrantFactory(organisation=bureau, role=role).user
    sign_in(client, user.username)

    for address in (OFFICE, "/me/", "/studio/", "/learn/"):
        response = client.get(address)
        assert (response.status_code, response.url.split("?")[0]) == (302, SET_UP)


@pytest.mark.parametrize("power", ["is_staff", "is_superuser"])
def test_staff_without_a_role_set_one_up_too(client, power):
    client.force_login(UserFactory(**{power: True}))

    assert client.get("/me/").url.startswith(SET_UP)


def test_a_mediator_is_not_asked(client, mediator):
    sign_in(client, mediator.person.user.username)

    assert client.get("/me/").status_code == 200


def test_whose_role_begins_is_asked_at_the_next_page(client, mediator, bureau):
    user = mediator.person.user
    sign_in(client, user.username)

    RoleGrantFactory(user=user, organisation=bureau)

    assert client.get("/me/").url.startswith(SET_UP)


def test_a_password_of_ones_own_comes_first(client, administrator):
    administrator.must_change_password = True
    administrator.save()
    sign_in(client, administrator.username)

    assert client.get(OFFICE).url.startswith("/account/password/change/")
    assert client.get(SET_UP).url.startswith("/account/password/change/")


def test_a_fragment_asked_for_sends_the_whole_page(client, administrator):
    client.force_login(administrator)

    response = client.get("/office/mediators/", headers={"HX-Request": "true"})

    assert response["HX-Redirect"] == SET_UP


def test_they_may_sign_out_and_choose_language_and_type_size(client, administrator):
    client.force_login(administrator)

    assert client.post("/language/", {"language": "en", "next": "/"}).url == "/"
    assert client.post(reverse("mediators:language"), {"language": "en"}).url == "/"
    assert client.post("/type-size/").url == "/"
    assert client.get("/healthz").headers["Content-Type"] == "application/json"
    assert client.post("/account/logout/").url == LOGIN


def test_an_exam_that_runs_is_not_held_up(client, administrator):
    client.force_login(administrator)
    attempt = AttemptFactory()
    token = token_for(attempt=attempt, device=uuid4(), epoch=1)
    address = reverse("delivery:state", args=[attempt.uuid])

    response = client.get(address, headers={"Authorization": f"Bearer {token}"})

    assert response.status_code == 200


def test_only_development_may_waive_it(settings, client, administrator):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(administrator)

    assert client.get("/me/").status_code == 200


def test_production_does_not_waive_it():
    folder = django_settings.BASE_DIR / "lms/settings"
    says = {
        path.name: [
            line
            for line in path.read_text().splitlines()
            if line.startswith("SECOND_FACTOR_REQUIRED")
        ]
        for path in folder.glob("*.py")
    }

    assert {name: lines for name, lines in says.items() if lines} == {
        "base.py": ["SECOND_FACTOR_REQUIRED = True"],
        "dev.py": ["SECOND_FACTOR_REQUIRED = False"],
        "test.py": ["SECOND_FACTOR_REQUIRED = False"],
    }


# -- set up


@pytest.mark.django_db(transaction=True)
def test_setting_it_up_asks_for_a_code_and_shows_recovery_codes_once(
    client, administrator
):
    sign_in(client, administrator.username)
    page = client.get(SET_UP)
    secret = secret_on(page)

    wrong = client.post(SET_UP, {"code": "000000"})
    done = client.post(SET_UP, {"code": code(secret)})
    shown = client.get(CODES)
    again = client.get(CODES)

    assert "data:image/svg+xml" in page.content.decode()
    assert "验证码不对" in wrong.content.decode()
    assert done.url == CODES
    assert (shown.context["can_view_codes"], again.context["can_view_codes"]) == (
        True,
        False,
    )
    assert len(shown.context["unused_codes"]) == 10
    assert client.get(OFFICE).status_code == 200
    assert actions() == ["account.signed_in", "account.second_factor_set"]


def test_who_signed_in_long_ago_gives_the_password_before_setting_it_up(
    client, administrator
):
    client.force_login(administrator)

    asked = client.get(SET_UP)
    again = client.post(asked.url, {"password": PASSWORD})

    assert asked.url.startswith("/account/reauthenticate/")
    assert again.url == SET_UP
    assert client.get(SET_UP).status_code == 200


def test_sessions_from_before_are_signed_out(
    client, administrator, other_browser, committed
):
    sign_in(other_browser, administrator.username)
    sign_in(client, administrator.username)
    secret = secret_on(client.get(SET_UP))

    with committed():
        client.post(SET_UP, {"code": code(secret)})

    assert other_browser.get("/me/").url.startswith(LOGIN)


def test_a_session_that_never_showed_it_signs_in_again(client, secured):
    client.force_login(secured)

    assert client.get("/me/").url == f"{LOGIN}?next=%2Fme%2F"
    assert "_auth_user_id" not in client.session


def test_secrets_are_sealed_at_rest(secured):
    RecoveryCodes.activate(secured)

    for each in Authenticator.objects.all():
        sealed = each.data.get("secret") or each.data["seed"]
        assert sealed.startswith("gAAAA")
        assert SECRET not in sealed


# -- at the door


def test_the_password_alone_opens_nothing(client, secured):
    first = sign_in(client, secured.username)

    assert first.url == ASKED
    for address in (OFFICE, "/me/", "/studio/", "/account/2fa/", SET_UP):
        assert client.get(address).url.split("?")[0] in {LOGIN, "/studio/login/"}
    assert "_auth_user_id" not in client.session


def test_no_other_door_takes_the_password_alone(client, secured):
    typed = {"login": secured.username, "username": secured.username}
    typed["password"] = PASSWORD
    sign_in(client, secured.username)

    for door in (
        "/studio/login/",
        "/account/reauthenticate/",
        "/account/2fa/reauthenticate/",
        "/_util/login/",
        "/admin/login/",
        "/account/2fa/trust/",
        "/account/2fa/webauthn/login/",
    ):
        client.post(door, typed)
        assert client.get(OFFICE).status_code == 302, door
        assert "_auth_user_id" not in client.session, door


def test_the_right_code_opens_the_door(client, secured):
    sign_in(client, secured.username, next="/office/mediators/")

    page = client.get(ASKED).content.decode()
    response = client.post(ASKED, {"code": code()})

    assert "打开手机上的验证器" in page
    assert response.status_code == 302
    assert client.get(OFFICE).status_code == 200
    assert actions() == ["account.signed_in"]


def test_a_code_typed_slowly_still_counts_and_an_old_one_does_not(client, secured):
    sign_in(client, secured.username)

    old = client.post(ASKED, {"code": code(steps=-3)})
    slow = client.post(ASKED, {"code": code(steps=-1)})

    assert (old.status_code, slow.status_code) == (200, 302)


def test_no_code_counts_twice(client, secured, other_browser):
    shown = code()
    sign_in(client, secured.username)
    client.post(ASKED, {"code": shown})

    sign_in(other_browser, secured.username)
    again = other_browser.post(ASKED, {"code": f"{shown[:3]} {shown[3:]}"})

    assert again.status_code == 200
    assert "_auth_user_id" not in other_browser.session


def test_a_recovery_code_counts_once(client, secured, other_browser):
    first = RecoveryCodes.activate(secured).get_unused_codes()[0]
    sign_in(client, secured.username)
    used = client.post(ASKED, {"code": first})

    sign_in(other_browser, secured.username)
    again = other_browser.post(ASKED, {"code": first})

    assert (used.status_code, again.status_code) == (302, 200)
    assert actions() == [
        "account.recovery_code_used",
        "account.signed_in",
        "account.second_factor_failed",
    ]


def test_wrong_codes_lock_out_in_words_and_the_right_one_too(client, secured):
    sign_in(client, secured.username)
    for _try in range(5):
        client.post(ASKED, {"code": "000000"})

    response = client.post(ASKED, {"code": code()})

    assert response.status_code == 200
    assert "还需等待约 5 分钟" in response.content.decode()


# -- looked after


def test_a_new_phone_replaces_the_old(client, secured):
    sign_in(client, secured.username)
    client.post(ASKED, {"code": code()})
    off = "/account/2fa/totp/deactivate/"

    asked = client.get(off)
    client.post(asked.url, {"password": PASSWORD})
    assert client.get(off).status_code == 200
    client.post(off)

    assert client.get(OFFICE).url.startswith(SET_UP)
    assert not Authenticator.objects.exists()
    assert actions()[-1] == "account.second_factor_removed"


def test_changing_it_needs_more_than_an_open_session(client, secured, pass_by):
    pass_by(secured)

    for address in (
        "/account/2fa/totp/deactivate/",
        "/account/2fa/recovery-codes/generate/",
    ):
        assert client.get(address).url.startswith("/account/reauthenticate/")
        client.post(address)
    assert Authenticator.objects.count() == 1


@pytest.mark.parametrize("has_role", [True, False])
def test_after_the_recovery_codes_everybody_goes_on_to_what_is_theirs(
    client, administrator, mediator, has_role
):
    user = administrator if has_role else mediator.person.user
    auth.TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    sign_in(client, user.username)
    client.post(ASKED, {"code": code()})
    client.post(f"/account/reauthenticate/?next={CODES}", {"password": PASSWORD})

    page = client.get(CODES).content.decode()

    assert (f'class="button button-primary" href="{OFFICE}"' in page) == has_role
    assert ('class="button button-primary" href="/me/"' in page) != has_role


def test_new_recovery_codes_replace_the_old(client, secured, pass_by, committed):
    pass_by(secured)
    before = RecoveryCodes.activate(secured).get_unused_codes()
    new = f"{CODES}generate/"
    page = client.get(client.get(new).url)
    assert page.status_code == 200
    client.post("/account/2fa/reauthenticate/?next=" + new, {"code": code()})

    assert client.get(new).status_code == 200
    with committed():
        client.post(new)

    after = client.get(CODES).context["unused_codes"]
    assert (len(after), set(before) & set(after)) == (10, set())
    assert actions() == ["account.recovery_codes_renewed"]


def test_the_overview_says_what_is_set_up(client, secured, pass_by, mediator):
    pass_by(secured)
    RecoveryCodes.activate(secured)
    own = client.get("/account/2fa/").content.decode()
    client.force_login(mediator.person.user)

    assert "还剩 10 个" in own
    assert "还没有设置" in client.get("/account/2fa/").content.decode()


# -- passkeys; that one works is seen in a browser


@pytest.fixture
def passkey(administrator):
    return Authenticator.objects.create(
        user=administrator,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "办公室电脑", "credential": {}},
    )


def test_a_passkey_may_be_set_up_in_place_of_the_authenticator(client, administrator):
    sign_in(client, administrator.username)

    page = client.get(f"{PASSKEYS}add/")
    wrong = client.post(f"{PASSKEYS}add/", {"name": "手机", "credential": "{}"})

    assert "只在自己的手机或电脑上添加" in page.content.decode()
    assert page.context["form"]["name"].value() == "未知设备"
    assert f"{PASSKEYS}add/" in client.get(SET_UP).content.decode()
    assert (wrong.status_code, Authenticator.objects.exists()) == (200, False)


def test_passkeys_are_listed_renamed_and_taken_away(
    client, administrator, passkey, settings
):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(administrator)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    one = f"{PASSKEYS}keys/{passkey.pk}"

    assert "办公室电脑" in client.get(PASSKEYS).content.decode()
    assert client.get(f"{one}/edit/").status_code == 200
    client.post(f"{one}/edit/", {"name": "家里电脑"})
    assert "家里电脑" in client.get(f"{one}/remove/").content.decode()
    client.post(f"{one}/remove/")

    assert "还没有通行密钥" in client.get(PASSKEYS).content.decode()
    assert actions() == ["account.second_factor_removed"]


def test_nobody_looks_after_the_passkey_of_another(client, mediator, passkey):
    client.force_login(mediator.person.user)
    client.post("/account/reauthenticate/", {"password": PASSWORD})

    for what in ("edit", "remove"):
        assert client.get(f"{PASSKEYS}keys/{passkey.pk}/{what}/").status_code == 404
        client.post(f"{PASSKEYS}keys/{passkey.pk}/{what}/", {"name": "我的"})
    assert Authenticator.objects.get() == passkey


def test_with_a_passkey_the_password_alone_opens_nothing(
    client, administrator, passkey
):
    assert sign_in(client, administrator.username).url == ASKED
    assert client.get(OFFICE).url.startswith(LOGIN)


def test_one_of_two_second_factors_may_go(client, secured, passkey, settings):
    sign_in(client, secured.username)
    client.post(ASKED, {"code": code()})
    client.post("/account/reauthenticate/", {"password": PASSWORD})

    client.post("/account/2fa/totp/deactivate/")

    assert list(Authenticator.objects.all()) == [passkey]
    assert client.get(OFFICE).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "2fa/recovery-codes/download/",
        "2fa/trust/",
        "2fa/webauthn/login/",
        "2fa/webauthn/signup/",
        "email/",
        "confirm-email/",
        "password/set/",
        "login/code/confirm/",
        "sessions",
    ],
)
def test_doors_that_are_not_used_are_absent(client, secured, pass_by, address):
    pass_by(secured)

    assert client.get(f"/account/{address}").status_code in {404, 301}
