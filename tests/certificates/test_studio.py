"""Who writes the wording of certificates in the Studio, and for whom."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from certificates import operations, receivers
from certificates.models import CertificateType
from mediators.models import RoleGrant
from tests.factories.certificates import A_DAY, CertificateTypeFactory, certificate
from tests.factories.delivery import ExamFactory
from tests.factories.mediators import RoleGrantFactory

KINDS = "wagtailsnippets_certificates_certificatetype"


@pytest.fixture
def kind():
    return CertificateTypeFactory()


@pytest.fixture
def writer(kind, client):
    """An administrator of the branch that issues `kind`, signed in."""
    role = RoleGrant.Role.ADMINISTRATOR
    grant = RoleGrantFactory(organisation=kind.organisation, role=role)
    operations.let_write_wording(user=grant.user, actor=None, at=A_DAY)
    client.force_login(grant.user)
    return grant.user


def typed(kind, **changes):
    fields = ["title", "purpose", "wording", "organiser", "number_prefix", "code"]
    return {
        **{name: getattr(kind, name) for name in fields},
        "exam": kind.exam_id,
        "organisation": kind.organisation_id,
        "action-publish": "1",
        **changes,
    }


@pytest.mark.usefixtures("writer")
def test_a_writer_publishes_new_wording_for_the_branch(client, kind):
    page = client.post(
        reverse(f"{KINDS}:edit", args=[kind.pk]), typed(kind, wording="{name}合格。")
    )

    kind.refresh_from_db()
    assert (page.status_code, kind.live, kind.wording) == (302, True, "{name}合格。")


@pytest.mark.usefixtures("writer")
def test_a_writer_hears_of_the_own_branchs_kinds_alone(client, kind):
    other = CertificateTypeFactory(title="邻区的证书")

    listed = client.get(reverse(f"{KINDS}:list")).text
    created = client.post(
        reverse(f"{KINDS}:add"),
        typed(other, code="new", exam="", organisation=other.organisation_id),
    )

    assert (kind.title in listed, other.title in listed) == (True, False)
    assert created.status_code == 200
    assert not CertificateType.objects.filter(code="new").exists()


def addresses(kind):
    """Every address of the Studio about one kind of certificate, by name."""
    revision = kind.save_revision().pk
    patterns = CertificateType.snippet_viewset.get_urlpatterns()
    asked = {each.name: set(each.pattern.converters) for each in patterns}
    given = {"pk": kind.pk, "revision_id": revision}
    given |= {"revision_id_a": "earliest", "revision_id_b": "latest"}
    return {
        name: reverse(f"{KINDS}:{name}", kwargs={each: given[each] for each in needs})
        for name, needs in asked.items()
        if "pk" in needs
    }


@pytest.mark.usefixtures("writer")
def test_every_address_of_another_branchs_kind_is_absent(client, kind):
    own, other = addresses(kind), addresses(CertificateTypeFactory())

    absent = {name for name, url in other.items() if client.get(url).status_code == 404}

    assert absent == set(other)
    assert {"edit", "history", "usage", "delete"} <= absent
    assert client.get(own["edit"]).status_code == 200
    assert client.get(own["history"]).status_code == 200


@pytest.mark.usefixtures("writer")
def test_the_exam_of_a_kind_stays_once_it_was_certified(client, kind):
    certificate(kind=kind)
    exam = ExamFactory(organisation=kind.organisation)

    client.post(
        reverse(f"{KINDS}:edit", args=[kind.pk]),
        typed(kind, exam=exam.pk, title="岗前合格证书"),
    )

    kind.refresh_from_db()
    assert (kind.title, kind.exam == exam) == ("岗前合格证书", False)
    kind.exam = exam
    with pytest.raises(ValidationError) as refusal:
        kind.full_clean()
    assert "exam" in refusal.value.error_dict


@pytest.mark.usefixtures("writer")
def test_nobody_chooses_among_all_kinds(client):
    assert client.get("/studio/snippets/choose/certificates/x/").status_code == 404


def test_whose_role_has_ended_is_let_out_of_the_studio(client, writer):
    assert client.get("/studio/").status_code == 200
    writer.roles.update(suspended_at=A_DAY)

    receivers.settle_writers()

    assert not writer.groups.exists()
    assert not operations.writers_to_withdraw().exists()
    assert client.get("/studio/").status_code == 302


@pytest.mark.usefixtures("writer")
def test_who_is_here_for_certificates_alone_is_led_to_no_page(client):
    home = client.get("/studio/").text

    assert "You write no courses" in home
    assert "Your first lesson" not in home
    for address in ("/studio/review/", "/studio/flags/", "/studio/pilots/"):
        assert f'"{address}"' not in home
    assert client.get("/studio/pilots/").status_code == 404
