from datetime import date

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from lms.kernel import guards
from lms.kernel.models import AuditEntry
from tests.factories.mediators import PostFactory


@pytest.fixture
def entry():
    return AuditEntry.objects.create(
        action="a.b", subject_type="x.y", subject_id="1", reason="because"
    )


def test_an_append_only_row_is_never_changed(entry):
    entry.reason = "something else"

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        entry.save()

    entry.refresh_from_db()
    assert entry.reason == "because"


def test_an_append_only_row_is_never_deleted(entry):
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        AuditEntry.objects.all().delete()

    assert AuditEntry.objects.count() == 1


def test_an_append_only_row_is_never_replaced(entry):
    """REPLACE on SQLite deletes and inserts, and tells no trigger unless told to."""
    if connection.vendor != "sqlite":
        pytest.skip("SQLite alone knows REPLACE.")

    with (
        pytest.raises(IntegrityError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("REPLACE INTO kernel_auditentry SELECT * FROM kernel_auditentry")


@pytest.mark.postgres
@pytest.mark.parametrize("table", ["kernel_auditvalue", "kernel_auditentry CASCADE"])
def test_an_append_only_table_is_never_truncated(entry, table):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            cursor.execute(f"TRUNCATE {table}")

    assert AuditEntry.objects.count() == 1


def test_every_table_that_refuses_deletion_refuses_truncation(settings):
    """Outside the tests there is no setting of a connection that opens it."""
    del settings.APPEND_ONLY_SWITCH
    every = [refusals(model) for model in apps.get_models()]
    keeping = [parts for parts in every if any(p.event == "DELETE" for p in parts)]

    assert len(keeping) > 10
    for parts in keeping:
        assert [p.when for p in parts if p.event == "TRUNCATE"] == ["true"]


def refusals(model):
    declared = guards.declared(model).values()
    return [part for part in declared if isinstance(part, guards.Refusal)]


def test_periods_may_touch():
    first = PostFactory(valid_from=date(2020, 1, 1), valid_to=date(2023, 1, 1))

    PostFactory(
        person=first.person,
        organisation=first.organisation,
        valid_from=date(2023, 1, 1),
    )

    assert first.person.posts.count() == 2


@pytest.mark.parametrize("end", [None, date(2024, 1, 1), date(2022, 12, 31)])
def test_periods_of_the_same_post_do_not_meet(end):
    first = PostFactory(valid_from=date(2020, 1, 1), valid_to=date(2023, 1, 1))

    with pytest.raises(IntegrityError), transaction.atomic():
        PostFactory(
            person=first.person,
            organisation=first.organisation,
            valid_from=date(2022, 12, 30),
            valid_to=end,
        )


def test_moving_a_period_onto_another_is_refused():
    first = PostFactory(valid_from=date(2020, 1, 1), valid_to=date(2023, 1, 1))
    second = PostFactory(
        person=first.person,
        organisation=first.organisation,
        valid_from=date(2023, 1, 1),
    )
    second.valid_from = date(2022, 1, 1)

    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_an_annulled_post_overlaps_nothing(now):
    first = PostFactory(annulled_at=now, annul_reason="entered twice")

    again = PostFactory(person=first.person, organisation=first.organisation)

    assert again.pk


def test_the_switch_is_in_the_settings_of_the_tests_alone(settings):
    del settings.APPEND_ONLY_SWITCH

    with pytest.raises(RuntimeError), guards.opened_for_flush():
        pass


@pytest.mark.django_db(transaction=True)
def test_a_flush_empties_append_only_tables_between_tests(entry):
    assert settings.APPEND_ONLY_SWITCH
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize(("left", "installs"), [([], True), (["one to come"], False)])
def test_guards_are_installed_when_no_migration_is_left(monkeypatch, left, installs):
    compared = []
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_targets: left)
    monkeypatch.setattr(guards, "_install_on", lambda *model: compared.append(model))

    guards.install(using="default", plan=["what was done"])

    assert bool(compared) is installs
