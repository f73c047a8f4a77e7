from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.kernel import personal
from lms.kernel.models import AuditEntry, Job
from mediators import operations as mediators
from mediators.models import Person, Post, RoleGrant, Rule
from mediators.rosters import operations, queries
from mediators.rosters.models import Doubt, Outcome, Step
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    RoleGrantFactory,
    RuleFactory,
)
from tests.factories.rosters import applied, carry_out, job_of, read, received
from tests.mediators.rosters.conftest import csv_of, row
from tests.mediators.test_identity import id_number


def verdicts(roster, by, at):
    """Return (number, plan, sentence) of each row as things stand."""
    rows = list(roster.rows.all())
    own = queries.people_made(roster)
    given = queries.givens(rows, personal.keeper(roster.uuid), own=own)
    return [
        (v.given.number, v.plan, v.sentence)
        for v in queries.judge(given, roster=roster, by=by, at=at)
    ]


def plans(roster):
    return list(roster.rows.values_list("plan", flat=True))


def test_a_dry_run_says_what_would_come_of_a_row_and_changes_nobody(
    clerk, office, committee, now
):
    roster = read(csv_of(row()), clerk, office, now)

    assert plans(roster) == ["newcomer"]
    assert Person.objects.exclude(user=clerk).count() == 0
    assert queries.last_step(roster).kind == Step.Kind.READ


def test_a_dry_run_says_what_the_rules_would_warn_of(
    clerk, bureau, office, committee, now
):
    limit = {"organisation": bureau, "value": 60, "document": "某文〔2025〕4号"}
    RuleFactory(code=Rule.Code.AGE_MAX, **limit)
    elder = PersonFactory(name="王芳", born_on=date(1950, 1, 1))
    PostFactory(person=elder, organisation=committee, role="mediator")
    rows = [
        row(),
        row(name="赵六", born_on="1950-01-01", phone=None),
        row(name="王芳", born_on="1950-01-01", phone=None),
    ]

    roster = read(csv_of(*rows), clerk, office, now)

    said = [sentence for _n, _plan, sentence in verdicts(roster, clerk, now)]
    assert ["提醒：" in each for each in said] == [False, True, True]
    assert all("超过了 60 周岁（某文〔2025〕4号）" in each for each in said[1:])
    assert plans(roster) == ["newcomer", "newcomer", "post"]


@pytest.mark.usefixtures("committee")
@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {"id_number": id_number(born="20150101", sequence="752")},
            "出生日期与号码中的不一致",
        ),
        ({"id_number": id_number(born="19800501", sequence="753")}, "性别与号码中的"),
        ({"id_number": id_number(born="19800501", sequence="752")}, ""),
    ],
)
def test_a_number_that_does_not_fit_the_row_is_told_and_stands_on_the_file(
    clerk, office, now, given, words
):
    roster = read(csv_of(row(**given)), clerk, office, now)

    (_n, plan, sentence) = verdicts(roster, clerk, now)[0]
    carry_out(roster, clerk, now)

    person = Person.objects.get(name="李梅")
    assert plan == "newcomer"
    assert (words in sentence, "身份证号" in sentence) == (True, bool(words))
    assert [words in each for each in person.number_doubts] == [True] * bool(words)


def test_districts_are_asked_for_once_however_many_numbers_there_are(
    clerk, office, committee, now
):
    numbers = [id_number(born="19800501", sequence=f"{n}2") for n in range(10, 30)]
    rows = [
        row(name=f"李梅{'甲乙'[n % 2] * (n + 1)}", id_number=number, phone=None)
        for n, number in enumerate(numbers)
    ]
    roster = read(csv_of(*rows), clerk, office, now)

    with CaptureQueriesContext(connection) as asked:
        verdicts(roster, clerk, now)

    districts = [each for each in asked if 'FROM "mediators_division"' in each["sql"]]
    assert len(districts) == 1


def test_a_newcomer_is_recorded_with_all_that_the_row_says(
    clerk, office, committee, now
):
    roster = applied(csv_of(row(id_number="37011519800501332X")), clerk, office, now)

    post = Post.objects.select_related("person__mediator").get()
    person, mediator = post.person, post.person.mediator
    assert (person.name, person.gender, person.born_on) == (
        "李梅",
        "2",
        date(1980, 5, 1),
    )
    assert (person.ethnicity, person.education, person.phone) == (
        "01",
        "senior",
        "13900000001",
    )
    assert (post.organisation, post.role, post.appointment, post.kind) == (
        committee,
        "member",
        "elected",
        "part_time",
    )
    assert (post.valid_from, post.valid_to) == (date(2026, 3, 1), date(2029, 3, 1))
    assert (mediator.background, mediator.languages) == ("teacher", "济南话")
    assert [each.name for each in mediator.specialities.all()] == ["婚姻家庭纠纷"]
    assert queries.outcome_counts(roster)["people"] == 1


