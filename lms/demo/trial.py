"""The first exam, on trial: its certificates lasted a month, so that some have run out.

Who sat the first of its sittings has to come again; who sat the second, soon.
"""

from datetime import datetime, timedelta

from courses import operations as courses
from courses.models import Course, Lesson
from exams.assembly.models import Paper
from lms.demo import exam, records
from lms.demo.ground import District
from mediators.models import Mediator, User

#: How many days ago each sitting was, and where among the mediators its candidates are.
SITTINGS = ((48, slice(36, 42)), (25, slice(46, 52)))


def learn(district: District, course: Course, *, told_at: datetime) -> None:
    """Let the candidates finish the course in the weeks before."""
    lessons = list(Lesson.objects.child_of(course).live().order_by("path"))
    for number, mediator in enumerate(_candidates(district)):
        at = told_at - timedelta(days=70 - number)
        courses.enrol(mediator=mediator, course=course, at=at)
        for lesson in lessons:
            at += timedelta(minutes=25)
            courses.complete_lesson(mediator=mediator, lesson=lesson, at=at)


def hold(
    district: District,
    paper: Paper,
    *,
    staff: exam.Staff,
    marker: User,
    told_at: datetime,
) -> None:
    """Hold both sittings, and certify whoever passed."""
    by, begun = staff.administrator, told_at - timedelta(days=54)
    terms = exam.set_terms(
        district.bureau, title="人民调解员岗前考试（试行）", staff=staff, at=begun
    )
    records.name_certificate(terms, district.bureau, by=by, at=begun, is_trial=True)
    for number, (days, who) in enumerate(SITTINGS, start=1):
        day = told_at - timedelta(days=days)
        sitting = exam.hold(
            terms,
            paper,
            title=f"岗前考试（试行） 第{number}期",
            day=day,
            mediators=district.mediators[who],
            by=by,
        )
        records.score(sitting, at=day + timedelta(days=1))
        records.mark(sitting, by=marker, at=day + timedelta(days=1))
        records.release(sitting, by=by, at=day + timedelta(days=2))
        records.issue(at=day + timedelta(days=2))


def _candidates(district: District) -> list[Mediator]:
    return [each for _days, who in SITTINGS for each in district.mediators[who]]
