from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from incentives import operations
from incentives.models import (
    AccountabilityRecord,
    AwardProgramme,
    Commendation,
    EvaluationResult,
    GradeRecord,
    SubsidyEntry,
    SubsidyRate,
)
from lms.kernel import guards
from lms.kernel.clock import local_day
from lms.kernel.models import AuditEntry
from mediators.models import Organisation, Person, Post
from tests.factories.incentives import (
    EVERY_KIND,
    AccountabilityRecordFactory,
    AwardProgrammeFactory,
    GradeFactory,
    RecognitionFactory,
    SubsidyRateFactory,
    SubsidyScheduleFactory,
)
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    PostFactory,
    RoleGrantFactory,
    UserFactory,
)

DAY = date(2026, 3, 1)


@pytest.fixture
def bureau():
    return OrganisationFactory(kind=Organisation.Kind.BUREAU, name="云溪区司法局")


@pytest.fixture
def committee(bureau):
    return OrganisationFactory(parent=bureau)


@pytest.fixture
def mediator(committee):
    return MediatorFactory(organisation=committee, person__name="周小满")


@pytest.fixture
def clerk():
    return UserFactory(name="钱文")


@pytest.fixture
def head(bureau):
    return RoleGrantFactory(organisation=bureau, user__name="孟局").user


@pytest.fixture
def decision(head):
    return {
        "authority": "云溪区司法局",
        "decided_by": head,
        "decided_on": DAY,
        "document_no": "云司发〔2026〕9号",
    }


# -- subsidies


@pytest.fixture
def schedule(bureau, now):
    Case, Form = SubsidyRate.CaseClass, SubsidyRate.Form  # noqa: N806 -- classes
    return operations.add_schedule(
        organisation=bureau,
        title="以案定补标准",
        document="云司发〔2026〕3号",
        rates=[
            operations.Rate(Case.SIMPLE, Decimal(100)),
            operations.Rate(Case.SIMPLE, Decimal(80), committee_type="village"),
            operations.Rate(
                Case.SIMPLE, Decimal(120), committee_type="village", form=Form.WRITTEN
            ),
        ],
        valid_from=date(2026, 1, 1),
        at=now,
        actor=None,
    )


def enter(mediator, committee, now, **changes):
    case = {
        "case_ref": "云调 2026-001",
        "mediated_on": DAY,
        "case_class": SubsidyRate.CaseClass.SIMPLE,
        "form": SubsidyRate.Form.WRITTEN,
    }
    return operations.enter_subsidy(
        mediator=mediator,
        organisation=committee,
        at=now,
        **{"actor": None, **case, **changes},
    )


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "r调〔2026〕001号",
            "Ｒ调［２０２６］１號",
            " R调 (2026) 第1号 ",
            "R调【2026】001",
        ),
        *("R调2026－001", "R调2026年1号", "R调\u200b2026—1", "R调{2026}-01"),
    ],
)
def test_a_case_is_paid_once_however_it_is_typed(
    now, mediator, committee, schedule, typed
):
    enter(mediator, committee, now, case_ref="R调〔2026〕001号")

    with pytest.raises(operations.SubsidisedAlready):
        enter(mediator, committee, now, case_ref=typed)


@pytest.mark.parametrize(
    "other",
    [
        *("R调2026-1-12", "R调2026-112", "R调2026-1-1-2", "R调20261-12"),
        *("R2026-11-2", "R调解2026-11-2", "R调2025-11-2"),
    ],
)
def test_what_may_be_two_cases_is_not_made_one(
    now, mediator, committee, schedule, other
):
    enter(mediator, committee, now, case_ref="R调2026-11-2")

    assert enter(mediator, committee, now, case_ref=other).case_ref == other


@pytest.mark.parametrize(
    "words",
    [
        *("张三诉李四", "张三与李四2026", "张三、李四2026-1", "邻里纠纷2026-1"),
        *("云调号", "当事人甲2026", "王" * 21 + "1", "1" * 61, "张三诉李四（2026）"),
    ],
)
def test_what_is_no_number_is_no_case(now, mediator, committee, schedule, words):
    with pytest.raises(operations.NotACaseNumber):
        enter(mediator, committee, now, case_ref=words)


