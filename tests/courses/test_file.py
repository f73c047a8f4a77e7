from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses import operations
from courses.http import in_file
from courses.models import Completion
from mediators.models import Organisation, Person
from tests.factories.courses import CourseFactory, EnrolmentFactory, LessonFactory
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    RoleGrantFactory,
    UserFactory,
)


@pytest.fixture
def bureau():
    return OrganisationFactory(kind=Organisation.Kind.BUREAU, committee_type="")


@pytest.fixture
def mediator(bureau):
    return MediatorFactory(organisation=OrganisationFactory(parent=bureau))


def finish(mediator, at, course=None):
    enrolment = EnrolmentFactory(
        mediator=mediator, course=course or CourseFactory(title="邻里纠纷调解")
    )
    for lesson in enrolment.course.live_lessons() or [
        LessonFactory(parent=enrolment.course)
    ]:
        operations.complete_lesson(mediator=mediator, lesson=lesson, at=at)
    return Completion.objects.get(enrolment=enrolment)


def shown_to(client, user, url):
    client.force_login(user)
    return client.get(url)


def test_mediators_and_their_bureau_read_what_was_learnt_and_the_hours(
    client, mediator, bureau, now
):
    finish(mediator, now)
    office = RoleGrantFactory(organisation=bureau).user

    for user, url in (
        (mediator.person.user, "/me/"),
        (office, mediator.get_absolute_url()),
    ):
        page = shown_to(client, user, url)
        text = page.content.decode()

        assert "邻里纠纷调解" in text
        assert "共 4 学时，学完 1 门课程" in text
        assert ("学完《邻里纠纷调解》", "4 学时") in [
            (event["title"], event["text"]) for event in page.context["timeline"]
        ]


def test_annulled_hours_leave_the_section_and_stay_in_the_timeline(mediator, now):
    completion = finish(mediator, now)
    operations.annul_completion(
        completion=completion,
        at=now + timedelta(hours=1),
        actor=UserFactory(),
        reason="替学",
    )

    section = in_file(mediator, mediator.person.user)

    assert (section["finished"], section["hours"]) == ([], 0)
    assert [event["kind"] for event in section["events"]] == ["leaf", "maple"]
    assert section["events"][1]["text"] == "替学"


def test_a_course_finished_under_two_merged_records_counts_once(mediator, bureau, now):
    first = finish(mediator, now)
    twin = MediatorFactory(organisation=OrganisationFactory(parent=bureau))
    finish(twin, now, course=first.enrolment.course)
    Person.objects.filter(pk=twin.person_id).update(merged_into=mediator.person)

    section = in_file(mediator, RoleGrantFactory(organisation=bureau).user)

    assert (len(section["finished"]), section["hours"]) == (1, 4)


def test_a_course_under_way_says_how_far(client, mediator, now):
    enrolment = EnrolmentFactory(mediator=mediator, course__title="婚姻家庭调解")
    first, _second = LessonFactory.create_batch(2, parent=enrolment.course)
    operations.complete_lesson(mediator=mediator, lesson=first, at=now)

    text = shown_to(client, mediator.person.user, "/me/").content.decode()

    assert "婚姻家庭调解" in text
    assert "已学完 1 课，共 2 课" in text


def test_whoever_does_not_oversee_them_is_told_nothing(mediator, now):
    finish(mediator, now)
    stranger = RoleGrantFactory(organisation=OrganisationFactory()).user

    section = in_file(mediator, stranger)

    assert (section["finished"], section["events"]) == ([], [])


def test_the_section_costs_the_same_however_many_courses(mediator, now):
    viewer = mediator.person.user
    in_file(mediator, viewer)
    for _ in range(2):
        finish(mediator, now, course=CourseFactory())
        LessonFactory(parent=EnrolmentFactory(mediator=mediator).course)
        with CaptureQueriesContext(connection) as asked:
            in_file(mediator, viewer)

        assert len(asked) == 6
