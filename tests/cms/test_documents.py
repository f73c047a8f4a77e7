"""Files of the Studio: only kinds to read, and only for whom their collection is."""

from io import BytesIO

import PIL.Image
import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import (
    FileSystemStorage,
    Storage,
    default_storage,
)
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.models import Collection, CollectionViewRestriction

from cms.models import SiteDocument
from courses.operations import grant_studio
from lms.kernel.storage import private
from tests.factories.courses import BranchPageFactory
from tests.factories.mediators import RoleGrantFactory


@pytest.fixture
def branch():
    return BranchPageFactory(opened=True)


@pytest.fixture
def trainer(branch, now):
    user = RoleGrantFactory(organisation=branch.organisation, role="trainer").user
    grant_studio(user=user, organisation=branch.organisation, at=now, actor=None)
    return user


@pytest.fixture
def document():
    collection = Collection.get_first_root_node().add_child(name="内部")
    file = ContentFile(b"%PDF-1.7", name="notes.pdf")
    return SiteDocument.objects.create(title="讲义", file=file, collection=collection)


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("a.pdf", 1),
        ("a.docx", 1),
        ("a.html", 0),
        ("a.js", 0),
        ("a.svg", 0),
        ("a.xhtml", 0),
        ("a.xml", 0),
    ],
)
def test_a_trainer_uploads_what_is_to_be_read_and_nothing_that_runs(
    client, branch, trainer, name, stored
):
    client.force_login(trainer)

    client.post(
        reverse("wagtaildocs:add"),
        {
            "title": "讲义",
            "file": SimpleUploadedFile(name, b"<script>alert(1)</script>"),
            "collection": branch.studio.collection_id,
        },
    )

    assert SiteDocument.objects.count() == stored


def test_a_document_lies_where_nobody_can_fetch_it_past_its_view(document):
    assert private().exists(document.file.name)
    assert not default_storage.exists(document.file.name)


class Bucket(Storage):
    """Files with addresses that we must not tell, and no path on a disk of ours."""

    def __init__(self, _folder):
        self.files = {}

    def _save(self, name, content):
        self.files[name] = content.read()
        return name

    def _open(self, name, _mode):
        return ContentFile(self.files[name], name)

    def exists(self, name):
        return name in self.files

    def size(self, name):
        return len(self.files[name])

    def url(self, name):
        return f"https://files.example.gov.cn/{name}"


@pytest.mark.parametrize("store", [FileSystemStorage, Bucket])
def test_a_document_is_given_out_by_us_as_what_it_is(
    client, trainer, monkeypatch, tmp_path, store
):
    client.force_login(trainer)
    field = SiteDocument.file.field
    monkeypatch.setattr(field, "storage", store(tmp_path))
    document = SiteDocument.objects.create(
        title="讲义", file=ContentFile(b"%PDF-1.7", name="notes.pdf")
    )

    response = client.get(document.url)

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert b"".join(response.streaming_content) == b"%PDF-1.7"
    response.close()


def test_a_document_asks_who_wants_it_as_a_lesson_does(client, document):
    response = client.get(document.url)

    assert (response.status_code, response.url.split("?")[0]) == (
        302,
        "/account/login/",
    )


def test_a_document_of_a_collection_of_some_is_for_those_alone(
    client, trainer, document
):
    closed = CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type="groups"
    )
    closed.groups.add(Group.objects.create(name="内部"))
    client.force_login(trainer)

    assert client.get(document.url).status_code in {302, 403}


def test_a_picture_without_a_description_is_asked_for_again_with_its_file(
    client, branch, trainer
):
    client.force_login(trainer)
    file = SimpleUploadedFile("wall.png", drawn(), "image/png")

    page = client.post(
        reverse("wagtailimages:add"),
        {
            "title": "一堵墙",
            "description": "",
            "file": file,
            "collection": branch.studio.collection_id,
        },
    )

    assert "请重新选择这张图片，再上传。" in page.text
    assert not Image.objects.exists()


def drawn():
    """The smallest picture there is."""
    picture = BytesIO()
    PIL.Image.new("RGB", (4, 3)).save(picture, "PNG")
    return picture.getvalue()