def test_a_number_that_a_court_gave_is_one(now, mediator, committee, schedule):
    entry = enter(mediator, committee, now, case_ref="（2026）云0115诉前调123号")

    assert entry.case_ref == "(2026)云0115诉前调123号"


def test_a_case_counts_once_in_the_whole_branch_of_the_bureau(
    now, bureau, committee, mediator, schedule
):
    """Whichever schedule pays, whichever committee; and no more is told than is seen."""
    towns = [OrganisationFactory(parent=bureau, kind="office") for _ in range(2)]
    near, far = (OrganisationFactory(parent=town) for town in towns)
    clerk = RoleGrantFactory(organisation=towns[1]).user
    there = MediatorFactory(organisation=near, person__name="郑长河")
    here = MediatorFactory(organisation=far)
    enter(there, near, now)
    operations.add_schedule(
        organisation=bureau,
        title="新标准",
        document="云司发〔2026〕30号",
        rates=[operations.Rate("simple", Decimal(300))],
        valid_from=date(2026, 4, 1),
        at=now,
        actor=None,
    )
    again = {"case_ref": "云调〔2026〕1号", "mediated_on": date(2026, 4, 1)}

    with pytest.raises(operations.SubsidisedAlready, match=r"2026年3月1日.*郑长河"):
        enter(here, far, now, **again)
    with pytest.raises(operations.SubsidisedElsewhere) as told:
        enter(here, far, now, actor=clerk, **again)

    assert "郑长河" not in str(told.value)
    district = OrganisationFactory(kind=Organisation.Kind.BUREAU)
    rate = SubsidyRateFactory(schedule__organisation=district)
    beyond = OrganisationFactory(parent=district)
    other = MediatorFactory(organisation=beyond)
    assert enter(other, beyond, now, **again).schedule == rate.schedule


def test_what_was_paid_twice_before_keeps_both_and_is_not_paid_again(
    now, mediator, committee, schedule
):
    first = enter(mediator, committee, now, case_ref="R-1")
    second = enter(mediator, committee, now, case_ref="R-2")
    connection.check_constraints()  # PostgreSQL alters no table that has some to check
    guards.lift(SubsidyEntry._meta.db_table, connection=connection)  # noqa: SLF001 -- documented
    SubsidyEntry.objects.filter(pk=second.pk).update(case_ref="R〔01〕号")

    filling = import_module("incentives.migrations.0004_fill_the_keys_of_cases")
    filling.fill(apps, SimpleNamespace(connection=connection))

    keys = SubsidyEntry.objects.order_by("pk").values_list("case_key", flat=True)
    assert list(keys) == ["R1", f"R1#{second.pk}"]
    SubsidyEntry.objects.filter(pk=first.pk).update(
        annulled_at=now, annulled_by=UserFactory(), annul_reason="重复"
    )
    with pytest.raises(operations.SubsidisedAlready):
        enter(mediator, committee, now, case_ref="R1")


def test_a_case_of_the_future_is_not_paid(now, mediator, committee, schedule):
    with pytest.raises(operations.NotYetMediated):
        enter(mediator, committee, now, mediated_on=date(2099, 1, 1))


def test_only_who_had_a_post_there_that_day_is_paid(now, bureau, committee, schedule):
    came_later = MediatorFactory()
    PostFactory(
        person=came_later.person, organisation=committee, valid_from=date(2026, 3, 2)
    )
    of_another = MediatorFactory(organisation=OrganisationFactory(parent=bureau))

    for mediator in (came_later, of_another):
        with pytest.raises(operations.NoPostThere):
            enter(mediator, committee, now)


@pytest.mark.parametrize(
    ("committee_type", "form", "amount"),
    [
        ("village", "written", 120),
        ("village", "oral", 80),
        ("township", "written", 100),
    ],
)
def test_a_case_earns_the_rate_that_fits_best(  # noqa: PLR0913, PLR0917 -- fixtures
    now, bureau, schedule, committee_type, form, amount
):
    committee = OrganisationFactory(parent=bureau, committee_type=committee_type)
    mediator = MediatorFactory(organisation=committee)

    entry = enter(mediator, committee, now, form=form)

    assert (entry.amount, entry.case_ref, entry.schedule) == (
        amount,
        "云调2026-001",
        schedule,
    )


