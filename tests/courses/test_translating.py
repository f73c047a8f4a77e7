"""A course is put into English from the Studio, by who writes for its branch."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page

from courses import operations, queries
from courses.models import BranchPage, Course, Lesson
from tests.factories.courses import CourseFactory, EnrolmentFactory, LessonFactory


@pytest.fixture
def course(branch):
    course = CourseFactory(parent=branch, title="邻里纠纷调解", revised=True)
    for title in ("一堵墙", "一棵树"):
        LessonFactory(parent=course, title=title, revised=True)
    return course


@pytest.fixture
def translate(client):
    """Return a function that asks the Studio, as somebody, to begin a translation."""

    def translate(user, page, method="post"):
        client.force_login(user)
        address = reverse("courses_translate", args=[page.pk])
        return getattr(client, method)(address)

    return translate


@pytest.fixture
def english(course, trainer):
    return operations.start_translation(page=course, language="en", actor=trainer)


def test_a_course_and_its_lessons_get_drafts_that_nobody_reads(
    translate, course, trainer
):
    response = translate(trainer, course)

    begun = Course.objects.get(locale__language_code="en")
    lessons = Lesson.objects.child_of(begun)
    assert response.headers["Location"] == reverse(
        "wagtailadmin_pages:edit", args=[begun.pk]
    )
    assert [each.title for each in lessons] == ["一堵墙", "一棵树"]
    assert {(each.live, each.owner) for each in [begun, *lessons]} == {(False, trainer)}
    assert begun.translation_key == course.translation_key


def test_beginning_again_makes_what_is_missing_and_nothing_twice(
    course, english, trainer
):
    LessonFactory(parent=course, title="一条沟")

    again = operations.start_translation(page=course, language="en", actor=trainer)

    lessons = Lesson.objects.child_of(english).values_list("title", flat=True)
    assert again == english
    assert list(lessons) == ["一堵墙", "一棵树", "一条沟"]


def test_a_lesson_alone_is_translated_under_its_course(course, english, trainer):
    lesson = LessonFactory(parent=course, title="一条沟")

    begun = operations.start_translation(page=lesson, language="en", actor=trainer)

    assert begun.get_parent().pk == english.pk


def test_a_lesson_of_a_course_in_one_language_is_refused_in_words(
    translate, client, course, trainer
):
    lesson = Lesson.objects.child_of(course).first()

    response = translate(trainer, lesson)

    assert response.status_code == 302
    assert "请先翻译课程" in client.get(response.headers["Location"]).text
    assert not Course.objects.filter(locale__language_code="en").exists()


def test_the_page_in_english_belongs_to_no_organisation_of_its_own(branch, english):
    there = BranchPage.objects.get(locale__language_code="en")

    assert (there.organisation, there.live) == (None, True)
    assert BranchPage.objects.get(pk=branch.pk).organisation == branch.organisation


def test_the_branch_writes_and_reviews_in_english_as_in_chinese(
    client, english, trainer, reviewer
):
    client.force_login(trainer)
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[english.pk]))

    english.get_workflow().start(english, trainer)

    assert edit.status_code == 200
    assert [each.page.pk for each in queries.asked_of(reviewer, limit=9)] == [
        english.pk
    ]


def test_who_answers_for_a_translation_is_chosen_among_the_same_people(
    english, trainer, reviewer
):
    offered = queries.may_answer_for(english, None)

    assert set(offered) == {trainer, reviewer}


def test_another_branch_neither_begins_nor_hears_of_it(
    translate, client, course, stranger
):
    assert translate(stranger, course).status_code == 404
    assert translate(stranger, course, "get").status_code == 404
    assert not Page.objects.filter(locale__language_code="en").exists()


def test_what_another_branch_translates_is_not_shown(
    client, english, other_branch, stranger
):
    theirs = CourseFactory(parent=other_branch, title="别处的课", revised=True)
    operations.start_translation(page=theirs, language="en", actor=stranger)
    client.force_login(stranger)
    home = Page.objects.get(depth=2, locale__language_code="en")

    for address in (
        "/studio/",
        "/studio/pages/",
        f"/studio/pages/{home.pk}/",
        f"/studio/pages/{english.pk}/",
        "/studio/choose-page/",
        f"/studio/choose-page/{home.pk}/",
        "/studio/pages/usage/courses/course/",
        f"/studio/api/main/pages/?child_of={home.pk}",
    ):
        text = client.get(address, follow=True).text
        assert "邻里纠纷调解" not in text
        assert english.get_parent().title not in text


def test_a_page_that_is_no_course_or_is_the_translation_has_no_such_page(
    translate, branch, english, trainer
):
    for page in (branch, english):
        assert translate(trainer, page, "get").status_code == 404


def test_what_is_not_begun_can_be_seen_before_anything_is_made(
    translate, course, trainer
):
    page = translate(trainer, course, "get")

    tags = BeautifulSoup(page.text, "html.parser").select(".tag")
    assert [tag.get_text(strip=True) for tag in tags] == ["–还没有译文"] * 3
    assert not Course.objects.filter(locale__language_code="en").exists()


def test_the_way_there_stands_beside_what_is_written(client, course, english, trainer):
    client.force_login(trainer)
    address = reverse("courses_translate", args=[course.pk])

    beside = client.get(reverse("wagtailadmin_pages:edit", args=[course.pk]))
    there = client.get(reverse("wagtailadmin_pages:edit", args=[english.pk]))

    assert address in beside.text
    assert "翻译成英文" not in there.text


def test_learners_read_no_draft_in_english(client, course, english):
    page = client.get(course.url, headers={"accept-language": "en"})

    assert Course.objects.live().get() == course
    assert page.status_code == 200


def test_who_finished_a_course_finds_it_by_its_title_in_english(
    client, course, english, now
):
    taken = EnrolmentFactory(course=course)
    for lesson in Lesson.objects.child_of(course):
        operations.complete_lesson(mediator=taken.mediator, lesson=lesson, at=now)
    english.title = "Between neighbours"
    english.save_revision().publish()
    client.force_login(taken.mediator.person.user)
    client.cookies["django_language"] = "en"

    pages = [
        BeautifulSoup(client.get(address).text, "html.parser")
        for address in ("/courses/?state=done", "/me/", "/learn/")
    ]

    found, file, learnt = (
        [
            (each.text.strip(), each.get("lang"))
            for each in page.select(".card-title")
            if each.text.strip() in {"Between neighbours", "邻里纠纷调解"}
        ]
        for page in pages
    )
    assert found == [("Between neighbours", None)]
    # Records keep the title the course had, and say in which language it is.
    assert set(file) == set(learnt) == {("邻里纠纷调解", "zh-hans")}


@pytest.mark.parametrize("of_each", [1, 5])
def test_seeing_what_is_translated_costs_the_same_however_many(
    course, of_each, django_assert_num_queries
):
    for _each in range(of_each):
        LessonFactory(parent=course)

    with django_assert_num_queries(2):
        queries.translations(course, "en")