# -- whom a row means


@pytest.fixture
def known(committee):
    """Somebody who sits on the committee already."""
    person = PersonFactory(
        name="李梅", born_on=date(1980, 5, 1), gender="2", phone="13900000001"
    )
    return MediatorFactory(person=person, organisation=committee)


def test_name_and_birthday_mean_somebody_of_the_branch(
    known, clerk, office, committee, now
):
    applied(csv_of(row()), clerk, office, now)

    assert [post.role for post in known.person.posts.order_by("pk")] == [
        "mediator",
        "member",
    ]


def test_another_birthday_or_none_makes_the_clerk_decide(known, clerk, office, now):
    roster = read(
        csv_of(row(born_on="1981-01-01"), row(born_on=None, role="调解员")),
        clerk,
        office,
        now,
    )

    assert plans(roster) == ["doubtful", "doubtful"]
    assert list(Doubt.objects.values_list("person", flat=True)) == [known.person.pk] * 2


def test_a_like_name_with_the_same_phone_makes_the_clerk_decide(
    known, clerk, office, now
):
    alike = row(name="李玫", born_on=None)

    assert plans(read(csv_of(alike), clerk, office, now)) == ["doubtful"]


@pytest.mark.parametrize(
    "other",
    [{"name": "王小丽"}, {"name": "李玫", "born_on": "1999-01-01"}],
    ids=["family", "another birthday"],
)
def test_a_phone_that_a_family_shares_is_no_identity(known, clerk, office, now, other):
    assert plans(read(csv_of(row(**other)), clerk, office, now)) == ["newcomer"]


@pytest.mark.parametrize(
    ("answer", "plan", "people"), [("same", "post", 1), ("another", "newcomer", 2)]
)
def test_what_the_clerk_decides_is_done(  # noqa: PLR0913, PLR0917 -- fixtures
    known, clerk, office, now, answer, plan, people
):
    roster = read(csv_of(row(born_on="1981-01-01")), clerk, office, now)

    operations.decide(doubt=Doubt.objects.get(), answer=answer, by=clerk, at=now)

    assert plans(roster) == [plan]
    carry_out(roster, clerk, now)
    assert Person.objects.filter(name="李梅").count() == people


def test_of_several_alike_only_one_can_be_meant(known, clerk, office, committee, now):
    PostFactory(person=PersonFactory(name="李梅", born_on=None), organisation=committee)
    roster = read(csv_of(row(born_on=None)), clerk, office, now)
    first, second = Doubt.objects.all()

    operations.decide(doubt=first, answer="same", by=clerk, at=now)

    second.refresh_from_db()
    assert (plans(roster), second.answer) == (["post"], "another")


def test_an_identity_number_means_its_bearer(known, clerk, office, now):
    mediators.record_id_number(
        person=known.person, number="37011519800501332X", at=now, actor=clerk
    )
    moved = row(born_on=None, phone=None, id_number="37011519800501332x")

    roster = read(csv_of(moved), clerk, office, now)

    assert plans(roster) == ["post"]


def test_a_number_pasted_beside_another_name_is_told_and_changes_nobody(
    known, clerk, office, now
):
    mediators.record_id_number(
        person=known.person, number="37011519800501332X", at=now, actor=clerk
    )
    before = known.person.phone
    slipped = row(name="吴不同", phone="13900000777", id_number="37011519800501332x")
    roster = read(csv_of(slipped, row(name="王芳", phone=None)), clerk, office, now)

    (_n, plan, sentence) = verdicts(roster, clerk, now)[0]
    carry_out(roster, clerk, now)

    known.person.refresh_from_db()
    assert (plan, "登记在李梅名下" in sentence) == ("bad", True)
    assert (known.person.phone, known.person.posts.count()) == (before, 1)


def test_a_number_that_somebody_elsewhere_has_is_told_beforehand(
    clerk, office, committee, now
):
    elsewhere = PersonFactory(name="王某")
    mediators.record_id_number(
        person=elsewhere, number="37011519800501332X", at=now, actor=None
    )

    roster = read(csv_of(row(id_number="37011519800501332X")), clerk, office, now)

    (_n, plan, sentence) = verdicts(roster, clerk, now)[0]
    assert (plan, "王某" in sentence) == ("bad", False)
    assert "另一份档案" in sentence


