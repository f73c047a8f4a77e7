from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from courses import operations, queries
from courses.models import Completion, Enrolment, LessonProgress
from courses.signals import course_completed
from lms.kernel import reconcilers
from tests.factories.courses import CourseFactory, EnrolmentFactory, LessonFactory
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import MediatorFactory


@pytest.fixture
def enrolment():
    return EnrolmentFactory(course__title="邻里纠纷调解", course__revised=True)


@pytest.fixture
def announced():
    heard = []

    def hear(completion, **kwargs):
        heard.append(completion)

    course_completed.connect(hear)
    yield heard
    course_completed.disconnect(hear)


def complete(enrolment, lesson, at):
    return operations.complete_lesson(mediator=enrolment.mediator, lesson=lesson, at=at)


def test_taking_a_course_twice_gives_the_same_enrolment(now):
    mediator, course = MediatorFactory(), CourseFactory(title="邻里纠纷调解")

    first = operations.enrol(mediator=mediator, course=course, at=now)
    again = operations.enrol(mediator=mediator, course=course, at=now)

    assert (first, again.course_title) == (again, "邻里纠纷调解")
    assert Enrolment.objects.count() == 1


def test_a_course_that_is_not_published_cannot_be_taken(now):
    course = CourseFactory(live=False)

    with pytest.raises(operations.CourseClosed):
        operations.enrol(mediator=MediatorFactory(), course=course, at=now)


def test_whoever_took_a_course_keeps_it_when_it_is_unpublished(enrolment, now):
    enrolment.course.unpublish()

    again = operations.enrol(
        mediator=enrolment.mediator, course=enrolment.course, at=now
    )

    assert again == enrolment


def test_opening_a_lesson_again_keeps_when_it_was_first_opened(enrolment, now):
    lesson = LessonFactory(parent=enrolment.course)
    later = now + timedelta(hours=1)

    operations.open_lesson(enrolment=enrolment, lesson=lesson, at=now)
    operations.open_lesson(enrolment=enrolment, lesson=lesson, at=later)

    progress = LessonProgress.objects.get()
    assert (progress.opened_at, progress.seen_at) == (now, later)


def test_opening_a_lesson_and_keeping_the_position_cost_one_statement_each(
    enrolment, now, django_assert_num_queries
):
    lesson = LessonFactory(parent=enrolment.course)

    with django_assert_num_queries(1):
        operations.open_lesson(enrolment=enrolment, lesson=lesson, at=now)
    with django_assert_num_queries(1):
        operations.save_position(
            mediator=enrolment.mediator, lesson=lesson, position=7, at=now
        )

    assert LessonProgress.objects.get().position == 7


def test_a_position_is_kept_only_in_a_lesson_that_was_opened(enrolment, now):
    lesson = LessonFactory(parent=enrolment.course)

    with pytest.raises(operations.LessonNotOpened):
        operations.save_position(
            mediator=enrolment.mediator, lesson=lesson, position=7, at=now
        )


def test_a_completed_lesson_keeps_title_revision_and_the_law_it_cited(enrolment, now):
    article = ArticleFactory()
    lesson = LessonFactory(
        parent=enrolment.course,
        title="一堵墙",
        revised=True,
        body=[("citation", {"article": article, "note": ""})],
    )

    progress = complete(enrolment, lesson, now)
    lesson.title = "两堵墙"
    lesson.save_revision().publish()

    progress.refresh_from_db()
    assert (progress.lesson_title, progress.completed_at) == ("一堵墙", now)
    assert progress.lesson_revision == lesson.revisions.order_by("pk")[0].pk
    assert [each.version for each in progress.citations.all()] == [article.version]


def test_completing_a_lesson_twice_changes_nothing(enrolment, now):
    lesson = LessonFactory(parent=enrolment.course)
    LessonFactory(parent=enrolment.course)

    complete(enrolment, lesson, now)
    again = complete(enrolment, lesson, now + timedelta(days=1))

    assert again.completed_at == now


def test_a_lesson_of_a_course_not_taken_cannot_be_completed(now):
    with pytest.raises(operations.NotEnrolled):
        operations.complete_lesson(
            mediator=MediatorFactory(), lesson=LessonFactory(), at=now
        )


def test_a_withdrawn_lesson_cannot_be_completed(enrolment, now):
    lesson = LessonFactory(parent=enrolment.course)
    lesson.unpublish()

    with pytest.raises(operations.LessonClosed):
        complete(enrolment, lesson, now)


