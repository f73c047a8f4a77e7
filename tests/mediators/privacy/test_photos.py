from io import BytesIO

import pytest
from PIL import Image, ImageFile

from lms.kernel.models import AuditEntry
from lms.kernel.storage import private
from mediators.privacy import operations, photos
from tests.factories.mediators import PersonFactory, UserFactory


def picture(kind="JPEG", size=(1200, 900), mode="RGB", exif=None):
    drawn = BytesIO()
    options = {"exif": exif} if exif else {}
    Image.new(mode, size, "green").save(drawn, kind, **options)
    return drawn


def redrawn(file):
    file.seek(0)
    return photos.redrawn(file, size=len(file.getvalue()))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_kept_small_and_as_a_jpeg(kind):
    with Image.open(BytesIO(redrawn(picture(kind)))) as kept:
        assert (kept.format, kept.size) == ("JPEG", (400, 300))


def test_a_small_photo_is_not_blown_up_and_what_is_clear_becomes_white():
    clear = BytesIO()
    Image.new("RGBA", (20, 30), (0, 0, 0, 0)).save(clear, "PNG")

    with Image.open(BytesIO(redrawn(clear))) as kept:
        assert (kept.size, kept.getpixel((5, 5))) == ((20, 30), (255, 255, 255))


def test_where_and_when_a_photo_was_taken_is_not_kept_and_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side
    exif[0x010F] = "某手机"
    kept = redrawn(picture(size=(400, 200), exif=exif.tobytes()))

    with Image.open(BytesIO(kept)) as image:
        assert (image.size, dict(image.getexif())) == ((200, 400), {})


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg/>", b"%PDF-1.7", b"GIF89a", b"\xff\xd8\xff\xe0 no more of it"],
)
def test_what_is_no_photo_is_refused_whatever_it_is_called(content):
    with pytest.raises(photos.NotAPhoto):
        redrawn(BytesIO(content))


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF"])
def test_other_kinds_of_pictures_are_refused(kind):
    with pytest.raises(photos.NotAPhoto):
        redrawn(picture(kind))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("lenient", [False, True])  # WeasyPrint sets it, for everybody
def test_a_torn_photo_is_refused(monkeypatch, kind, lenient):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)
    whole = picture(kind).getvalue()

    with pytest.raises(photos.NotAPhoto):
        redrawn(BytesIO(whole[: len(whole) // 2]))

    assert lenient == ImageFile.LOAD_TRUNCATED_IMAGES


@pytest.mark.parametrize("side", [8000, 12000, 20000])
def test_a_picture_that_unfolds_to_a_poster_is_refused(side):
    with pytest.raises(photos.NotAPhoto):
        redrawn(picture("PNG", size=(side, side), mode="1"))


def test_a_file_above_five_megabytes_is_refused_unread():
    with pytest.raises(photos.PhotoTooLarge):
        photos.redrawn(BytesIO(b"unread"), size=photos.LARGEST + 1)


@pytest.mark.django_db(transaction=True)
def test_a_new_photo_takes_the_place_of_the_old_one(now):
    person, clerk = PersonFactory(), UserFactory()
    operations.publish_consent(purpose="photo", text="自愿。", at=now, actor=None)
    operations.give_consent(
        person=person, purpose="photo", number=1, by=clerk, at=now, note="同意书"
    )
    by = {"at": now, "actor": clerk}

    first = operations.keep_photo(person=person, jpeg=b"one", **by).photo.name
    second = operations.keep_photo(person=person, jpeg=b"two", **by).photo.name

    person.refresh_from_db()
    assert person.photo.name == second
    assert (private().exists(first), private().exists(second)) == (False, True)

    operations.remove_photo(person=person, **by)

    person.refresh_from_db()
    assert (bool(person.photo), private().exists(second)) == (False, False)
    actions = AuditEntry.objects.order_by("pk").values_list("action", "person")
    assert list(actions)[2:] == [
        ("photo.kept", person.uuid),
        ("photo.kept", person.uuid),
        ("photo.removed", person.uuid),
    ]


def test_there_is_nothing_to_remove_where_no_photo_is(now):
    with pytest.raises(operations.NoPhoto):
        operations.remove_photo(person=PersonFactory(), at=now, actor=UserFactory())
