"""What courses say of coverage."""

from datetime import UTC, date, datetime

import pytest

from courses import coverage, operations
from courses.models import Completion
from mediators.coverage.models import Due
from tests.factories.courses import EnrolmentFactory, LessonFactory

#: Half past midnight on New Year's Day in Shanghai, and still last year in Greenwich.
NEW_YEAR = datetime(2025, 12, 31, 16, 30, tzinfo=UTC)


@pytest.fixture
def completion():
    enrolment = EnrolmentFactory(enrolled_at=NEW_YEAR)
    lesson = LessonFactory(parent=enrolment.course)
    operations.complete_lesson(mediator=enrolment.mediator, lesson=lesson, at=NEW_YEAR)
    return Completion.objects.get()


@pytest.mark.parametrize(
    ("day", "trained"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_a_completed_course_counts_for_the_year_of_its_day(completion, day, trained):
    assert coverage.trained(day).exists() == trained


def test_an_annulled_completion_counts_no_more_and_has_its_person_recounted(completion):
    marked = [due.person for due in Due.objects.filter(organisation=None)]
    Due.objects.all().delete()

    operations.annul_completion(
        completion=completion,
        reason="代学",
        at=NEW_YEAR,
        actor=completion.enrolment.mediator.person.user,
    )

    person = completion.enrolment.mediator.person
    assert not coverage.trained(date(2026, 3, 1)).exists()
    assert person in marked
    assert [due.person for due in Due.objects.all()] == [person]
