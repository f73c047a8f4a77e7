"""How long files that were brought in and given out are kept, and what a deletion takes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lms.kernel import personal
from lms.kernel.clock import local_day
from lms.kernel.models import Job
from mediators.models import Person, Post
from mediators.privacy import operations as privacy
from mediators.privacy import retention
from mediators.rosters import kept
from mediators.rosters.operations import exporting
from tests.factories.mediators import PersonFactory
from tests.factories.rosters import applied, begun, job_of, read, undo
from tests.mediators.rosters.conftest import csv_of, row

pytestmark = pytest.mark.usefixtures("committee")


@pytest.fixture
def roster(clerk, office, now):
    return applied(csv_of(row()), clerk, office, now)


@pytest.fixture
def export(roster, clerk, now):
    job = job_of(clerk, now)
    return exporting.make_export(job=job, filters={}, shape="csv", reason="", at=now)


def apply(kind, at):
    rule = privacy.set_rule(
        kind=kind,
        months=12,
        action="erase",
        document="云溪司〔2026〕6号",
        valid_from=local_day(at),
        at=at,
        actor=None,
    )
    return privacy.apply_retention(rule=rule, at=at, actor=None).affected


@pytest.mark.parametrize("name", ["roster", "export"])
def test_a_file_goes_when_its_time_is_over(
    request, name, now, django_capture_on_commit_callbacks
):
    file = request.getfixturevalue(name)
    kind = {"roster": "roster_imports", "export": "roster_exports"}[name]

    assert apply(kind, now + timedelta(days=300)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert apply(kind, now + timedelta(days=400)) == 1

    assert kept.is_closed(file)
    assert not file.stored.storage.exists(file.stored.name)
    assert not retention.kind(kind).due(now + timedelta(days=999)).exists()


def test_an_import_at_work_is_left_alone(clerk, office, now):
    roster = begun(csv_of(row()), clerk, office, now)

    assert apply("roster_imports", now + timedelta(days=400)) == 0

    Job.objects.update(state=Job.State.FAILED)
    assert list(kept.imports_due(now + timedelta(days=400))) == [roster]


def test_what_was_imported_stays_and_can_still_be_undone(client, roster, clerk, now):
    kept.close([roster], now)
    client.force_login(clerk)

    page = client.get(roster.get_absolute_url())
    table = client.get(reverse("rosters:table", args=[roster.uuid]))

    assert "文件内容已删除" in page.content.decode()
    assert table.status_code == 404
    undo(roster, clerk, now + timedelta(hours=1))
    assert Post.objects.get().is_annulled


def test_a_closed_file_is_not_carried_out(client, clerk, office, now):
    roster = read(csv_of(row()), clerk, office, now)
    kept.close([roster], now)
    client.force_login(clerk)

    answer = client.post(
        reverse("rosters:import-apply", args=[roster.uuid]), follow=True
    )

    assert "文件内容已删除" in answer.content.decode()
    assert not Person.objects.filter(name="李梅").exists()


def test_an_export_that_was_closed_is_not_given_out(client, export, clerk, now):
    kept.close([export], now)
    client.force_login(clerk)

    file = client.get(reverse("rosters:export-file", args=[export.uuid]))

    assert file.status_code == 404


def test_who_is_deleted_goes_from_the_files_that_name_them(roster, export, now):
    person = Person.objects.get(name="李梅")

    assert kept.forget(PersonFactory(), now - timedelta(days=1)) == []
    assert kept.forget(person, now + timedelta(days=1))

    for file in (roster, export):
        with pytest.raises(personal.PersonErased):
            personal.keeper(file.uuid)
    assert kept.forget(person, now + timedelta(days=1)) == []
