"""The photo in a file: put in, seen, replaced and deleted, and only by consent."""

from io import BytesIO

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from lms.kernel.models import AuditEntry
from lms.kernel.storage import private
from mediators.privacy import operations, queries
from mediators.privacy.models import Consent
from tests.factories.mediators import PersonFactory, UserFactory

MINE = "/me/data/photo/"
CONSENTED = {"is_allowed": "on", "number": "1", "note": "书面同意书，第3卷"}


@pytest.fixture
def allowed(person, consent_text, now):
    operations.give_consent(
        person=person, purpose="photo", number=1, by=person.user, at=now
    )
    return person


@pytest.fixture
def clerk(client, administrator):
    client.force_login(administrator)
    return administrator


def url(name, person):
    return reverse(f"privacy:{name}", args=[person.uuid])


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def jpeg(name="face.jpg", size=(600, 800)):
    drawn = BytesIO()
    Image.new("RGB", size, "green").save(drawn, "JPEG")
    return SimpleUploadedFile(name, drawn.getvalue(), "image/jpeg")


# -- at the counter


def test_a_photo_is_kept_shown_and_removed(client, clerk, mediator, allowed):
    person = allowed
    response = client.post(url("photo-edit", person), {"photo": jpeg()})
    assert response.url == mediator.get_absolute_url()

    page = client.get(mediator.get_absolute_url()).content.decode()
    shown = client.get(url("photo", person))
    assert url("photo", person) in page
    assert (shown["Content-Type"], "no-store" in shown["Cache-Control"]) == (
        "image/jpeg",
        True,
    )
    with Image.open(BytesIO(shown.getvalue())) as kept:
        assert kept.size == (300, 400)
    assert url("photo-remove", person) in (
        client.get(url("photo-edit", person)).content.decode()
    )

    assert said(client.post(url("photo-remove", person)))[-1] == "照片已删除。"
    assert client.get(url("photo", person)).status_code == 404
    again = client.post(url("photo-remove", person))
    assert said(again)[-1] == "档案中没有周小满的照片。"
    assert queries.allows(person, "photo")


def test_without_a_text_there_is_no_photo(client, clerk, person):
    page = client.get(url("photo-edit", person)).content.decode()
    sent = client.post(url("photo-edit", person), {"photo": jpeg(), **CONSENTED})

    person.refresh_from_db()
    assert ('class="empty"' in page, 'type="file"' in page) == (True, False)
    assert (sent.status_code, bool(person.photo)) == (200, False)


@pytest.mark.parametrize("missing", ["is_allowed", "note"])
def test_the_counter_asks_for_the_paper(client, clerk, person, consent_text, missing):
    body = {name: value for name, value in CONSENTED.items() if name != missing}

    response = client.post(url("photo-edit", person), {"photo": jpeg(), **body})

    person.refresh_from_db()
    assert missing in response.context["form"].errors
    assert (bool(person.photo), Consent.objects.exists()) == (False, False)


def test_the_counter_records_the_consent_with_the_photo(
    client, clerk, person, consent_text
):
    client.post(url("photo-edit", person), {"photo": jpeg(), **CONSENTED})

    person.refresh_from_db()
    consent = Consent.objects.get()
    assert (consent.way, consent.note, consent.by) == (
        "counter",
        "书面同意书，第3卷",
        clerk,
    )
    assert person.photo


def test_a_bad_photo_records_no_consent(client, clerk, person, consent_text):
    torn = SimpleUploadedFile("face.jpg", b"no photo")

    client.post(url("photo-edit", person), {"photo": torn, **CONSENTED})

    assert not Consent.objects.exists()


def test_a_text_that_was_replaced_meanwhile_keeps_nothing(
    client, clerk, person, consent_text, now
):
    operations.publish_consent(purpose="photo", text="改了。", at=now, actor=None)

    response = client.post(url("photo-edit", person), {"photo": jpeg(), **CONSENTED})

    person.refresh_from_db()
    assert "重新阅读" in response.context["form"].errors["photo"][0]
    assert not person.photo


def test_the_counter_records_a_withdrawal(client, clerk, allowed):
    client.post(url("photo-edit", allowed), {"photo": jpeg()})

    silent = client.post(url("photo-withdraw", allowed), {"note": ""})
    done = client.post(url("photo-withdraw", allowed), {"note": "到窗口撤回"})

    allowed.refresh_from_db()
    assert said(silent)[-1] == "请写明凭据是什么、存放在哪里。"
    assert done.url == url("photo-edit", allowed)
    assert not allowed.photo
    assert Consent.objects.last().note == "到窗口撤回"


