"""What people may refuse: asked apart from the notice, given, renewed and taken back."""

import pytest
from django.db import IntegrityError, transaction

from lms.kernel.models import AuditEntry
from lms.kernel.storage import private
from mediators.privacy import operations, own, queries
from mediators.privacy.models import Consent, ConsentText
from tests.factories.mediators import PersonFactory

READ = "/me/notice/"
OFFICE = "/office/privacy/notice/"
NEW = "/office/privacy/consent/new/"
TEXT = "照片只放在您的档案里。不同意，什么都不影响。"


def allow(person, now, **changes):
    given = {"purpose": "photo", "number": 1, "by": person.user, "at": now}
    return operations.give_consent(person=person, **{**given, **changes})


def withdraw(person, now, **changes):
    given = {"purpose": "photo", "by": person.user, "at": now}
    return operations.withdraw_consent(person=person, **{**given, **changes})


def publish(now, text=TEXT):
    return operations.publish_consent(purpose="photo", text=text, at=now, actor=None)


# -- operations


def test_nobody_consents_to_what_was_never_written(person, now):
    with pytest.raises(operations.NoConsentText):
        allow(person, now)


def test_a_text_that_says_nothing_is_refused(now):
    with pytest.raises(operations.TextMissing):
        publish(now, " \n")
    assert not ConsentText.objects.exists()


