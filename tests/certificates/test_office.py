import pytest
from django.urls import reverse

from certificates import operations
from certificates.http import in_file
from certificates.views import PER_PAGE
from tests.factories.certificates import CertificateTypeFactory, certificate, result
from tests.factories.mediators import (
    RoleGrantFactory,
    UserFactory,
)


def numbers_listed(client, **query):
    page = client.get(reverse("certificates:office-list"), query).context["page_obj"]
    return [each.number for each in page]


def test_the_list_holds_what_the_branch_oversees_and_nothing_else(
    client, issued, inspector, now
):
    elsewhere = certificate(at=now)
    client.force_login(inspector)

    response = client.get(reverse("certificates:office-list"))

    assert [each.number for each in response.context["page_obj"]] == [issued.number]
    assert elsewhere.code not in response.content.decode()


def test_the_list_is_narrowed_by_words_status_and_kind(  # noqa: PLR0913, PLR0917 -- fixtures
    client, issued, kind, bureau, administrator, now
):
    other_kind = CertificateTypeFactory(organisation=bureau, number_prefix="QHJY")
    other = certificate(kind=other_kind, name="欧阳晓", at=now)
    operations.suspend(certificate=other, reason="核实", at=now, actor=administrator)
    client.force_login(administrator)

    assert {
        "all": set(numbers_listed(client)),
        "name": numbers_listed(client, q="欧阳"),
        "number": numbers_listed(client, q="qhpx"),
        "status": numbers_listed(client, status="suspended"),
        "kind": numbers_listed(client, type=kind.code),
        "none": numbers_listed(client, q="查无此人"),
    } == {
        "all": {issued.number, other.number},
        "name": [other.number],
        "number": [issued.number],
        "status": [other.number],
        "kind": [issued.number],
        "none": [],
    }


def test_a_list_without_rows_says_why(client, administrator):
    client.force_login(administrator)
    url = reverse("certificates:office-list")

    empty = client.get(url).content.decode()
    narrowed = client.get(url, {"q": "查无此人"}).content.decode()

    assert "No certificate yet" in empty
    assert "No certificate fits" in narrowed


@pytest.mark.parametrize("how_many", [1, 5])
def test_the_list_costs_the_same_however_long(  # noqa: PLR0913, PLR0917 -- fixtures
    client, kind, administrator, now, how_many, django_assert_num_queries
):
    for _ in range(how_many):
        certificate(kind=kind, at=now)
    client.force_login(administrator)

    with django_assert_num_queries(8):
        client.get(reverse("certificates:office-list"))


def test_a_long_list_has_pages(client, kind, administrator, now):
    for _ in range(PER_PAGE + 1):
        certificate(kind=kind, at=now)
    client.force_login(administrator)

    assert len(numbers_listed(client)) == PER_PAGE
    assert len(numbers_listed(client, page=2)) == 1


def test_a_certificate_shows_what_happened_and_who_did_it(
    client, issued, administrator, now
):
    operations.suspend(
        certificate=issued, reason="成绩待核实", at=now, actor=administrator
    )
    client.force_login(administrator)

    html = client.get(issued.get_absolute_url()).content.decode()

    shown = [
        "成绩待核实",
        administrator.name,
        issued.number,
        "Reinstate the certificate",
    ]
    assert [each for each in shown if each not in html] == []


def test_an_inspector_looks_and_is_offered_nothing_to_decide(client, issued, inspector):
    client.force_login(inspector)

    html = client.get(issued.get_absolute_url()).content.decode()

    assert (issued.number in html, "Revoke the certificate" in html) == (True, False)


def decide(client, verb, issued, **data):
    return client.post(reverse(f"certificates:{verb}", args=[issued.uuid]), data)


def test_an_administrator_suspends_reinstates_and_revokes(
    client, issued, administrator
):
    client.force_login(administrator)

    answers = [
        decide(client, "suspend", issued, reason="核实"),
        decide(client, "reinstate", issued, reason="无误"),
        decide(client, "revoke", issued, reason="替考", category="misconduct"),
    ]

    assert {(each.status_code, each["Location"]) for each in answers} == {
        (302, issued.get_absolute_url())
    }
    assert list(issued.events.values_list("kind", "by")) == [
        ("issued", None),
        ("suspended", administrator.pk),
        ("reinstated", administrator.pk),
        ("revoked", administrator.pk),
    ]
    html = client.get(issued.get_absolute_url()).content.decode()
    assert reverse("certificates:revoke", args=[issued.uuid]) not in html