def test_another_identity_number_is_another_person(known, clerk, office, now):
    mediators.record_id_number(
        person=known.person, number="37011519800501332X", at=now, actor=clerk
    )

    roster = read(csv_of(row(id_number="370115196502280024")), clerk, office, now)

    assert plans(roster) == ["newcomer"]


def test_nobody_learns_that_a_person_stands_elsewhere(clerk, office, committee, now):
    elsewhere = MediatorFactory(
        person=PersonFactory(name="李梅", born_on=date(1980, 5, 1))
    )
    rows = [row(), row(name="王芳", mediator=elsewhere.uuid)]
    rows.append(
        row(name="赵六", organisation=elsewhere.person.posts.get().organisation.name)
    )
    rows.append(row(name="钱七", organisation="没有这个村"))

    roster = read(csv_of(*rows), clerk, office, now)

    assert plans(roster) == ["newcomer", "bad", "bad", "bad"]
    _n, named, outside, unknown = verdicts(roster, clerk, now)
    assert outside[2].replace(rows[2]["organisation"], "") == unknown[2].replace(
        "没有这个村", ""
    )
    assert "人员编号" in named[2]


def test_a_number_beside_another_name_is_refused(known, clerk, office, now):
    shifted = row(name="王芳", mediator=known.uuid)

    assert plans(read(csv_of(shifted), clerk, office, now)) == ["bad"]


def test_two_newcomers_of_one_name_and_different_birthdays_are_two(
    clerk, office, committee, now
):
    rows = [row(), row(born_on="1981-01-01"), row(name="李玫")]

    applied(csv_of(*rows), clerk, office, now)

    assert Post.objects.count() == 3


# -- where a row means


@pytest.mark.parametrize(
    "way",
    [
        "青禾村人民调解委员会",
        "青禾村",
        "临河镇/青禾村",
        "临河镇 ／ 青禾村",
        "云溪区司法局/临河镇/青禾村",
    ],
)
def test_a_committee_is_named_or_shown_the_way_to(  # noqa: PLR0913, PLR0917 -- fixtures
    clerk, bureau, office, committee, now, way
):
    roster = read(csv_of(row(organisation=way)), district_clerk(bureau), bureau, now)

    assert plans(roster) == ["newcomer"]


def district_clerk(bureau):
    return RoleGrantFactory(organisation=bureau).user


def test_two_committees_of_one_name_are_told_apart_by_the_town(
    bureau, office, committee, now
):
    town = OrganisationFactory(
        parent=bureau, kind="office", name="新市镇司法所", committee_type=""
    )
    OrganisationFactory(parent=town, name="青禾村人民调解委员会")
    rows = [row(), row(name="王芳", organisation="新市镇/青禾村")]

    roster = read(csv_of(*rows), district_clerk(bureau), bureau, now)

    assert plans(roster) == ["bad", "newcomer"]


# -- what is wrong with a row


@pytest.mark.parametrize(
    "changes",
    [
        {"name": None},
        {"name": "=李梅"},
        {"role": None, "kind": None},
        {"born_on": "1965.3"},
        {"born_on": "2015-01-01"},
        {"born_on": "0001-01-01"},
        {"born_on": "2036-01-01"},
        # By the number alone it is a child of eleven.
        {"born_on": None, "id_number": id_number(born="20150101")},
        {"phone": "1.39E+10"},
        {"id_number": "37011519800501332"},
        {"appointment": "聘任"},
        {"valid_from": "1026-03-01"},
        {"last_day": "2026-02-01"},
        {"basis": "长" * 200},
    ],
    ids=str,
)
def test_a_bad_row_is_told_and_changes_nothing(clerk, office, committee, now, changes):
    roster = read(csv_of(row(**changes), row(name="王芳")), clerk, office, now)

    carry_out(roster, clerk, now)

    assert plans(roster) == ["bad", "newcomer"]
    assert [post.person.name for post in Post.objects.all()] == ["王芳"]


def test_a_file_may_be_taken_whole_or_not_at_all(clerk, office, committee, now):
    roster = read(csv_of(row(), row(name="王芳", role="组长")), clerk, office, now)

    with pytest.raises(operations.RowsInTheWay):
        carry_out(roster, clerk, now, whole=True)

    assert Post.objects.count() == 0


def test_the_same_row_twice_is_told(clerk, office, committee, now):
    roster = read(csv_of(row(), row()), clerk, office, now)

    assert plans(roster) == ["newcomer", "bad"]
    assert "2" in verdicts(roster, clerk, now)[1][2]


