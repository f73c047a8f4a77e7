"""The world is made once for a module; what each test did to it is undone."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage
from django.db import connections, transaction
from django.test import Client

from cms.models import SiteDocument
from tests.scope.rows import ANONYMOUS
from tests.scope.world import World
from tests.sessions import just_now


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Everything there is, for all tests of a module."""
    files = FileSystemStorage(tmp_path_factory.mktemp("documents"))
    with pytest.MonkeyPatch.context() as patch:
        # Documents are given out from a disk, which memory is not.
        patch.setattr(SiteDocument.file.field, "storage", files)
        with django_db_blocker.unblock(), transaction.atomic():
            yield World()
            transaction.set_rollback(True)


@pytest.fixture(scope="module")
def sessions(world, django_db_blocker):
    """The session in which each person is signed in, and none for whoever is not."""
    found = {ANONYMOUS: ""}
    for role, person in world.people.items():
        client = Client()
        client.force_login(person)
        just_now(client, person)
        found[role] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return found


@pytest.fixture
def as_role(client, sessions):
    """Return a function: a browser in which a person of a role has just signed in.

    What they did before, even to sign out, was undone.
    """

    def as_role(role):
        cache.clear()
        client.cookies.clear()
        if sessions[role]:
            client.cookies[settings.SESSION_COOKIE_NAME] = sessions[role]
        return client

    return as_role


@pytest.fixture(autouse=True)
def _database(world, db):
    """Inside the world, so that a test is undone and the world is not."""
    assert connections["default"].in_atomic_block
