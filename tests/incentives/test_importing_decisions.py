"""Tables of commendations, grades and recognitions come in as those of cases do."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from incentives import operations
from incentives.models import KINDS, Commendation, GradeRecord
from incentives.sheets.columns import TABLES
from mediators.models import Organisation
from tests.factories.incentives import (
    AccountabilityRecordFactory,
    AwardProgrammeFactory,
    GradeFactory,
)
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    RoleGrantFactory,
)
from tests.incentives.conftest import signed_in

OTHERS = ["commendation", "grade", "recognition"]


@pytest.fixture
def grounds(bureau):
    """What the examples of the templates name."""
    AwardProgrammeFactory(organisation=bureau, name="先进人民调解员", year=2026)
    GradeFactory(
        scheme__organisation=bureau,
        scheme__name="人民调解员等级评定办法",
        label="三级人民调解员",
    )


def bring(client, kind, content):
    url = reverse("incentives:import", args=[kind])
    return client.post(url, {"file": SimpleUploadedFile("表.xlsx", content)})


def csv(kind, **changes):
    columns = TABLES[kind].columns
    heads = ",".join(column.head for column in columns)
    cells = ",".join(changes.get(each.key, each.example) for each in columns)
    return f"{heads}\n{cells}\n".encode()


def bring_csv(client, kind, **changes):
    url = reverse("incentives:import", args=[kind])
    file = SimpleUploadedFile("表.csv", csv(kind, **changes))
    return client.post(url, {"file": file})


def said(response):
    (line,) = response.context["lines"]
    return " ".join(line.refusals)


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.usefixtures("grounds", "mediator")
def test_a_template_comes_back_is_looked_through_and_entered(
    client, administrator, kind
):
    content = client.get(reverse("incentives:import-template", args=[kind])).content

    reviewed = bring(client, kind, content)
    assert KINDS[kind].objects.count() == 0
    confirm = reverse("incentives:import-confirm", args=[kind])
    given = {"rows": reviewed.context["rows"]}
    page = client.post(confirm, given, follow=True).content.decode()
    again = client.post(confirm, given)

    record = KINDS[kind].objects.get()
    assert (record.recorded_by, record.is_proposed) == (administrator, False)
    assert "已登记 1 条记录" in page
    assert again.context["error"]


@pytest.mark.parametrize(
    ("kind", "changes", "words"),
    [
        ("commendation", {"programme": "没有的项目"}, "没有适用于您辖区"),
        ("commendation", {"year": "明年"}, "不是年份"),
        ("commendation", {"decided_by": "外人"}, "没有外人"),
        ("grade", {"grade": "特级"}, "没有适用的"),
        ("grade", {"decided_on": "2020-01-01"}, "没有适用的"),
        ("grade", {"decided_by": ""}, "决定人：没有填写。"),
        ("recognition", {"given_by": ""}, "授予单位：没有填写。"),
    ],
)
@pytest.mark.usefixtures("grounds", "mediator", "administrator")
def test_what_is_wrong_with_a_row_is_said_in_words(client, kind, changes, words):
    response = bring_csv(client, kind, **changes)

    assert (words in said(response), response.context["good"]) == (True, 0)


@pytest.mark.usefixtures("grounds", "administrator")
def test_a_row_is_refused_by_what_refuses_the_form(client, committee, mediator):
    AccountabilityRecordFactory(mediator=mediator)

    assert "问责记录" in said(bring_csv(client, "grade"))


@pytest.mark.usefixtures("grounds")
def test_a_row_about_oneself_is_refused_in_every_table(client, bureau, committee):
    user = signed_in(client, bureau)
    MediatorFactory(organisation=committee, person__name="周小满", person__user=user)

    assert ["本人" in said(bring_csv(client, kind)) for kind in OTHERS] == [True] * 3


@pytest.mark.usefixtures("grounds")
def test_what_a_town_brings_in_waits_for_the_bureau(client, bureau):
    RoleGrantFactory(organisation=bureau, user__name="孟局")
    office = OrganisationFactory(parent=bureau, kind=Organisation.Kind.OFFICE)
    committee = OrganisationFactory(parent=office, name="青禾村人民调解委员会")
    MediatorFactory(organisation=committee, person__name="周小满")
    clerk = RoleGrantFactory(organisation=office, user__name="钱文").user
    client.force_login(clerk)

    for kind, model in (("grade", GradeRecord), ("commendation", Commendation)):
        reviewed = bring_csv(client, kind)
        confirm = reverse("incentives:import-confirm", args=[kind])
        client.post(confirm, {"rows": reviewed.context["rows"]})

        assert "须由所写的决定人确认" in reviewed.content.decode()
        assert (model.objects.get().is_proposed, model.objects.get().recorded_by) == (
            True,
            clerk,
        )


@pytest.mark.usefixtures("administrator")
def test_what_somebody_is_held_to_account_for_comes_in_no_table(client):
    assert "accountability" not in operations.IMPORTED
    for name in ("import", "import-template"):
        for kind in ("accountability", "nonsense"):
            url = reverse(f"incentives:{name}", args=[kind])
            assert client.get(url).status_code == 404


@pytest.mark.usefixtures("grounds", "mediator")
def test_rows_that_were_looked_through_as_one_kind_are_entered_as_no_other(
    client, administrator
):
    rows = bring_csv(client, "grade").context["rows"]
    url = reverse("incentives:import-confirm", args=["commendation"])

    page = client.post(url, {"rows": rows}, follow=True).content.decode()

    assert ("请重新选择文件" in page, Commendation.objects.count()) == (True, 0)
