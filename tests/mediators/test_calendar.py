from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from mediators import operations, queries
from mediators.models import CalendarDay, Organisation, RoleGrant
from mediators.queries import Calendar
from tests.factories.mediators import OrganisationFactory, RoleGrantFactory

Role = RoleGrant.Role
ENTER = "/office/calendar/enter/"
#: What every page of the Office asks: the account, its roles, its permissions (twice).
OFFICE = 4


def signed_in(client, role=Role.ADMINISTRATOR, kind=Organisation.Kind.BUREAU):
    place = OrganisationFactory(kind=kind)
    user = RoleGrantFactory(organisation=place, role=role).user
    client.force_login(user)
    return user


# -- reckoning


def test_the_first_day_is_not_counted_and_weekends_are_left_out():
    friday = date(2026, 3, 6)

    deadline = Calendar({date(2026, 1, 1): False}).deadline(friday, days=6)

    assert (deadline.day, deadline.caveat) == (date(2026, 3, 16), "")


def test_days_off_are_left_out_and_make_up_days_count():
    entered = {date(2026, 3, 9): False, date(2026, 3, 14): True}

    deadline = Calendar(entered).deadline(date(2026, 3, 6), days=5)

    assert deadline.day == date(2026, 3, 14)


def test_a_year_whose_holidays_are_not_entered_says_so():
    entered = {date(2026, 10, 1): False}

    deadline = Calendar(entered).deadline(date(2026, 12, 21), days=30)

    assert (deadline.day, deadline.guessed) == (date(2027, 2, 1), (2027,))
    assert deadline.caveat == "按周末推算，尚未录入 2027 年放假安排。"


def test_no_days_at_all_end_on_the_day_itself():
    assert Calendar({}).deadline(date(2026, 3, 7), days=0).day == date(2026, 3, 7)


# -- entering


def enter(now, days, document="某通知"):
    return operations.enter_calendar(days=days, document=document, at=now, actor=None)


def test_the_same_again_changes_nothing_and_a_slip_is_corrected(now):
    enter(now, {date(2026, 10, 1): False, date(2026, 10, 10): False})

    again = enter(now, {date(2026, 10, 1): False, date(2026, 10, 10): True})

    assert (again.new, again.corrected, again.same) == (
        [],
        [date(2026, 10, 10)],
        [date(2026, 10, 1)],
    )
    assert queries.calendar().is_working(date(2026, 10, 10)) is True
    assert [str(day) for day in CalendarDay.objects.all()] == [
        "2026-10-01 放假",
        "2026-10-10 上班",
    ]


def test_a_calendar_without_days_or_document_is_refused(now):
    with pytest.raises(operations.NoDays):
        enter(now, {})
    with pytest.raises(operations.DocumentMissing):
        enter(now, {date(2026, 10, 1): False}, document=" ")

    assert not CalendarDay.objects.exists()


def test_a_day_of_the_calendar_names_its_source_and_stays(now):
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarDay.objects.create(
            day=date(2026, 1, 1), is_working=False, document="", recorded_at=now
        )
    enter(now, {date(2026, 1, 1): False})
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarDay.objects.all().delete()


# -- the pages

LINES = "2026-10-01 至 2026-10-03 休\n\n2026年10月10日 班"


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PLATFORM])
def test_what_would_change_is_shown_before_it_is_entered(client, role):
    signed_in(client, role)
    given = {"lines": LINES, "document": "某通知"}

    looked = client.post(ENTER, {**given, "step": "look"})
    before = CalendarDay.objects.count()
    response = client.post(ENTER, {**given, "step": "enter"})

    assert len(looked.context["changes"].new) == 4
    assert (before, CalendarDay.objects.count()) == (0, 4)
    assert response.url == reverse("mediators:calendar")
    page = client.get(response.url).content.decode()
    assert ("2026年10月10日" in page, "调休上班" in page) == (True, True)


@pytest.mark.parametrize(
    "line",
    [
        "十月一日 休",
        "2026-13-01 休",
        "2026-10-01 玩",
        "2026-10-07 至 2026-10-01 休",
        "2026-10-01 至 2027-10-01 休",
        "2026-10-01 班\n2026-10-01 休",
    ],
)
def test_a_line_that_makes_no_sense_is_named_and_nothing_is_lost(client, line):
    signed_in(client)

    response = client.post(
        ENTER, {"lines": line, "document": "某通知", "step": "enter"}
    )

    page = response.content.decode()
    assert ("看不明白" in page, line.splitlines()[-1] in page) == (True, True)
    assert not CalendarDay.objects.exists()


def test_only_blank_lines_are_refused_in_a_sentence(client):
    signed_in(client)

    response = client.post(
        ENTER, {"lines": "、", "document": "某通知", "step": "enter"}
    )
    empty = client.post(ENTER, {"lines": " ", "document": "某通知", "step": "enter"})

    assert (response.status_code, empty.status_code) == (200, 200)
    assert not CalendarDay.objects.exists()


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        (Role.INSPECTOR, Organisation.Kind.BUREAU),
        (Role.ADMINISTRATOR, Organisation.Kind.OFFICE),
    ],
)
def test_who_keeps_no_bureau_reads_the_calendar_and_enters_nothing(client, role, kind):
    signed_in(client, role, kind)

    read = client.get(reverse("mediators:calendar"))
    given = {"lines": LINES, "document": "某通知", "step": "enter"}

    assert read.status_code == 200
    assert client.get(ENTER).status_code == 404
    assert client.post(ENTER, given).status_code == 404
    assert (ENTER in read.content.decode(), CalendarDay.objects.count()) == (False, 0)


@pytest.mark.parametrize("count", [1, 5])
def test_the_calendar_costs_the_same_however_many_days(
    client, now, count, django_assert_num_queries
):
    enter(now, {date(2026, 5, number): False for number in range(1, count + 1)})
    signed_in(client)

    with django_assert_num_queries(OFFICE + 2):
        client.get(reverse("mediators:calendar"))
