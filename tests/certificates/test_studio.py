"""The wording of certificates in the Studio: drafts, words of refusal, preview."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils.formats import date_format

from certificates.models import Certificate, CertificateType
from lms.kernel.clock import local_day
from tests.factories.certificates import CertificateTypeFactory
from tests.factories.mediators import UserFactory

VIEWS = "wagtailsnippets_certificates_certificatetype"


@pytest.fixture
def editor(client):
    """Somebody who may write certificates, signed in to the Studio in English."""
    user = UserFactory(is_staff=True, language="en")
    wanted = ["access_admin", *(f"{verb}_certificatetype" for verb in VERBS)]
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    client.force_login(user)
    return user


VERBS = ["add", "change", "publish"]


def form_of(kind, **changes):
    return {
        "title": kind.title,
        "purpose": kind.purpose,
        "wording": kind.wording,
        "exam": kind.exam_id,
        "course": "",
        "organisation": kind.organisation_id,
        "organiser": kind.organiser,
        "number_prefix": kind.number_prefix,
        "validity_months": "",
        "code": kind.code,
        **changes,
    }


def save(client, kind, **changes):
    url = reverse(f"{VIEWS}:edit", args=[kind.pk])
    return client.post(url, form_of(kind, **changes))


def test_a_draft_of_new_wording_changes_nothing_until_it_is_published(client, editor):
    kind = CertificateTypeFactory()

    save(client, kind, wording="{name}考试合格。")
    while_draft = CertificateType.objects.get().wording
    save(client, kind, wording="{name}考试合格。", **{"action-publish": "1"})

    assert (while_draft, CertificateType.objects.get().wording) == (
        kind.wording,
        "{name}考试合格。",
    )
    assert kind.revisions.count() == 2


@pytest.mark.parametrize(
    ("wording", "words"),
    [
        ("{姓名}考试合格。", "“{姓名}” is not known. You may use: {name}"),
        ("{name考试合格。", "A brace has no partner."),
        ("学完{hours}学时。", "“{hours}” needs a course"),
    ],
)
def test_what_cannot_be_filled_in_is_refused_in_words(client, editor, wording, words):
    kind = CertificateTypeFactory()

    response = save(client, kind, wording=wording)

    assert list(response.context["form"].errors) == ["wording"]
    assert words in response.content.decode()


def test_the_list_and_the_page_of_a_kind_open(client, editor):
    kind = CertificateTypeFactory()

    pages = [
        client.get(reverse(f"{VIEWS}:list")),
        client.get(reverse(f"{VIEWS}:edit", args=[kind.pk])),
        client.get(reverse(f"{VIEWS}:add")),
    ]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert "{committee}" in pages[1].content.decode()


def test_the_preview_is_a_sheet_with_a_sample_and_issues_nothing(client, editor, now):
    kind = CertificateTypeFactory(validity_months=12)
    url = reverse(f"{VIEWS}:preview_on_edit", args=[kind.pk])

    client.post(url, form_of(kind, title="年度培训合格证书"))
    html = client.get(url).content.decode()

    assert "年度培训合格证书" in html
    assert f"{kind.number_prefix}-{local_day(now).year}-000000" in html
    assert date_format(local_day(now), "Y") in html
    assert not Certificate.objects.exists()
