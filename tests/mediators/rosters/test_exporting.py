from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.kernel.models import AuditEntry, Job
from mediators import operations as mediators
from mediators.models import Mediator, Person, Post, Speciality
from mediators.privacy.queries import looks_at
from mediators.rosters import operations, tables
from mediators.rosters.choices import EDUCATIONS, ETHNICITIES
from mediators.rosters.columns import BY_KEY
from mediators.rosters.operations import exporting
from tests.factories.mediators import MediatorFactory, OrganisationFactory, PostFactory
from tests.factories.rosters import applied, read
from tests.mediators.rosters.conftest import csv_of, row


def exported(user, shape, **options):
    """The file in which a user gets everybody they may look at."""
    found = Mediator.objects.visible_to(user).living().in_order()
    columns, rows = operations.table_of(found, viewer=user, **options)
    if shape == "csv":
        return b"".join(tables.write_csv(columns, rows))
    return tables.write_xlsx(columns, rows, name="名册")


def heads_and_rows(content):
    (sheet,) = tables.sheets(content)
    return sheet.rows[0], sheet.rows[1:]


@pytest.mark.parametrize("shape", ["csv", "xlsx"])
def test_an_export_has_one_row_a_post_and_no_identity_number(
    clerk, office, committee, now, shape
):
    applied(csv_of(row(id_number="37011519800501332X")), clerk, office, now)

    heads, (cells,) = heads_and_rows(exported(clerk, shape))

    assert "身份证号" not in heads
    assert cells[: len(heads) - 2] == [
        *("李梅", "女", "1980-05-01", "汉族", "高中", "13900000001"),
        "临河镇司法所/青禾村人民调解委员会",
        *("委员", "推选", "兼职", "2026-03-01", "2029-02-28"),
        *("村民代表会议推选记录 2026-03", "", "", "教师", "济南话", "婚姻家庭纠纷"),
    ]


def test_an_export_holds_nobody_and_no_post_from_elsewhere(clerk, committee):
    person = MediatorFactory(organisation=committee).person
    PostFactory(person=person, organisation=OrganisationFactory())
    MediatorFactory(person__name="吴别处")

    _heads, rows = heads_and_rows(exported(clerk, "csv"))

    assert [cells[0] for cells in rows] == ["周小满"]


def test_identity_numbers_are_given_out_for_a_reason_and_logged(
    clerk, office, committee, now
):
    applied(csv_of(row(id_number="37011519800501332X")), clerk, office, now)
    MediatorFactory(organisation=committee)
    job = Job.objects.create(title="导出", task="t", started_by=clerk)

    made = operations.make_export(
        job=job, filters={}, shape="csv", reason="市局核查 2026-11", at=now
    )
    again = operations.make_export(
        job=job, filters={}, shape="csv", reason="市局核查 2026-11", at=now
    )

    heads, rows = heads_and_rows(exporting.content_of(made))
    numbers = {cells[heads.index("身份证号")] for cells in rows}
    assert (numbers, made) == ({"37011519800501332X", ""}, again)
    entries = AuditEntry.objects.filter(action="id_number.revealed")
    assert [entry.reason for entry in entries] == ["市局核查 2026-11"]
    assert (
        "csv · 2 · - · 市局核查"
        in AuditEntry.objects.get(action="roster.exported").reason
    )
    with made.stored.open("rb") as stored:
        assert b"37011519800501332X" not in stored.read()


def test_whoever_is_in_a_roster_taken_away_can_see_it(clerk, office, committee, now):
    mediator = MediatorFactory(organisation=committee)
    PostFactory(person=mediator.person, organisation=committee, role="member")
    outside = MediatorFactory()
    job = Job.objects.create(title="导出", task="t", started_by=clerk)

    operations.make_export(job=job, filters={}, shape="csv", reason="", at=now)

    looks = looks_at(mediator.person)
    assert [look.entry.actor for look in looks] == [clerk]
    assert [look.entry.action for look in looks] == ["person.exported"]
    assert looks_at(outside.person) == []


def test_what_somebody_was_looked_for_by_is_not_kept(clerk, office, now):
    filters = {"q": "李梅", "kind": "full_time", "organisation": str(office.uuid)}

    operations.record_export(
        by=clerk,
        found=Mediator.objects.none(),
        rows=3,
        shape="xlsx",
        filters=filters,
        reason="",
        at=now,
    )

    entry = AuditEntry.objects.get(action="roster.exported")
    assert (entry.subject_id, "李梅" in entry.reason) == (str(office.uuid), False)
    assert f"q organisation={office.uuid} kind=full_time" in entry.reason


