"""A new author is led through a first lesson; each tick is read off the records."""

from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction

from courses import operations
from courses.models import LessonProgress
from courses.viewsets.first import FOLDED, FirstLesson
from tests.factories.banks import BankFactory, QuestionVersionFactory
from tests.factories.courses import (
    LAST_SPRING,
    CourseFactory,
    EnrolmentFactory,
    LessonFactory,
    PilotClassFactory,
)
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import UserFactory


@pytest.fixture
def course(branch):
    return CourseFactory(parent=branch, title="邻里纠纷调解", revised=True)


@pytest.fixture
def model_lesson(course):
    """A colleague's lesson, which cites an article of its own."""
    body = [("citation", {"article": ArticleFactory(number=1), "note": ""})]
    return LessonFactory(parent=course, title="一堵墙的两边", body=body, revised=True)


def copied(lesson, author):
    copy = CopyPageAction(
        lesson,
        user=author,
        update_attrs={"title": "一棵枣树的两边", "slug": "tree", "owner": author},
        keep_live=False,
    ).execute(skip_permission_checks=True)
    copy.refresh_from_db()
    return copy


def cite(lesson, author):
    lesson.body = [
        *[(block.block_type, block.value) for block in lesson.body],
        ("citation", {"article": ArticleFactory(number=9), "note": ""}),
    ]
    lesson.save()  # as the Studio does with what was never published
    lesson.save_revision(user=author)


def handed_in(lesson, author):
    lesson.refresh_from_db()
    lesson.get_workflow().start(lesson, author)
    return lesson.current_workflow_task_state


def steps(author):
    context = FirstLesson().get_context_data({"request": SimpleNamespace(user=author)})
    return context.get("steps", [])


def ticks(author):
    return [step.is_done for step in steps(author)]


def test_it_begins_with_a_copy_of_a_colleagues_lesson(trainer, model_lesson):
    first, *later = steps(trainer)

    assert first.link.url == reverse("wagtailadmin_pages:copy", args=[model_lesson.pk])
    assert "一堵墙的两边" in first.link.label
    assert first.other.url == reverse(
        "wagtailadmin_explore", args=[model_lesson.get_parent().pk]
    )
    assert [step.link is None for step in later] == [True, False, True, True]
    assert ticks(trainer) == [False, False, False, False, False]


def test_without_a_lesson_to_copy_it_begins_with_a_new_one(trainer, course):
    link = steps(trainer)[0].link

    assert link.url == reverse(
        "wagtailadmin_pages:add", args=["courses", "lesson", course.pk]
    )


def test_without_a_course_it_begins_with_a_new_course(trainer, branch):
    link = steps(trainer)[0].link

    assert link.url == reverse(
        "wagtailadmin_pages:add", args=["courses", "course", branch.pk]
    )


def test_a_copy_is_a_lesson_of_ones_own(trainer, model_lesson):
    copy = copied(model_lesson, trainer)

    assert ticks(trainer) == [True, False, False, False, False]
    edit = reverse("wagtailadmin_pages:edit", args=[copy.pk])
    assert steps(trainer)[1].link.url.startswith(edit)


def test_a_copy_was_never_published_before(trainer, model_lesson):
    copy = copied(model_lesson, trainer)
    assert copy.get_latest_revision_as_object().first_published_at is None

    copy.latest_revision.publish()

    copy.refresh_from_db()
    assert copy.first_published_at > model_lesson.first_published_at


def test_what_was_copied_is_not_cited_by_its_author(trainer, model_lesson):
    copy = copied(model_lesson, trainer)
    assert ticks(trainer) == [True, False, False, False, False]

    cite(copy, trainer)
    assert ticks(trainer) == [True, True, False, False, False]


def test_a_question_of_ones_own_is_ticked_and_goes_into_a_bank_of_the_branch(
    trainer, branch, other_branch
):
    BankFactory(organisation=other_branch.organisation, code="A")
    bank = BankFactory(organisation=branch.organisation, code="B")
    asked = steps(trainer)[2]
    assert asked.link.url == reverse(
        "banks:question-new", args=[bank.uuid, "single_choice"]
    )

    QuestionVersionFactory(question__bank=bank)
    assert ticks(trainer)[2] is False

    QuestionVersionFactory(question__bank=bank, author=trainer)
    assert ticks(trainer)[2] is True


def test_without_a_bank_one_is_set_up(trainer):
    assert steps(trainer)[2].link.url == reverse("banks:bank-new")


def test_a_class_is_given_the_draft_and_its_words_are_one_link_away(
    trainer, branch, model_lesson
):
    copy = copied(model_lesson, trainer)
    asked = steps(trainer)[3]
    assert asked.link.url == reverse("courses_pilot", args=[copy.pk])

    operations.pilot_lesson(
        lesson=copy,
        pilot_class=PilotClassFactory(branch=branch),
        by=trainer,
        at=timezone.now(),
    )

    assert ticks(trainer) == [True, False, False, True, False]
    assert steps(trainer)[3].link.label == "看看他们怎么说"


def test_publishing_says_where_it_is_on_its_way(trainer, reviewer, model_lesson):
    copy = copied(model_lesson, trainer)
    said = [steps(trainer)[4].text]
    task = handed_in(copy, trainer)
    said.append(steps(trainer)[4].text)
    task.task.on_action(task, reviewer, "reject", comment="补一句。")
    said.append(steps(trainer)[4].text)
    copy.refresh_from_db()
    copy.latest_revision.publish()
    said.append(steps(trainer)[4].text)

    parts = ("提交审核", "审核人正在看", "审核人退回了", "已经发布")
    assert [part in text for part, text in zip(parts, said, strict=True)] == [True] * 4
    assert ticks(trainer) == [True, False, False, False, True]


def test_it_goes_away_once_somebody_has_opened_the_lesson(trainer, course):
    lesson = LessonFactory(parent=course, owner=trainer, revised=True)
    assert steps(trainer)

    LessonProgress.objects.create(
        enrolment=EnrolmentFactory(course=course),
        lesson=lesson,
        lesson_key=lesson.translation_key,
        opened_at=LAST_SPRING,
        seen_at=LAST_SPRING,
    )

    assert steps(trainer) == []


def test_it_goes_away_when_it_is_folded(client, trainer):
    client.force_login(trainer)
    assert "第一课" in client.get("/studio/").text

    folding = client.patch(
        reverse("wagtailadmin_dismissibles"),
        {FOLDED: True},
        content_type="application/json",
    )

    assert folding.status_code == 200
    assert "第一课" not in client.get("/studio/").text


def test_another_branchs_lessons_are_not_offered(client, stranger, model_lesson):
    client.force_login(stranger)

    text = client.get("/studio/").text

    assert "第一课" in text
    assert "一堵墙的两边" not in text


def test_the_platforms_own_people_are_not_led(client, model_lesson):
    client.force_login(UserFactory(is_superuser=True))

    assert "第一课" not in client.get("/studio/").text


def test_it_costs_few_statements_before_a_lesson_is_begun(
    trainer, model_lesson, branch, django_assert_max_num_queries
):
    BankFactory(organisation=branch.organisation)

    with django_assert_max_num_queries(10):
        steps(trainer)


def test_it_costs_few_statements_while_a_lesson_is_written(
    trainer, model_lesson, branch, django_assert_max_num_queries
):
    BankFactory(organisation=branch.organisation)
    cite(copied(model_lesson, trainer), trainer)

    with django_assert_max_num_queries(10):
        steps(trainer)
