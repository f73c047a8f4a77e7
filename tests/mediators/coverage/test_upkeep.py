"""Marks, the lease, the tasks and the reconcilers: nothing is lost, nothing counted twice."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.kernel import reconcilers
from lms.kernel.clock import local_day
from mediators import operations as mediators
from mediators.coverage import operations, queries, receivers, tasks
from mediators.coverage.models import BranchFigures, Due, Roll
from mediators.coverage.operations.marking import MANY, mark_divisions
from mediators.divisions import Listed
from mediators.models import Division, Organisation, Post, Rule
from mediators.queries import committee_warnings
from mediators.signals import place_changed, posts_changed
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
)
from tests.mediators.coverage.conftest import DAY, differing, stored


@pytest.fixture
def bureau():
    return OrganisationFactory(kind="bureau")


@pytest.fixture
def committee(bureau):
    return OrganisationFactory(parent=bureau)


def marks():
    return [(due.person_id, due.organisation_id) for due in Due.objects.order_by("pk")]


def test_whatever_is_counted_is_marked_as_it_is_written(committee):
    person = PersonFactory()
    Due.objects.all().delete()

    post = PostFactory(person=person, organisation=committee)
    person.gender = "2"
    person.save(update_fields=["gender"])
    person.phone = "13900000000"
    person.save(update_fields=["phone"])
    committee.save()

    assert post.person == person
    assert marks() == [(person.pk, None), (person.pk, None), (None, committee.pk)]


def test_what_is_announced_is_marked_however_it_was_written(committee):
    person = PersonFactory()
    Due.objects.all().delete()

    posts_changed.send(sender=Post, person=person)
    place_changed.send(sender=Organisation, organisation=committee)

    assert marks() == [(person.pk, None), (None, committee.pk)]


@pytest.mark.parametrize("model", ["post", "person", "organisation", "rule"])
def test_what_a_fixture_loads_is_not_marked(model, committee):
    listen = {
        "post": receivers.mark_holder,
        "organisation": receivers.mark_changed_place,
        "rule": receivers.mark_ruled_branch,
    }
    Due.objects.all().delete()

    if model == "person":
        receivers.mark_changed_person(PersonFactory(), created=False, raw=True)
    else:
        listen[model](committee, raw=True)

    assert marks() == []


def test_marks_wait_until_everything_was_counted_once(committee, now):
    MediatorFactory(organisation=committee)

    assert operations.count_due(at=now) == 0
    assert BranchFigures.objects.count() == 0


def test_marks_wait_while_everything_is_counted(committee, roll, count, now):
    roll()
    Roll.objects.update(rolling_until=now + timedelta(minutes=1))
    MediatorFactory(organisation=committee)

    waiting = operations.count_due(at=now)
    refused = operations.roll(day=DAY, at=now)
    later = operations.count_due(at=now + timedelta(minutes=2))

    assert (waiting, refused, later > 0, differing()) == (0, False, True, [])


def test_counting_everything_works_off_the_marks_it_began_with(committee, roll):
    MediatorFactory(organisation=committee)

    roll()

    assert (marks(), differing()) == ([], [])


def test_counting_again_writes_no_figure(committee, roll):
    MediatorFactory(organisation=committee)
    roll()

    with CaptureQueriesContext(connection) as asked:
        roll()

    assert [
        query["sql"]
        for query in asked.captured_queries
        if query["sql"].startswith(
            ('INSERT INTO "coverage_branch', 'UPDATE "coverage_b')
        )
    ] == []


def test_a_figure_that_somebody_spoilt_is_mended_at_night(bureau, committee, roll):
    MediatorFactory(organisation=committee)
    roll()
    BranchFigures.objects.update(people=99)

    roll()

    assert differing() == []


def test_a_rule_changes_what_its_branch_lacks(committee, bureau, roll, count):
    PostFactory(organisation=committee, role=Post.Role.MEMBER)
    roll()
    before = stored(bureau)["few_members"]

    Rule.objects.create(
        organisation=bureau,
        code=Rule.Code.MEMBERS_MIN,
        value=1,
        document="示例文件",
        valid_from=date(2020, 1, 1),
    )
    count()

    assert (before, stored(bureau)["few_members"], differing()) == (1, 0, [])


def test_a_move_between_trees_counts_both(bureau, committee, roll, count):
    other = OrganisationFactory(kind="bureau")
    MediatorFactory(organisation=committee)
    roll()

    committee.refresh_from_db()
    committee.move(other, "first-child")
    committee.refresh_from_db()
    place_changed.send(sender=Organisation, organisation=committee)
    count()

    assert (stored(bureau)["people"], stored(other)["people"]) == (0, 1)
    assert differing() == []


def test_gaps_agree_with_the_warnings_of_the_committee(committee, roll):
    PostFactory(organisation=committee, role=Post.Role.MEMBER, valid_to=DAY)
    roll()

    lacks = BranchFigures.objects.get(organisation=committee).gaps

    # The warnings know nothing of certificates.
    assert len(committee_warnings(committee, day=DAY)) == len(lacks) - 1
    assert lacks == [
        "without_chair",
        "few_members",
        "without_woman",
        "lapsed",
        "without_certified",
    ]


def test_a_village_renamed_keeps_its_committee(bureau, roll):
    town = Division.objects.create(
        code="999001000", name="镇", level="town", valid_from=date(2020, 1, 1)
    )
    Organisation.objects.filter(pk=bureau.pk).update(division=town)
    renamed, former = (
        Division.objects.create(
            code=code,
            name="村",
            level="village",
            parent=town,
            valid_from=start,
            valid_to=end,
        )
        for code, start, end in (
            ("999001201000", date(2025, 1, 1), None),
            ("999001202000", date(2020, 1, 1), date(2025, 1, 1)),
        )
    )
    Division.objects.filter(pk=former.pk).update(successor=renamed)
    OrganisationFactory(parent=bureau, division=former)

    roll()

    counted = stored(bureau)
    assert (counted["villages"], counted["villages_uncovered"]) == (1, 0)


@pytest.fixture
def town(bureau, now):
    town = Division.objects.create(
        code="999001000", name="镇", level="town", valid_from=date(2020, 1, 1)
    )
    Organisation.objects.filter(pk=bureau.pk).update(division=town)
    return town


def villages_of(place):
    counted = stored(place)
    return counted["villages"], counted["villages_uncovered"]


def test_a_village_that_comes_or_goes_is_counted_without_counting_everything(
    bureau, town, roll, count, now
):
    roll()
    told = {"at": now, "actor": None}

    village = mediators.add_village(
        name="柳村", town=town, valid_from=DAY - timedelta(days=9), **told
    )
    count()
    come = villages_of(bureau)
    mediators.end_village(village=village, successor=None, on=DAY, **told)
    count()

    assert (come, villages_of(bureau)) == ((1, 1), (0, 0))
    assert not queries.is_roll_due(day=DAY)


@pytest.mark.usefixtures("town")
def test_a_short_list_of_divisions_is_counted_without_counting_everything(
    bureau, roll, count, now, django_capture_on_commit_callbacks
):
    roll()

    with django_capture_on_commit_callbacks(execute=True):
        mediators.import_divisions(
            listed=[Listed("999001000201", "柳村"), Listed("999001000202", "桃村")],
            valid_from=DAY,
            at=now,
            actor=None,
        )
    count()

    assert (villages_of(bureau), queries.is_roll_due(day=DAY)) == ((2, 2), False)


# -- when


@pytest.mark.django_db(transaction=True)
def test_a_change_is_counted_soon_after_its_commit(bureau, committee, now):
    operations.roll(day=local_day(now), at=now)
    cache.clear()

    MediatorFactory(organisation=committee)
    cache.clear()
    tasks.ask()

    assert (stored(bureau)["people"], Due.objects.count()) == (1, 0)


def test_one_task_is_asked_for_however_many_marks(monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.count_due, "delay", lambda: sent.append(1))

    for _ in range(3):
        tasks.ask()

    assert sent == [1]


def test_the_reconcilers_count_what_no_signal_told_of(committee, now):
    MediatorFactory(organisation=committee)
    before = reconcilers.backlog()

    reconcilers.run_all(at=now)

    after = reconcilers.backlog()
    names = ["coverage.everything-to-count", "coverage.marks-to-count"]
    assert [before[name] > 0 for name in names] == [True, True]
    assert [after[name] for name in names] == [0, 0]
    assert differing(local_day(now)) == []


def test_everything_is_due_when_a_day_begins_or_a_long_list_came(roll):
    roll()

    same = queries.is_roll_due(day=DAY)
    tomorrow = queries.is_roll_due(day=DAY + timedelta(days=1))
    mark_divisions(range(MANY + 1))

    assert (same, tomorrow, queries.is_roll_due(day=DAY)) == (False, True, True)


def test_what_is_not_due_is_left(committee, now):
    tasks.roll()
    rolled = Roll.objects.get().rolled_at

    tasks.roll_if_due()

    assert Roll.objects.get().rolled_at == rolled
