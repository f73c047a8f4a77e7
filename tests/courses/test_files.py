"""A picture or a document that a page shows is not deleted beneath it."""

from io import BytesIO

import PIL.Image
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.images.models import Image

from cms.models import SiteDocument
from tests.factories.courses import CourseFactory, LessonFactory

pytestmark = pytest.mark.filterwarnings(
    # 2026-11: Wagtail leaves the temporary file of a rendition to the garbage collector.
    "ignore::pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture
def document(branch, trainer):
    return SiteDocument.objects.create(
        title="协议书样式",
        file=ContentFile(b"%PDF-1.7", "form.pdf"),
        collection=branch.studio.collection,
        uploaded_by_user=trainer,
    )


@pytest.fixture
def image(branch, trainer):
    drawn = BytesIO()
    PIL.Image.new("RGB", (4, 3)).save(drawn, "PNG")
    return Image.objects.create(
        title="一堵墙",
        file=ContentFile(drawn.getvalue(), "wall.png"),
        collection=branch.studio.collection,
        uploaded_by_user=trainer,
    )


@pytest.fixture(params=["document", "image"])
def file(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def show(branch, django_capture_on_commit_callbacks):
    """Write a lesson that shows something; what shows what is noted after commit."""

    def show(*body):
        with django_capture_on_commit_callbacks(execute=True):
            course = CourseFactory(parent=branch)
            return LessonFactory(parent=course, body=list(body), revised=True)

    return show


def deleting(file):
    name = "wagtailimages:delete" if isinstance(file, Image) else "wagtaildocs:delete"
    return reverse(name, args=[file.pk])


def together(file):
    kind = file._meta  # noqa: SLF001 -- documented
    address = reverse(
        "wagtail_bulk_action", args=[kind.app_label, kind.model_name, "delete"]
    )
    return f"{address}?id={file.pk}"


def as_block(file):
    if isinstance(file, Image):
        return "image", {"image": file, "alt": "一堵墙", "caption": ""}
    return "document", {"title": "样式", "file": file, "note": ""}


@pytest.mark.parametrize("way", [deleting, together])
def test_what_a_lesson_shows_stays_and_the_page_says_why(
    client, trainer, show, file, way
):
    show(as_block(file))
    client.force_login(trainer)

    asked = client.get(way(file)).text
    assert "不能删除。请先打开这些页面，把它拿掉。" in asked
    assert "是，删除" not in asked
    client.post(way(file))

    assert type(file).objects.filter(pk=file.pk).exists()


@pytest.mark.parametrize("way", [deleting, together])
def test_what_no_page_shows_is_deleted(client, trainer, file, way):
    client.force_login(trainer)

    client.post(way(file))

    assert not type(file).objects.filter(pk=file.pk).exists()