def test_the_last_lesson_completes_the_course_and_grants_its_hours_once(
    enrolment, announced, now, django_capture_on_commit_callbacks
):
    first, last = LessonFactory.create_batch(2, parent=enrolment.course)
    LessonFactory(parent=enrolment.course, live=False)

    with django_capture_on_commit_callbacks(execute=True):
        complete(enrolment, first, now)
        assert not Completion.objects.exists()
        complete(enrolment, last, now)

    completion = Completion.objects.get()
    assert announced == [completion]
    assert (completion.course_title, completion.credit_hours) == (
        "邻里纠纷调解",
        Decimal("4.0"),
    )
    assert completion.course_revision == enrolment.course.live_revision_id
    assert operations.complete_course(enrolment=enrolment, at=now) == completion


def test_hours_granted_stay_as_they_were_when_the_course_changes(enrolment, now):
    complete(enrolment, LessonFactory(parent=enrolment.course), now)

    course = enrolment.course
    course.refresh_from_db()
    course.credit_hours = Decimal("8.0")
    course.save_revision().publish()
    LessonFactory(parent=course)

    completion = Completion.objects.get()
    assert completion.credit_hours == Decimal("4.0")
    assert not queries.completions_due().exists()


def test_a_course_with_a_lesson_left_is_not_completed(enrolment, now):
    first, _last = LessonFactory.create_batch(2, parent=enrolment.course)
    complete(enrolment, first, now)

    with pytest.raises(operations.CourseNotFinished):
        operations.complete_course(enrolment=enrolment, at=now)


def test_the_reconciler_completes_a_course_whose_last_lesson_was_withdrawn(
    enrolment, now
):
    first, last = LessonFactory.create_batch(2, parent=enrolment.course)
    complete(enrolment, first, now)

    last.unpublish()

    assert reconcilers.backlog()["courses.completions-due"] == 1
    reconcilers.run_all(at=now)
    assert Completion.objects.get().enrolment == enrolment
    assert reconcilers.backlog()["courses.completions-due"] == 0


def test_somebody_elses_progress_completes_nothing(enrolment, now):
    lesson = LessonFactory(parent=enrolment.course)
    stranger = EnrolmentFactory(course=enrolment.course)

    complete(stranger, lesson, now)

    assert [each.enrolment for each in Completion.objects.all()] == [stranger]


def test_an_annulled_completion_counts_no_more_and_is_not_granted_again(enrolment, now):
    complete(enrolment, LessonFactory(parent=enrolment.course), now)
    actor = MediatorFactory().person.user

    with pytest.raises(operations.ReasonMissing):
        operations.annul_completion(
            completion=Completion.objects.get(), reason=" ", at=now, actor=actor
        )
    annulled = operations.annul_completion(
        completion=Completion.objects.get(), reason="代学", at=now, actor=actor
    )

    assert annulled.is_annulled
    assert not Completion.objects.standing().exists()
    assert not queries.completions_due().exists()
    with pytest.raises(operations.AlreadyAnnulled):
        operations.annul_completion(
            completion=annulled, reason="代学", at=now, actor=actor
        )


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Enrolment, {"enrolled_at": "2020-01-01T00:00Z"}),
        (LessonProgress, {"lesson_title": "改"}),
        (LessonProgress, {"completed_at": None}),
        (Completion, {"credit_hours": Decimal(9)}),
    ],
)
def test_what_happened_is_neither_rewritten_nor_deleted(enrolment, now, model, change):
    complete(enrolment, LessonFactory(parent=enrolment.course), now)

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.order_by()._raw_delete(using="default")  # noqa: SLF001 -- past PROTECT


def test_the_position_in_a_completed_lesson_may_still_move(enrolment, now):
    lesson = LessonFactory(parent=enrolment.course)
    complete(enrolment, lesson, now)

    operations.save_position(
        mediator=enrolment.mediator, lesson=lesson, position=3, at=now
    )

    assert LessonProgress.objects.get().position == 3


def test_one_course_that_cannot_be_completed_holds_up_no_other(monkeypatch, now):
    module = "courses.operations.completing"
    monkeypatch.setattr(f"{module}.BATCH", 1)
    bad, good = EnrolmentFactory.create_batch(2, course__revised=True)
    for each in (bad, good):
        first, last = LessonFactory.create_batch(2, parent=each.course)
        complete(each, first, now)
        last.unpublish()
    really = operations.complete_course

    def fail_for_the_first(*, enrolment, at):
        if enrolment == bad:
            raise OSError("disk full")
        return really(enrolment=enrolment, at=at)

    monkeypatch.setattr(f"{module}.complete_course", fail_for_the_first)
    operations.complete_courses_due(at=now)

    assert list(queries.completions_due()) == [bad]
