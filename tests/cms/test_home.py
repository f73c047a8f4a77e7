import pytest
from wagtail.models import Locale, Page, Site

from cms import foundation
from cms.models import HomePage
from tests.factories.courses import CourseFactory, home


def test_migrating_leaves_one_home_page_that_the_site_shows():
    assert (
        Site.objects.get(is_default_site=True).root_page.specific
        == HomePage.objects.get()
    )
    assert HomePage.objects.get().slug == "home"
    assert Page.objects.filter(depth=2).count() == 1


def test_laying_the_foundation_again_changes_nothing():
    before = list(Page.objects.values_list("pk", flat=True))

    foundation.lay()

    assert list(Page.objects.values_list("pk", flat=True)) == before


def test_a_page_that_somebody_made_is_kept_beside_the_home_page():
    page = HomePage.objects.get()
    page.delete()
    root = Page.get_first_root_node()
    root.add_child(instance=Page(title="旧首页", slug="home"))
    root.get_children().get().add_child(instance=Page(title="下面", slug="below"))

    foundation.lay()

    assert HomePage.objects.get().slug == "fengqiao"
    assert Page.objects.filter(title="旧首页").exists()


@pytest.fixture
def english():
    """A home page in English, shown to whoever reads English."""
    locale, _made = Locale.objects.get_or_create(language_code="en")
    translated = home().copy_for_translation(locale)
    translated.save_revision().publish()
    return translated


def test_a_chinese_course_is_found_when_the_reader_has_an_english_home(client, english):
    course = CourseFactory(title="邻里纠纷调解")
    client.cookies["django_language"] = "en"

    page = client.get(course.url)

    assert page.status_code == 200
    assert page.context["page"].specific == course


def test_an_address_that_leads_nowhere_is_absent(client):
    assert client.get("/nowhere/at/all/").status_code == 404