def test_a_photo_is_never_kept_without_consent(
    person, consent_text, administrator, now
):
    before = (
        sorted(private().listdir("photos")[1]) if private().exists("photos") else []
    )

    with pytest.raises(operations.PhotoNeedsConsent) as refusal:
        operations.keep_photo(person=person, jpeg=b"x", at=now, actor=administrator)

    assert "周小满" in str(refusal.value)
    after = sorted(private().listdir("photos")[1])
    assert before == after
    assert not AuditEntry.objects.filter(action="photo.kept").exists()


# -- by themselves


def test_one_puts_in_ones_own_photo_and_takes_everything_back(
    client, person, consent_text
):
    client.force_login(person.user)
    page = client.get(MINE).content.decode()
    unasked = client.post(MINE, {"photo": jpeg()})
    done = client.post(MINE, {"photo": jpeg(), "is_allowed": "on", "number": "1"})
    person.refresh_from_db()
    kept = bool(person.photo)
    removed = client.post("/me/data/photo/remove/")
    client.post(MINE, {"photo": jpeg()})
    withdrawn = client.post("/me/data/photo/withdraw/")
    person.refresh_from_db()

    assert "不同意，什么都不影响" in page
    assert "is_allowed" in unasked.context["form"].errors
    assert (done.url, kept) == (MINE, True)
    assert said(removed)[-1] == "照片已删除。"
    assert "同意已撤回" in said(withdrawn)[-1]
    assert not person.photo
    kinds = Consent.objects.values_list("kind", "way")
    assert list(kinds) == [("given", "self"), ("withdrawn", "self")]


def test_what_was_never_given_is_not_taken_back(client, person, consent_text):
    client.force_login(person.user)

    assert "没有同意过" in said(client.post("/me/data/photo/withdraw/"))[-1]


def test_ones_page_says_that_nothing_is_asked_yet(client, person):
    client.force_login(person.user)

    page = client.get(MINE)

    assert 'class="empty"' in page.content.decode()
    assert client.post(MINE, {"photo": jpeg()}).status_code == 200


@pytest.mark.parametrize("address", ["", "remove/", "withdraw/"])
def test_an_account_alone_has_no_photo(client, address):
    client.force_login(UserFactory())

    assert client.post(f"{MINE}{address}").status_code == 404


def test_ones_file_says_that_the_text_was_renewed(client, allowed, now):
    client.force_login(allowed.user)
    before = client.get("/me/").content.decode()
    operations.publish_consent(purpose="photo", text="改了。", at=now, actor=None)
    after = client.get("/me/").content.decode()

    assert ("请重新确认" in before, "请重新确认" in after) == (False, True)


def test_ones_data_say_what_one_allowed(client, person, consent_text):
    client.force_login(person.user)

    page = client.get("/me/data/").content.decode()

    assert "未同意" in page
    assert MINE in page


# -- who


def test_a_photo_is_seen_by_its_person_and_who_oversees_them_alone(
    client, clerk, inspector, stranger, allowed
):
    client.post(url("photo-edit", allowed), {"photo": jpeg()})
    seen = {}

    for name, user in (
        ("inspector", inspector),
        ("themselves", allowed.user),
        ("stranger", stranger),
        ("an account", UserFactory()),
    ):
        client.force_login(user)
        seen[name] = client.get(url("photo", allowed)).status_code
    client.logout()
    seen["nobody"] = client.get(url("photo", allowed)).status_code

    assert seen == {
        "inspector": 200,
        "themselves": 200,
        "stranger": 404,
        "an account": 404,
        "nobody": 302,
    }


@pytest.mark.parametrize("who", ["stranger", "inspector", "mediator"])
@pytest.mark.parametrize("name", ["photo-edit", "photo-remove", "photo-withdraw"])
def test_nobody_but_the_branchs_administrators_acts(
    client, request, allowed, name, who
):
    user = allowed.user if who == "mediator" else request.getfixturevalue(who)
    client.force_login(user)
    before = AuditEntry.objects.count()

    response = client.post(url(name, allowed), {"photo": jpeg(), **CONSENTED})

    assert response.status_code == 404
    assert AuditEntry.objects.count() == before


