"""Schedules, programmes and schemes: set up, looked at, ended, by whom it is theirs to."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from incentives import operations
from incentives.models import BASES, AwardProgramme, GradeScheme, SubsidySchedule
from lms.kernel.models import AuditEntry
from tests.factories.certificates import CertificateTypeFactory
from tests.factories.incentives import (
    AwardProgrammeFactory,
    CommendationFactory,
    GradeFactory,
    GradeRecordFactory,
    GradeSchemeFactory,
    SubsidyEntryFactory,
    SubsidyRateFactory,
    SubsidyScheduleFactory,
)
from tests.factories.mediators import OrganisationFactory, RoleGrantFactory
from tests.incentives.conftest import signed_in

LIST = "/office/incentives/bases/"
#: What every page of the Office asks: the account, its roles, its permissions (twice).
OFFICE = 4
START, LATER = date(2026, 1, 1), date(2026, 7, 1)


def made(kind, organisation):
    factories = {
        "schedule": SubsidyScheduleFactory,
        "programme": AwardProgrammeFactory,
        "scheme": GradeSchemeFactory,
    }
    return factories[kind](organisation=organisation)


# -- what may be laid down


def lay_down(bureau, now, **changes):
    terms = {
        "title": "以案定补标准",
        "document": "云司发〔2026〕3号",
        "rates": [operations.Rate("simple", Decimal(100))],
        "valid_from": START,
    }
    return operations.add_schedule(
        organisation=bureau, at=now, **{"actor": None, **terms, **changes}
    )


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"document": " "}, operations.SourceMissing),
        ({"rates": []}, operations.NoRates),
        (
            {"rates": [operations.Rate("simple", Decimal(n)) for n in (1, 2)]},
            operations.RateTwice,
        ),
        ({"valid_to": START}, operations.EndsTooSoon),
    ],
)
def test_a_schedule_says_what_it_pays_by_which_document(bureau, now, changes, refusal):
    with pytest.raises(refusal):
        lay_down(bureau, now, **changes)

    assert SubsidySchedule.objects.count() == 0


def test_two_schedules_of_a_branch_never_hold_at_once(bureau, now):
    lay_down(bureau, now, valid_from=LATER)

    with pytest.raises(operations.ScheduleOverlaps):
        lay_down(bureau, now)
    before = lay_down(bureau, now, valid_to=LATER)

    assert before.valid_to == LATER


def test_a_new_schedule_does_not_cut_short_one_that_was_used_later(
    bureau, now, mediator
):
    SubsidyEntryFactory(
        mediator=mediator,
        schedule=lay_down(bureau, now),
        mediated_on=date(2026, 8, 1),
    )

    with pytest.raises(operations.UsedLater):
        lay_down(bureau, now, valid_from=LATER)


def test_a_programme_is_of_its_year_once(bureau, now):
    terms = {
        "organisation": bureau,
        "name": "先进人民调解员",
        "approval_authority": "省表彰办",
        "approval_document": "示批1号",
        "at": now,
        "actor": None,
    }
    operations.open_programme(year=2026, **terms)

    with pytest.raises(operations.OpenedAlready):
        operations.open_programme(year=2026, **terms)
    operations.open_programme(year=2027, **terms)
    with pytest.raises(operations.HoursIncomplete):
        operations.open_programme(year=2028, hours_needed=Decimal(4), **terms)


@pytest.mark.parametrize("labels", [[], ["一级", "一级"]])
def test_a_ladder_has_rungs_each_of_them_once(bureau, now, labels):
    with pytest.raises(operations.NoGrades):
        operations.add_grade_scheme(
            organisation=bureau,
            name="办法",
            document="云司发1号",
            labels=labels,
            valid_from=START,
            at=now,
            actor=None,
        )


@pytest.mark.parametrize("half", [{"hours_needed": Decimal(8)}, {"hours_months": 12}])
def test_half_a_condition_is_refused_by_the_table_too(bureau, half):
    with pytest.raises(IntegrityError), transaction.atomic():
        GradeSchemeFactory(organisation=bureau, **half)


def test_a_schedule_is_a_bureaus_and_only_its_administrators_lay_it_down(
    bureau, committee, now
):
    clerk = RoleGrantFactory(organisation=committee).user
    head = RoleGrantFactory(organisation=bureau).user

    with pytest.raises(operations.NotTheBureau):
        lay_down(committee, now)
    with pytest.raises(operations.NotTheBureau):
        lay_down(bureau, now, actor=clerk)
    schedule = lay_down(bureau, now, actor=head)
    with pytest.raises(operations.NotTheBureau):
        operations.end_schedule(schedule=schedule, on=LATER, at=now, actor=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        SubsidyScheduleFactory(organisation=committee)

    assert SubsidySchedule.objects.get() == schedule


def test_a_town_reads_who_lays_down_what_is_paid(client, bureau, committee):
    office = OrganisationFactory(parent=bureau, kind="office")
    signed_in(client, office)
    schedule = made("schedule", bureau)
    add = reverse("incentives:basis-add", args=["schedule"])
    end = reverse("incentives:basis-end", args=["schedule", schedule.uuid])

    page = client.get(LIST).content.decode()
    answers = [client.get(add).status_code, client.post(add, {}).status_code]
    answers += [client.post(end, {"on": "2026-07-01"}).status_code]

    assert ("由司法局制定" in page, add in page) == (True, False)
    assert answers == [404] * 3


# -- how they end


def test_what_ends_stays_and_holds_no_longer(bureau, now):
    schedule = operations.end_schedule(
        schedule=lay_down(bureau, now), on=LATER, at=now, actor=None
    )
    scheme = operations.end_scheme(
        scheme=GradeSchemeFactory(organisation=bureau), on=LATER, at=now, actor=None
    )
    programme = operations.end_programme(
        programme=AwardProgrammeFactory(organisation=bureau),
        on=LATER,
        at=now,
        actor=None,
    )

    for each in (schedule, scheme, programme):
        each.refresh_from_db()
        assert (each.is_open_on(date(2026, 6, 30)), each.is_open_on(LATER)) == (
            True,
            False,
        )
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "schedule.added",
        "schedule.ended",
        "scheme.ended",
        "programme.ended",
    ]


def test_an_end_comes_once_and_after_the_beginning(bureau, now):
    schedule = lay_down(bureau, now)
    with pytest.raises(operations.EndsTooSoon):
        operations.end_schedule(schedule=schedule, on=START, at=now, actor=None)
    operations.end_schedule(schedule=schedule, on=LATER, at=now, actor=None)

    with pytest.raises(operations.EndedAlready):
        operations.end_schedule(schedule=schedule, on=LATER, at=now, actor=None)


def test_nothing_ends_before_it_was_last_used(bureau, mediator, now):
    award = CommendationFactory(
        mediator=mediator, programme=AwardProgrammeFactory(organisation=bureau)
    )
    given = GradeRecordFactory(mediator=mediator)
    day = award.decided_on

    with pytest.raises(operations.UsedLater):
        operations.end_programme(programme=award.programme, on=day, at=now, actor=None)
    with pytest.raises(operations.UsedLater):
        operations.end_scheme(scheme=given.grade.scheme, on=day, at=now, actor=None)


def test_in_an_ended_programme_nobody_is_commended(committee, mediator, bureau, now):
    programme = AwardProgrammeFactory(organisation=bureau, ended_on=date(2026, 2, 1))
    decider = RoleGrantFactory(organisation=bureau, user__name="孟局").user

    with pytest.raises(operations.ProgrammeEnded, match="2026年2月1日"):
        operations.decide_commendation(
            programme=programme,
            organisation=committee,
            mediator=mediator,
            title="先进",
            authority="云溪区司法局",
            decided_by=decider,
            decided_on=date(2026, 2, 1),
            document_no="1号",
            at=now,
            actor=None,
        )


# -- the pages


def test_the_list_shows_what_holds_here_and_above_and_nothing_else(
    client, bureau, committee
):
    signed_in(client, committee)
    seen = [made(kind, bureau) for kind in BASES]
    seen += [made(kind, committee) for kind in BASES if kind != "schedule"]
    beside = OrganisationFactory(parent=bureau, kind="bureau")
    hidden = [made(kind, beside) for kind in BASES]

    page = client.get(LIST).content.decode()

    assert [each for each in seen if each.get_absolute_url() not in page] == []
    assert [each for each in hidden if each.get_absolute_url() in page] == []
    assert client.get(hidden[0].get_absolute_url()).status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_costs_the_same_however_long(
    client, administrator, bureau, count, django_assert_num_queries
):
    for number in range(count):
        AwardProgrammeFactory(organisation=bureau)
        GradeSchemeFactory(organisation=bureau)
        SubsidyScheduleFactory(
            organisation=bureau,
            valid_from=date(2020 + number, 1, 1),
            valid_to=date(2021 + number, 1, 1),
        )

    # And whether a bureau is theirs, which alone says what is paid.
    with django_assert_num_queries(OFFICE + len(BASES) + 1):
        client.get(LIST)


def test_an_empty_list_says_so_and_offers_to_set_up(client, administrator):
    page = client.get(LIST).content.decode()

    assert page.count("还没有制定。") == len(BASES)
    assert reverse("incentives:basis-add", args=["scheme"]) in page


def rates(**lines):
    return {"rate-TOTAL_FORMS": "6", "rate-INITIAL_FORMS": "0", **lines}


def test_a_schedule_is_set_up_with_its_lines(client, administrator, bureau):
    url = reverse("incentives:basis-add", args=["schedule"])
    given = {
        "organisation": bureau.uuid,
        "title": "以案定补标准",
        "document": "云司发〔2026〕3号",
        "valid_from": "2026-01-01",
        **rates(
            **{
                "rate-0-case_class": "simple",
                "rate-0-amount": "100",
                "rate-1-case_class": "simple",
                "rate-1-committee_type": "village",
                "rate-1-amount": "80",
                "rate-2-case_class": "major",
            }
        ),
    }

    assert client.get(url).status_code == 200
    page = client.post(url, given, follow=True).content.decode()

    lines = SubsidySchedule.objects.get().rates.order_by("amount")
    assert [(line.committee_type, line.amount) for line in lines] == [
        ("village", Decimal(80)),
        ("", Decimal(100)),
    ]
    assert ("云司发〔2026〕3号" in page, "80.00" in page) == (True, True)


@pytest.mark.parametrize("amount", ["-5", "abc"])
@pytest.mark.parametrize("title", ["以案定补标准", ""])
def test_an_amount_that_is_none_stands_among_what_to_put_right(
    client, administrator, bureau, amount, title
):
    url = reverse("incentives:basis-add", args=["schedule"])
    line = {"rate-1-case_class": "simple", "rate-1-amount": amount}
    given = {
        "organisation": bureau.uuid,
        "title": title,
        "document": "云司发〔2026〕3号",
        "valid_from": "2026-01-01",
        **rates(**line),
    }

    page = client.post(url, given).content.decode()

    summary = page.partition("data-error-summary")[2].partition("</ul>")[0]
    assert "第 2 行，" in summary
    assert 'href="#id_rate-1-amount"' in summary
    assert ('href="#id_title"' in summary) is (title == "")
    assert SubsidySchedule.objects.count() == 0


def test_more_lines_keep_what_was_typed(client, administrator, bureau):
    url = reverse("incentives:basis-add", args=["schedule"])
    given = {"title": "写了一半", **rates(**{"rate-0-amount": "77"}), "more": "1"}

    response = client.post(url, given)

    page = response.content.decode()
    assert len(response.context["rates"].forms) == 10
    assert ('value="写了一半"' in page, 'value="77"' in page) == (True, True)
    assert not response.context["form"].errors
    assert SubsidySchedule.objects.count() == 0


def test_a_refused_schedule_keeps_what_was_typed(client, administrator, bureau):
    url = reverse("incentives:basis-add", args=["schedule"])
    given = {
        "organisation": bureau.uuid,
        "title": "没有金额的标准",
        "document": "云司发〔2026〕3号",
        "valid_from": "2026-01-01",
        **rates(),
    }

    page = client.post(url, given).content.decode()

    assert ("请至少填写一行" in page, "没有金额的标准" in page) == (True, True)


def test_a_programme_is_recorded_with_its_conditions(client, administrator, bureau):
    kind = CertificateTypeFactory(organisation=bureau)
    url = reverse("incentives:basis-add", args=["programme"])
    given = {
        "organisation": bureau.uuid,
        "name": "先进人民调解员",
        "year": "2026",
        "for_whom": "both",
        "approval_authority": "省表彰办",
        "approval_document": "示批〔2026〕1号",
        "hours_needed": "8",
        "hours_months": "12",
        "certificate_type": kind.uuid,
        "blocked_by_accountability": "on",
    }

    page = client.post(url, given, follow=True).content.decode()

    programme = AwardProgramme.objects.get()
    assert (programme.certificate_needed, programme.certificate_type) == (True, kind)
    assert [each for each in programme.asked_for if each not in page] == []
    assert "省表彰办" in page


def test_a_scheme_is_set_up_with_its_grades(client, administrator, bureau):
    url = reverse("incentives:basis-add", args=["scheme"])
    given = {
        "organisation": bureau.uuid,
        "name": "等级评定办法",
        "document": "云司发〔2026〕5号",
        "valid_from": "2026-01-01",
        "labels": " 一级 \n\n二级\n三级",
        "excludes_invited": "on",
    }

    page = client.post(url, given, follow=True).content.decode()

    scheme = GradeScheme.objects.get()
    labels = list(scheme.grades.values_list("rank", "label"))
    assert labels == [(1, "一级"), (2, "二级"), (3, "三级")]
    assert (scheme.excludes_invited, scheme.blocked_by_accountability) == (True, False)
    assert "特邀调解员" in page


@pytest.mark.parametrize("labels", ["一级\n一级", "长" * 41])
def test_grades_that_cannot_be_are_refused_in_words(
    client, administrator, bureau, labels
):
    url = reverse("incentives:basis-add", args=["scheme"])
    given = {
        "organisation": bureau.uuid,
        "name": "等级评定办法",
        "document": "云司发〔2026〕5号",
        "valid_from": "2026-01-01",
        "labels": labels,
    }

    response = client.post(url, given)

    assert response.context["form"].errors
    assert (labels in response.content.decode(), GradeScheme.objects.count()) == (
        True,
        0,
    )


@pytest.mark.parametrize("kind", BASES)
def test_it_is_ended_from_its_page_and_stays(client, administrator, bureau, kind):
    basis = made(kind, bureau)
    url = reverse("incentives:basis-end", args=[kind, basis.uuid])

    assert url in client.get(basis.get_absolute_url()).content.decode()
    assert client.get(url).status_code == 200
    assert client.post(url, {"on": ""}).status_code == 200
    page = client.post(url, {"on": "2026-07-01"}, follow=True).content.decode()

    assert ("已终止" in page, url in page) == (True, False)
    again = client.post(url, {"on": "2026-08-01"}).content.decode()
    assert "不再适用" in again


@pytest.mark.parametrize("kind", BASES)
def test_a_stranger_and_an_inspector_set_up_and_end_nothing(
    client, bureau, inspector, kind
):
    basis = made(kind, bureau)
    end = reverse("incentives:basis-end", args=[kind, basis.uuid])
    add = reverse("incentives:basis-add", args=[kind])

    looked = client.get(basis.get_absolute_url())
    inspects = [
        client.post(url, {"on": "2026-07-01"}).status_code for url in (end, add)
    ]
    signed_in(client, OrganisationFactory(kind="bureau"))
    strange = [client.get(basis.get_absolute_url()).status_code]
    strange += [client.post(end, {"on": "2026-07-01"}).status_code]

    assert (looked.status_code, inspects, strange) == (200, [404, 404], [404, 404])
    basis.refresh_from_db()
    assert (basis.ends_on, end in looked.content.decode()) == (None, False)


def test_a_kind_that_does_not_exist_is_not_found(client, administrator, bureau):
    basis = made("scheme", bureau)

    for url in (
        f"{LIST}nonsense/add/",
        f"{LIST}nonsense/{basis.uuid}/",
        f"{LIST}nonsense/{basis.uuid}/end/",
        f"{LIST}schedule/{basis.uuid}/",
    ):
        assert client.get(url).status_code == 404


def test_a_grade_stands_in_words_on_the_page_of_its_scheme(
    client, administrator, bureau
):
    grade = GradeFactory(scheme=GradeSchemeFactory(organisation=bureau))
    line = SubsidyRateFactory(schedule=SubsidyScheduleFactory(organisation=bureau))

    of_scheme = client.get(grade.scheme.get_absolute_url()).content.decode()
    of_schedule = client.get(line.schedule.get_absolute_url()).content.decode()

    assert (grade.label in of_scheme, "各种类型" in of_schedule) == (True, True)
