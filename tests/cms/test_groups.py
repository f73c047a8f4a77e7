"""Nobody writes on every page: the groups that Wagtail brings along are taken away."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Page, PageLogEntry, Workflow

from tests.factories.mediators import UserFactory

take_away = import_module("cms.migrations.0003_without_wagtails_groups").take_away


@pytest.fixture
def brought():
    """What Wagtail makes on an empty database, there or not by now."""
    for name in ("Editors", "Moderators"):
        Group.objects.get_or_create(name=name)
    for kind in (Workflow, GroupApprovalTask):
        kind.objects.get_or_create(name="Moderators approval")


def test_an_empty_database_has_no_groups_of_wagtails(db):
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()
    assert not Workflow.objects.filter(name="Moderators approval").exists()


@pytest.mark.usefixtures("brought")
def test_they_are_taken_away_but_for_what_somebody_uses():
    Group.objects.get(name="Editors").user_set.add(UserFactory())

    take_away(apps, None)

    names = Group.objects.filter(name__in=["Editors", "Moderators"])
    assert [each.name for each in names] == ["Editors"]
    assert not Workflow.objects.filter(name="Moderators approval").exists()
    assert not GroupApprovalTask.objects.filter(name="Moderators approval").exists()


def test_the_log_of_an_empty_database_tells_of_our_pages_alone(db):
    told = PageLogEntry.objects.exclude(page__in=Page.objects.all())

    assert [each.label for each in told] == []