def test_a_record_that_was_merged_is_not_acted_on(client, clerk, person, consent_text):
    twin = PersonFactory(merged_into=person)

    assert client.get(url("photo-edit", twin)).status_code == 404


def test_a_photo_whose_file_is_gone_is_absent(client, clerk, allowed):
    client.post(url("photo-edit", allowed), {"photo": jpeg()})
    allowed.refresh_from_db()
    private().delete(allowed.photo.name)

    assert client.get(url("photo", allowed)).status_code == 404


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("face.jpg", b"<script>"), "不是能读取的照片"),
        (SimpleUploadedFile("face.jpg", b"0" * (5 * 1024 * 1024 + 1)), "超过 5 MB"),
        (SimpleUploadedFile("face.jpg", b""), ""),
    ],
)
def test_what_is_no_photo_is_refused_in_words(client, clerk, allowed, file, words):
    file.seek(0)

    response = client.post(url("photo-edit", allowed), {"photo": file})

    allowed.refresh_from_db()
    assert words in response.context["form"].errors["photo"][0]
    assert not allowed.photo


# -- a text that was renewed


@pytest.fixture
def renewed(client, clerk, allowed, now):
    """Somebody whose photo was kept by a text that reads otherwise by now."""
    client.post(url("photo-edit", allowed), {"photo": jpeg()})
    operations.publish_consent(purpose="photo", text="改了。", at=now, actor=None)
    allowed.refresh_from_db()
    return allowed


def test_a_photo_is_shown_to_others_by_consent_to_the_present_text(
    client, mediator, renewed
):
    hidden = client.get(url("photo", renewed)).status_code
    page = client.get(mediator.get_absolute_url()).content.decode()
    office = client.get(url("photo-edit", renewed)).content.decode()
    client.force_login(renewed.user)
    own = client.get(url("photo", renewed)).status_code

    assert (hidden, own) == (404, 200)
    assert url("photo", renewed) not in page
    assert "现在不给任何人看" in office


def test_the_card_says_which_version_was_consented_to(client, renewed):
    client.force_login(renewed.user)

    page = client.get(MINE).content.decode()

    assert "对第 1 版：已同意" in page
    assert "同意的是旧版本" in page


def test_one_consents_again_and_keeps_the_photo(client, administrator, renewed):
    client.force_login(renewed.user)
    done = client.post(MINE, {"is_allowed": "on", "number": "2"})
    client.force_login(administrator)

    assert done.url == MINE
    assert client.get(url("photo", renewed)).status_code == 200


def test_the_counter_records_it_again_without_another_photo(client, renewed):
    client.post(url("photo-edit", renewed), {**CONSENTED, "number": "2"})

    assert client.get(url("photo", renewed)).status_code == 200


def test_the_first_time_a_photo_is_needed(client, clerk, person, consent_text):
    response = client.post(url("photo-edit", person), CONSENTED)

    assert "photo" in response.context["form"].errors


# -- merged records, and looks


def test_who_signs_in_by_a_merged_record_sees_their_photo(client, allowed, clerk):
    client.post(url("photo-edit", allowed), {"photo": jpeg()})
    user = UserFactory()
    PersonFactory(merged_into=allowed, user=user)
    client.force_login(user)

    assert client.get(url("photo", allowed)).status_code == 200
    assert url("photo", allowed) in client.get(MINE).content.decode()


def test_a_photo_left_on_a_merged_record_is_deleted_too(client, clerk, person):
    twin = PersonFactory(merged_into=person)
    twin.photo.name = private().save("photos/twin.jpg", jpeg())
    twin.save(update_fields=["photo"])

    page = client.get(url("photo-edit", person)).content.decode()
    client.post(url("photo-remove", person))

    twin.refresh_from_db()
    assert url("photo-remove", person) in page
    assert not twin.photo


def test_who_looked_at_a_photo_is_on_record(client, clerk, inspector, allowed):
    client.post(url("photo-edit", allowed), {"photo": jpeg()})
    client.force_login(inspector)

    client.get(url("photo", allowed))
    client.get(url("photo", allowed))
    client.force_login(allowed.user)
    client.get(url("photo", allowed))

    look = AuditEntry.objects.get(action="page.viewed", actor=inspector)
    assert look.person == allowed.uuid
    assert not AuditEntry.objects.filter(action="page.viewed", actor=allowed.user)