def test_a_post_of_a_record_that_was_merged_is_the_survivors(
    client, clerk, office, committee, now
):
    one = MediatorFactory(organisation=committee, person__name="同名人")
    village = OrganisationFactory(parent=office, name="柳溪村人民调解委员会")
    other = MediatorFactory(organisation=village, person__name="同名人")
    mediators.merge_people(
        duplicate=other.person, into=one.person, at=now, actor=None, reason="同一人"
    )
    client.force_login(clerk)

    page = client.get("/office/mediators/", {"organisation": str(village.uuid)})
    content = exported(clerk, "csv")
    again = read(content, clerk, office, now)

    assert "同名人" in page.text
    assert "柳溪村人民调解委员会" in page.text
    heads, rows = heads_and_rows(content)
    numbers = {cells[heads.index("人员编号")] for cells in rows}
    assert (len(rows), numbers) == (2, {str(one.uuid)})
    assert list(again.rows.values_list("plan", flat=True)) == ["same", "same"]


def test_somebody_without_a_post_today_is_exported_with_their_details(
    clerk, office, committee, now
):
    MediatorFactory(organisation=committee)
    Post.objects.update(valid_to=date(2024, 6, 1), end_reason="resigned")

    content = exported(clerk, "csv")
    roster = read(content, clerk, office, now)

    assert list(roster.rows.values_list("plan", flat=True)) == ["same"]


# -- import(export(x)) changes nothing

NAMES = st.sampled_from(
    ["李梅", "周䶮", "陈𬱖", "欧阳若水", "阿依古丽·吐尔逊江", "单于谷雨", "王芳"]
)
DAYS = st.dates(date(1950, 1, 1), date(2000, 12, 31))
TEXTS = st.text("=+-@'，,\"甲乙 ab1", max_size=12)
PEOPLE = st.fixed_dictionaries(
    {
        "name": NAMES,
        "gender": st.sampled_from(Person.Gender.values),
        "born_on": st.none() | DAYS,
        "ethnicity": st.sampled_from(list(ETHNICITIES)),
        "education": st.sampled_from(list(EDUCATIONS)),
        "phone": st.sampled_from(["", "13900000001", "0531-88880000"]),
    }
)
MEDIATORS = st.fixed_dictionaries(
    {
        "background": st.sampled_from(Mediator.Background.values),
        "languages": TEXTS.map(str.strip),
    }
)
POSTS = st.fixed_dictionaries(
    {
        "role": st.sampled_from(Post.Role.values),
        "appointment": st.just(Post.Appointment.ELECTED),
        "kind": st.sampled_from(Post.Kind.values),
        "basis": TEXTS.map(lambda text: f"记录{text}"),
        "employer": TEXTS,
        "valid_from": st.dates(date(2020, 1, 1), date(2027, 1, 1)),
        "valid_to": st.none() | st.dates(date(2027, 1, 2), date(2030, 1, 1)),
        "filed_on": st.none() | DAYS,
    }
)
ROSTERS = st.lists(st.tuples(PEOPLE, MEDIATORS, POSTS), min_size=1, max_size=6)


@pytest.mark.parametrize("shape", ["csv", "xlsx"])
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(people=ROSTERS)
def test_importing_an_export_changes_nothing(  # noqa: PLR0913, PLR0917 -- fixtures
    clerk, office, committee, now, shape, people
):
    with transaction.atomic():
        fill(committee, people, now)
        roster = read(exported(clerk, shape), clerk, office, now)
        plans = set(roster.rows.values_list("plan", flat=True))
        transaction.set_rollback(True)

    assert plans == {"same"}


def fill(committee, people, now):
    """Record these people and their posts."""
    speciality = Speciality.objects.first()
    for details, about, terms in people:
        person = mediators.register_person(at=now, actor=None, **details)
        mediators.register_mediator(
            person=person, at=now, actor=None, specialities=[speciality], **about
        )
        mediators.appoint(
            person=person, organisation=committee, at=now, actor=None, **terms
        )


def test_an_unknown_code_is_written_as_nothing():
    assert BY_KEY["ethnicity"].write("99") == ""
