import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses import operations
from courses.models import Completion, Enrolment, LessonProgress
from tests.factories.courses import (
    BranchPageFactory,
    CourseFactory,
    EnrolmentFactory,
    LessonFactory,
)
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import (
    MediatorFactory,
    RoleGrantFactory,
    UserFactory,
)

HOME = "/learn/"


@pytest.fixture
def enrolment():
    return EnrolmentFactory(course__title="邻里纠纷调解")


@pytest.fixture
def learner(client, enrolment):
    client.force_login(enrolment.mediator.person.user)
    return client


def cited(count):
    """A lesson body of thirty blocks, `count` of them citations of different articles."""
    version = ArticleFactory().version
    citations = [
        ("citation", {"article": ArticleFactory(version=version), "note": "记住。"})
        for _ in range(count)
    ]
    return citations + [("text", "<p>先听完。</p>")] * (30 - count)


def test_the_home_page_says_how_far_a_mediator_is_and_where_to_go_on(
    learner, enrolment, now
):
    first, second, _third = LessonFactory.create_batch(3, parent=enrolment.course)
    operations.complete_lesson(mediator=enrolment.mediator, lesson=first, at=now)
    operations.open_lesson(enrolment=enrolment, lesson=second, at=now)
    other = CourseFactory(title="婚姻家庭调解")
    CourseFactory(live=False)

    context = learner.get(HOME).context

    assert [each.course for each in context["under_way"]] == [enrolment.course]
    outline = context["under_way"][0]
    assert (outline.done, outline.total, outline.here.number) == (1, 3, 2)
    assert outline.here.lesson == second
    assert [each.course for each in context["catalogue"]] == [other]
    assert context["finished"] == []


def test_a_finished_course_stands_with_the_hours_it_granted(learner, enrolment, now):
    lesson = LessonFactory(parent=enrolment.course)
    operations.complete_lesson(mediator=enrolment.mediator, lesson=lesson, at=now)

    context = learner.get(HOME).context

    assert context["under_way"] == []
    assert [each.completion.course_title for each in context["finished"]] == [
        "邻里纠纷调解"
    ]


def test_the_home_page_needs_signing_in_and_says_when_there_is_nothing(client):
    assert client.get(HOME).status_code == 302

    client.force_login(UserFactory())
    context = client.get(HOME).context

    assert (context["under_way"], context["catalogue"]) == ([], [])


@pytest.mark.parametrize("of_each", [1, 5])
def test_the_home_page_costs_the_same_however_many_courses(
    client, of_each, now, django_assert_num_queries
):
    mediator = MediatorFactory()
    for _ in range(of_each):
        enrolment = EnrolmentFactory(mediator=mediator)
        lesson = LessonFactory(parent=enrolment.course)
        operations.open_lesson(enrolment=enrolment, lesson=lesson, at=now)
        done = LessonFactory(parent=EnrolmentFactory(mediator=mediator).course)
        operations.complete_lesson(mediator=mediator, lesson=done, at=now)
        LessonFactory(parent=CourseFactory())
    client.force_login(mediator.person.user)
    client.get(HOME)

    with django_assert_num_queries(9):
        client.get(HOME)


def test_anybody_reads_about_a_course_but_lessons_need_signing_in(client):
    lesson = LessonFactory(title="一堵墙")
    course = lesson.get_parent().specific

    page = client.get(course.url)

    assert page.status_code == 200
    assert "一堵墙" in page.text
    assert lesson.url not in page.text
    assert client.get(lesson.url).headers["Location"].startswith("/account/login/")


def test_a_draft_course_or_lesson_is_absent(learner, enrolment):
    lesson = LessonFactory(parent=enrolment.course, live=False)
    course = CourseFactory(live=False)

    assert learner.get(lesson.url or "/x/").status_code == 404
    assert learner.get(f"/{course.url_path.split('/', 2)[2]}").status_code == 404


def test_a_mediator_takes_a_course_and_is_led_to_its_first_lesson(client):
    lesson = LessonFactory()
    course = lesson.get_parent().specific
    mediator = MediatorFactory()
    client.force_login(mediator.person.user)

    response = client.post(course.url, follow=True)

    assert response.redirect_chain == [(course.url, 302)]
    assert response.context["outline"].here.lesson == lesson
    assert [each.mediator for each in course.enrolments.all()] == [mediator]


def test_whoever_is_no_mediator_cannot_take_a_course(client):
    course = CourseFactory()
    client.force_login(UserFactory())

    page = client.get(course.url)
    response = client.post(course.url)

    assert (page.context["can_take"], response.status_code) == (False, 404)
    assert not Enrolment.objects.exists()


def test_a_visitor_who_posts_is_asked_to_sign_in(client):
    course = CourseFactory()

    assert client.post(course.url).status_code == 302
    assert not Enrolment.objects.exists()


