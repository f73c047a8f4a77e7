from courses import operations, queries
from courses.outline import Outline
from tests.factories.courses import CourseFactory, EnrolmentFactory, LessonFactory


def test_a_lesson_that_is_not_in_the_course_any_more_has_no_neighbours():
    course = CourseFactory()
    LessonFactory(parent=course)

    withdrawn = LessonFactory(parent=course, live=False)

    assert Outline.of(course, course.live_lessons()).around(withdrawn) == (
        None,
        None,
        None,
    )


def test_one_goes_on_with_the_lesson_last_read_else_with_the_next(now):
    enrolment = EnrolmentFactory()
    course = enrolment.course
    first, second, third = LessonFactory.create_batch(3, parent=course)

    places = [queries.outline(course, enrolment).here.lesson]
    operations.open_lesson(enrolment=enrolment, lesson=third, at=now)
    places.append(queries.outline(course, enrolment).here.lesson)
    operations.complete_lesson(mediator=enrolment.mediator, lesson=third, at=now)
    operations.complete_lesson(mediator=enrolment.mediator, lesson=first, at=now)
    places.append(queries.outline(course, enrolment).here.lesson)
    operations.complete_lesson(mediator=enrolment.mediator, lesson=second, at=now)

    assert places == [first, third, second]
    assert queries.outline(course, enrolment).here is None
