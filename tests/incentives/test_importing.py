"""A table of cases: looked through, then entered at one confirmation, whole or not."""

import io
from decimal import Decimal

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from incentives import operations, queries
from incentives.models import SubsidyEntry
from incentives.operations import imports
from incentives.sheets import reading
from incentives.sheets.columns import TABLES
from lms.kernel.models import AuditEntry
from mediators.rosters.tables import FileProblem, problems
from mediators.rosters.tables.problems import HeadLacks, NoHead
from tests.factories.incentives import SubsidyEntryFactory
from tests.factories.mediators import MediatorFactory, OrganisationFactory
from tests.incentives.conftest import signed_in

HEADS = ["姓名", "所属调委会", "案号", "调解日期", "案件类别", "协议形式"]
ROW = ["周小满", "青禾村", "云调2026-001", "2026-03-01", "简易", "书面"]
URL = "/office/incentives/import/subsidy/"
CONFIRM = f"{URL}confirm/"

pytestmark = pytest.mark.usefixtures("schedule")


def row(**changes):
    names = ("name", "place", "case", "day", "kind", "form")
    return [changes.get(name, cell) for name, cell in zip(names, ROW, strict=True)]


def csv_of(*rows, heads=HEADS):
    return "\n".join(",".join(each) for each in (heads, *rows)).encode()


def xlsx_of(*rows):
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as book:
        sheet = book.add_worksheet("案件")
        for number, each in enumerate((HEADS, *rows)):
            sheet.write_row(number, 0, each)
    return packed.getvalue()


def bring(client, content, name="案件.csv", **more):
    file = SimpleUploadedFile(name, content)
    return client.post(URL, {"file": file, **more})


def refusals(response):
    return {
        line.row.number: line.refusals
        for line in response.context["lines"]
        if not line.record
    }


# -- looking through