def test_a_new_schedule_changes_no_entry_and_ends_the_old_one(
    now, bureau, schedule, committee, mediator
):
    entry = enter(mediator, committee, now)

    operations.add_schedule(
        organisation=bureau,
        title="新标准",
        document="云司发〔2026〕30号",
        rates=[operations.Rate("simple", Decimal(300))],
        valid_from=date(2026, 7, 1),
        at=now,
        actor=None,
    )
    later = enter(
        mediator, committee, now, case_ref="R-2", mediated_on=date(2026, 7, 1)
    )

    entry.refresh_from_db()
    schedule.refresh_from_db()
    assert (entry.amount, later.amount) == (120, 300)
    assert schedule.valid_to == date(2026, 7, 1)


def test_the_nearest_bureau_decides_what_a_case_pays(now, schedule, bureau):
    district = OrganisationFactory(parent=bureau, kind=Organisation.Kind.BUREAU)
    committee = OrganisationFactory(parent=district)
    mediator = MediatorFactory(organisation=committee)
    own = SubsidyScheduleFactory(organisation=district)
    SubsidyRateFactory(schedule=own, amount=55)

    assert enter(mediator, committee, now).amount == 55


def test_one_case_is_subsidised_once_until_it_is_annulled(
    now, schedule, committee, mediator, clerk
):
    entry = enter(mediator, committee, now)
    with pytest.raises(operations.SubsidisedAlready, match="云调2026-001"):
        enter(MediatorFactory(organisation=committee), committee, now)

    operations.annul(record=entry, reason="录错人", at=now, actor=clerk)
    enter(mediator, committee, now)

    assert SubsidyEntry.objects.standing().count() == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"case_ref": " "}, operations.CaseMissing),
        ({"mediated_on": date(2025, 12, 31)}, operations.NoSchedule),
        ({"case_class": "major"}, operations.NoRate),
    ],
)
def test_a_case_that_no_schedule_pays_is_refused(  # noqa: PLR0913, PLR0917 -- fixtures
    now, schedule, committee, mediator, changes, refusal
):
    with pytest.raises(refusal):
        enter(mediator, committee, now, **changes)

    assert not SubsidyEntry.objects.exists()


def test_who_is_on_a_public_payroll_is_not_subsidised(now, schedule, committee):
    paid = MediatorFactory(organisation=committee, may_be_subsidised=False)

    with pytest.raises(operations.NotSubsidised):
        enter(paid, committee, now)


def test_the_log_says_who_entered_what(now, schedule, committee, mediator):
    enter(mediator, committee, now)

    entry = AuditEntry.objects.get(action="subsidy.entered")
    assert (entry.person, entry.fields) == (
        mediator.person.uuid,
        ["amount", "case_ref"],
    )


# -- commendations


@pytest.fixture
def programme(bureau):
    return AwardProgrammeFactory(organisation=bureau)


def commend(programme, committee, mediator, now, decision, **changes):
    return operations.decide_commendation(
        programme=programme,
        organisation=committee,
        mediator=mediator,
        title="先进人民调解员",
        at=now,
        actor=None,
        **{**decision, **changes},
    )


@pytest.mark.parametrize("missing", ["approval_authority", "approval_document"])
def test_a_programme_without_an_approval_is_refused(now, bureau, missing):
    approval = {"approval_authority": "某组", "approval_document": "某号", missing: " "}

    with pytest.raises(operations.NotApproved):
        operations.open_programme(
            organisation=bureau, name="表彰", year=2026, at=now, actor=None, **approval
        )


def test_a_mediator_is_commended_in_an_approved_programme(
    now, bureau, committee, mediator, decision
):
    programme = operations.open_programme(
        organisation=bureau,
        name="先进人民调解员表彰",
        year=2026,
        approval_authority="省评比达标表彰工作协调小组",
        approval_document="示评组发〔2026〕1号",
        at=now,
        actor=None,
    )

    award = commend(programme, committee, mediator, now, decision)

    assert (award.subject, award.decided_by) == (mediator, decision["decided_by"])


