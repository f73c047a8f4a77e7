"""The list narrowed, and taken away as a workbook: within scope, and logged."""

import io

import pytest
import python_calamine as calamine

from incentives import operations
from incentives.operations import exporting
from lms.kernel.models import AuditEntry
from tests.factories.incentives import (
    EVERY_KIND,
    AccountabilityRecordFactory,
    RecognitionFactory,
    SubsidyEntryFactory,
)
from tests.factories.mediators import MediatorFactory, OrganisationFactory
from tests.incentives.conftest import signed_in

LIST = "/office/incentives/"
EXPORT = f"{LIST}export/"


def rows_of(response):
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    return book.get_sheet_by_index(0).to_python()


def annulled(record, by, now):
    return operations.annul(record=record, reason="录错人", at=now, actor=by)


@pytest.mark.parametrize(
    ("state", "count"), [("", 2), ("standing", 1), ("annulled", 1), ("nonsense", 2)]
)
def test_the_list_is_narrowed_by_state(  # noqa: PLR0913, PLR0917 -- fixtures
    client, administrator, mediator, now, state, count
):
    RecognitionFactory(mediator=mediator)
    annulled(RecognitionFactory(mediator=mediator), administrator, now)

    assert len(client.get(f"{LIST}?state={state}").context["records"]) == count


def test_the_list_is_narrowed_to_a_branch_and_what_hangs_beneath(
    client, administrator, bureau, committee, mediator
):
    office = OrganisationFactory(parent=bureau, kind="office")
    beneath = MediatorFactory(organisation=OrganisationFactory(parent=office))
    inside = RecognitionFactory(mediator=beneath)
    RecognitionFactory(mediator=mediator)

    found = client.get(f"{LIST}?branch={office.uuid}").context["records"]

    assert found == [inside]


def test_a_branch_of_others_cannot_be_chosen(client, administrator, mediator):
    foreign = OrganisationFactory(kind="bureau")
    RecognitionFactory(mediator=mediator)

    response = client.get(f"{LIST}?branch={foreign.uuid}")

    assert len(response.context["records"]) == 1
    assert foreign.name not in response.content.decode()


def test_the_list_is_taken_away_as_it_is_filtered(client, inspector, mediator, now):
    thanked = RecognitionFactory(mediator=mediator, given_by="云溪区总工会")
    annulled(thanked, inspector, now)
    SubsidyEntryFactory(mediator=mediator)

    response = client.get(f"{EXPORT}?kind=recognition")

    assert "attachment" in response["Content-Disposition"]
    assert rows_of(response) == [
        ["对象", "归属机构", "记录类别", "内容", "日期", "依据", "状态"],
        [
            "周小满",
            "青禾村人民调解委员会",
            "通报表扬等",
            "调解能手",
            "2026-03-01",
            "由云溪区总工会授予。",
            "已作废：录错人",
        ],
    ]


def test_whoever_is_in_it_can_see_that_it_was_taken(client, administrator, mediator):
    for factory in EVERY_KIND.values():
        factory(mediator=mediator)

    client.get(EXPORT)

    log = AuditEntry.objects.filter(action__endswith="exported").order_by("pk")
    assert list(log.values_list("action", "actor", "person")) == [
        ("records.exported", administrator.pk, None),
        ("person.records_exported", administrator.pk, mediator.person.uuid),
    ]


def test_nothing_of_another_branch_is_in_it(client, administrator, stranger, mediator):
    RecognitionFactory(mediator=mediator)

    response = client.get(EXPORT, follow=True)

    assert response.redirect_chain == [(f"{LIST}?", 302)]
    assert "没有符合条件的记录。" in response.content.decode()


def test_an_office_takes_away_nothing_of_what_is_held_against_its_people(
    client, committee, mediator
):
    AccountabilityRecordFactory(mediator=mediator)
    RecognitionFactory(mediator=mediator)
    signed_in(client, committee)

    kinds = [row[2] for row in rows_of(client.get(EXPORT))[1:]]

    assert kinds == ["通报表扬等"]


def test_too_many_are_refused_and_the_filters_stay(
    client, administrator, mediator, monkeypatch
):
    monkeypatch.setattr(exporting, "MOST_RECORDS", 1)
    for _ in range(2):
        RecognitionFactory(mediator=mediator)

    response = client.get(f"{EXPORT}?year=2026", follow=True)

    assert response.redirect_chain == [(f"{LIST}?year=2026", 302)]
    assert "共 2 条记录" in response.content.decode()


@pytest.mark.parametrize("count", [1, 5])
def test_it_costs_the_same_however_long(
    client, administrator, mediator, count, django_assert_num_queries
):
    for _ in range(count):
        SubsidyEntryFactory(mediator=mediator)
        RecognitionFactory(mediator=mediator)
    client.get(EXPORT)

    with django_assert_num_queries(12):
        client.get(EXPORT)
