"""A deletion takes two administrators, and leaves what the law needs."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from exams.delivery.models import DeviceSession
from lms.kernel import audit, personal, seals
from lms.kernel.clock import local_day
from lms.kernel.models import AuditEntry, PersonKey
from mediators import operations as mediators
from mediators.models import Mediator, Person, Speciality
from mediators.operations import end_post
from mediators.privacy import operations
from mediators.privacy.models import DataRequest, RequestEvent
from mediators.privacy.operations.erasing import ERASED_NAME, Columns
from tests.factories.certificates import certificate
from tests.factories.delivery import AttemptFactory
from tests.factories.mediators import PersonFactory, RoleGrantFactory, UserFactory


def deletion(person, now):
    return operations.file_request(
        person=person, kind="deletion", at=now, actor=person.user
    )


@pytest.fixture
def left(person, now):
    """A mediator whose only post has ended, with everything that can be told of them."""
    for post in person.posts.all():
        end_post(post=post, on=local_day(now), reason="dismissed", at=now, actor=None)
    person.phone, person.ethnicity, person.education = "13800000000", "01", "senior"
    person.photo.save("face.jpg", ContentFile(b"face"))
    person.id_number_sealed = personal.encrypt(person.uuid, {"number": "x"})
    person.id_number_lookup = "hash"
    person.save()
    audit.record(
        action="person.corrected",
        subject=person,
        actor=None,
        at=now,
        person=person.uuid,
        values={"phone": ["", "13800000000"]},
    )
    mediator = person.mediator
    mediator.languages = "济阳话"
    mediator.save()
    mediator.specialities.add(Speciality.objects.create(code="land", name="土地"))
    return person


def address(asked, what=""):
    return f"/office/privacy/requests/{asked.uuid}/{what}"


def erased(asked, now, administrator, second, **changes):
    operations.propose_erasure(request=asked, words="", by=administrator, at=now)
    return operations.erase_person(
        **{"request": asked, "name": "周小满", "by": second, "at": now, **changes}
    )


def test_every_column_of_a_person_is_either_deleted_or_kept_for_a_reason():
    person = {each.name for each in Person._meta.concrete_fields}  # noqa: SLF001 -- documented
    mediator = {each.name for each in Mediator._meta.concrete_fields}  # noqa: SLF001 -- documented

    assert person == Columns.PERSON_KEPT | set(Columns.PERSON)
    assert mediator == Columns.MEDIATOR_KEPT | set(Columns.MEDIATOR)


def test_what_nothing_needs_goes_and_the_post_stays(
    left, now, administrator, second, django_capture_on_commit_callbacks
):
    asked = deletion(left, now)
    storage, photo = left.photo.storage, left.photo.name

    with django_capture_on_commit_callbacks(execute=True):
        event = erased(asked, now, administrator, second)

    left.refresh_from_db()
    left.mediator.refresh_from_db()
    gone = {name: getattr(left, name) for name in Columns.PERSON}
    assert gone == {**Columns.PERSON, "photo": left.photo}
    assert (left.photo.name, storage.exists(photo)) == ("", False)
    assert (left.name, left.gender, left.posts.count()) == ("周小满", "0", 1)
    assert (left.mediator.languages, left.mediator.specialities.count()) == ("", 0)
    assert "保留：任职 1 条" in event.words


def test_the_account_is_closed(left, now, administrator, second, client):
    asked = deletion(left, now)
    client.force_login(left.user)
    erased(asked, now, administrator, second)

    user = left.user
    user.refresh_from_db()
    assert (user.is_active, user.has_usable_password()) == (False, False)
    assert user.username.startswith("closed-")
    assert client.get("/me/data/").status_code == 302


def test_the_values_in_the_log_go_with_the_key_and_the_chain_stays_whole(
    left, now, administrator, second
):
    seals.seal(at=now + timedelta(hours=1))
    erased(deletion(left, now), now, administrator, second)

    entry = AuditEntry.objects.get(action="person.corrected")
    with pytest.raises(personal.PersonErased):
        personal.decrypt(entry.person, entry.value.ciphertext)
    assert PersonKey.objects.get(uuid=left.uuid).destroyed_at == now
    assert seals.verify() == ""


def test_what_happens_to_an_erased_person_later_is_logged_without_values(
    left, now, administrator, second
):
    erased(deletion(left, now), now, administrator, second)

    entry = audit.record(
        action="certificate.revoked",
        subject=left,
        actor=None,
        at=now,
        person=left.uuid,
        values={"number": "1"},
    )

    assert (entry.fields, hasattr(entry, "value")) == (["number"], False)


def test_certificates_and_results_stay_and_the_answer_says_so(
    left, now, administrator, second
):
    held = certificate(mediator=left.mediator)

    event = erased(deletion(left, now), now, administrator, second)

    held.refresh_from_db()
    assert "保留：证书 1 条" in event.words
    assert "第七十二条" in event.words


def test_devices_of_exams_are_forgotten(left, now, administrator, second):
    attempt = AttemptFactory(admission__mediator=left.mediator)
    device = DeviceSession.objects.create(
        attempt=attempt,
        device_id=left.uuid,
        epoch=1,
        user_agent="Android",
        address="203.0.113.9",
        opened_at=now,
    )

    event = erased(deletion(left, now), now, administrator, second)

    device.refresh_from_db()
    assert (device.user_agent, device.address) == ("", None)
    assert "浏览器和网络地址" in event.words


def test_the_name_goes_too_where_no_record_needs_it(now, administrator, second):
    nobody = PersonFactory(user=UserFactory())
    old = PersonFactory(name="周晓满", merged_into=nobody)

    event = erased(deletion(nobody, now), now, administrator, second)

    for each in (nobody, old):
        each.refresh_from_db()
    assert (nobody.name, old.name) == (ERASED_NAME, ERASED_NAME)
    assert "姓名已替换" in event.words


def test_who_holds_a_post_is_not_deleted(person, now, administrator):
    with pytest.raises(operations.HoldsOffice) as refusal:
        operations.propose_erasure(
            request=deletion(person, now), words="", by=administrator, at=now
        )

    assert "周小满" in str(refusal.value)


@pytest.mark.parametrize("role", ["suspended", "to come"])
def test_who_has_a_role_is_not_deleted_though_it_does_not_hold_today(
    left, now, administrator, role
):
    left.user = UserFactory()
    left.save(update_fields=["user"])
    RoleGrantFactory(
        user=left.user,
        suspended_at=now if role == "suspended" else None,
        valid_from=local_day(now) + timedelta(days=5 * (role == "to come")),
    )

    with pytest.raises(operations.HoldsOffice):
        operations.propose_erasure(
            request=deletion(left, now), words="", by=administrator, at=now
        )


def test_who_proposed_it_does_not_confirm_it(left, now, administrator):
    with pytest.raises(operations.SameAdministrator):
        erased(deletion(left, now), now, administrator, administrator)


def test_what_was_not_proposed_is_not_confirmed(left, now, second):
    with pytest.raises(operations.NotProposed):
        operations.erase_person(
            request=deletion(left, now), name="周小满", by=second, at=now
        )


def test_another_name_deletes_nothing(left, now, administrator, second):
    with pytest.raises(operations.NameMismatch):
        erased(deletion(left, now), now, administrator, second, name="周小")

    left.refresh_from_db()
    assert left.phone == "13800000000"


# -- in the Office


def test_before_anybody_proposed_it_nobody_is_asked_to_confirm(
    client, left, now, administrator
):
    asked = deletion(left, now)
    client.force_login(administrator)

    page = client.get(address(asked, "erase/"), follow=True)

    assert page.redirect_chain == [(asked.get_absolute_url(), 302)]
    assert "还没有管理员" in page.text or "先由一位管理员" in page.text


def test_one_proposes_and_another_looks_and_confirms(
    client, left, now, administrator, second
):
    asked = deletion(left, now)
    client.force_login(administrator)
    client.post(address(asked, "propose/"))
    waits = client.get(address(asked)).content.decode()
    own = client.post(address(asked, "erase/"), {"name": "周小满", "is_sure": "on"})
    client.force_login(second)
    look = client.get(address(asked, "erase/")).content.decode()
    unsure = client.post(address(asked, "erase/"), {"name": "周小满"})
    done = client.post(address(asked, "erase/"), {"name": "周小满", "is_sure": "on"})

    assert address(asked, "erase/") in waits
    assert "另一位管理员确认" in own.content.decode()
    assert "任职" in look
    assert (unsure.status_code, done.url) == (200, "/office/privacy/")
    state = DataRequest.objects.with_state().get(pk=asked.pk).state
    assert state == RequestEvent.Kind.CARRIED_OUT
    assert "保留：任职" in client.get(address(asked)).content.decode()


def test_what_is_refused_is_said_on_the_page_of_the_request(
    client, person, now, administrator
):
    asked = deletion(person, now)
    client.force_login(administrator)

    page = client.post(address(asked, "propose/"), follow=True).content.decode()

    assert "请先登记终止" in page
    assert "提请删除" in page


# -- afterwards


def test_what_else_was_asked_is_closed_and_its_words_are_gone(
    left, now, administrator, second
):
    other = operations.file_request(
        person=left,
        kind="correction",
        about="民族",
        wanted="维吾尔族",
        at=now,
        actor=left.user,
    )

    event = erased(deletion(left, now), now, administrator, second)

    other.refresh_from_db()
    assert (other.about, other.wanted) == ("—", "—")
    assert other.events.last().kind == "refused"
    assert not DataRequest.objects.filter(person=left).open().exists()
    assert "第六十九条" in event.words


@pytest.mark.parametrize(
    "changes", [{"about": "别的"}, {"wanted": "别的"}, {"kind": "copy"}]
)
def test_what_was_asked_is_not_rewritten(left, now, changes):
    asked = deletion(left, now)

    with pytest.raises(IntegrityError), transaction.atomic():
        DataRequest.objects.filter(pk=asked.pk).update(**changes)


@pytest.mark.usefixtures("consent_text")
def test_nothing_more_is_written_on_whom_the_data_were_deleted_of(
    left, committee, now, administrator, second
):
    erased(deletion(left, now), now, administrator, second)
    left.refresh_from_db()
    by = {"at": now, "actor": administrator}

    with pytest.raises(mediators.DataErased):
        mediators.correct_person(person=left, phone="13900000009", **by)
    with pytest.raises(mediators.DataErased):
        operations.give_consent(
            person=left, purpose="photo", number=1, by=administrator, at=now, note="书"
        )
    with pytest.raises(mediators.DataErased):
        mediators.appoint(
            person=left,
            organisation=committee,
            role="mediator",
            appointment="hired",
            kind="part_time",
            basis="聘书",
            valid_from=local_day(now),
            **by,
        )


def test_the_file_and_the_counter_say_so(client, left, now, administrator, second):
    erased(deletion(left, now), now, administrator, second)
    client.force_login(administrator)

    page = client.get(left.mediator.get_absolute_url()).content.decode()
    counter = client.get(f"/office/counter/accounts/{left.user.uuid}/").content.decode()
    act = client.post(
        f"/office/counter/accounts/{left.user.uuid}/password/", {"document": "身份证"}
    )

    assert "个人信息已删除" in page
    assert f"/office/people/{left.uuid}/edit/" not in page
    assert "账号已关闭" in counter
    assert act.status_code == 200
    left.user.refresh_from_db()
    assert not left.user.has_usable_password()
