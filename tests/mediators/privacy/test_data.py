"""Everything that is held about somebody, on one page and in one file; and who looked."""

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest
from python_calamine import CalamineWorkbook

from lms.kernel.models import AuditEntry
from mediators.privacy import data, papers
from tests.factories.certificates import certificate
from tests.factories.courses import EnrolmentFactory
from tests.factories.delivery import AttemptFactory
from tests.factories.incentives import SubsidyEntryFactory
from tests.factories.mediators import (
    MediatorFactory,
    PersonFactory,
    RoleGrantFactory,
    UserFactory,
)

DATA = "/me/data/"


@pytest.fixture
def own(client, person):
    client.force_login(person.user)
    return person


def test_every_part_of_the_project_says_what_it_holds(client, own):
    held = certificate(mediator=own.mediator)
    AttemptFactory(admission__mediator=own.mediator)
    EnrolmentFactory(mediator=own.mediator)
    SubsidyEntryFactory(mediator=own.mediator)
    RoleGrantFactory(user=own.user)

    page = client.get(DATA).content.decode()

    assert held.number in page
    assert "青禾村人民调解委员会" in page
    empty = [section.title for section, table in data.held_about(own) if not table.rows]
    assert len(empty) < len(data.sections()) - 6


def test_what_others_hold_is_not_there(client, own):
    certificate(mediator=MediatorFactory(person__name="吴别处"))

    assert "吴别处" not in client.get(DATA).content.decode()


def test_records_that_were_merged_are_there_too(client, own):
    old = MediatorFactory(person__name="周晓满", person__merged_into=own)
    held = certificate(mediator=old)

    assert held.number in client.get(DATA).content.decode()


def test_an_account_without_a_record_is_told_so(client):
    client.force_login(UserFactory())

    assert 'class="empty"' in client.get(DATA).content.decode()
    assert client.post(f"{DATA}copy/").status_code == 404
    assert client.get(f"{DATA}looks/").status_code == 404


def test_a_copy_is_json_with_every_section(client, own):
    response = client.post(f"{DATA}copy/", {"form": "json"})

    copy = json.loads(response.content)
    assert copy["name"] == "周小满"
    assert list(copy["data"]) == [str(each.title) for each in data.sections()]
    assert response["Cache-Control"] == "no-store"
    entry = AuditEntry.objects.get(action="data.copied")
    assert (entry.actor, entry.person, entry.reason) == (own.user, own.uuid, "json")


def test_a_copy_is_a_workbook_with_a_sheet_a_section(client, own):
    response = client.post(f"{DATA}copy/")

    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    assert len(book.sheet_names) == len(data.sections())
    assert ["姓名", "周小满"] in book.get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_costs_the_same_however_much_is_held(
    client, own, committee, count, django_assert_num_queries
):
    for _ in range(count):
        certificate(mediator=own.mediator)

    with django_assert_num_queries(33):
        client.get(DATA)


# -- who looked


def test_whoever_may_see_everybody_is_named_with_role_place_and_reason(
    client, own, platform
):
    platform.name = "平台管理员甲"
    platform.save()
    client.force_login(platform)
    client.get(own.mediator.get_absolute_url())
    client.force_login(own.user)

    page = client.get(DATA).content.decode()

    assert "平台管理员甲" in page
    assert "云溪区司法局" in page
    looks = client.get(f"{DATA}looks/").content.decode()
    assert "平台管理员甲" in looks
    assert own.mediator.get_absolute_url() not in looks  # an address is no reason


def look_at(person, now, count=1):
    for _ in range(count):
        AuditEntry.objects.create(
            action="id_number.revealed",
            subject_type="mediators.person",
            subject_id=str(person.uuid),
            actor=RoleGrantFactory().user,
            person=person.uuid,
            at=now,
            reason="办理补贴",
        )


@pytest.mark.parametrize("count", [1, 5])
def test_the_looks_cost_the_same_however_many(
    client, own, now, count, django_assert_num_queries
):
    look_at(own, now, count)

    with django_assert_num_queries(5):
        page = client.get(f"{DATA}looks/").content.decode()
    assert page.count("办理补贴") == count


def test_earlier_looks_are_a_page_away(client, own, now):
    look_at(own, now, 31)

    first = client.get(f"{DATA}looks/").context
    rest = client.get(f"{DATA}looks/?before={first['more']}").context

    assert (len(first["looks"]), len(rest["looks"]), rest["more"]) == (30, 1, None)


def test_nobody_having_looked_is_said(client, own, now):
    look_at(PersonFactory(), now)

    assert 'class="empty"' in client.get(f"{DATA}looks/").content.decode()


# -- files


def test_values_are_said_as_people_read_them():
    moment = datetime(2026, 11, 25, 4, 5, tzinfo=UTC)
    given = [None, True, False, 3, date(2026, 11, 25), moment]

    said = [papers.said(each) for each in given]

    assert said[:4] == ["", "是", "否", "3"]
    assert "2026年11月25日" in said[4]
    assert "12:05" in said[5]


def test_no_cell_of_a_csv_is_a_formula():
    table = data.Table(["甲"], [["=1+1"], ["+1"], ["-1"], ["@x"], ["䶮𬱖"]])

    text = papers.commas(table).decode("utf-8-sig")

    rows = [row[0] for row in csv.reader(io.StringIO(text))]
    assert rows == ["甲", "'=1+1", "'+1", "'-1", "'@x", "䶮𬱖"]


def test_a_sheet_is_named_whatever_its_title():
    content = papers.workbook([("[甲]:*?/\\" + "长" * 40, data.Table(["乙"]))])

    names = CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names
    assert (len(names), len(names[0]) <= 31, "甲" in names[0]) == (1, True, True)
