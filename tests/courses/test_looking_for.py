"""An author finds a page, a picture, a document or an article by any words within it."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.images.models import Image

from cms.models import SiteDocument
from tests.factories.courses import CourseFactory, LessonFactory
from tests.factories.laws import ArticleFactory

WITHIN = "手机"
pytestmark = pytest.mark.filterwarnings(
    # 2026-11: Wagtail leaves the temporary file of a rendition to the garbage collector.
    "ignore::pytest.PytestUnraisableExceptionWarning"
)


#: The law is everybody's.
OF_ALL = {"article_chooser:choose", "statutes:index", "digests:index"}


@pytest.fixture
def course(branch):
    return CourseFactory(parent=branch, title="人民调解法与调解基本功")


@pytest.fixture
def places(course, branch):
    """Where something is looked for, and what is found there by a run of characters."""
    LessonFactory(parent=course, title="用手机调解的三条规矩")
    LessonFactory(parent=course, title="还没写完的手机课", live=False)
    kept = {"collection": branch.studio.collection}
    SiteDocument.objects.create(
        title="在手机上填写的样式", file=ContentFile(b"text", "a.txt"), **kept
    )
    Image.objects.create(
        title="一部旧手机", file="a.png", width=4, height=3, description="旧", **kept
    )
    ArticleFactory(
        number=9, text="可以用手机调解。", version__statute__title="青禾市手机调解办法"
    )
    return {
        "wagtailadmin_pages:search": ["用手机调解的三条规矩", "还没写完的手机课"],
        "wagtailadmin_explore": ["用手机调解的三条规矩", "还没写完的手机课"],
        "wagtailadmin_choose_page_search": ["用手机调解的三条规矩"],
        "wagtaildocs:index": ["在手机上填写的样式"],
        "wagtaildocs_chooser:choose": ["在手机上填写的样式"],
        "wagtailimages:index": ["一部旧手机"],
        "wagtailimages_chooser:choose": ["一部旧手机"],
        "article_chooser:choose": ["第九条"],
        "statutes:index": ["青禾市手机调解办法"],
        "digests:index": ["第九条"],
    }


def found(client, name, course):
    args = [course.pk] if name == "wagtailadmin_explore" else []
    answer = client.get(reverse(name, args=args), {"q": WITHIN})
    assert answer.status_code == 200
    return answer.text.encode().decode("unicode-escape", "ignore") + answer.text


def test_a_run_of_characters_within_a_name_is_found(client, trainer, course, places):
    client.force_login(trainer)
    missing = [
        f"{name}: {title}"
        for name, titles in places.items()
        for title in titles
        if title not in found(client, name, course)
    ]

    assert missing == []


def test_another_branchs_things_stay_unfound(client, stranger, course, places):
    client.force_login(stranger)
    for name in places:
        if name not in {"wagtailadmin_explore", *OF_ALL}:
            text = found(client, name, course)
            assert not [each for each in places[name] if each in text], name