def test_a_unit_is_commended_where_the_programme_is_for_units(
    now, bureau, committee, mediator, decision
):
    programme = AwardProgrammeFactory(
        organisation=bureau, for_whom=AwardProgramme.Subject.UNIT
    )

    award = commend(programme, committee, None, now, decision)

    assert award.subject == committee
    with pytest.raises(operations.WrongSubject):
        commend(programme, committee, mediator, now, decision)
    with pytest.raises(operations.CommendedAlready):
        commend(programme, committee, None, now, decision)


def test_nobody_is_commended_twice_in_a_programme(
    now, programme, committee, mediator, decision
):
    commend(programme, committee, mediator, now, decision)

    with pytest.raises(operations.CommendedAlready, match="周小满"):
        commend(programme, committee, mediator, now, decision)


def test_the_quota_is_kept(now, bureau, committee, mediator, decision):
    programme = AwardProgrammeFactory(organisation=bureau, quota=1)
    commend(programme, committee, mediator, now, decision)

    with pytest.raises(operations.QuotaReached):
        commend(
            programme, committee, MediatorFactory(organisation=committee), now, decision
        )


def test_a_sponsor_commends_within_its_branch(now, committee, mediator, decision, head):
    elsewhere = AwardProgrammeFactory(organisation__kind=Organisation.Kind.BUREAU)
    RoleGrantFactory(user=head, organisation=elsewhere.organisation)

    with pytest.raises(operations.NotOfTheBranch):
        commend(elsewhere, committee, mediator, now, decision)


def test_a_mediator_of_another_branch_is_not_commended_here(
    now, programme, committee, decision
):
    with pytest.raises(operations.NotOfTheBranch):
        commend(programme, committee, MediatorFactory(), now, decision)


@pytest.mark.parametrize(
    ("until", "decided_on"),
    [(None, DAY), (date(2026, 3, 2), DAY), (None, date(2026, 2, 1))],
)
def test_an_open_accountability_record_blocks_an_award(  # noqa: PLR0913, PLR0917 -- fixtures
    now, programme, committee, mediator, decision, until, decided_on
):
    AccountabilityRecordFactory(
        mediator=mediator, effective_until=until, decided_on=decided_on
    )

    with pytest.raises(operations.Blocked, match="周小满"):
        commend(programme, committee, mediator, now, decision)

    assert not Commendation.objects.exists()


def test_a_record_that_is_over_or_annulled_blocks_nothing(  # noqa: PLR0913, PLR0917 -- fixtures
    now, programme, committee, mediator, decision, clerk
):
    AccountabilityRecordFactory(
        mediator=mediator, decided_on=date(2025, 3, 1), effective_until=DAY
    )
    annulled = AccountabilityRecordFactory(mediator=mediator)
    operations.annul(record=annulled, reason="查无此事", at=now, actor=clerk)

    assert commend(programme, committee, mediator, now, decision).pk


def test_a_programme_may_say_that_nothing_blocks(
    now, bureau, committee, mediator, decision
):
    programme = AwardProgrammeFactory(
        organisation=bureau, blocked_by_accountability=False
    )
    AccountabilityRecordFactory(mediator=mediator)

    assert commend(programme, committee, mediator, now, decision).pk


def test_what_is_held_against_a_unit_blocks_the_unit_alone(
    now, bureau, committee, mediator, decision
):
    programme = AwardProgrammeFactory(
        organisation=bureau, for_whom=AwardProgramme.Subject.BOTH
    )
    AccountabilityRecordFactory(mediator=None, organisation=committee)

    commend(programme, committee, mediator, now, decision)
    with pytest.raises(operations.Blocked, match=committee.name):
        commend(programme, committee, None, now, decision)