@pytest.mark.parametrize(("make", "name"), [(csv_of, "a.csv"), (xlsx_of, "a.xlsx")])
def test_a_file_is_looked_through_and_nothing_is_stored(
    client, administrator, mediator, make, name
):
    before = AuditEntry.objects.count()

    response = bring(client, make(row()), name)

    (line,) = response.context["lines"]
    assert (line.record.amount, response.context["bad"]) == (Decimal(120), 0)
    assert "1 行可以登记，共 120" in response.content.decode()
    assert (SubsidyEntry.objects.count(), AuditEntry.objects.count()) == (0, before)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "李无人"}, "没有名叫李无人的调解员"),
        ({"place": "无此村"}, "没有“无此村”"),
        ({"day": "2026年3月"}, "调解日期"),
        ({"day": "2020-01-01"}, "任职"),
        ({"kind": "天大"}, "案件类别"),
        ({"kind": "重大"}, "没有规定这类案件"),
        ({"case": ""}, "案件编号：没有填写。"),
        ({"case": "张三诉李四"}, "不是案件编号"),
        ({"name": ""}, "姓名：没有填写。"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_in_words(
    client, administrator, mediator, changes, words
):
    response = bring(client, csv_of(row(**changes)))

    (said,) = refusals(response).values()
    assert (len(said), response.context["good"]) == (1, 0)
    assert words.replace("调解日期", "日期") in said[0]


def test_a_case_is_paid_once_in_a_file_and_beside_what_was_entered(
    client, administrator, mediator, schedule
):
    SubsidyEntryFactory(mediator=mediator, schedule=schedule, case_ref="云调2026-002")
    rows = [row(), row(case="云调 2026-001"), row(case="云调2026-002")]

    response = bring(client, csv_of(*rows))

    assert list(refusals(response)) == [3, 4]
    assert all("一案只补一次" in said[0] for said in refusals(response).values())


def test_people_of_one_name_are_told_apart_by_their_committee_or_number(
    client, administrator, committee, mediator
):
    heads = [*HEADS, "人员编号"]
    MediatorFactory(organisation=OrganisationFactory(), person__name="周小满")
    by_committee = bring(client, csv_of(row())).context
    twin = MediatorFactory(organisation=committee, person__name="周小满")
    doubtful = bring(client, csv_of(row()))
    rows = [[*row(), str(twin.uuid)], [*row(case="云调2026-009"), "不是编号"]]
    by_number = bring(client, csv_of(*rows, heads=heads))

    assert by_committee["lines"][0].record.mediator == mediator
    assert "有多位周小满" in refusals(doubtful)[2][0]
    assert "没有使用这个人员编号" in refusals(by_number)[3][0]
    assert by_number.context["lines"][-1].record.mediator == twin


def test_committees_of_one_name_are_told_apart_by_the_way_to_them(
    client, administrator, bureau, mediator
):
    office = OrganisationFactory(parent=bureau, kind="office", name="临河镇司法所")
    twin = OrganisationFactory(parent=office, name="青禾村人民调解委员会")
    MediatorFactory(organisation=twin, person__name="郑长河")

    doubtful = bring(client, csv_of(row(name="郑长河")))
    named = bring(client, csv_of(row(name="郑长河", place="临河镇/青禾村")))

    assert "有多个“青禾村”" in refusals(doubtful)[2][0]
    assert named.context["lines"][0].record.organisation == twin


def test_a_file_that_is_too_big_is_refused(client, administrator, monkeypatch):
    monkeypatch.setattr(problems, "MOST_BYTES", 10)

    assert bring(client, csv_of(row())).context["form"].errors["file"]


def test_nobody_and_nothing_of_another_branch_is_found(client, administrator, mediator):
    place = OrganisationFactory(name="石桥村人民调解委员会")
    MediatorFactory(organisation=place, person__name="郑外人")

    response = bring(client, csv_of(row(name="郑外人", place="石桥村")))

    assert [len(said) for said in refusals(response).values()] == [2]


def test_the_columns_that_are_not_known_are_named(client, administrator, mediator):
    content = csv_of([*row(), "50"], heads=[*HEADS, "金额"])

    page = bring(client, content).content.decode()

    assert "金额" in page


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (csv_of(["1", "2"], heads=["甲", "乙"]), NoHead),
        (csv_of(row()[:4], heads=HEADS[:4]), HeadLacks),
        (csv_of(*[row()] * (reading.MOST_ROWS + 1)), reading.TooManyRows),
    ],
)
def test_what_is_no_table_of_cases_is_refused_in_a_sentence(
    client, administrator, content, refusal
):
    with pytest.raises(refusal) as told:
        reading.read(content, table=TABLES["subsidy"])
    response = bring(client, content)

    assert isinstance(told.value, FileProblem)
    assert str(told.value) in "".join(response.context["form"].errors["file"])


def test_a_refusal_speaks_of_cases_and_not_of_posts(client, administrator):
    with pytest.raises(NoHead, match="姓名、调委会、案件编号"):
        reading.read(csv_of(["1", "2"], heads=["甲", "乙"]), table=TABLES["subsidy"])


def test_other_characters_are_looked_at_by_a_person_first(
    client, administrator, mediator
):
    content = csv_of(row()).decode().encode("gb18030")

    asked = bring(client, content)
    read = bring(client, content, is_gb18030="on")

    assert "周小满" in asked.content.decode()
    assert "is_gb18030" in asked.context["form"].errors
    assert read.context["good"] == 1


def test_an_empty_file_is_refused(client, administrator):
    assert bring(client, b"").context["form"].errors["file"]


def test_the_template_is_read_by_its_own_heads(client, administrator, mediator):
    content = client.get(
        reverse("incentives:import-template", args=["subsidy"])
    ).content

    response = bring(client, content, "模板.xlsx")

    assert (response.context["good"], response.context["bad"]) == (1, 0)


# -- confirming


def test_the_good_rows_are_entered_at_one_confirmation(client, administrator, mediator):
    rows = [row(), row(case="云调2026-002"), row(name="李无人", case="云调2026-003")]
    reviewed = bring(client, csv_of(*rows))

    page = client.post(CONFIRM, {"rows": reviewed.context["rows"]}, follow=True)

    entered = SubsidyEntry.objects.order_by("case_ref")
    assert [(each.case_ref, each.recorded_by) for each in entered] == [
        ("云调2026-001", administrator),
        ("云调2026-002", administrator),
    ]
    assert "已登记 2 条记录。" in page.content.decode()
    assert AuditEntry.objects.filter(action="subsidy.entered").count() == 2


