from datetime import UTC, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from cms import foundation
from cms.models import HomePage
from courses.models import (
    BranchPage,
    Course,
    Enrolment,
    Lesson,
    LessonFlag,
    PilotClass,
)
from courses.operations import open_branch
from tests.factories.mediators import MediatorFactory, OrganisationFactory, UserFactory

LAST_SPRING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


class PageFactory(DjangoModelFactory):
    """A live page under `parent`; with a revision like one from the Studio if `revised`."""

    class Meta:
        abstract = True

    live = True
    first_published_at = LAST_SPRING

    @classmethod
    def _create(cls, model_class, *args, parent, revised=False, **kwargs):
        page = model_class(**kwargs)
        parent.refresh_from_db()
        parent.add_child(instance=page)
        if revised:
            page.save_revision().publish()
            page.refresh_from_db()
        return page


def home():
    """The home page, made again if a flush between tests took it."""
    foundation.lay()
    return HomePage.objects.earliest("path")


class BranchPageFactory(PageFactory):
    """The page of a branch; with its groups and its workflow if `opened`."""

    class Meta:
        model = BranchPage

    parent = factory.LazyFunction(home)
    organisation = factory.SubFactory(OrganisationFactory)
    title = factory.SelfAttribute("organisation.name")
    slug = factory.LazyAttribute(
        lambda page: f"branch-{page.organisation.uuid.hex[:8]}"
    )

    @classmethod
    def _create(cls, model_class, *args, opened=False, organisation, **kwargs):
        if opened:
            return open_branch(organisation=organisation, at=LAST_SPRING, actor=None)
        return super()._create(model_class, organisation=organisation, **kwargs)


class CourseFactory(PageFactory):
    class Meta:
        model = Course

    parent = factory.SubFactory(BranchPageFactory)
    title = factory.Sequence(lambda n: f"邻里纠纷调解{n}")
    slug = factory.Sequence(lambda n: f"neighbours-{n}")
    summary = "从一堵墙说起。"
    credit_hours = Decimal("4.0")


class LessonFactory(PageFactory):
    class Meta:
        model = Lesson

    parent = factory.SubFactory(CourseFactory)
    title = factory.Sequence(lambda n: f"第{n}讲")
    slug = factory.Sequence(lambda n: f"lesson-{n}")
    reading_minutes = 6
    body = [("text", "<p>先听完，再开口。</p>")]


class EnrolmentFactory(DjangoModelFactory):
    class Meta:
        model = Enrolment

    mediator = factory.SubFactory(MediatorFactory)
    course = factory.SubFactory(CourseFactory)
    course_key = factory.SelfAttribute("course.translation_key")
    course_title = factory.SelfAttribute("course.title")
    enrolled_at = LAST_SPRING


class LessonFlagFactory(DjangoModelFactory):
    class Meta:
        model = LessonFlag

    writer = factory.SubFactory(UserFactory)
    lesson = factory.SubFactory(LessonFactory)
    lesson_title = factory.SelfAttribute("lesson.title")
    words = "这里的条号写错了。"
    flagged_at = LAST_SPRING


class PilotClassFactory(DjangoModelFactory):
    class Meta:
        model = PilotClass

    branch = factory.SubFactory(BranchPageFactory)
    name = factory.Sequence(lambda n: f"第{n}试学班")
    opened_at = LAST_SPRING
    opened_by = factory.SubFactory(UserFactory)
