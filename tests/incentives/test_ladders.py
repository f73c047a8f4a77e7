"""What a mediator reads of grades in their own file: where they stand, and what is next."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from incentives import queries
from lms.kernel.clock import local_day
from mediators.models import Post
from tests.factories.incentives import (
    AccountabilityRecordFactory,
    CommendationFactory,
    GradeFactory,
    GradeRecordFactory,
    GradeSchemeFactory,
    RecognitionFactory,
    SubsidyEntryFactory,
)
from tests.factories.mediators import MediatorFactory, OrganisationFactory, PostFactory
from tests.incentives.conftest import learnt, signed_in


@pytest.fixture
def today(now):
    return local_day(now)


@pytest.fixture
def scheme(bureau):
    scheme = GradeSchemeFactory(
        organisation=bureau, hours_needed=Decimal(8), hours_months=12
    )
    for rank, label in enumerate(["一级", "二级", "三级"], start=1):
        GradeFactory(scheme=scheme, rank=rank, label=label)
    return scheme


def ladder(mediator, today):
    viewer = mediator.person.user
    (found,) = queries.ladders_of(mediator, on=today, viewer=viewer)
    return found


def rung(scheme, rank):
    return scheme.grades.get(rank=rank)


def test_whoever_has_no_grade_begins_with_the_lowest(scheme, mediator, today):
    found = ladder(mediator, today)

    assert (found.held, found.next) == (None, rung(scheme, 3))
    assert [each.is_met for each in found.conditions] == [False, True]


@pytest.mark.parametrize(("held", "following"), [(3, 2), (2, 1), (1, None)])
def test_the_next_grade_is_the_one_above(scheme, mediator, today, held, following):
    record = GradeRecordFactory(mediator=mediator, grade=rung(scheme, held))

    found = ladder(mediator, today)

    assert (found.held, found.next) == (record, following and rung(scheme, following))


def test_a_grade_that_ran_out_or_was_annulled_is_held_no_more(scheme, mediator, today):
    GradeRecordFactory(
        mediator=mediator,
        grade=rung(scheme, 2),
        valid_until=today - timedelta(days=1),
    )

    assert ladder(mediator, today).held is None


def test_a_scheme_that_is_over_or_of_units_or_elsewhere_asks_nothing(
    bureau, mediator, today
):
    GradeSchemeFactory(organisation=bureau, valid_to=today)
    GradeSchemeFactory(organisation=bureau, for_units=True)
    GradeSchemeFactory(organisation=OrganisationFactory(kind="bureau"))

    viewer = mediator.person.user
    assert queries.ladders_of(mediator, on=today, viewer=viewer) == []


def test_whoever_is_only_invited_is_not_graded(scheme, committee, today):
    invited = MediatorFactory()
    PostFactory(person=invited.person, organisation=committee, kind=Post.Kind.INVITED)

    viewer = invited.person.user
    assert queries.ladders_of(invited, on=today, viewer=viewer) == []


def test_ladders_cost_one_query_where_no_scheme_holds(
    mediator, today, django_assert_num_queries
):
    with django_assert_num_queries(1):
        queries.ladders_of(mediator, on=today, viewer=mediator.person.user)


# -- the file


def own_page(client, mediator):
    client.force_login(mediator.person.user)
    return client.get(reverse("mediators:me")).content.decode()


def test_a_mediator_reads_what_comes_next_and_what_is_asked(
    client, scheme, mediator, today
):
    GradeRecordFactory(mediator=mediator, grade=rung(scheme, 3))
    learnt(mediator, hours=8, on=today - timedelta(days=1))

    page = own_page(client, mediator)

    assert "现为三级" in page
    assert "下一等级：二级。" in page
    assert ("最近 12 个月内不少于 8 学时。" in page, "未达到" in page) == (True, False)
    assert scheme.document in page


def test_what_is_held_against_them_is_said_to_themselves(
    client, scheme, bureau, mediator
):
    AccountabilityRecordFactory(mediator=mediator, branch=bureau)

    page = own_page(client, mediator)

    assert "有2026年3月1日的问责记录" in page


def test_records_say_by_whom_and_under_which_rule(client, scheme, mediator):
    award = CommendationFactory(mediator=mediator)
    entry = SubsidyEntryFactory(mediator=mediator)
    grade = GradeRecordFactory(mediator=mediator, grade=rung(scheme, 3))
    thanks = RecognitionFactory(mediator=mediator, document_no="工发〔2026〕2号")

    page = own_page(client, mediator)

    for words in (
        award.programme.approval_document,
        entry.schedule.document,
        scheme.name,
        thanks.document_no,
        "决定人：孟局",
    ):
        assert words in page
    assert grade.in_words in page


def test_an_inspector_reads_records_and_no_conditions(
    client, inspector, scheme, mediator
):
    page = client.get(mediator.get_absolute_url()).content.decode()

    assert ("下一等级" in page, reverse("incentives:enter") in page) == (False, False)


def test_an_administrator_sees_what_is_next_and_may_enter(
    client, bureau, scheme, mediator
):
    signed_in(client, bureau)

    page = client.get(mediator.get_absolute_url()).content.decode()

    assert "下一等级：三级。" in page
    assert reverse("incentives:enter-for", args=[mediator.uuid]) in page
