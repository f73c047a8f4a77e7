"""Every kind is entered by hand, decided by a named person, with its conditions in sight."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from incentives.entries import ENTRIES
from incentives.models import (
    KINDS,
    AccountabilityRecord,
    Commendation,
    EvaluationResult,
    GradeRecord,
    Recognition,
)
from mediators.models import Organisation
from tests.factories.incentives import (
    AccountabilityRecordFactory,
    AwardProgrammeFactory,
    GradeFactory,
    GradeSchemeFactory,
)
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    RoleGrantFactory,
)
from tests.incentives.conftest import DAY, learnt, signed_in

HTMX = {"HX-Request": "true"}


@pytest.fixture
def scheme(bureau):
    return GradeSchemeFactory(
        organisation=bureau, hours_needed=Decimal(8), hours_months=12
    )


@pytest.fixture
def grade(scheme):
    return GradeFactory(scheme=scheme)


def add_url(kind, subject):
    if isinstance(subject, Organisation):
        return reverse("incentives:record-add-unit", args=[kind, subject.uuid])
    return reverse("incentives:record-add", args=[kind, subject.uuid])


def decided(committee, decider, **own):
    return {
        "organisation": committee.uuid,
        "authority": "云溪区司法局",
        "decided_by": decider.uuid,
        "decided_on": str(DAY),
        "document_no": "云司发〔2026〕9号",
        **own,
    }


def who_decided(record):
    return (
        record.authority,
        record.decided_by.name,
        record.decided_on,
        record.document_no,
    )


DECIDED = ("云溪区司法局", "孟局", DAY, "云司发〔2026〕9号")


# -- each kind


def test_what_can_be_entered_stands_on_one_page(client, administrator, mediator):
    page = client.get(reverse("incentives:enter")).content.decode()
    own = client.get(reverse("incentives:enter-for", args=[mediator.uuid]))

    urls = [reverse("incentives:choose", args=[kind]) for kind in KINDS]
    assert [url for url in urls if url not in page] == []
    urls = [add_url(kind, mediator) for kind in KINDS]
    assert [url for url in urls if url not in own.content.decode()] == []


@pytest.mark.parametrize("kind", ENTRIES)
def test_it_is_asked_whom_it_is_for(client, administrator, committee, mediator, kind):
    url = reverse("incentives:choose", args=[kind])

    person = client.get(f"{url}?q=小满").content.decode()
    unit = client.get(f"{url}?q=青禾").content.decode()

    assert add_url(kind, mediator) in person
    assert (add_url(kind, committee) in unit) is ENTRIES[kind].units


@pytest.mark.parametrize("kind", ENTRIES)
def test_every_form_opens_for_people_and_where_it_may_for_units(
    client, administrator, committee, mediator, kind
):
    statuses = [
        client.get(add_url(kind, each)).status_code for each in (mediator, committee)
    ]

    assert statuses == [200, 200 if ENTRIES[kind].units else 404]


def test_a_grade_is_entered_by_whoever_the_decision_names(
    client, administrator, committee, mediator, grade
):
    learnt(mediator, hours=8)

    given = decided(committee, administrator, grade=grade.pk)
    page = client.post(add_url("grade", mediator), given, follow=True)

    record = GradeRecord.objects.get()
    assert (record.subject, record.grade, record.recorded_by) == (
        mediator,
        grade,
        administrator,
    )
    assert who_decided(record) == DECIDED
    assert "云司发〔2026〕9号" in page.content.decode()


def test_a_committee_is_graded_by_a_scheme_for_committees(
    client, administrator, committee, grade, bureau
):
    star = GradeFactory(
        scheme=GradeSchemeFactory(organisation=bureau, for_units=True), label="五星级"
    )

    form = client.get(add_url("grade", committee)).context["form"]
    given = decided(committee, administrator, grade=star.pk)
    client.post(add_url("grade", committee), given)

    assert list(form.fields["grade"].queryset) == [star]
    assert GradeRecord.objects.get().subject == committee


def test_a_year_is_evaluated(client, administrator, bureau, committee, mediator):
    own = {"branch": bureau.uuid, "year": "2025", "level": "qualified"}

    client.post(
        add_url("evaluation", mediator), decided(committee, administrator, **own)
    )

    result = EvaluationResult.objects.get()
    assert (result.branch, result.year, result.level) == (bureau, 2025, "qualified")
    assert who_decided(result) == DECIDED


def test_who_decided_is_the_topmost_branch_unless_another_is_chosen(
    client, administrator, bureau, committee, mediator
):
    OrganisationFactory(parent=bureau, name="旁边的村")

    form = client.get(add_url("evaluation", mediator)).context["form"]

    assert list(form.fields["branch"].queryset) == [bureau, committee]
    assert form.initial["branch"] == bureau.uuid


@pytest.mark.parametrize("of_unit", [False, True])
def test_a_recognition_is_entered(client, administrator, committee, mediator, of_unit):
    subject = committee if of_unit else mediator
    given = {
        "organisation": committee.uuid,
        "title": "调解能手",
        "given_by": "云溪区总工会",
        "given_on": "2026-03-01",
    }

    client.post(add_url("recognition", subject), given)

    assert Recognition.objects.get().subject == subject


def measure(bureau, committee, decider, **own):
    given = {"branch": bureau.uuid, "ground": "failing", "measure": "talk", **own}
    return decided(committee, decider, **given)


def test_a_measure_is_entered_by_the_bureau(
    client, administrator, bureau, committee, mediator
):
    given = measure(bureau, committee, administrator, effective_until="2026-09-01")

    client.post(add_url("accountability", mediator), given)

    record = AccountabilityRecord.objects.get()
    assert (record.branch, record.effective_until) == (bureau, date(2026, 9, 1))
    assert who_decided(record) == DECIDED


def test_a_measure_that_would_be_over_before_it_began_is_refused_in_words(
    client, administrator, bureau, committee, mediator
):
    given = measure(bureau, committee, administrator, effective_until="2026-03-01")

    response = client.post(add_url("accountability", mediator), given)

    assert "截止日期必须晚于决定日期" in response.content.decode()
    assert AccountabilityRecord.objects.count() == 0


def test_nobody_but_a_bureau_holds_to_account(client, bureau, committee, mediator):
    clerk = signed_in(client, committee)

    page = client.get(reverse("incentives:enter")).content.decode()
    given = measure(bureau, committee, clerk)
    answers = [
        client.get(reverse("incentives:choose", args=["accountability"])).status_code,
        client.post(add_url("accountability", mediator), given).status_code,
    ]

    assert ("登记问责" in page, answers) == (False, [404, 404])
    assert AccountabilityRecord.objects.count() == 0


# -- conditions


def test_the_conditions_are_shown_before_anything_is_recorded(
    client, administrator, committee, mediator, grade
):
    given = {
        "look": "1",
        "grade": grade.pk,
        "decided_on": str(DAY),
        "authority": "写了一半",
    }

    response = client.post(add_url("grade", mediator), given)

    page = response.content.decode()
    assert [each.is_met for each in response.context["conditions"]] == [False, True]
    assert ("共 0 学时" in page, "写了一半" in page) == (True, True)
    assert (response.context["form"].errors, GradeRecord.objects.count()) == ({}, 0)


def test_only_the_conditions_come_to_a_page_that_is_open(
    client, administrator, mediator, grade
):
    given = {"look": "1", "grade": grade.pk, "decided_on": str(DAY)}

    page = client.post(add_url("grade", mediator), given, headers=HTMX).content.decode()

    assert ("共 0 学时" in page, "<form" in page) == (True, False)


def test_the_only_programme_is_chosen_and_asks_at_once(
    client, administrator, bureau, mediator
):
    AwardProgrammeFactory(organisation=bureau)

    page = client.get(add_url("commendation", mediator)).content.decode()

    assert "当日没有处于影响期内的问责记录。" in page


def test_a_scheme_that_asks_for_nothing_says_so(
    client, administrator, bureau, mediator
):
    scheme = GradeSchemeFactory(organisation=bureau, blocked_by_accountability=False)
    given = {"look": "1", "grade": GradeFactory(scheme=scheme).pk}

    page = client.post(
        add_url("grade", mediator), {**given, "decided_on": str(DAY)}
    ).content.decode()

    assert "没有规定另外的条件" in page


def test_until_a_scheme_is_chosen_it_is_said_what_to_do(
    client, administrator, mediator, grade
):
    nothing = client.get(add_url("grade", mediator)).content.decode()
    nonsense = client.post(
        add_url("grade", mediator), {"look": "1", "grade": "0", "decided_on": "x"}
    ).content.decode()

    assert ("选好依据" in nothing, "选好依据" in nonsense) == (True, True)


def test_a_refusal_names_what_is_not_met_and_loses_nothing(
    client, administrator, committee, mediator, grade
):
    given = decided(committee, administrator, grade=grade.pk)

    response = client.post(add_url("grade", mediator), given)

    page = response.content.decode()
    errors = str(response.context["form"].non_field_errors())
    assert ("周小满" in errors, "不少于 8 学时" in errors) == (True, True)
    assert [each.is_met for each in response.context["conditions"]] == [False, True]
    assert ("云司发〔2026〕9号" in page, GradeRecord.objects.count()) == (True, 0)


def test_accountability_refuses_an_award_and_the_table_says_until_when(
    client, administrator, bureau, committee, mediator
):
    programme = AwardProgrammeFactory(organisation=bureau)
    AccountabilityRecordFactory(
        mediator=mediator, branch=bureau, effective_until=date(2026, 9, 1)
    )
    own = {"programme": programme.uuid, "title": "先进人民调解员"}

    page = client.post(
        add_url("commendation", mediator), decided(committee, administrator, **own)
    ).content.decode()

    assert "2026年9月1日" in page
    assert Commendation.objects.count() == 0


def test_an_office_is_not_told_whether_a_record_stands_in_the_way(
    client, bureau, committee, mediator
):
    clerk = signed_in(client, committee)
    head = RoleGrantFactory(organisation=bureau).user
    programme = AwardProgrammeFactory(organisation=bureau)
    own = {"programme": programme.uuid, "title": "先进人民调解员", "look": "1"}
    url, given = add_url("commendation", mediator), decided(committee, head, **own)
    before = client.post(url, given, headers=HTMX).content
    AccountabilityRecordFactory(mediator=mediator, branch=bureau)

    after = client.post(url, given, headers=HTMX).content
    del given["look"]
    refused = client.post(url, {**given, "decided_by": clerk.uuid}).content.decode()
    client.post(url, given)

    assert (after, "由司法局核对" in after.decode()) == (before, True)
    assert "问责记录" not in refused.replace("当日没有处于影响期内的问责记录", "")
    assert Commendation.objects.get().is_proposed


@pytest.mark.parametrize("count", [1, 5])
@pytest.mark.usefixtures("administrator")
def test_the_form_costs_the_same_however_many_grades(
    client, mediator, scheme, count, django_assert_num_queries
):
    for rank in range(1, count + 1):
        GradeFactory(scheme=scheme, rank=rank, label=f"{rank}级")
    given = {"look": "1", "grade": scheme.grades.first().pk, "decided_on": str(DAY)}
    url = add_url("grade", mediator)
    client.post(url, given)

    with django_assert_num_queries(20):
        client.post(url, given)


# -- strangers


@pytest.mark.parametrize("kind", ENTRIES)
def test_a_stranger_and_an_inspector_enter_nothing(
    client, bureau, committee, mediator, kind
):
    answers = []
    for user in ("stranger", "inspector"):
        place = bureau if user == "inspector" else OrganisationFactory(kind="bureau")
        signed_in(
            client, place, "inspector" if user == "inspector" else "administrator"
        )
        answers += [
            client.get(add_url(kind, mediator)).status_code,
            client.post(add_url(kind, mediator), {"title": "写了"}).status_code,
            client.get(add_url(kind, committee)).status_code,
            client.get(
                reverse("incentives:enter-for", args=[mediator.uuid])
            ).status_code,
        ]

    assert answers == [404] * 8
    assert KINDS[kind]._default_manager.count() == 0  # noqa: SLF001 -- documented


def test_what_another_branch_laid_down_cannot_be_chosen(
    client, administrator, committee, mediator
):
    foreign = GradeFactory()
    given = decided(committee, administrator, grade=foreign.pk)

    response = client.post(add_url("grade", mediator), given)

    assert "grade" in response.context["form"].errors
    assert GradeRecord.objects.count() == 0


def test_somebody_without_a_post_there_is_filed_nowhere(client, administrator, bureau):
    elsewhere = MediatorFactory(organisation=OrganisationFactory())

    assert client.get(add_url("recognition", elsewhere)).status_code == 404
