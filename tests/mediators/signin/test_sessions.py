"""Where somebody is signed in, how they end it, and how it ends by itself."""

from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exams.delivery.operations import token_for
from lms.kernel.models import AuditEntry
from mediators.signin import devices, operations, queries
from tests.factories.delivery import AttemptFactory
from tests.factories.mediators import UserFactory
from tests.mediators.signin.conftest import LOGIN, PASSWORD, sign_in

SESSIONS = "/account/sessions/"
OTHERS = f"{SESSIONS}others/"
ENDED = f"{SESSIONS}ended/"
WECHAT = (
    "Mozilla/5.0 (Linux; Android 10; M2006C3LC) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/87.0 Mobile Safari/537.36 MicroMessenger/8.0"
)
VILLAGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0 Safari/537.36 Edg/120.0"
)


@pytest.fixture
def user(mediator):
    return mediator.person.user


def browser(user, agent=WECHAT, **more):
    client = Client(headers={"User-Agent": agent})
    sign_in(client, user.username, **more)
    return client


def is_in(client):
    return client.get("/me/").status_code == 200


def idle(client, minutes):
    """Let a browser be left alone for so long."""
    session = client.session
    session[devices.SEEN] -= minutes * 60
    session.save()


# -- the list


def test_each_device_is_named_in_words(user):
    browser(user, VILLAGE, shared="on")
    phone = browser(user)

    page = phone.get(SESSIONS)

    assert [(row["words"], row["device"].is_this) for row in page.context["rows"]] == [
        ("手机（Android · 微信）", True),
        ("电脑（Windows · Edge）", False),
    ]
    assert "这台设备" in page.content.decode()


@pytest.mark.parametrize("others", [1, 5])
def test_the_list_costs_the_same_however_long(user, others, django_assert_num_queries):
    for _other in range(others):
        browser(user, VILLAGE)
    phone = browser(user)

    # The account, its roles, the devices, and which of them are alive.
    with django_assert_num_queries(4):
        phone.get(SESSIONS)


def test_a_session_that_ran_out_is_not_listed(user):
    old = browser(user, VILLAGE)
    old.session.flush()
    phone = browser(user)

    assert len(phone.get(SESSIONS).context["rows"]) == 1


def test_somebody_let_in_otherwise_is_told_that_nothing_is_noted(client, user):
    client.force_login(user)

    assert "还没有记录到设备" in client.get(SESSIONS).content.decode()


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("", "未知设备"),
        ("curl/8", "未知设备"),
        (
            "Mozilla/5.0 (iPhone; CPU) Version/14 Mobile Safari/604",
            "手机（iPhone · Safari）",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) Firefox/128", "电脑（Linux · Firefox）"),
    ],
)
def test_a_device_is_what_a_person_would_call_it(client, agent, words):
    assert devices.in_words(agent) == words


# -- ended by oneself


def test_one_device_is_signed_out_at_its_next_request(user):
    left = browser(user, VILLAGE)
    phone = browser(user)
    code = queries.code_of(left.session.session_key)

    response = phone.post(f"{SESSIONS}{code}/end/")

    assert response.url == SESSIONS
    assert (is_in(left), is_in(phone)) == (False, True)
    entry = AuditEntry.objects.get(action="account.session_ended")
    assert (entry.actor, entry.person) == (user, user.person.uuid)


def test_all_others_are_signed_out_at_once(user):
    left, lent = browser(user, VILLAGE), browser(user)
    phone = browser(user)

    page = phone.post(OTHERS, follow=True).content.decode()

    assert "已退出其他 2 台设备" in page
    assert (is_in(left), is_in(lent), is_in(phone)) == (False, False, True)


def test_nobody_ends_the_session_of_another(user):
    mine = browser(user)
    stranger = browser(UserFactory(), VILLAGE)
    code = queries.code_of(mine.session.session_key)

    assert stranger.post(f"{SESSIONS}{code}/end/").status_code == 404
    assert is_in(mine)


def test_this_device_is_signed_out_by_its_own_button(user):
    phone = browser(user)
    code = queries.code_of(phone.session.session_key)

    assert phone.post(f"{SESSIONS}{code}/end/").status_code == 404


def test_ending_twice_is_refused_in_words(user, now):
    browser(user)
    session = UserSession.objects.get()
    operations.end_session(user=user, session=session, at=now)

    with pytest.raises(operations.SessionMissing):
        operations.end_session(user=user, session=session, at=now)


def test_a_new_password_signs_out_elsewhere(user):
    left = browser(user, VILLAGE)
    phone = browser(user)
    new = "a-better-one-for-me-9"

    phone.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert (is_in(left), is_in(phone)) == (False, True)
    assert len(phone.get(SESSIONS).context["rows"]) == 1


