"""Signing in: the second factor, a clerk at the counter, being locked out, devices."""

import re

import pytest
from allauth.mfa.totp.internal import auth
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.cached_db import SessionStore
from playwright.sync_api import expect

from mediators.models import Organisation
from mediators.signin import devices
from tests.browser.conftest import DESK, PHONE
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    RoleGrantFactory,
)
from tests.mediators.signin.conftest import code

GIVEN = "correct horse battery"
OWN = "staple-of-my-own-9"
WITHOUT_PASSKEYS = """
delete window.PublicKeyCredential;
navigator.credentials.create = () => Promise.reject(new Error("none"));
"""


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def bureau():
    return OrganisationFactory(
        kind=Organisation.Kind.BUREAU, name="云溪区司法局", committee_type=""
    )


@pytest.fixture
def administrator(bureau):
    return RoleGrantFactory(
        organisation=bureau, user__username="quguan", user__name="区管理员"
    ).user


@pytest.fixture
def mediator(bureau):
    committee = OrganisationFactory(parent=bureau, name="青禾村人民调解委员会")
    return MediatorFactory(
        organisation=committee,
        person__name="𬱖小䶮",
        person__user__name="𬱖小䶮",
        person__user__username="tiaojie",
    )


@pytest.fixture
def pictures(picture):
    """Return a function that keeps a page on a phone and at a desk."""

    def pictures(page, name):
        before = page.viewport_size
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            wide = "document.documentElement.scrollWidth > window.innerWidth"
            assert not page.evaluate(wide), name
            picture(page, f"{name}-{size['width']}")
        page.set_viewport_size(before)

    return pictures


def give_password(page, username, password):
    page.get_by_label("用户名或手机号").fill(username)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def give_code(page, figures, button):
    page.get_by_label(re.compile("6 位数字")).fill(figures)
    page.get_by_role("button", name=button, exact=True).click()


def heading(page, words):
    return page.get_by_role("heading", name=words, exact=True)


def key_on(page):
    """Return the key that an authenticator is told, as its owner would type it."""
    page.get_by_text("扫不了").click()
    return page.locator(".signin-key").inner_text().replace(" ", "")


def minutes(number):
    return number * 60 * 1000


def left_alone(user):
    """Let the server believe, too, that nobody was there for long."""
    for noted in UserSession.objects.filter(user=user):
        session = SessionStore(noted.session_key)
        session[devices.SEEN] -= 3600
        session.save()


def test_an_administrator_signs_in_for_the_first_time(
    make_page, administrator, pictures
):
    administrator.must_change_password = True
    administrator.save()
    page = make_page(viewport=DESK)

    page.goto("/office/")
    pictures(page, "sign-in")
    give_password(page, "quguan", GIVEN)
    page.get_by_label("当前密码").fill(GIVEN)
    page.get_by_label("新密码", exact=True).fill(OWN)
    page.get_by_label("新密码（重复）").fill(OWN)
    page.get_by_role("button", name="修改密码").click()

    expect(heading(page, "设置二次验证")).to_be_visible()
    pictures(page, "set-up")
    key = key_on(page)
    give_code(page, "000000", "设置")
    expect(page.get_by_text("验证码不对").first).to_be_visible()
    give_code(page, code(key), "设置")

    expect(page.get_by_text("只显示这一次")).to_be_visible()
    pictures(page, "recovery-codes")
    on_paper = page.locator(".signin-codes li").first.inner_text()
    page.get_by_role("link", name="已保存好，继续").click()
    expect(page).to_have_url(re.compile("/office/$"))

    page.get_by_role("button", name="退出登录").click()
    give_password(page, "quguan", OWN)
    expect(heading(page, "二次验证")).to_be_visible()
    pictures(page, "second-factor")
    give_code(page, "123456", "登录")
    expect(page.get_by_text("验证码不对").first).to_be_visible()
    give_code(page, on_paper, "登录")
    page.goto("/office/")
    expect(page).to_have_url(re.compile("/office/$"))


