"""Divisions: lists taken over at once, and villages that no list knows yet."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mediators import operations, queries
from mediators.divisions import Listed, above_of
from mediators.models import Division, Organisation, OrganisationEvent, RoleGrant
from tests.factories.mediators import OrganisationFactory, RoleGrantFactory

Kind = Organisation.Kind
#: What every page of the Office asks: the account, its roles, its permissions (twice).
OFFICE = 4
OF_2023 = date(2023, 6, 30)
OF_2026 = date(2026, 1, 1)
LIST = [
    Listed("99", "示例省"),
    Listed("9901", "示例市"),
    Listed("990115", "云溪县"),
    Listed("990115001", "仁和街道"),
    Listed("990115104", "曲河镇"),
    Listed("990115104201", "青禾村"),
    Listed("990115104202", "柳溪村"),
]


@pytest.fixture
def take(now):
    def take(listed, valid_from=OF_2023):
        return operations.import_divisions(
            listed=listed, valid_from=valid_from, at=now, actor=None
        )

    return take


@pytest.fixture
def divisions(take):
    take(LIST)
    return {each.code: each for each in Division.objects.all()}


def in_force():
    found = Division.objects.filter(valid_to=None).order_by("code")
    return list(found.values_list("code", "name", "parent__name"))


# -- a list taken over


def test_a_list_becomes_divisions_each_within_the_one_above(take):
    done = take(LIST)

    assert (len(done.added), done.renamed, done.unchanged) == (7, [], 0)
    assert in_force() == [
        ("99", "示例省", None),
        ("9901", "示例市", "示例省"),
        ("990115", "云溪县", "示例市"),
        ("990115001", "仁和街道", "云溪县"),
        ("990115104", "曲河镇", "云溪县"),
        ("990115104201", "青禾村", "曲河镇"),
        ("990115104202", "柳溪村", "曲河镇"),
    ]
    levels = Division.objects.order_by("code").values_list("level", flat=True)
    assert list(levels[:6]) == [
        "province",
        "prefecture",
        "county",
        "town",
        "town",
        "village",
    ]


def test_the_same_list_twice_changes_nothing(take, divisions):
    done = take(LIST, OF_2026)

    assert (done.added, done.renamed, done.unchanged) == ([], [], 7)
    assert Division.objects.count() == 7


def test_a_renamed_division_is_a_new_row_and_what_lies_in_it_follows(take, divisions):
    county = divisions["990115"]
    bureau = OrganisationFactory(kind=Kind.BUREAU, division=county)
    over = OrganisationFactory(division=county, dissolved_on=OF_2023)

    done = take([Listed("990115", "云溪区")], OF_2026)

    ((old, new),) = done.renamed
    old.refresh_from_db()
    assert (old.pk, old.valid_to, old.successor) == (county.pk, OF_2026, new)
    assert (new.valid_from, new.parent.name) == (OF_2026, "示例市")
    assert ("990115104", "曲河镇", "云溪区") in in_force()
    bureau.refresh_from_db()
    over.refresh_from_db()
    assert (bureau.division, over.division) == (new, old)
    event = OrganisationEvent.objects.get()
    assert (event.before, event.after, event.effective_on) == (
        "云溪县 990115",
        "云溪区 990115",
        OF_2026,
    )


def test_what_the_list_leaves_out_stays(take, divisions):
    take(LIST[:3], OF_2026)

    assert len(in_force()) == 7


def test_a_division_without_the_one_above_is_refused_whole(take):
    with pytest.raises(operations.AboveMissing, match="990115"):
        take([LIST[0], LIST[3]])
    assert not Division.objects.exists()


def test_a_name_is_not_replaced_before_it_holds(take, divisions):
    with pytest.raises(operations.DivisionLater, match="2023年6月30日"):
        take([Listed("990115", "云溪区")])


def test_a_long_list_takes_few_statements(take):
    towns = [Listed(f"990115{n:03d}", f"第{n}镇") for n in range(1, 31)]
    villages = [
        Listed(f"{town.code}{n:03d}", f"第{n}村") for town in towns for n in range(100)
    ]

    with CaptureQueriesContext(connection) as asked:
        take([*LIST[:3], *towns, *villages])

    assert Division.objects.count() == 3033
    # SQLite takes 999 values in a statement, PostgreSQL all rows of a level.
    assert len(asked) < (60 if connection.vendor == "sqlite" else 20)


@pytest.mark.parametrize(
    ("code", "above"),
    [
        ("37", ""),
        ("3701", "37"),
        ("370115", "3701"),
        ("370115104", "370115"),
        ("370115104201", "370115104"),
    ],
)
def test_what_is_above_a_code_is_its_beginning(code, above):
    assert above_of(code) == above


# -- the command


@pytest.fixture
def table(tmp_path):
    def table(name, text, encoding="utf-8"):
        path = tmp_path / name
        path.write_text(text, encoding=encoding)
        return path

    return table


def imported(capsys, *paths, **options):
    call_command("import_divisions", *map(str, paths), **options)
    return capsys.readouterr().out


def test_files_and_folders_are_read_whatever_their_order(capsys, table, tmp_path):
    table("areas.csv", 'code,name,cityCode\n990115,"云溪区",9901\n')
    table("cities.csv", "code,name,provinceCode\n9901,示例市,99\n", "utf-8-sig")
    other = table("provinces.csv", "name,code\n示例省,99\n")

    first = imported(capsys, tmp_path, json=True, valid_from=OF_2023)
    again = imported(capsys, other, tmp_path)

    assert json.loads(first) == {"added": 3, "renamed": 0, "unchanged": 0}
    assert again == "新增区划 0 个，更名 0 个，未变 3 个。\n"
    assert Division.objects.get(code="99").valid_from == OF_2023


def test_a_rename_is_said(capsys, table, divisions):
    renamed = table("areas.csv", "code,name\n990115,云溪区\n")

    said = imported(capsys, renamed)

    assert said.splitlines()[0] == "990115 云溪县 → 990115 云溪区"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("代码,名称\n99,示例省\n", "“code”和“name”"),
        ("", "“code”和“name”"),
        ("code,name\n99,示例省\n990,某地\n", "第 3 行：990 不是区划代码"),
        ("code,name\n９９,示例省\n", "第 2 行"),
        ("code,name\n99,\n", "第 2 行：99 缺少名称"),
        ("code,name\n99,示例省\n99,另一省\n", "第 3 行：99 在文件中出现两次"),
        ("code,name\n9901,示例市\n", "上级区划 99"),
    ],
)
def test_a_wrong_file_is_refused_whole_with_its_line(table, text, words):
    path = table("list.csv", text)

    with pytest.raises(CommandError, match=words):
        call_command("import_divisions", str(path))
    assert not Division.objects.exists()


@pytest.mark.parametrize("name", ["不存在.csv", "gb.csv"])
def test_a_file_that_cannot_be_read_is_named(table, tmp_path, name):
    table("gb.csv", "code,name\n99,示例省\n", "gb18030")

    with pytest.raises(CommandError, match=f"无法读取 {name}"):
        call_command("import_divisions", str(tmp_path / name))


SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "divisions"


@pytest.mark.skipif(not SHARED.exists(), reason="the national list is not at hand")
def test_the_national_list_is_taken_as_it_is_published(capsys):
    told = imported(capsys, SHARED, json=True)

    assert json.loads(told) == {"added": 3515, "renamed": 0, "unchanged": 0}
    jiyang = Division.objects.get(code="370115")
    assert (jiyang.name, jiyang.parent.name, jiyang.children.count()) == (
        "济阳区",
        "济南市",
        10,
    )


# -- villages that no list knows


@pytest.fixture
def bureau(divisions):
    return OrganisationFactory(
        kind=Kind.BUREAU, name="云溪区司法局", division=divisions["990115"]
    )


@pytest.fixture
def office(bureau, divisions):
    return OrganisationFactory(
        kind=Kind.OFFICE,
        parent=bureau,
        name="曲河镇司法所",
        division=divisions["990115104"],
    )


@pytest.fixture
def actor(bureau):
    return RoleGrantFactory(organisation=bureau).user


@pytest.fixture
def add(divisions, actor, now):
    def add(name="新青禾村", town="990115104", **options):
        given = {"valid_from": OF_2026, "at": now, "actor": actor, **options}
        return operations.add_village(name=name, town=divisions[town], **given)

    return add


def test_a_village_without_a_code_gets_one_of_ours(add):
    codes = [add(name=f"新{n}村").code for n in range(2)]
    official = add(name="新 三村", code="990115104299")

    assert codes == ["990115104L01", "990115104L02"]
    assert (official.code, official.name, official.is_local) == (
        "990115104299",
        "新三村",
        False,
    )


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"name": "青禾村"}, operations.VillageKnown),
        ({"code": "990115001299"}, operations.CodeUnfit),
        ({"code": "99011510429"}, operations.CodeUnfit),
        ({"code": "990115104201"}, operations.CodeTaken),
        ({"town": "990115"}, operations.NotATown),
    ],
)
def test_a_village_is_added_once_and_in_its_town(add, given, refusal):
    with pytest.raises(refusal):
        add(**given)


def test_codes_of_ours_run_out(add, divisions):
    Division.objects.create(
        code="990115104L99",
        name="末村",
        level="village",
        parent=divisions["990115104"],
        valid_from=OF_2023,
        valid_to=OF_2026,
    )

    with pytest.raises(operations.TooManyWithoutCode):
        add()


def test_a_village_is_added_within_ones_branch(add, divisions):
    stranger = RoleGrantFactory(
        organisation=OrganisationFactory(
            kind=Kind.OFFICE, division=divisions["990115001"]
        )
    ).user

    with pytest.raises(operations.BeyondBranch):
        add(actor=stranger)


def test_the_list_brings_the_official_code(add, take):
    village = add(valid_from=date(2025, 1, 1))

    ((old, new),) = take([Listed("990115104203", "新青禾村")], OF_2026).renamed

    assert (old.pk, new.code, old.successor) == (village.pk, "990115104203", new)
    assert Division.objects.filter(name="新青禾村", valid_to=None).get() == new


@pytest.fixture
def end(divisions, actor, now):
    def end(village="990115104201", successor="990115104202", on=OF_2026, **options):
        return operations.end_village(
            village=divisions[village],
            successor=divisions.get(successor),
            on=on,
            **{"at": now, "actor": actor, **options},
        )

    return end


def test_a_village_merges_into_another_and_its_committee_lies_there(end, divisions):
    committee = OrganisationFactory(division=divisions["990115104201"])

    ended = end()

    committee.refresh_from_db()
    assert (ended.valid_to, ended.successor) == (OF_2026, divisions["990115104202"])
    assert committee.division == divisions["990115104202"]
    assert OrganisationEvent.objects.get().field == "division"


def test_a_village_does_not_become_part_of_another_branch(end, divisions, office):
    clerk = RoleGrantFactory(organisation=office).user
    elsewhere = Division.objects.create(
        code="990115001201", name="城里社区", level="village", valid_from=OF_2023
    )
    divisions[elsewhere.code] = elsewhere

    with pytest.raises(operations.BeyondBranch):
        end(successor=elsewhere.code, actor=clerk)
    assert end(successor=elsewhere.code).successor == elsewhere


def test_a_village_that_is_simply_gone_has_no_committee(end, divisions):
    committee = OrganisationFactory(division=divisions["990115104201"])

    with pytest.raises(operations.CommitteeThere, match=committee.name):
        end(successor=None)
    Organisation.objects.filter(pk=committee.pk).update(dissolved_on=OF_2026)
    assert end(successor=None).successor is None


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"on": date(2999, 1, 1)}, operations.DayToCome),
        ({"on": OF_2023}, operations.EndsTooEarly),
    ],
)
def test_a_village_ends_on_a_day_that_can_be(end, given, refusal):
    with pytest.raises(refusal):
        end(**given)


def test_a_village_ends_once_and_within_ones_branch(end):
    stranger = RoleGrantFactory(organisation__kind=Kind.BUREAU).user

    with pytest.raises(operations.BeyondBranch):
        end(actor=stranger)
    end()
    with pytest.raises(operations.DivisionEnded):
        end()


# -- whose divisions they are


def test_divisions_are_seen_and_administered_by_branch(divisions, bureau, office):
    platform = RoleGrantFactory(role=RoleGrant.Role.PLATFORM).user
    inspector = RoleGrantFactory(organisation=bureau, role="inspector").user
    clerk = RoleGrantFactory(organisation=office).user
    nobody = RoleGrantFactory(organisation=OrganisationFactory()).user

    seen = Division.objects.visible_to
    assert [seen(user).count() for user in (platform, inspector, clerk, nobody)] == [
        7,
        5,
        3,
        0,
    ]
    acted = Division.objects.administered_by
    assert [acted(user).count() for user in (platform, inspector, clerk)] == [7, 0, 3]


# -- the pages


LIST_URL = "/office/organisations/divisions/"


@pytest.fixture
def administrator(client, actor, office):
    client.force_login(actor)
    return actor


def names(response):
    return [row["village"].name for row in response.context["rows"]]


def test_each_village_shows_its_committee_or_the_way_to_record_one(
    client, administrator, divisions, office
):
    committee = OrganisationFactory(
        parent=office, name="青禾村调委会", division=divisions["990115104201"]
    )

    page = client.get(LIST_URL).content.decode()

    assert committee.get_absolute_url() in page
    address = reverse("mediators:organisation-add", args=[office.uuid])
    assert f"{address}?kind=committee&amp;division=990115104202" in page


def test_a_village_is_found_by_name_town_and_want_of_a_committee(
    client, administrator, divisions, office
):
    OrganisationFactory(parent=office, division=divisions["990115104201"])

    def found(**asked):
        return names(client.get(LIST_URL, asked))

    assert found() == ["青禾村", "柳溪村"]
    assert found(committee="none") == ["柳溪村"]
    assert found(q="青") == ["青禾村"]
    assert found(town="990115001") == []
    assert found(town="nonsense") == ["青禾村", "柳溪村"]
    assert (
        "没有符合条件的村或社区" in client.get(LIST_URL, {"q": "无"}).content.decode()
    )


def test_a_branch_without_divisions_is_told_what_to_do(client):
    client.force_login(RoleGrantFactory(organisation__kind=Kind.BUREAU).user)

    assert "import_divisions" in client.get(LIST_URL).content.decode()


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_costs_the_same_however_long(
    client, administrator, take, count, django_assert_num_queries
):
    take([Listed(f"99011510430{n}", f"第{n}村") for n in range(count)])

    with django_assert_num_queries(OFFICE + 7):
        client.get(LIST_URL)


def test_a_village_is_added_and_ended_in_the_office(client, administrator, divisions):
    add = {"name": "新青禾村", "town": "990115104", "valid_from": "2026-01-01"}

    offered = client.get("/office/organisations/divisions/add/").context["form"]["town"]
    again = [
        client.post("/office/organisations/divisions/add/", add) for _ in range(2)
    ][1]
    end = "/office/organisations/divisions/990115104L01/end/"
    refused = client.post(end, {"on": "2999-01-01"})
    client.post(end, {"on": "2026-02-01", "successor": "青禾村"})

    assert "曲河镇" in str(offered)
    assert "已有名为新青禾村的村或社区" in again.content.decode()
    assert "尚未到来" in refused.content.decode()
    ended = Division.objects.get(code="990115104L01")
    assert (ended.valid_to, ended.successor) == (
        date(2026, 2, 1),
        divisions["990115104201"],
    )


@pytest.mark.parametrize("role", ["inspector", "stranger"])
def test_whoever_does_not_administer_looks_at_most(client, bureau, divisions, role):
    elsewhere = OrganisationFactory(kind=Kind.OFFICE, division=divisions["990115001"])
    inspects = role == "inspector"
    grant = RoleGrantFactory(
        organisation=bureau if inspects else elsewhere,
        role="inspector" if inspects else "administrator",
    )
    client.force_login(grant.user)
    add = {"name": "新村", "town": "990115104", "valid_from": "2026-01-01"}
    end = "/office/organisations/divisions/990115104201/end/"

    page = client.get(LIST_URL)
    added = client.post("/office/organisations/divisions/add/", add)

    assert names(page) == (["青禾村", "柳溪村"] if inspects else [])
    assert added.status_code == (404 if inspects else 200)
    assert [client.get(end).status_code, client.post(end).status_code] == [404, 404]
    assert Division.objects.count() == 7


def test_where_to_record_a_committee_is_the_nearest_authority(
    divisions, bureau, office, actor
):
    village = divisions["990115104201"]
    street = Division(pk=0, code="990115001001")

    seats = queries.seats_for([village, street], administrator=actor)

    assert seats == {village.pk: office, 0: bureau}