def test_reading_a_lesson_is_kept_and_goes_on_at_the_part_last_read(learner, enrolment):
    lesson = LessonFactory(parent=enrolment.course, body=[("text", "<p>一</p>")] * 9)

    first = learner.get(lesson.url)
    kept = learner.post(lesson.url, {"position": 7})
    again = learner.get(lesson.url)

    assert (kept.status_code, LessonProgress.objects.get().position) == (204, 7)
    assert 'href="#part-7"' not in first.text
    assert 'href="#part-7"' in again.text


def test_a_lesson_shows_its_neighbours(learner, enrolment):
    first, second, third = LessonFactory.create_batch(3, parent=enrolment.course)

    context = learner.get(second.url).context

    assert [context["before"].lesson, context["after"].lesson] == [first, third]
    assert context["step"].number == 2


def test_finishing_the_last_lesson_says_so_and_grants_the_hours(learner, enrolment):
    lesson = LessonFactory(parent=enrolment.course, title="一堵墙")

    response = learner.post(lesson.url, follow=True)

    assert response.redirect_chain == [(enrolment.course.url, 302)]
    assert "一堵墙" in str(*response.context["messages"])
    assert Completion.objects.get().enrolment == enrolment


def test_a_lesson_of_a_course_not_taken_is_read_and_not_completed(learner):
    lesson = LessonFactory()

    page = learner.get(lesson.url)
    response = learner.post(lesson.url, follow=True)

    assert page.context["outline"].enrolment is None
    assert [str(each) for each in response.context["messages"]] == [
        str(operations.NotEnrolled.message)
    ]
    assert not LessonProgress.objects.exists()


@pytest.mark.parametrize("data", [{"position": "x"}, {"position": "7"}])
def test_a_position_that_is_no_number_or_was_never_opened_is_refused(
    learner, enrolment, data
):
    lesson = LessonFactory(parent=enrolment.course)

    assert learner.post(lesson.url, data).status_code == 404
    assert not LessonProgress.objects.exists()


@pytest.mark.parametrize("data", [{}, {"position": "2"}])
def test_whoever_is_no_mediator_leaves_no_trace_in_a_lesson(client, data):
    lesson = LessonFactory()
    client.force_login(UserFactory())

    assert client.get(lesson.url).status_code == 200
    assert client.post(lesson.url, data).status_code == 404
    assert not LessonProgress.objects.exists()


def test_nobody_sees_somebody_elses_progress(client, enrolment, now):
    lesson = LessonFactory(parent=enrolment.course)
    LessonFactory(parent=enrolment.course)
    operations.complete_lesson(mediator=enrolment.mediator, lesson=lesson, at=now)
    stranger = MediatorFactory()
    client.force_login(stranger.person.user)

    outline = client.get(enrolment.course.url).context["outline"]
    around = client.get(lesson.url).context

    assert (outline.enrolment, outline.done) == (None, 0)
    assert (around["outline"].enrolment, around["step"].is_done) == (None, False)
    assert client.get(HOME).context["under_way"] == []
    visible = Enrolment.objects.visible_to(stranger.person.user)
    assert list(visible) == []
    assert not LessonProgress.objects.visible_to(stranger.person.user).exists()
    assert not Completion.objects.visible_to(stranger.person.user).exists()


@pytest.mark.parametrize("citations", [1, 20])
@pytest.mark.parametrize("again", [False, True])
def test_a_lesson_of_thirty_blocks_costs_ten_statements_at_most(
    learner, enrolment, citations, again
):
    lesson = LessonFactory(parent=enrolment.course, body=cited(citations))
    LessonFactory(parent=enrolment.course)
    learner.get(enrolment.course.url)
    if again:
        learner.get(lesson.url)

    with CaptureQueriesContext(connection) as queries:
        page = learner.get(lesson.url)

    assert page.text.count('class="citation"') == citations
    assert len(queries) <= 10


def test_a_branch_lists_its_published_courses_to_anybody(client):
    branch = BranchPageFactory()
    course = CourseFactory(parent=branch)
    CourseFactory(parent=branch, live=False)
    CourseFactory()

    context = client.get(branch.url).context

    assert [each.course for each in context["outlines"]] == [course]


def test_an_overseer_looks_at_progress_and_does_not_act_for_the_mediator(
    enrolment, now
):
    lesson = LessonFactory(parent=enrolment.course)
    LessonFactory(parent=enrolment.course)
    operations.complete_lesson(mediator=enrolment.mediator, lesson=lesson, at=now)
    committee = enrolment.mediator.person.posts.get().organisation
    overseer = RoleGrantFactory(organisation=committee).user

    assert list(Enrolment.objects.visible_to(overseer)) == [enrolment]
    assert LessonProgress.objects.visible_to(overseer).count() == 1
    assert not Enrolment.objects.learnt_by(overseer).exists()
    assert not LessonProgress.objects.learnt_by(overseer).exists()


def test_an_address_keeps_working_whatever_language_the_reader_chose(learner):
    lesson = LessonFactory()
    learner.cookies["django_language"] = "en"

    assert learner.get(lesson.url).headers["Content-Language"] == "en"
    assert learner.get(lesson.url).status_code == 200
