"""Keys: shown once, kept as digests, and good for as long as their owner is."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from lms.api import operations
from lms.api.models import AccessKey
from lms.kernel.clock import local_day
from lms.kernel.models import AuditEntry
from mediators.models import RoleGrant
from tests.factories.mediators import RoleGrantFactory, UserFactory
from tests.sessions import just_now

KEYS = "/office/keys/"


def made(user, now, **changes):
    return operations.make_key(
        user=user, at=now, **{"name": "化解平台", "days": 30, **changes}
    )


# -- operations


def test_a_key_is_kept_as_a_digest(inspector, now):
    key, secret = made(inspector, now)

    kept = " ".join(map(str, AccessKey.objects.values_list().get()))
    assert secret.startswith("fqxt_")
    assert secret not in kept
    assert secret.removeprefix("fqxt_") not in kept
    assert key.expires_on == local_day(now) + timedelta(days=29)
    entry = AuditEntry.objects.get(action="access_key.made")
    assert (entry.actor, entry.reason) == (inspector, "化解平台")


def test_no_two_keys_are_alike(inspector, now):
    assert made(inspector, now)[1] != made(inspector, now, name="另一个")[1]


def test_a_name_is_used_once(inspector, now):
    key, _secret = made(inspector, now)
    with pytest.raises(operations.KeyNamed):
        made(inspector, now)

    operations.revoke_key(key=key, by=key.user, at=now)

    assert made(inspector, now)


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_key_lasts_a_year_at_most(inspector, now, days):
    with pytest.raises(operations.KeyTooLong):
        made(inspector, now, days=days)


def test_a_key_opens_for_its_owner_and_says_when_last(inspector, secret, now):
    assert operations.use_key(secret=secret, at=now).user == inspector
    assert AccessKey.objects.get().last_used_on == local_day(now)


def test_a_key_opens_on_its_last_day_and_not_after(inspector, secret, now):
    last = now + timedelta(days=29)

    assert operations.use_key(secret=secret, at=last)
    assert operations.use_key(secret=secret, at=last + timedelta(days=1)) is None


def close(user):
    user.is_active = False
    user.save()


def change_password(user):
    user.set_password("another password of theirs")
    user.save()


def end_roles(user):
    RoleGrant.objects.filter(user=user).update(
        valid_from=local_day(user.joined_at) - timedelta(days=9),
        valid_to=local_day(user.joined_at) - timedelta(days=2),
    )


def revoke(user):
    operations.revoke_key(
        key=AccessKey.objects.get(user=user), by=user, at=user.joined_at
    )


@pytest.mark.parametrize("ended", [close, change_password, end_roles, revoke])
def test_a_key_ends_with_what_it_rests_on(inspector, secret, now, ended, ask):
    assert ask().status_code == 200

    ended(inspector)

    assert operations.use_key(secret=secret, at=now) is None
    assert ask().status_code == 401


def test_a_key_is_revoked_once(inspector, now):
    key, _secret = made(inspector, now)
    operations.revoke_key(key=key, by=key.user, at=now)

    with pytest.raises(operations.KeyRevoked):
        operations.revoke_key(key=key, by=key.user, at=now)


def test_the_table_keeps_keys_and_their_end(inspector, secret, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessKey.objects.update(expires_on=local_day(now) + timedelta(days=999))
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessKey.objects.all().delete()
    operations.revoke_key(key=AccessKey.objects.get(), by=inspector, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessKey.objects.update(revoked_at=None)


# -- pages


def test_the_password_is_asked_for_again_before_a_key_is_made(client, inspector):
    client.force_login(inspector)

    asked = client.post(KEYS, {"name": "化解平台", "days": "90"})

    assert "reauthenticate" in asked.url
    assert not AccessKey.objects.exists()


def test_a_key_is_shown_once(client, signed_in):
    empty = client.get(KEYS)
    made_page = client.post(KEYS, {"name": "化解平台", "days": "90"})
    secret = made_page.context["secret"]
    after = client.get(KEYS).content.decode()

    assert empty.status_code == 200
    assert secret in made_page.content.decode()
    assert "no-store" in made_page["Cache-Control"]
    assert secret not in after
    assert "化解平台" in after


def test_the_same_once_more_says_what_to_do(client, signed_in):
    client.post(KEYS, {"name": "化解平台", "days": "90"})

    again = client.post(KEYS, {"name": "化解平台", "days": "90"})

    assert "先撤销" in again.context["form"].errors["name"][0]
    assert AccessKey.objects.count() == 1


@pytest.mark.parametrize(
    "body", [{"name": ""}, {"name": "x", "days": "9999"}, {"days": "30"}]
)
def test_what_is_missing_comes_back(client, signed_in, body):
    assert client.post(KEYS, body).context["form"].errors
    assert not AccessKey.objects.exists()


def test_one_revokes_ones_own_and_no_colleagues(client, inspector, town, now):
    key, _secret = made(inspector, now, name="甲系统")
    other = RoleGrantFactory(organisation=town, role=RoleGrant.Role.INSPECTOR).user
    client.force_login(other)
    just_now(client, other)
    refused = client.post(f"{KEYS}{key.uuid}/revoke/")
    listed = client.get(KEYS).content.decode()
    client.force_login(inspector)
    done = client.post(f"{KEYS}{key.uuid}/revoke/")
    again = client.post(f"{KEYS}{key.uuid}/revoke/", follow=True)

    assert (refused.status_code, done.url) == (404, KEYS)
    assert "甲系统" not in listed
    assert "已经撤销" in again.content.decode()
    assert AccessKey.objects.get().revoked_at


def test_who_decides_of_the_owners_roles_sees_and_revokes_keys(
    client, inspector, bureau, now
):
    key, _secret = made(inspector, now, name="甲系统")
    administrator = RoleGrantFactory(organisation=bureau).user
    client.force_login(administrator)
    just_now(client, administrator)

    listed = client.get(KEYS).content.decode()
    log = client.get("/office/audit/?action=access_key.made").content.decode()
    client.post(f"{KEYS}{key.uuid}/revoke/")

    assert "甲系统" in listed
    assert "甲系统" in log
    assert AccessKey.objects.get().revoked_at
    assert AuditEntry.objects.get(action="access_key.revoked").actor == administrator


def test_who_oversees_nobody_makes_no_key(client):
    client.force_login(UserFactory())

    assert client.get(KEYS).status_code == 404
    assert client.post(KEYS, {"name": "x", "days": "30"}).status_code == 404


def test_ones_keys_are_among_ones_data(client, mediator, town, now):
    RoleGrantFactory(user=mediator.person.user, organisation=town)
    made(mediator.person.user, now)
    client.force_login(mediator.person.user)

    assert "化解平台" in client.get("/me/data/").content.decode()
