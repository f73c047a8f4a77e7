from urllib.parse import urlsplit

import pytest
from storages.backends.s3 import S3Storage

from lms.kernel import storage
from tests.factories.courses import home
from tests.factories.mediators import UserFactory


def test_every_answer_carries_a_request_id(client):
    assert len(client.get("/account/login/")["X-Request-ID"]) == 36


def test_a_plausible_request_id_is_kept(client):
    response = client.get("/account/login/", headers={"X-Request-ID": "abcdef-123456"})

    assert response["X-Request-ID"] == "abcdef-123456"


def test_an_implausible_request_id_is_replaced(client):
    response = client.get("/account/login/", headers={"X-Request-ID": "<script>"})

    assert len(response["X-Request-ID"]) == 36


@pytest.mark.parametrize(
    "address",
    ["/laws/%00/", "/office/mediators/?q=%00", "/laws/?%00=1", "/%00", "/media/%00"],
)
def test_no_address_brings_a_nul(client, address):
    answer = client.get(address)

    assert answer.status_code == 400
    assert "default-src" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_no_cookie_brings_a_nul(client):
    client.cookies["sessionid"] = "abcdefgh\0"

    assert client.get("/account/login/").status_code == 400


def test_a_percent_sign_and_two_noughts_are_no_nul(client):
    assert client.get("/laws/?q=100%2500").status_code == 200


@pytest.mark.parametrize(
    ("cookie", "own", "spoken"),
    [
        ("", "", "zh-hans"),
        ("en", "", "en"),
        ("en", "zh-hans", "zh-hans"),
        ("xx", "", "zh-hans"),
    ],
)
def test_the_language_is_the_persons_or_the_devices_or_chinese(
    client, cookie, own, spoken
):
    client.force_login(UserFactory(language=own))
    if cookie:
        client.cookies["django_language"] = cookie

    response = client.get("/office/jobs/", headers={"Accept-Language": "en"})

    assert response["Content-Language"] == spoken


def test_ours_and_the_studio_have_their_own_policies(client):
    ours = client.get("/account/login/")["Content-Security-Policy"]
    studio = client.get("/studio/")["Content-Security-Policy"]

    assert "unsafe-inline" not in ours
    assert "default-src 'none'" in ours
    assert "'unsafe-inline'" in studio


@pytest.mark.parametrize(
    ("address", "method", "back"),
    [("/type-size/", "get", "/"), ("/healthz", "post", "/")],
)
def test_an_address_that_is_not_a_page_says_so_and_leads_on(
    client, address, method, back
):
    answer = getattr(client, method)(address)

    assert (answer.status_code, bool(answer["Allow"])) == (405, True)
    assert "这个网址不能直接打开" in answer.content.decode()
    assert f'href="{back}">返回首页</a>' in answer.content.decode()


def test_such_an_address_says_so_in_english_and_leads_back_to_the_office(client):
    client.cookies["django_language"] = "en"

    answer = client.post("/office/jobs/")

    words = answer.content.decode()
    assert answer.status_code == 405
    assert "This address is not a page" in words
    assert 'href="/office/">To the Office</a>' in words


@pytest.mark.parametrize("address", ["/practice/", "/practice/start/"])
def test_under_a_number_that_no_row_can_have_there_is_nothing(client, address):
    client.force_login(UserFactory())

    answer = client.get(address, {"lesson": "9" * 23})

    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.content.decode()


BUCKET = S3Storage(
    endpoint_url="https://files.example.gov.cn",
    region_name="cn-east",
    access_key="a",
    secret_key="b",
    bucket_name="public",
    querystring_auth=False,
)


@pytest.mark.parametrize("path", ["/account/login/", "/studio/"])
def test_pictures_in_the_public_bucket_may_be_shown(client, monkeypatch, path):
    monkeypatch.setattr(storage, "default_storage", BUCKET)
    host = urlsplit(BUCKET.url("images/a.png")).netloc

    policy = client.get(path)["Content-Security-Policy"]

    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert "files.example.gov.cn" in host
    assert f"https://{host}" in rules["img-src"].split()
    assert f"https://{host}" in rules["media-src"].split()
    assert host not in rules["script-src"]


def test_no_browser_keeps_what_a_signed_in_person_saw(client):
    client.force_login(UserFactory())

    after = client.get("/office/jobs/").headers

    assert "no-store" in after["Cache-Control"]
    assert "private" in after["Cache-Control"]


def test_a_public_page_may_be_kept_by_who_is_not_signed_in(client):
    home()

    response = client.get("/")

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, no-cache"


def test_large_type_is_switched_on_and_off_on_this_device(client):
    on = client.post("/type-size/", {"next": "/account/login/"})

    assert (on.status_code, on.url) == (302, "/account/login/")
    assert client.cookies["type_size"].value == "large"
    assert 'data-type-size="large"' in client.get("/account/login/").content.decode()
    client.post("/type-size/")
    assert client.cookies["type_size"].value == ""


def test_the_switch_sends_nobody_to_another_site(client):
    assert client.post("/type-size/", {"next": "https://example.com/"}).url == "/"