def test_without_signing_in_there_is_no_list(client):
    for method, address in (
        (client.get, SESSIONS),
        (client.post, OTHERS),
        (client.post, f"{SESSIONS}abc/end/"),
    ):
        assert method(address).url.startswith(LOGIN)


# -- how long


def test_on_a_phone_of_ones_own_a_mediator_stays(user):
    phone = browser(user)

    assert phone.session.get_expiry_age() == 14 * 24 * 60 * 60
    assert not phone.session.get_expire_at_browser_close()


@pytest.mark.parametrize("shared", ["", "on"])
def test_whoever_has_a_role_stays_no_longer_than_the_browser(administrator, shared):
    desk = browser(administrator, VILLAGE, shared=shared)

    assert desk.session.get_expire_at_browser_close()


@pytest.mark.parametrize(("agent", "ticked"), [(WECHAT, False), (VILLAGE, True)])
def test_a_computer_is_taken_for_one_of_many(client, agent, ticked):
    form = client.get(LOGIN, headers={"User-Agent": agent}).context["form"]

    assert form["shared"].value() == ticked


def test_a_device_in_use_is_noted_now_and_then(user):
    phone = browser(user)
    long_ago = timezone.now() - timedelta(days=3)
    UserSession.objects.update(last_seen_at=long_ago)

    phone.get("/me/")
    at_once = UserSession.objects.get().last_seen_at
    idle(phone, minutes=6)
    phone.get("/me/")

    assert at_once == long_ago
    assert UserSession.objects.get().last_seen_at > long_ago


# -- left alone


def test_a_shared_device_left_alone_signs_out_and_says_so(user):
    village = browser(user, VILLAGE, shared="on")
    idle(village, minutes=16)

    sent = village.get("/me/?x=1")
    page = village.get(sent.url)

    assert sent.url == f"{ENDED}?next=%2Fme%2F%3Fx%3D1"
    assert "公用设备" in page.content.decode()
    assert "没有提交" not in page.content.decode()
    assert f"{LOGIN}?next=%2Fme%2F%3Fx%3D1" in page.content.decode()
    assert not is_in(village)


def test_what_was_typed_there_is_said_to_be_unsent_and_left_nowhere(user):
    village = browser(user, VILLAGE, shared="on")
    idle(village, minutes=16)

    sent = village.post("/me/language/", {"language": "en"})

    assert sent.url == f"{ENDED}?unsent=1"
    assert "没有提交" in village.get(sent.url).content.decode()
    user.refresh_from_db()
    assert user.language == ""


def test_a_fragment_asked_for_leads_the_whole_page_there(user):
    village = browser(user, VILLAGE, shared="on")
    idle(village, minutes=16)

    response = village.get("/me/", headers={"HX-Request": "true"})

    assert response["HX-Redirect"].startswith(ENDED)


def test_using_it_keeps_it_open(user):
    village = browser(user, VILLAGE, shared="on")
    for _quarter in range(3):
        idle(village, minutes=10)
        assert is_in(village)


def test_doing_something_on_a_page_keeps_it_open_without_sending_it(user):
    village = browser(user, VILLAGE, shared="on")
    page = village.get("/me/").content.decode()
    idle(village, minutes=10)

    heard = village.get(f"{SESSIONS}alive/")
    idle(village, minutes=10)

    assert ('name="idle-minutes" content="15"' in page, heard.status_code) == (
        True,
        204,
    )
    assert is_in(village)


def test_a_page_on_a_device_of_ones_own_watches_nobody(user):
    assert "idle-minutes" not in browser(user).get("/me/").content.decode()


def test_what_the_studio_asks_by_itself_does_not_keep_it_open(user):
    village = browser(user, VILLAGE, shared="on")
    idle(village, minutes=10)

    village.post(reverse("wagtailadmin_editing_sessions:ping", args=["a", "b", 1, 1]))
    idle(village, minutes=6)

    assert not is_in(village)


def test_a_device_of_ones_own_may_be_left_alone(user):
    phone = browser(user)
    idle(phone, minutes=600)

    assert is_in(phone)


def test_an_exam_that_runs_is_not_harmed(user):
    village = browser(user, VILLAGE, shared="on")
    attempt = AttemptFactory()
    token = token_for(attempt=attempt, device=uuid4(), epoch=1)
    bearer = {"Authorization": f"Bearer {token}"}
    address = reverse("delivery:state", args=[attempt.uuid])
    idle(village, minutes=60)

    before = village.get(address, headers=bearer)
    village.get("/me/")
    after = village.get(address, headers=bearer)

    assert (before.status_code, after.status_code) == (200, 200)
    assert not is_in(village)


def test_the_way_back_is_never_to_another_site(client):
    page = client.get(f"{ENDED}?next=https://evil.example/")

    assert page.context["next"] == ""