@pytest.mark.parametrize("verb", ["suspend", "reinstate", "revoke"])
def test_each_decision_has_a_page_that_asks_first(client, issued, administrator, verb):
    client.force_login(administrator)

    response = client.get(reverse(f"certificates:{verb}", args=[issued.uuid]))

    assert (response.status_code, issued.events.count()) == (200, 1)


def test_a_decision_without_reason_changes_nothing_and_loses_nothing(
    client, issued, administrator
):
    client.force_login(administrator)

    response = decide(client, "revoke", issued, category="error", reason="")

    assert response.context["form"].errors.keys() == {"reason"}
    assert issued.events.count() == 1


def test_what_the_operation_refuses_is_said_in_the_form(client, issued, administrator):
    client.force_login(administrator)

    response = decide(client, "reinstate", issued, reason="恢复")

    assert response.context["form"].non_field_errors() == [
        "This certificate is not suspended."
    ]


@pytest.mark.parametrize("verb", ["suspend", "reinstate", "revoke"])
@pytest.mark.parametrize("who", ["inspector", "stranger", "town", "the holder"])
def test_who_does_not_administer_the_issuer_decides_nothing(  # noqa: PLR0913, PLR0917 -- fixtures
    client, issued, holder, inspector, stranger, verb, who
):
    village = holder.person.posts.get().organisation
    user = {
        "inspector": inspector,
        "stranger": stranger,
        "town": RoleGrantFactory(organisation=village).user,
        "the holder": holder.person.user,
    }[who]
    client.force_login(user)

    response = decide(client, verb, issued, reason="误发", category="error")

    assert (response.status_code, issued.events.count()) == (404, 1)


@pytest.mark.parametrize("page", ["certificate", "file", "revoke"])
def test_strangers_learn_nothing_of_a_certificate(client, issued, stranger, page):
    operations.render(certificate=issued)
    client.force_login(stranger)

    response = client.get(reverse(f"certificates:{page}", args=[issued.uuid]))

    assert response.status_code == 404


@pytest.mark.parametrize("page", ["office-list", "mine"])
def test_who_is_not_signed_in_is_asked_to(client, page):
    url = reverse(f"certificates:{page}")

    assert client.get(url)["Location"] == f"/account/login/?next={url}"


def test_the_office_is_not_for_people_without_a_role(client):
    client.force_login(UserFactory())

    assert client.get(reverse("certificates:office-list")).status_code == 404


def test_the_list_says_who_cannot_be_certified_and_why(client, kind, holder, bureau):
    holder.person.name = "周𪚥"
    holder.person.save()
    result(kind=kind, mediator=holder)
    client.force_login(RoleGrantFactory(organisation=bureau).user)
    page = client.get(reverse("certificates:office-list"))
    html = page.content.decode()

    assert "No certificate for 周𪚥 yet" in html
    assert "These characters cannot be printed: 𪚥（U+2A6A5）" in html


# -- The file of a mediator


def test_the_file_of_a_mediator_shows_their_certificates_to_who_may_see_them(
    issued, holder, administrator, stranger, now
):
    operations.suspend(certificate=issued, reason="核实", at=now, actor=administrator)
    seen = {
        name: in_file(holder, user)
        for name, user in {
            "administrator": administrator,
            "holder": holder.person.user,
            "stranger": stranger,
        }.items()
    }

    assert {name: list(each["certificates"]) for name, each in seen.items()} == {
        "administrator": [issued],
        "holder": [issued],
        "stranger": [],
    }
    assert [(e["text"], e["kind"]) for e in seen["administrator"]["events"]] == [
        (issued.number, "leaf"),
        ("核实", "amber"),
    ]


@pytest.mark.parametrize("who", ["administrator", "holder"])
def test_the_file_opens_the_page_that_the_viewer_may_open(
    client, issued, holder, administrator, who
):
    page, user, link = {
        "administrator": (
            holder.get_absolute_url(),
            administrator,
            issued.get_absolute_url(),
        ),
        "holder": (
            reverse("mediators:me"),
            holder.person.user,
            f"{reverse('certificates:mine')}#{issued.uuid}",
        ),
    }[who]
    client.force_login(user)

    assert link in client.get(page).content.decode()