def test_a_second_confirmation_enters_nothing_twice(client, administrator, mediator):
    rows = bring(client, csv_of(row())).context["rows"]
    client.post(CONFIRM, {"rows": rows})

    again = client.post(CONFIRM, {"rows": rows}).content.decode()

    assert ("没有登记任何内容" in again, SubsidyEntry.objects.count()) == (True, 1)


def test_what_changed_since_takes_all_of_it_back(
    client, administrator, mediator, schedule
):
    reviewed = bring(client, csv_of(row(), row(case="云调2026-002")))
    SubsidyEntryFactory(mediator=mediator, schedule=schedule, case_ref="云调2026-002")

    response = client.post(CONFIRM, {"rows": reviewed.context["rows"]})

    assert "第 3 行" in response.context["error"]
    assert (response.context["good"], SubsidyEntry.objects.count()) == (1, 1)


def test_a_page_that_was_tampered_with_or_is_another_persons_enters_nothing(
    client, administrator, bureau, mediator
):
    rows = bring(client, csv_of(row())).context["rows"]
    tampered = client.post(CONFIRM, {"rows": rows[:-1]}, follow=True)
    signed_in(client, bureau)
    borrowed = client.post(CONFIRM, {"rows": rows}, follow=True)

    assert SubsidyEntry.objects.count() == 0
    for response in (tampered, borrowed):
        assert "请重新选择文件" in response.content.decode()


def test_nothing_good_is_refused(administrator, now):
    with pytest.raises(operations.NoGoodRows):
        operations.enter_rows(rows=[], by=administrator, at=now)


def test_a_row_with_a_problem_takes_back_the_others(administrator, mediator, now):
    values = dict(zip(("name", "organisation", "case_ref"), ROW, strict=False))
    rows = queries.rows_of("subsidy", [(2, values)], by=administrator)

    with pytest.raises(imports.RowsChanged, match="第 2 行"):
        operations.enter_rows(rows=rows, by=administrator, at=now)


@pytest.mark.parametrize("count", [1, 5])
def test_finding_whom_rows_mean_costs_the_same_however_many(
    administrator, committee, count, django_assert_num_queries
):
    rows = []
    for number in range(count):
        name = "周小" + "甲乙丙丁戊"[number]
        MediatorFactory(organisation=committee, person__name=name)
        raw = dict(zip(("name", "organisation"), (name, "青禾村"), strict=True))
        rows.append((number + 2, raw))
    queries.rows_of("subsidy", rows, by=administrator)

    with django_assert_num_queries(4):
        queries.rows_of("subsidy", rows, by=administrator)


# -- strangers


def test_a_stranger_brings_in_nothing_of_this_branch(client, stranger, mediator):
    response = bring(client, csv_of(row()))

    assert (response.context["good"], SubsidyEntry.objects.count()) == (0, 0)


def test_an_inspector_brings_in_nothing(client, inspector, mediator):
    answers = [
        bring(client, csv_of(row())).status_code,
        client.post(CONFIRM, {"rows": ""}).status_code,
        client.get(reverse("incentives:import-template", args=["subsidy"])).status_code,
    ]

    assert answers == [404] * 3


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 no table",
        b"PK\x03\x04 no workbook",
        b"a" * (problems.MOST_BYTES + 1),
    ],
    ids=["document", "damaged", "too big"],
)
def test_a_file_that_is_no_table_is_refused_without_a_word_of_rosters(
    client, administrator, content
):
    refused = bring(client, content).context["form"].errors["file"][0]

    assert "名册" not in refused


def test_what_a_file_should_have_been_is_said_by_its_name(client, administrator):
    assert (
        "请把案件表另存为"
        in bring(client, b"%PDF-1.7").context["form"].errors["file"][0]
    )
    assert "请把名册另存为" in str(problems.NoTable())
    assert "与案件表无关" in client.get(URL).content.decode()


def test_a_case_of_a_day_still_to_come_is_refused_in_its_row(
    client, administrator, mediator
):
    response = bring(client, csv_of(row(day="2199-01-01")))

    assert "还没有到" in refusals(response)[2][0]
