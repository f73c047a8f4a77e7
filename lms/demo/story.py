"""The whole demo, from the first committee to the last award, by calling operations."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from courses import operations as courses
from courses.models import Course, Lesson
from lms.demo import (
    accounts,
    district,
    exam,
    incentives,
    law,
    privacy,
    questions,
    records,
    rules,
    studio,
    towns,
    trial,
)
from lms.demo.course import load_course, load_translation
from lms.demo.ground import COMMITTEE, District
from mediators.models import Mediator, User

Say = Callable[[str], object]

COURSE = "courses/peoples-mediation-law.toml"
ENGLISH = "courses/peoples-mediation-law.en.toml"
UPDATE = "courses/public-security-update-2026.toml"


@dataclass
class Story:
    """Who is in it, and when it is told: everything else happened before `at`."""

    district: District
    users: dict[str, User]
    at: datetime

    def days_ago(self, days: int) -> datetime:
        return self.at - timedelta(days=days)

    @property
    def staff(self) -> exam.Staff:
        return exam.Staff(
            self.users["jiangshi"], self.users["shenhe"], self.users["quguan"]
        )


def tell(*, at: datetime, say: Say) -> None:
    """Fill an empty database; `say` is told what is being done.

    On one day it is always the same story: it is told at nine, the hour of every exam.
    """
    say("机构与人员")
    at = _morning(at)
    place = district.build(at=at - timedelta(days=100), told_at=at)
    story = Story(place, accounts.open_all(place, at=at - timedelta(days=80)), at)
    rules.load(place, at=story.days_ago(79))
    say("法律与课程")
    articles = law.load(actor=story.users["shenhe"], at=story.days_ago(75))
    course, update = _publish_courses(story, articles)
    _learn(story, course)
    _read_on(story, update)
    say("题库与试卷")
    questions.load(
        place.bureau,
        articles,
        author=story.users["jiangshi"],
        reviewer=story.users["shenhe"],
        at=story.days_ago(58),
    )
    say("考试")
    _hold_exams(story)
    questions.give_away(by=story.users["jiangshi"], at=story.days_ago(30))
    say("个人信息")
    privacy.load(story.users, at=story.days_ago(12))
    say("激励")
    incentives.load(
        place.bureau,
        [place.mediators[each] for each in (5, 8, 7)],
        held=place.mediators[11],
        by=story.users["quguan"],
        clerk=story.users["zhenguan"],
        at=story.days_ago(3),
    )


def _morning(at: datetime) -> datetime:
    """Return nine o'clock of the day before `at`, as people here count it."""
    here = at.astimezone(ZoneInfo(settings.TIME_ZONE)) - timedelta(days=1)
    return here.replace(hour=9, minute=0, second=0, microsecond=0)


def _publish_courses(story: Story, articles: law.Articles) -> tuple[Course, Course]:
    """Publish the course everybody takes, some of it in English, and a newer short one."""
    at = story.days_ago(74)
    page = courses.open_branch(
        organisation=story.district.bureau, actor=story.users["quguan"], at=at
    )
    for username in ("jiangshi", "shenhe"):
        courses.grant_studio(
            user=story.users[username],
            organisation=story.district.bureau,
            reviewer=username == "shenhe",
            actor=story.users["quguan"],
            at=at,
        )
    actor = story.users["jiangshi"]
    course = load_course(page, law.read(COURSE), articles, actor=actor, at=at)
    load_translation(course, law.read(ENGLISH), articles, language="en", at=at)
    newer = story.days_ago(40)
    update = load_course(page, law.read(UPDATE), articles, actor=actor, at=newer)
    written = story.days_ago(3)
    studio.load(
        update, articles, author=actor, reviewer=story.users["shenhe"], at=written
    )
    studio.let_a_class_read(update, story.users, by=actor, at=story.days_ago(2))
    return course, update


def _learn(story: Story, course: Course) -> None:
    """Some of every town finish the course; three are on their way."""
    trial.learn(story.district, course, told_at=story.at)
    lessons = list(Lesson.objects.child_of(course).live().order_by("path"))
    people = story.district.mediators
    finishing = [
        (each, len(lessons)) for each in (people[0], *people[6:16], *_spread(people))
    ]
    under_way = [(each, done) for done, each in enumerate(people[16:19], start=1)]
    for number, (mediator, done) in enumerate([*finishing, *under_way]):
        at = story.days_ago(32 - number % 20) + timedelta(minutes=3 * number)
        courses.enrol(mediator=mediator, course=course, at=at)
        for lesson in lessons[:done]:
            at += timedelta(minutes=25)
            courses.complete_lesson(mediator=mediator, lesson=lesson, at=at)


def _read_on(story: Story, course: Course) -> None:
    """Somebody is in the middle of a lesson, and has written down what to remember."""
    mediator, at = story.district.mediators[5], story.days_ago(3)
    first, second, *_rest = Lesson.objects.child_of(course).live().order_by("path")
    enrolment = courses.enrol(mediator=mediator, course=course, at=at)
    courses.complete_lesson(mediator=mediator, lesson=first, at=at)
    at += timedelta(minutes=30)
    courses.open_lesson(enrolment=enrolment, lesson=second, at=at)
    courses.save_position(mediator=mediator, lesson=second, position=4, at=at)
    courses.write_note(
        lesson=first,
        writer=story.users["tiaojie"],
        text="犬只伤人、噪声扰民：新法处理得更细。先劝，再报；劝不住别硬拦。",
        at=at,
    )


def _spread(people: list[Mediator]) -> list[Mediator]:
    """Return some of every town, but nobody of where nobody is certified."""
    some = Mediator.objects.filter(pk__in=[each.pk for each in people[45::25]])
    place = f"{towns.UNCERTIFIED}{COMMITTEE}"
    return list(some.exclude(person__posts__organisation__name=place).order_by("pk"))


def _hold_exams(story: Story) -> None:
    """One is over and released, one waits for its marker, one can be sat."""
    bureau, people, by = (
        story.district.bureau,
        story.district.mediators,
        story.staff.administrator,
    )
    paper, other = exam.draw(bureau, staff=story.staff, at=story.days_ago(55))
    trial.hold(
        story.district,
        other,
        staff=story.staff,
        marker=story.users["yuejuan"],
        told_at=story.at,
    )
    terms = exam.set_terms(
        bureau, title="人民调解员岗前考试", staff=story.staff, at=story.days_ago(15)
    )
    records.name_certificate(terms, bureau, by=by, at=story.days_ago(15))
    sat = [people[0], *people[6:15], *_spread(people)]
    first, second = (
        exam.hold(
            terms,
            paper,
            title=f"岗前考试 {title}",
            day=story.days_ago(days),
            mediators=mediators,
            by=by,
        )
        for title, mediators, days in (
            ("第一场", sat, 10),
            ("第二场", people[15:19], 2),
        )
    )
    exam.offer(
        terms,
        paper,
        title="岗前考试 第三场（手机考试）",
        opens_at=story.at,
        closes_at=story.at + timedelta(days=30, hours=8),
        mediators=[*people[1:6], *people[20:30]],
        by=by,
        at=story.at,
    )
    records.score(first, at=story.days_ago(9))
    records.mark(first, by=story.users["yuejuan"], at=story.days_ago(9))
    records.withhold(first, people[14], by=by, at=story.days_ago(8))
    records.release(first, by=by, at=story.days_ago(8))
    records.certify(
        suspended=people[6],
        revoked=people[0],
        by=by,
        at=story.days_ago(8),
    )
    records.score(second, at=story.days_ago(1))