def unlocked_by_finger(page):
    """Give the browser what unlocks by finger, and a finger that is always there."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    finger = {"hasUserVerification": True, "isUserVerified": True}
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "internal", **finger}},
    )


def test_a_passkey_stands_for_the_code(make_page, administrator, pictures):
    page = make_page()
    unlocked_by_finger(page)
    page.goto("/office/")
    give_password(page, "quguan", GIVEN)

    page.get_by_role("link", name="改用通行密钥").click()
    page.get_by_label("这台设备叫什么").fill("区管理员的手机")
    pictures(page, "add-a-passkey")
    page.get_by_role("button", name="添加通行密钥").click()
    expect(page.get_by_text("只显示这一次")).to_be_visible()
    page.get_by_role("link", name="已保存好，继续").click()
    expect(page).to_have_url(re.compile("/office/$"))

    page.get_by_role("button", name="退出登录").click()
    give_password(page, "quguan", GIVEN)
    pictures(page, "asked-for-the-passkey")
    page.get_by_role("button", name="使用通行密钥").click()
    expect(heading(page, "二次验证")).not_to_be_visible()
    page.goto("/account/2fa/")
    pictures(page, "overview")
    page.get_by_role("link", name="管理").click()
    expect(heading(page, "区管理员的手机")).to_be_visible()
    pictures(page, "passkeys")


def test_a_browser_without_passkeys_says_so_and_loses_nothing(
    make_page, administrator, pictures
):
    page = make_page()
    page.add_init_script(WITHOUT_PASSKEYS)
    page.goto("/office/")
    give_password(page, "quguan", GIVEN)

    page.get_by_role("link", name="改用通行密钥").click()
    page.get_by_role("button", name="添加通行密钥").click()

    expect(page.get_by_text("通行密钥没有成功")).to_be_visible()
    pictures(page, "no-passkey")


def test_a_clerk_helps_a_mediator_who_forgot_the_password(
    make_page, administrator, mediator, pictures, settings
):
    settings.SECOND_FACTOR_REQUIRED = False
    clerk = make_page(administrator, viewport=DESK)

    clerk.goto("/office/")
    clerk.get_by_role("link", name="柜台办理").first.click()
    clerk.get_by_label("姓名、用户名或手机号").fill("𬱖小")
    clerk.get_by_role("button", name="查找").click()
    pictures(clerk, "found")
    clerk.get_by_role("link", name="𬱖小䶮").click()
    pictures(clerk, "account")
    clerk.get_by_role("link", name="忘记密码").click()
    clerk.get_by_role("button", name="发放新密码").click()
    expect(clerk.get_by_text("请先核对本人身份").first).to_be_visible()
    clerk.get_by_text("核对身份证").click()
    clerk.get_by_text("已核对本人身份").last.click()
    clerk.get_by_role("button", name="发放新密码").click()
    pictures(clerk, "slip")
    password = clerk.locator(".signin-password").inner_text()

    phone = make_page()
    phone.goto("/me/")
    give_password(phone, "tiaojie", password)
    expect(phone.get_by_text("先设置")).to_be_visible()
    phone.get_by_label("当前密码").fill(password)
    phone.get_by_label("新密码", exact=True).fill(OWN)
    phone.get_by_label("新密码（重复）").fill(OWN)
    phone.get_by_role("button", name="修改密码").click()
    expect(heading(phone, "𬱖小䶮")).to_be_visible()


def test_whoever_is_locked_out_is_told_how_long(make_page, mediator, pictures):
    page = make_page()
    page.goto("/account/login/")
    for _try in range(5):
        give_password(page, "tiaojie", "wrong")
        expect(page.get_by_text("对不上").first).to_be_visible()

    give_password(page, "tiaojie", GIVEN)

    expect(page.get_by_text(re.compile("还需等待约 [45] 分钟")).first).to_be_visible()
    pictures(page, "locked-out")


def test_a_device_left_signed_in_is_signed_out_from_another(
    make_page, mediator, pictures
):
    village, phone = make_page(viewport=DESK), make_page()
    for page in (village, phone):
        page.goto("/me/")
        give_password(page, "tiaojie", GIVEN)
        expect(heading(page, "𬱖小䶮")).to_be_visible()

    phone.get_by_role("link", name="登录设备").click()
    expect(phone.get_by_role("button", name="让这台设备退出")).to_have_count(1)
    pictures(phone, "devices")
    phone.get_by_role("button", name="让这台设备退出").click()
    expect(phone.get_by_text("那台设备已退出")).to_be_visible()

    village.goto("/me/")
    expect(heading(village, "登录")).to_be_visible()


def test_a_shared_computer_left_alone_shows_nobody_the_page(
    make_page, mediator, pictures
):
    page = make_page(viewport=DESK)
    page.clock.install()
    page.goto("/me/")
    give_password(page, "tiaojie", GIVEN)
    expect(heading(page, "𬱖小䶮")).to_be_visible()
    page.reload()  # wholly there, and listening

    with page.expect_response("**/account/sessions/alive/"):
        page.clock.run_for(minutes(5))
        page.keyboard.press("ArrowDown")
    left_alone(mediator.person.user)
    page.clock.run_for(minutes(16))

    expect(heading(page, "已为您退出登录")).to_be_visible()
    pictures(page, "left-alone")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("address", ["/me/", "/office/", "/studio/"])
def test_signing_out_is_always_in_sight(make_page, bureau, viewport, address):
    user = RoleGrantFactory(organisation=bureau, user__is_superuser=True).user
    auth.TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    page = make_page(viewport=viewport)
    page.goto("/account/login/")
    give_password(page, user.username, GIVEN)
    give_code(page, code(), "登录")
    expect(heading(page, "登录")).not_to_be_visible()

    page.goto(address)
    leave = page.get_by_role("button", name="退出登录").first

    expect(leave).to_be_in_viewport()
    leave.click()
    expect(heading(page, "登录")).to_be_visible()
