"""What an author finds first: drafts, what waits for them, what is due for review."""

from datetime import timedelta

import pytest
from django.urls import reverse

from courses import queries
from lms.kernel.clock import local_day
from tests.factories.courses import CourseFactory, LessonFactory
from tests.factories.mediators import UserFactory


@pytest.fixture
def course(branch):
    return CourseFactory(parent=branch, title="邻里纠纷调解", revised=True)


def drafted(course, author, title="一堵墙", **fields):
    """A lesson with changes of `author` that nobody reads yet."""
    lesson = LessonFactory(parent=course, owner=author, live=False, **fields)
    lesson.title = title
    lesson.save_revision(user=author)
    lesson.refresh_from_db()
    return lesson


def handed_in(course, author, title="一堵墙", **fields):
    lesson = drafted(course, author, title, **fields)
    lesson.get_workflow().start(lesson, author)
    return lesson


def panel(client, name):
    text = client.get("/studio/").text
    return text.split(f'id="{name}-section"')[1].split("</section>")[0]


def test_three_lists_in_this_order_each_saying_why_it_is_empty(client, trainer):
    client.force_login(trainer)

    text = client.get("/studio/").text

    said = ("您没有草稿", "没有等您审核的内容", "30 天内没有要复核的内容")
    found = [text.find(each) for each in said]
    assert -1 not in found
    assert found == sorted(found)


def test_a_draft_leads_on_to_writing(client, course, trainer):
    lesson = drafted(course, trainer)
    client.force_login(trainer)

    shown = panel(client, "my-drafts")

    assert "一堵墙" in shown
    assert "继续编写" in shown
    assert reverse("wagtailadmin_pages:edit", args=[lesson.pk]) in shown


def test_what_waits_for_review_is_read_and_not_written_on(client, course, trainer):
    handed_in(course, trainer)
    client.force_login(trainer)

    shown = panel(client, "my-drafts")

    assert "审核中" in shown
    assert "查看草稿" in shown


def test_what_came_back_says_who_sent_it_and_what_they_said(
    client, course, trainer, reviewer
):
    lesson = handed_in(course, trainer)
    task = lesson.current_workflow_task_state
    task.task.on_action(task, reviewer, "reject", comment="法条引错了。")
    client.force_login(trainer)

    shown = panel(client, "my-drafts")

    assert [
        each
        for each in ("已退回", reviewer.name, "法条引错了。", "去修改")
        if each not in shown
    ] == []


def test_a_page_that_somebody_else_wrote_last_is_theirs_unless_i_answer_for_it(
    course, trainer, reviewer
):
    drafted(course, reviewer, "别人的")
    mine = drafted(course, trainer, "我负责的")
    mine.save_revision(user=reviewer)

    drafts = queries.drafts_of(trainer, limit=9)

    assert [each.page.pk for each in drafts] == [mine.pk]


def test_what_is_published_whole_is_no_draft(course, trainer):
    LessonFactory(parent=course, owner=trainer, revised=True)

    assert queries.drafts_of(trainer, limit=9) == []


def test_a_reviewer_reads_what_colleagues_handed_in(client, course, trainer, reviewer):
    lesson = handed_in(course, trainer)
    client.force_login(reviewer)

    shown = panel(client, "waiting-for-me")

    assert [
        each for each in ("一堵墙", trainer.name, "去审核") if each not in shown
    ] == []
    assert reverse("wagtailadmin_pages:edit", args=[lesson.pk]) in shown
    assert "改了哪里" not in shown


def test_what_was_published_before_shows_what_changed(
    client, course, trainer, reviewer
):
    lesson = LessonFactory(parent=course, owner=trainer, revised=True)
    lesson.title = "两堵墙"
    lesson.save_revision(user=trainer)
    lesson.refresh_from_db()
    lesson.get_workflow().start(lesson, trainer)
    client.force_login(reviewer)

    shown = panel(client, "waiting-for-me")

    revision = lesson.latest_revision_id
    compare = reverse(
        "wagtailadmin_pages:revisions_compare", args=[lesson.pk, "live", revision]
    )
    assert compare in shown
    assert client.get(compare).status_code == 200


def test_whoever_reviews_nothing_is_asked_nothing(course, trainer):
    handed_in(course, trainer)

    assert queries.asked_of(trainer, limit=9) == []


def test_another_branch_sees_none_of_it(client, course, trainer, stranger):
    handed_in(course, trainer)
    client.force_login(stranger)

    text = client.get("/studio/").text

    assert queries.asked_of(stranger, limit=9) == []
    assert [each for each in ("一堵墙", "邻里纠纷调解") if each in text] == []


def test_the_platforms_own_people_keep_what_wagtail_shows_them(client, course, trainer):
    handed_in(course, trainer)
    client.force_login(UserFactory(is_superuser=True))

    text = client.get("/studio/").text

    assert 'id="awaiting-review-section"' in text
    assert 'id="due-for-review-section"' in text
    assert 'id="my-drafts-section"' not in text


@pytest.fixture
def many(request, course, reviewer, now):
    """Some of each, to be read by the reviewer."""
    for number in range(request.param):
        drafted(course, reviewer, f"草稿{number}")
        handed_in(course, reviewer, f"送审{number}")
        day = local_day(now) + timedelta(days=number)
        LessonFactory(parent=course, review_on=day, owner=UserFactory())
    return reviewer


@pytest.mark.parametrize("many", [1, 5], indirect=True)
def test_the_first_page_costs_the_same_however_many(
    client, many, django_assert_num_queries
):
    client.force_login(many)
    client.get("/studio/")

    # Five of them for the guide to a first lesson, until somebody learns from them.
    with django_assert_num_queries(30):
        client.get("/studio/")