def test_what_was_held_against_a_merged_record_blocks_too(
    now, programme, committee, mediator, decision
):
    duplicate = MediatorFactory(organisation=committee)
    AccountabilityRecordFactory(mediator=duplicate)
    Person.objects.filter(pk=duplicate.person_id).update(merged_into=mediator.person)

    with pytest.raises(operations.Blocked):
        commend(programme, committee, mediator, now, decision)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"document_no": " "}, operations.NoDocument),
        ({"authority": ""}, operations.NoDocument),
        ({"decided_by": {"is_active": False}}, operations.NoDecider),
        ({"decided_by": {"name": " "}}, operations.NoDecider),
    ],
)
def test_a_decision_needs_a_human_being_and_a_document(  # noqa: PLR0913, PLR0917 -- fixtures
    now, programme, committee, mediator, decision, changes, refusal
):
    if isinstance(changes.get("decided_by"), dict):
        changes = {"decided_by": UserFactory(**changes["decided_by"])}

    with pytest.raises(refusal):
        commend(programme, committee, mediator, now, decision, **changes)


# -- grades


@pytest.fixture
def grade(bureau):
    return GradeFactory(scheme__organisation=bureau)


def give(grade, committee, mediator, now, decision):
    return operations.record_grade(
        grade=grade,
        organisation=committee,
        mediator=mediator,
        at=now,
        actor=None,
        **decision,
    )


def test_a_ladder_ranks_from_the_highest(now, bureau):
    scheme = operations.add_grade_scheme(
        organisation=bureau,
        name="等级评定办法",
        document="云司发〔2024〕5号",
        labels=["一级", "二级", "三级", "四级"],
        valid_from=DAY,
        at=now,
        actor=None,
    )

    assert [(each.rank, each.label) for each in scheme.grades.all()] == [
        (1, "一级"),
        (2, "二级"),
        (3, "三级"),
        (4, "四级"),
    ]


@pytest.mark.parametrize(
    ("months", "end"),
    [(None, None), (24, date(2028, 2, 29)), (11, date(2027, 1, 31))],
)
def test_a_grade_holds_for_the_cycle_of_its_scheme(  # noqa: PLR0913, PLR0917 -- fixtures
    now, bureau, committee, mediator, decision, months, end
):
    grade = GradeFactory(scheme__organisation=bureau, scheme__cycle_months=months)

    assert give(grade, committee, mediator, now, decision).valid_until == end


def test_a_cycle_ends_on_a_day_that_exists(bureau):
    scheme = GradeFactory(scheme__cycle_months=6).scheme

    end = operations.grades.queries.cycle_end(scheme, start=date(2026, 8, 31))

    assert end == date(2027, 2, 28)


def test_a_scheme_grades_whom_it_is_for_and_while_it_holds(  # noqa: PLR0913, PLR0917 -- fixtures
    now, bureau, committee, mediator, decision, grade
):
    over = GradeFactory(scheme__organisation=bureau, scheme__valid_to=DAY)
    for_units = GradeFactory(scheme__organisation=bureau, scheme__for_units=True)

    with pytest.raises(operations.SchemeNotInForce):
        give(over, committee, mediator, now, decision)
    with pytest.raises(operations.NotGraded):
        give(for_units, committee, mediator, now, decision)
    with pytest.raises(operations.NotGraded):
        give(grade, committee, None, now, decision)
    assert give(for_units, committee, None, now, decision).subject == committee


def test_invited_mediators_are_not_graded_unless_the_scheme_says_so(
    now, bureau, committee, decision, grade
):
    invited = MediatorFactory(person__user=None)
    Post.objects.filter(person=invited.person).update(
        valid_to=date(2025, 1, 1), end_reason="resigned"
    )
    PostFactory(person=invited.person, organisation=committee, kind=Post.Kind.INVITED)
    liberal = GradeFactory(scheme__organisation=bureau, scheme__excludes_invited=False)

    with pytest.raises(operations.NotGraded):
        give(grade, committee, invited, now, decision)
    assert give(liberal, committee, invited, now, decision).pk


def test_accountability_blocks_a_grade_unless_the_scheme_says_otherwise(  # noqa: PLR0913, PLR0917 -- fixtures
    now, bureau, committee, mediator, decision, grade
):
    AccountabilityRecordFactory(mediator=mediator)
    lenient = GradeFactory(
        scheme__organisation=bureau, scheme__blocked_by_accountability=False
    )

    with pytest.raises(operations.Blocked):
        give(grade, committee, mediator, now, decision)
    give(lenient, committee, mediator, now, decision)

    assert GradeRecord.objects.count() == 1