def test_two_of_one_name_without_birthdays_cannot_be_told_apart(
    clerk, office, committee, now
):
    rows = [
        row(born_on=None, phone=None),
        row(born_on=None, phone="13900000009", role="调解员"),
    ]

    assert plans(read(csv_of(*rows), clerk, office, now)) == ["newcomer", "bad"]


def test_one_newcomer_in_two_rows_is_one_person_with_two_posts(
    clerk, office, committee, now
):
    OrganisationFactory(parent=office, name="柳溪村人民调解委员会")
    rows = [row(), row(organisation="柳溪村", role="调解员")]

    roster = applied(csv_of(*rows), clerk, office, now)

    assert plans(roster) == ["newcomer", "post"]
    assert Person.objects.get(name="李梅").posts.count() == 2


# -- known posts and details


def test_an_unchanged_row_changes_nothing(clerk, office, committee, now):
    applied(csv_of(row()), clerk, office, now)
    entries = AuditEntry.objects.filter(action__startswith="person").count()

    roster = read(csv_of(row()), clerk, office, now)

    assert plans(roster) == ["same"]
    with pytest.raises(operations.NothingToDo):
        carry_out(roster, clerk, now)
    assert AuditEntry.objects.filter(action__startswith="person").count() == entries


def test_details_are_updated_and_blanks_take_nothing_away(
    clerk, office, committee, now
):
    applied(csv_of(row(gender=None)), clerk, office, now)
    changed = row(
        gender="女",
        phone="13900000002",
        education=None,
        languages="德州话",
        specialities=None,
        background="医生",
        id_number="37011519800501332X",
    )

    roster = applied(csv_of(changed), clerk, office, now)

    person = Person.objects.get(name="李梅")
    mediator = person.mediator
    assert plans(roster) == ["update"]
    assert (person.phone, person.gender, person.education) == (
        "13900000002",
        "2",
        "senior",
    )
    assert (mediator.languages, mediator.background) == ("德州话", "doctor")
    assert person.has_id_number
    assert mediator.specialities.count() == 1


def test_what_stands_otherwise_on_record_is_said_and_kept(
    clerk, office, committee, now
):
    applied(csv_of(row()), clerk, office, now)
    otherwise = row(gender="男", basis="另一份记录", last_day="2028-01-01")

    roster = read(csv_of(otherwise), clerk, office, now)

    ((_number, plan, sentence),) = verdicts(roster, clerk, now)
    assert plan == "same"
    assert "性别、推选记录或聘书、任期结束" in sentence


def test_what_a_post_is_does_not_change(clerk, office, committee, now):
    applied(csv_of(row()), clerk, office, now)
    post = Post.objects.get()
    rows = [row(kind="专职"), row(valid_from="2027-03-01", last_day=None)]
    rows.append(row(post=post.uuid, mediator=post.person.mediator.uuid, role="主任"))
    rows.append(row(post=post.uuid, name="王芳"))

    assert plans(read(csv_of(*rows), clerk, office, now)) == ["bad"] * 4


def test_an_empty_end_is_a_full_term(clerk, office, committee, now):
    applied(csv_of(row(last_day=None)), clerk, office, now)

    assert Post.objects.get().valid_to == date(2029, 3, 1)


def test_an_unknown_speciality_is_left_out_and_told(clerk, office, committee, now):
    roster = read(csv_of(row(specialities="婚姻家庭、炼丹")), clerk, office, now)

    assert "炼丹" in verdicts(roster, clerk, now)[0][2]
    assert plans(roster) == ["newcomer"]


# -- carrying out


def test_a_row_that_no_longer_fits_is_refused_and_stops_no_other(
    clerk, office, committee, now
):
    roster = read(csv_of(row(), row(name="王芳")), clerk, office, now)
    meanwhile = PersonFactory(name="李梅", born_on=date(1980, 5, 2))
    PostFactory(person=meanwhile, organisation=committee)

    carry_out(roster, clerk, now)

    assert [bool(each.refusal) for each in Outcome.objects.order_by("row__number")] == [
        True,
        False,
    ]


