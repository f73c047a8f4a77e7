"""Who answers for a page, and what is to be looked at again."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from courses import operations, queries
from courses.models import Lesson
from courses.viewsets.review import standing
from lms.kernel.clock import local_day
from tests.factories.courses import CourseFactory, LessonFactory
from tests.factories.mediators import UserFactory

REVIEW = "/studio/review/"


@pytest.fixture
def today(now):
    return local_day(now)


@pytest.fixture
def course(branch):
    return CourseFactory(parent=branch, revised=True)


def in_days(today, days, **fields):
    return LessonFactory(review_on=today + timedelta(days=days), **fields)


@pytest.mark.parametrize(
    ("days", "kind", "words"),
    [
        (12, "amber", "还有 12 天"),
        (0, "amber", "今天到期"),
        (-3, "maple", "已过期 3 天"),
    ],
)
def test_how_a_day_stands_is_said_in_words(today, days, kind, words):
    shown = standing(today + timedelta(days=days), today)

    assert (shown.kind, shown.words) == (kind, words)
    assert shown.symbol


def test_what_is_due_within_thirty_days_or_overdue_is_listed(course, trainer, today):
    soon, over, last = (in_days(today, days, parent=course) for days in (12, -3, 30))
    in_days(today, 31, parent=course)
    LessonFactory(parent=course)

    due = queries.due_for_review(trainer, day=today)

    assert [page.pk for page in due] == [over.pk, soon.pk, last.pk]


def test_a_course_is_looked_at_again_like_its_lessons(course, trainer, today):
    course.review_on = today
    course.save()

    assert [page.pk for page in queries.due_for_review(trainer, day=today)] == [
        course.pk
    ]


def test_a_draft_that_nobody_reads_is_not_due(course, trainer, today):
    in_days(today, -3, parent=course, live=False)

    assert not queries.due_for_review(trainer, day=today)


def test_the_page_says_page_branch_owner_day_and_publication(
    client, course, trainer, reviewer, today
):
    lesson = in_days(today, -3, parent=course, title="一堵墙", owner=reviewer)
    client.force_login(trainer)

    page = client.get(REVIEW)

    row = page.text.split(lesson.title)[1].split("</tr>")[0]
    words = ("已过期 3 天", course.get_parent().title, reviewer.name, "课")
    assert [each for each in words if each not in row] == []
    assert reverse("wagtailadmin_pages:edit", args=[lesson.pk]) in page.text


def test_the_list_narrows_to_what_one_answers_for(
    client, course, trainer, reviewer, today
):
    in_days(today, 1, parent=course, title="我负责的墙", owner=trainer)
    in_days(today, 1, parent=course, title="别人负责的墙", owner=reviewer)
    client.force_login(trainer)

    page = client.get("/studio/review/results/", {"whose": "own"})

    assert "我负责的墙" in page.text
    assert "别人负责的墙" not in page.text


def test_nothing_due_is_said_in_words(client, course, trainer):
    client.force_login(trainer)

    assert "30 天内没有要复核的内容" in client.get(REVIEW).text
    assert "您负责的内容 30 天内都不用复核" in client.get(REVIEW, {"whose": "own"}).text


def test_another_branch_hears_nothing_of_it(client, course, stranger, today):
    in_days(today, -3, parent=course, title="一堵墙")
    client.force_login(stranger)

    assert not queries.due_for_review(stranger, day=today)
    for address in (REVIEW, "/studio/review/results/", "/studio/"):
        assert "一堵墙" not in client.get(address).text


def test_whoever_has_no_place_in_the_studio_is_led_away(client):
    client.force_login(UserFactory())

    assert client.get(REVIEW).status_code == 302


@pytest.fixture
def many(request, course, today):
    for days in range(request.param):
        in_days(today, days, parent=course, owner=UserFactory())


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("many", [1, 5], indirect=True)
def test_the_list_costs_the_same_however_many(
    client, trainer, django_assert_num_queries
):
    client.force_login(trainer)
    client.get(REVIEW)

    with django_assert_num_queries(12):
        client.get(REVIEW)


def test_no_reader_learns_of_the_day(client, course, trainer, today):
    lesson = in_days(today, -3, parent=course, owner=trainer)
    client.force_login(UserFactory())

    pages = [client.get(each.url).text for each in (course, lesson)]
    client.logout()
    pages.append(client.get(course.url).text)

    for words in ("过期", "复核", "负责", trainer.name):
        assert [page for page in pages if words in page] == []


def form_of(lesson, **fields):
    return nested_form_data(
        {
            "title": lesson.title,
            "slug": lesson.slug,
            "summary": "",
            "reading_minutes": 6,
            "body": streamfield([("text", rich_text("<p>先听完。</p>"))]),
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
            **fields,
        }
    )


@pytest.fixture
def edit(client, course, trainer):
    lesson = LessonFactory(parent=course, revised=True, owner=trainer)
    client.force_login(trainer)
    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    return lesson, lambda **fields: client.post(address, form_of(lesson, **fields))


def test_whoever_answers_is_changed_at_once_and_a_draft_changes_no_day(
    edit, reviewer, today
):
    lesson, save = edit

    save(owner=reviewer.pk, review_on=today.isoformat())

    lesson.refresh_from_db()
    assert (lesson.owner, lesson.review_on) == (reviewer, None)
    assert lesson.get_latest_revision_as_object().review_on == today


def test_without_a_choice_whoever_answered_goes_on(edit, trainer):
    lesson, save = edit

    save(owner="")

    lesson.refresh_from_db()
    assert lesson.owner == trainer


def test_nobody_of_another_branch_is_offered_nor_taken(
    client, edit, stranger, reviewer
):
    (lesson, save), trainer = edit, edit[0].owner

    page = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    save(owner=stranger.pk)

    lesson.refresh_from_db()
    offered = page.context["form"].fields["owner"].queryset
    assert set(offered) == {trainer, reviewer}
    assert stranger.name not in page.text
    assert lesson.owner == trainer


def test_a_new_lesson_is_answered_for_by_its_author(client, course, trainer):
    client.force_login(trainer)
    add = reverse("wagtailadmin_pages:add", args=["courses", "lesson", course.pk])

    page = client.get(add)
    client.post(add, form_of(Lesson(title="一堵墙", slug="a-wall")))

    assert page.context["form"].initial["owner"] == trainer.pk
    assert Lesson.objects.get().owner == trainer


def test_handing_over_holds_for_a_draft_and_for_what_is_published(
    course, trainer, reviewer
):
    lesson = LessonFactory(parent=course, revised=True, owner=trainer)

    operations.hand_over(page=lesson, owner=reviewer)
    lesson.refresh_from_db()
    lesson.save_revision().publish()

    lesson.refresh_from_db()
    assert lesson.owner == reviewer


def test_nobody_in_particular_has_nothing_due(course, today):
    in_days(today, -3, parent=course)

    assert not queries.due_for_review(AnonymousUser(), day=today)


@pytest.mark.parametrize(
    "address", ["/studio/pages/{course}/", "/studio/pages/usage/courses/lesson/"]
)
def test_the_filters_of_page_lists_name_nobody_of_another_branch(
    client, course, trainer, other_branch, address
):
    for parent, name in ((course, "自家作者"), (other_branch, "别处作者")):
        author = UserFactory(name=name, username=name)
        page = CourseFactory(parent=parent) if parent == other_branch else parent
        lesson = LessonFactory(parent=page, owner=author, revised=True)
        lesson.save_revision(user=author, log_action=True)
    client.force_login(trainer)

    text = client.get(address.format(course=course.pk)).text

    assert "自家作者" in text
    assert "别处作者" not in text