def test_texts_are_numbered_and_never_change(consent_text, now):
    assert (consent_text.number, publish(now).number) == (1, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentText.objects.update(text="随便用。")


def test_who_consents_twice_said_it_once(consent_text, person, now):
    assert allow(person, now) == allow(person, now)

    entry = AuditEntry.objects.get(action="consent.given")
    assert (entry.person, entry.actor) == (person.uuid, person.user)
    assert queries.allows(person, "photo")


def test_what_reads_otherwise_by_now_is_not_consented_to(consent_text, person, now):
    publish(now)

    with pytest.raises(operations.ConsentReplaced):
        allow(person, now)


def test_a_new_version_asks_again(consent_text, person, now):
    allow(person, now)
    publish(now)
    ask = queries.ask_of(person, "photo")

    assert (ask.is_given, ask.was_given, ask.is_renewed) == (False, True, True)
    allow(person, now, number=2)
    assert queries.allows(person, "photo")


def test_a_clerk_names_the_paper(consent_text, person, administrator, now):
    with pytest.raises(operations.NoteMissing):
        allow(person, now, by=administrator, note=" ")

    said = allow(person, now, by=administrator, note="同意书，2026年第3卷")

    assert (said.way, said.note) == ("counter", "同意书，2026年第3卷")
    with pytest.raises(operations.NoteMissing):
        withdraw(person, now, by=administrator)


def test_the_table_refuses_a_clerks_word_alone(consent_text, person, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(
            person=person,
            text=consent_text,
            kind="given",
            way="counter",
            by=person.user,
            at=now,
        )


def test_nothing_that_was_said_is_rewritten(consent_text, person, now):
    allow(person, now)

    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.update(kind="withdrawn")
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_the_photo_goes_with_the_consent_on_every_record(consent_text, person, now):
    twin = PersonFactory(merged_into=person)
    allow(person, now)
    by = {"jpeg": b"face", "at": now, "actor": person.user}
    kept = operations.keep_photo(person=person, **by).photo.name
    other = private().save("photos/twin.jpg", private().open(kept))
    twin.photo.name = other
    twin.save(update_fields=["photo"])

    withdraw(person, now)

    for each, file in ((person, kept), (twin, other)):
        each.refresh_from_db()
        assert (bool(each.photo), private().exists(file)) == (False, False)
    assert not queries.allows(person, "photo")
    with pytest.raises(operations.NotConsented):
        withdraw(person, now)


def test_what_was_said_under_a_merged_record_holds(
    consent_text, person, administrator, now
):
    twin = PersonFactory()
    allow(twin, now, by=administrator, note="同意书")
    twin.merged_into = person
    twin.save(update_fields=["merged_into"])

    assert queries.allows(person, "photo")


def test_who_took_it_back_is_not_asked_again_unless_they_wish(
    consent_text, person, now
):
    allow(person, now)
    withdraw(person, now)

    assert not queries.ask_of(person, "photo").is_open
    assert allow(person, now).is_given


def test_what_was_said_is_in_ones_data(consent_text, person, now):
    allow(person, now)
    withdraw(person, now)

    rows = own.consents(person).rows

    assert [row[:4] for row in rows] == [
        ["在档案中放照片", 1, "已同意", "本人登录办理"],
        ["在档案中放照片", 1, "已撤回", "本人登录办理"],
    ]


# -- beside the notice


def test_the_notice_is_read_without_consenting(
    client, person, notice, consent_text, now
):
    client.force_login(person.user)
    page = client.get(READ).content.decode()
    box = page[page.index('name="allow-photo"') - 60 :][:200]

    back = client.post(READ, {"number": 1, "next": "/me/"})

    assert "checked" not in box
    assert back.url == "/me/"
    assert not Consent.objects.exists()
    assert TEXT in page


def test_what_is_ticked_beside_the_notice_is_recorded(
    client, person, notice, consent_text
):
    client.force_login(person.user)

    client.post(READ, {"number": 1, "allow-photo": "1"})

    said = Consent.objects.get()
    assert (said.person, said.kind, said.way) == (person, "given", "self")
    assert "allow-photo" not in client.get(READ).content.decode()


@pytest.mark.parametrize("number", ["7", "x", ""])
def test_a_box_of_another_version_consents_to_nothing(
    client, person, notice, consent_text, number
):
    client.force_login(person.user)

    response = client.post(READ, {"number": 1, "allow-photo": number})

    assert response.status_code == 302
    assert not Consent.objects.exists()


def test_an_account_alone_is_asked_nothing(client, platform, notice, consent_text):
    client.force_login(platform)

    assert "allow-photo" not in client.get(READ).content.decode()
    assert client.post(READ, {"number": 1, "allow-photo": "1"}).status_code == 302
    assert not Consent.objects.exists()


def test_whoever_consented_to_an_earlier_text_is_asked_once_when_they_come(
    client, person, notice, consent_text, now
):
    operations.acknowledge(user=person.user, number=1, at=now)
    allow(person, now)
    client.force_login(person.user)
    before = client.get("/me/")
    publish(now, "改了。")
    client.logout()
    client.force_login(person.user)

    asked = client.get("/me/")
    page = client.get(READ).content.decode()
    after = client.get("/me/")
    done = client.post(READ, {"number": 1, "allow-photo": "2", "next": "/me/"})

    assert (before.status_code, asked.status_code, after.status_code) == (200, 302, 200)
    assert asked.url.startswith(READ)
    assert "改了。" in page
    assert done.url == "/me/"
    assert queries.allows(person, "photo")


# -- in the Office


def test_the_office_says_how_many_allow_each_version(
    client, platform, consent_text, person, now
):
    allow(person, now)
    gone = PersonFactory()
    allow(gone, now, by=platform, note="同意书")
    withdraw(gone, now, by=platform, note="到窗口撤回")
    client.force_login(platform)

    page = client.get(OFFICE).content.decode()

    assert "1 人同意" in page
    assert TEXT in page


def test_a_consent_to_a_later_version_counts_for_that_one(consent_text, person, now):
    allow(person, now)
    publish(now)
    allow(person, now, number=2)

    counted = {each.number: each.standing for each in queries.texts_with_consents()}

    assert counted == {2: 1, 1: 0}
    first, second = queries.texts_with_consents()
    assert (first.number, first.is_newest, second.is_newest) == (2, True, False)


def test_the_platform_publishes_the_next_version(client, platform, consent_text):
    client.force_login(platform)

    form = client.get(NEW).content.decode()
    done = client.post(NEW, {"purpose": "photo", "text": "新的内容。"})

    assert TEXT in form
    assert done.url == OFFICE
    assert queries.consent_text("photo").number == 2


def test_a_blank_text_comes_back(client, platform):
    client.force_login(platform)

    assert client.post(NEW, {"purpose": "photo", "text": " "}).status_code == 200
    assert not ConsentText.objects.exists()


@pytest.mark.parametrize("who", ["administrator", "inspector", "stranger"])
def test_only_the_platform_writes_it(client, request, who):
    client.force_login(request.getfixturevalue(who))

    assert client.post(NEW, {"purpose": "photo", "text": "x"}).status_code == 404
    assert not ConsentText.objects.exists()