# -- the rest


def test_a_year_is_evaluated_once_by_a_branch_however_it_is_called(
    now, bureau, committee, mediator, decision
):
    terms = {
        "branch": bureau,
        "organisation": committee,
        "mediator": mediator,
        "year": 2025,
        "level": EvaluationResult.Level.EXCELLENT,
        "at": now,
        "actor": None,
        **decision,
    }
    operations.record_evaluation(**terms)

    for authority in ("云溪区司法局", "云溪区司法局（换个写法）"):
        with pytest.raises(operations.EvaluatedAlready):
            operations.record_evaluation(**{**terms, "authority": authority})
    of_town = {**terms, "branch": committee, "authority": "青禾村调委会"}
    operations.record_evaluation(**of_town)

    assert EvaluationResult.objects.count() == 2


def test_a_recognition_rests_on_no_programme(now, committee, mediator):
    recognition = operations.record_recognition(
        organisation=committee,
        mediator=mediator,
        title="调解能手",
        given_by="云溪区总工会",
        given_on=DAY,
        at=now,
        actor=None,
    )

    assert (recognition.day, recognition.headline) == (DAY, "调解能手")


def test_a_measure_is_recorded_with_who_decided_it(
    now, bureau, committee, mediator, decision
):
    operations.record_accountability(
        branch=bureau,
        organisation=committee,
        mediator=mediator,
        ground=AccountabilityRecord.Ground.LEAKING,
        measure=AccountabilityRecord.Measure.CORRECTION,
        at=now,
        actor=None,
        **decision,
    )

    assert AccountabilityRecord.objects.open_on(DAY).about(mediator).count() == 1


@pytest.fixture
def entering(bureau, committee, mediator, now, decision):
    """Return a function that enters a decision of a kind, taken on a day."""

    def entering(kind, day):
        subject = {"organisation": committee, "mediator": mediator}
        by = {**subject, "at": now, "actor": None}
        decided = {**by, **decision, "decided_on": day}
        enter = {
            "commendation": lambda: operations.decide_commendation(
                programme=AwardProgrammeFactory(organisation=bureau),
                title="先进",
                **decided,
            ),
            "grade": lambda: operations.record_grade(
                grade=GradeFactory(scheme__organisation=bureau), **decided
            ),
            "evaluation": lambda: operations.record_evaluation(
                branch=bureau, year=2025, level="good", **decided
            ),
            "accountability": lambda: operations.record_accountability(
                branch=bureau,
                ground=AccountabilityRecord.Ground.LEAKING,
                measure=AccountabilityRecord.Measure.CORRECTION,
                **decided,
            ),
            "recognition": lambda: operations.record_recognition(
                title="能手", given_by="总工会", given_on=day, **by
            ),
        }
        return enter[kind]()

    return entering


@pytest.mark.parametrize("kind", sorted(EVERY_KIND.keys() - {"subsidy"}))
def test_what_is_decided_on_a_day_still_to_come_is_not_entered(entering, now, kind):
    tomorrow = local_day(now) + timedelta(days=1)

    with pytest.raises(operations.NotYetDecided, match="还没有到"):
        entering(kind, tomorrow)

    assert entering(kind, local_day(now)).day == local_day(now)


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_record_of_any_kind_is_annulled_once_and_with_a_reason(now, clerk, kind):
    record = EVERY_KIND[kind]()

    with pytest.raises(operations.ReasonMissing):
        operations.annul(record=record, reason=" ", at=now, actor=clerk)
    annulled = operations.annul(record=record, reason="录入有误", at=now, actor=clerk)
    with pytest.raises(operations.AlreadyAnnulled):
        operations.annul(record=record, reason="再来", at=now, actor=clerk)

    assert (annulled.annulled_by, annulled.annul_reason) == (clerk, "录入有误")
    assert AuditEntry.objects.get().action == f"{kind}.annulled"


def test_annulling_a_record_of_a_unit_names_no_person(now, clerk, committee):
    record = RecognitionFactory(mediator=None, organisation=committee)

    operations.annul(record=record, reason="重复", at=now, actor=clerk)

    assert AuditEntry.objects.get().person is None
