"""What a stranger reads: no login, no JavaScript, nothing personal."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from certificates import operations, verdicts
from certificates.http import LIMIT
from certificates.models import CertificateEvent
from certificates.verdicts import Verdict
from lms.kernel.clock import local_day
from tests.factories.certificates import CertificateTypeFactory, certificate
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
)


def words(day):
    with translation.override("en"):
        return date_format(local_day(day), "DATE_FORMAT")


def verdict_of(response):
    html = response.content.decode()
    kind, word, sentence = re.search(
        r'class="verdict verdict-(\w+)".*?class="verdict-word">(.*?)</p>'
        r'.*?class="verdict-text">(.*?)</p>',
        html,
        re.DOTALL,
    ).groups()
    return Verdict(kind, word, sentence)


def test_a_valid_certificate_is_said_to_be_valid_with_the_day(client, now):
    issued = certificate(at=now)

    response = client.get(issued.get_verify_url())

    assert response.status_code == 200
    assert verdict_of(response) == Verdict(
        "leaf",
        "Valid",
        f"On {words(now)} this certificate is valid; it does not expire.",
    )


def test_the_verdict_is_the_first_words_of_the_page(client, now):
    html = client.get(certificate(at=now).get_verify_url()).content.decode()

    main = re.sub(r"<[^>]+>|\s+", " ", html.partition("<main")[2].partition(">")[2])
    assert main.split()[0] == "Valid"


def test_a_certificate_that_expires_says_until_when(client, now):
    issued = certificate(at=now, kind=CertificateTypeFactory(validity_months=36))

    until = words(datetime.combine(issued.valid_until, datetime.min.time(), UTC))
    assert verdict_of(client.get(issued.get_verify_url())).sentence == (
        f"On {words(now)} this certificate is valid, until {until}."
    )


def test_an_expired_certificate_is_said_to_be_expired(client, now):
    kind = CertificateTypeFactory(validity_months=12)
    issued = certificate(kind=kind, at=now - timedelta(days=400))

    verdict = verdict_of(client.get(issued.get_verify_url()))

    until = words(datetime.combine(issued.valid_until, datetime.min.time(), UTC))
    assert verdict == Verdict(
        "amber", "Expired", f"It was valid until {until}. Today is {words(now)}."
    )


def test_a_suspended_certificate_must_not_be_relied_on(client, now):
    issued = certificate(at=now - timedelta(days=30))
    since = now - timedelta(days=3)
    operations.suspend(
        certificate=issued, reason="举报待查", at=since, actor=UserFactory()
    )

    response = client.get(issued.get_verify_url())

    assert verdict_of(response) == Verdict(
        "amber",
        "Suspended",
        f"It was suspended on {words(since)} and on {words(now)} it must not be relied on.",
    )
    assert "举报待查" not in response.content.decode()


def test_a_revoked_certificate_shows_the_day_and_the_category_only(client, now):
    issued = certificate(at=now - timedelta(days=30))
    since = now - timedelta(days=3)
    operations.revoke(
        certificate=issued,
        category=CertificateEvent.Category.MISCONDUCT,
        reason="某人替考",
        at=since,
        actor=UserFactory(),
    )

    response = client.get(issued.get_verify_url())

    assert verdict_of(response) == Verdict(
        "maple",
        "Revoked",
        f"It was revoked on {words(since)}: irregularity in the exam.",
    )
    assert "某人替考" not in response.content.decode()


def test_an_unknown_code_is_answered_in_words(client, now):
    response = client.get(reverse("certificates:verify", args=["ABCDEF<b>"]))

    assert response.status_code == 404
    assert verdict_of(response) == Verdict(
        "plain",
        "No such certificate",
        f"On {words(now)} there is no certificate with this code. Compare it with the one "
        "beside the QR code.",
    )
    assert "<b>" not in response.content.decode()


def test_what_is_to_be_issued_tomorrow_is_not_there_yet(client, now):
    issued = certificate(at=now + timedelta(days=2))

    assert verdict_of(client.get(issued.get_verify_url())).word == "No such certificate"


def test_strangers_read_every_printed_field_masked_and_nothing_else(client, now):
    person = PersonFactory(
        name="王小明", phone="13900000000", user=UserFactory(username="wxm")
    )
    place = OrganisationFactory(name="青禾村人民调解委员会")
    holder = MediatorFactory(person=person, organisation=place)
    issued = certificate(mediator=holder, at=now)

    html = client.get(issued.get_verify_url()).content.decode()
    html = html.replace("-<wbr>", "-")  # where a narrow line may break

    shown = [
        "王*明",
        issued.number,
        issued.code_in_groups,
        issued.title,
        issued.organiser,
        "青禾村人民调解委员会",
        "岗前培训结业考试",
        "成绩87分",
        "2026年11月20日",
    ]
    hidden = ["王小明", "13900000000", "1965", "wxm", str(issued.mediator.uuid)]
    assert [each for each in shown if each not in html] == []
    assert [each for each in hidden if each in html] == []


def test_the_page_says_its_right_address_and_is_kept_by_no_cache(client, now, settings):
    settings.BASE_URL = "https://xuetang.example"
    issued = certificate(at=now)

    response = client.get(issued.get_verify_url())

    assert f"https://xuetang.example/verify/{issued.code}" in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_a_code_typed_in_the_form_leads_to_its_page(client, now):
    issued = certificate(at=now)

    response = client.get(
        reverse("certificates:verify"), {"code": issued.code_in_groups.lower()}
    )

    assert (response.status_code, response["Location"]) == (
        302,
        issued.get_verify_url(),
    )


@pytest.mark.parametrize("typed", ["", " - "])
def test_an_empty_form_says_what_to_do(client, typed):
    response = client.get(reverse("certificates:verify"), {"code": typed})

    assert response.status_code == 200
    told = b"Type the eighteen letters and digits that stand beside the QR code."
    assert response.content.count(told) == 2  # in the summary and at the field


def test_a_code_in_the_address_is_read_however_it_is_written(client, now):
    issued = certificate(at=now)
    typed = reverse("certificates:verify", args=[f" {issued.code_in_groups.lower()}"])

    assert verdict_of(client.get(typed)).word == "Valid"


def test_who_asks_too_often_waits_in_words_and_others_do_not(client, now, settings):
    settings.TRUSTED_PROXIES = 1
    url = certificate(at=now).get_verify_url()
    greedy = {"headers": {"x-forwarded-for": "6.6.6.6, 203.0.113.9"}}
    for _ in range(LIMIT):
        assert client.get(url, **greedy).status_code == 200

    refused = client.get(url, **greedy)
    other = client.get(url, headers={"x-forwarded-for": "203.0.113.9, 198.51.100.7"})

    assert (refused.status_code, b"Please wait a minute" in refused.content) == (
        429,
        True,
    )
    assert other.status_code == 200


def test_addresses_of_proxies_nobody_trusts_are_not_believed(client, now):
    url = certificate(at=now).get_verify_url()
    statuses = {
        client.get(url, headers={"x-forwarded-for": f"203.0.113.{n}"}).status_code
        for n in range(LIMIT + 1)
    }

    assert statuses == {200, 429}


def test_verifying_costs_one_query_and_the_clock(
    client, now, django_assert_num_queries
):
    url = certificate(at=now).get_verify_url()

    with django_assert_num_queries(2):
        client.get(url)


def test_the_verdict_speaks_chinese(now):
    with translation.override("zh-hans"):
        verdict = verdicts.of(None, on=local_day(now))

    assert verdict.word == "查无此证"