def test_work_that_was_killed_goes_on_where_it_stopped(clerk, office, committee, now):
    rows = [row(name=name) for name in ("王一", "王二", "王三")]
    roster = read(csv_of(*rows), clerk, office, now)
    operations.begin_applying(
        roster=roster, whole=True, job=job_of(clerk, now), by=clerk, at=now
    )

    def killed(items):
        yield items[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        operations.apply_rows(roster=roster, by=clerk, at=now, track=killed)
    assert Outcome.objects.count() == 1
    operations.apply_rows(roster=roster, by=clerk, at=now)
    operations.apply_rows(roster=roster, by=clerk, at=now)

    assert (Outcome.objects.count(), Post.objects.count()) == (3, 3)
    assert queries.last_step(roster).kind == Step.Kind.APPLIED


def test_one_branch_is_worked_on_once_at_a_time(clerk, office, committee, now):
    first = read(csv_of(row()), clerk, office, now)
    second = read(csv_of(row(name="王芳")), clerk, committee, now)
    job = job_of(clerk, now)
    operations.begin_applying(roster=first, whole=True, job=job, by=clerk, at=now)

    with pytest.raises(operations.UnderWay):
        carry_out(second, clerk, now)
    with pytest.raises(operations.NotNow):
        carry_out(first, clerk, now)
    job.state = Job.State.FAILED
    job.save()
    carry_out(second, clerk, now)
    carry_out(first, clerk, now)

    assert Post.objects.count() == 2


def test_an_answer_comes_too_late_once_the_row_is_done(known, clerk, office, now):
    roster = read(csv_of(row(born_on="1981-01-01")), clerk, office, now)
    doubt = Doubt.objects.get()
    operations.decide(doubt=doubt, answer="same", by=clerk, at=now)
    carry_out(roster, clerk, now)

    with pytest.raises(operations.RowSettled):
        operations.decide(doubt=doubt, answer="another", by=clerk, at=now)


def test_a_file_that_is_no_roster_is_refused_in_a_step(clerk, office, now):
    roster = read(b"%PDF", clerk, office, now)

    step = queries.last_step(roster)
    assert (step.kind, bool(step.lines), plans(roster)) == ("refused", True, [])


def test_other_characters_are_asked_about_and_then_read(clerk, office, committee, now):
    content = csv_of(row(name="周䶮")).decode().encode("gb18030")
    roster = read(content, clerk, office, now)

    assert queries.last_step(roster).kind == Step.Kind.ASKED
    assert "周䶮" in operations.sample_of(roster)[1]
    job = job_of(clerk, now)
    operations.confirm_encoding(roster=roster, job=job, by=clerk, at=now)
    operations.read_roster(roster=roster, encoding="gb18030", by=clerk, at=now)

    assert plans(roster) == ["newcomer"]


def test_reading_twice_does_the_same_and_never_after_an_outcome(
    clerk, office, committee, now
):
    roster = applied(csv_of(row()), clerk, office, now)

    operations.read_roster(roster=roster, encoding="", by=clerk, at=now)

    assert (roster.rows.count(), Outcome.objects.count()) == (1, 1)


def test_the_file_and_what_was_read_of_it_are_sealed(clerk, office, committee, now):
    roster = read(csv_of(row()), clerk, office, now)

    with roster.stored.open("rb") as stored:
        assert "李梅".encode() not in stored.read()
    assert "李梅".encode() not in bytes(roster.rows.get().sealed)


# -- what it costs


def statements(captured):
    """Leave out the marks of transactions."""
    marks = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")
    return [q["sql"] for q in captured if not q["sql"].startswith(marks)]


def cost_of_a_row(clerk, office, now, make):
    """How many statements each further row costs."""
    counts = []
    for rows in ([make(1)], [make(n) for n in range(2, 8)]):
        roster = read(csv_of(*rows), clerk, office, now)
        with CaptureQueriesContext(connection) as captured:
            carry_out(roster, clerk, now)
        counts.append(len(statements(captured)))
    return (counts[1] - counts[0]) / 5


def test_a_newcomer_with_everything_costs_at_most_sixteen_statements(
    clerk, office, committee, now
):
    def make(n):
        return row(name=f"王{'一二三四五六七八'[n]}", phone=None)

    assert cost_of_a_row(clerk, office, now, make) <= 16


def test_a_newcomer_costs_at_most_fifteen_statements(clerk, office, committee, now):
    def make(n):
        return {
            key: cell
            for key, cell in row(name=f"王{'一二三四五六七八'[n]}", phone=None).items()
            if key not in {"background", "languages", "specialities"}
        }

    assert cost_of_a_row(clerk, office, now, make) <= 15


def test_a_dry_run_costs_the_same_for_one_row_as_for_twenty(
    clerk, office, committee, now
):
    counts = []
    RoleGrant.held_by(clerk)
    for names in ("一", "二三四五六七八九十百千万东西南北上下左右"):
        rows = [row(name=f"王{sign}") for sign in names]
        roster = received(csv_of(*rows), clerk, office, now)
        with CaptureQueriesContext(connection) as captured:
            operations.read_roster(roster=roster, encoding="", by=clerk, at=now)
        counts.append(len(statements(captured)))

    assert counts[0] == counts[1]
