from urllib.parse import unquote

import pytest
from django.urls import reverse

from certificates import operations
from certificates.models import CertificateEvent
from lms.kernel.models import AuditEntry
from mediators.models import RoleGrant
from tests.factories.certificates import certificate
from tests.factories.mediators import (
    MediatorFactory,
    RoleGrantFactory,
)


def test_the_holder_sees_what_they_hold_and_what_it_is_for(client, issued, holder):
    client.force_login(holder.person.user)

    html = client.get(reverse("certificates:mine")).content.decode()
    html = html.replace("-<wbr>", "-")  # where a narrow line may break

    shown = [
        issued.title,
        issued.number,
        issued.code_in_groups,
        kind_of(issued).purpose,
    ]
    assert [each for each in shown if each not in html] == []
    assert ("<svg" in html, "The PDF is being made" in html) == (True, True)


def kind_of(issued):
    return issued.type


def test_once_its_file_is_made_it_can_be_downloaded_under_a_chinese_name(
    client, issued, holder
):
    operations.render(certificate=issued)
    client.force_login(holder.person.user)

    page = client.get(reverse("certificates:mine")).content.decode()
    url = reverse("certificates:file", args=[issued.uuid])
    response = client.get(url)

    assert url in page
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert response["Content-Type"] == "application/pdf"
    disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''")
    assert unquote(disposition.rpartition("''")[2]) == (
        f"调解员岗前培训合格证书 周小满 {issued.number}.pdf"
    )
    assert "no-store" in response["Cache-Control"]


def test_the_holder_is_told_why_a_certificate_is_suspended(
    client, issued, holder, administrator, now
):
    operations.suspend(
        certificate=issued, reason="成绩待核实", at=now, actor=administrator
    )
    client.force_login(holder.person.user)

    assert "成绩待核实" in client.get(reverse("certificates:mine")).content.decode()


def test_a_revoked_certificate_says_so_first_and_is_not_presented(
    client, issued, holder, administrator, now
):
    operations.render(certificate=issued)
    operations.revoke(
        certificate=issued,
        category=CertificateEvent.Category.values[1],
        reason="替考",
        at=now,
        actor=administrator,
    )
    client.force_login(holder.person.user)

    html = client.get(reverse("certificates:mine")).content.decode()

    assert html.index("Revoked on") < html.index(issued.title)
    assert "替考" in html
    assert "Show it to be scanned" not in html
    assert issued.get_verify_url() not in html
    assert "no longer given out" in html


def test_the_pdf_of_a_revoked_certificate_is_for_the_records_alone(  # noqa: PLR0913, PLR0917 -- fixtures
    client, issued, holder, administrator, inspector, now
):
    operations.render(certificate=issued)
    operations.revoke(
        certificate=issued,
        category=CertificateEvent.Category.values[1],
        reason="替考",
        at=now,
        actor=administrator,
    )
    page = reverse("certificates:file", args=[issued.uuid])
    answers = []
    for user in (holder.person.user, inspector, administrator):
        client.force_login(user)
        response = client.get(page)
        answers.append((response.status_code, response.getvalue()[:4]))

    assert [code for code, _start in answers] == [404, 404, 200]
    assert answers[-1][1] == b"%PDF"


def test_without_certificates_the_page_says_how_to_get_one(client, issued):
    client.force_login(MediatorFactory().person.user)

    html = client.get(reverse("certificates:mine")).content.decode()

    assert ("No certificate yet" in html, issued.number in html) == (True, False)


@pytest.mark.parametrize("how_many", [1, 5])
def test_my_certificates_cost_the_same_however_many(  # noqa: PLR0913, PLR0917 -- fixtures
    client, kind, holder, now, how_many, django_assert_num_queries
):
    for _ in range(how_many):
        certificate(kind=kind, mediator=holder, at=now)
    client.force_login(holder.person.user)

    with django_assert_num_queries(2):
        client.get(reverse("certificates:mine"))


def test_a_file_handed_to_a_platform_administrator_is_a_logged_look(
    client, issued, holder
):
    operations.render(certificate=issued)
    viewer = RoleGrantFactory(role=RoleGrant.Role.PLATFORM).user
    client.force_login(viewer)

    client.get(reverse("certificates:file", args=[issued.uuid]))

    entry = AuditEntry.objects.get(action="page.viewed")
    assert (entry.actor, entry.person) == (viewer, holder.person.uuid)


def test_a_file_that_is_not_made_yet_is_not_there(client, issued, holder):
    client.force_login(holder.person.user)

    assert (
        client.get(reverse("certificates:file", args=[issued.uuid])).status_code == 404
    )
