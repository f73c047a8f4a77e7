"""From a draft to what is read: handed in, sent back, mended, approved, on its day."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, WorkflowState
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from lms.celery import app
from lms.kernel.tasks import publish_scheduled
from tests.factories.courses import CourseFactory, LessonFactory


@pytest.fixture
def lesson(branch, trainer):
    course = CourseFactory(parent=branch, title="邻里纠纷调解", revised=True)
    return LessonFactory(parent=course, title="一堵墙", revised=True, owner=trainer)


def form(lesson, *, text="先听完。", **fields):
    return nested_form_data(
        {
            "title": lesson.title,
            "slug": lesson.slug,
            "summary": "",
            "reading_minutes": 6,
            "body": streamfield([("text", rich_text(f"<p>{text}</p>"))]),
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
            **fields,
        }
    )


@pytest.fixture
def save(client, lesson):
    """Return a function that saves the lesson as somebody, with one of the buttons."""

    def save(user, **fields):
        client.force_login(user)
        address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
        response = client.post(address, form(lesson, **fields), follow=True)
        lesson.refresh_from_db()
        return response

    return save


@pytest.fixture
def decide(client, lesson):
    """Return a function by which a reviewer approves or sends back, with a sentence."""

    def decide(reviewer, action, comment):
        client.force_login(reviewer)
        task = lesson.current_workflow_task_state
        address = reverse(
            "wagtailadmin_pages:workflow_action", args=[lesson.pk, action, task.pk]
        )
        asked = client.get(address)
        response = client.post(address, {"comment": comment}, follow=True)
        lesson.refresh_from_db()
        return asked, response

    return decide


def test_what_is_sent_back_is_mended_and_handed_in_again(
    save, decide, lesson, trainer, reviewer
):
    save(trainer, text="罚款五百。", **{"action-submit": "1"})
    _asked, sent_back = decide(reviewer, "reject", "条文引错了。")
    state = lesson.current_workflow_state
    mended = save(trainer, text="罚款二百。", **{"action-restart-workflow": "1"})
    decide(reviewer, "approve", "可以了。")

    assert state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert "退回" in sent_back.text
    assert mended.status_code == 200
    assert "罚款二百。" in str(lesson.body)


@pytest.fixture
def handed_in(save, trainer):
    save(trainer, **{"action-submit": "1"})


def above_the_fields(client, lesson):
    """What the form of a lesson says above its first field."""
    page = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).text
    return page.partition("            data-edit-form")[2].partition('name="title"')[0]


@pytest.mark.usefixtures("handed_in")
def test_nothing_is_sent_back_without_a_word(client, lesson, reviewer):
    client.force_login(reviewer)
    task = lesson.current_workflow_task_state
    asked = ["wagtailadmin_pages:workflow_action", lesson.pk, "reject", task.pk]
    dialog = {"X-Requested-With": "XMLHttpRequest"}
    refused = client.post(
        reverse(asked[0], args=asked[1:]), {"comment": " "}, headers=dialog
    )

    assert "请用一两句话写明要改什么" in refused.json()["html"]
    lesson.refresh_from_db()
    assert lesson.current_workflow_state.status == WorkflowState.STATUS_IN_PROGRESS


@pytest.mark.usefixtures("handed_in")
def test_what_a_reviewer_said_stands_above_what_is_to_be_mended(
    client, save, decide, lesson, reviewer
):
    decide(reviewer, "reject", "条文引错了。")
    client.force_login(lesson.owner)

    sent_back = above_the_fields(client, lesson)
    save(lesson.owner, text="罚款二百。", **{"action-restart-workflow": "1"})
    handed_in_again = above_the_fields(client, lesson)

    assert f"{reviewer.name}：“条文引错了。”" in sent_back
    assert "条文引错了" not in handed_in_again


@pytest.mark.usefixtures("handed_in")
def test_a_reviewer_must_not_be_the_only_one_to_know_why(
    client, decide, lesson, reviewer
):
    asked, _sent_back = decide(reviewer, "reject", "条文引错了。")
    client.force_login(lesson.owner)

    history = client.get(
        reverse("wagtailadmin_pages:workflow_history", args=[lesson.pk])
    )
    state = WorkflowState.objects.get()
    detail = client.get(
        reverse(
            "wagtailadmin_pages:workflow_history_detail", args=[lesson.pk, state.pk]
        )
    )

    assert 'name="comment"' in asked.json()["html"]
    assert history.status_code == 200
    assert "条文引错了。" in detail.text


@pytest.mark.usefixtures("handed_in")
def test_a_remark_at_a_place_of_the_text_is_read_by_the_author(
    client, lesson, trainer, reviewer
):
    Comment.objects.create(
        page=lesson, user=reviewer, text="这里补一条依据。", contentpath="title"
    )
    client.force_login(trainer)

    page = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))

    said = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), page.text)
    assert "这里补一条依据。" in said


def test_the_history_says_in_chinese_who_did_what_and_compares(
    client, save, lesson, trainer
):
    save(trainer, text="先听完，再开口。")
    client.force_login(trainer)

    history = client.get(reverse("wagtailadmin_pages:history", args=[lesson.pk]))
    compared = client.get(
        reverse(
            "wagtailadmin_pages:revisions_compare",
            args=[lesson.pk, "live", lesson.latest_revision_id],
        )
    )

    assert trainer.name in history.text or trainer.username in history.text
    assert "比较" in history.text
    assert "再开口" in compared.text
    assert "对比" in compared.text or "比较" in compared.text


def test_a_former_text_can_be_read_and_taken_again(client, save, lesson, trainer):
    first = lesson.latest_revision_id
    save(trainer, text="先听完，再开口。")
    client.force_login(trainer)

    read = client.get(
        reverse("wagtailadmin_pages:revisions_view", args=[lesson.pk, first])
    )
    taken = client.get(
        reverse("wagtailadmin_pages:revisions_revert", args=[lesson.pk, first])
    )

    assert (read.status_code, taken.status_code) == (200, 200)


def moment(at):
    """A moment as the editor takes it."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def live_at(lesson, at, monkeypatch):
    """Let beat look at a later moment; say whether the lesson is published then."""
    monkeypatch.setattr(timezone, "now", lambda: at)
    publish_scheduled()
    lesson.refresh_from_db()
    return lesson.live


@pytest.fixture
def tomorrow():
    return timezone.now() + timedelta(days=1)


@pytest.fixture
def scheduled(save, decide, lesson, reviewer, tomorrow):
    """To be read from tomorrow until nine days later, as a reviewer has approved."""
    trainer = lesson.owner
    lesson.unpublish()
    moments = {
        "go_live_at": moment(tomorrow),
        "expire_at": moment(tomorrow + timedelta(days=9)),
    }
    save(trainer, **moments, **{"action-submit": "1"})
    decide(reviewer, "approve", "到那天发布。")
    return lesson


def test_what_is_approved_for_a_later_day_appears_then_and_goes_on_its_last(
    scheduled, tomorrow, monkeypatch
):
    live = [
        live_at(scheduled, tomorrow + timedelta(days=days), monkeypatch)
        for days in (-1, 1, 10)
    ]

    assert live == [False, True, False]
    assert scheduled.expired


def test_a_trainer_may_wish_for_a_day_and_not_make_it_hold(
    save, lesson, trainer, tomorrow
):
    lesson.unpublish()

    save(trainer, go_live_at=moment(tomorrow))

    assert not lesson.approved_schedule


def test_beat_looks_every_minute_for_what_is_to_be_published():
    row = settings.CELERY_BEAT_SCHEDULE["publish-scheduled"]

    assert row == {"task": publish_scheduled.name, "schedule": 60}
    assert publish_scheduled.name in app.tasks


@pytest.mark.usefixtures("handed_in")
def test_another_branch_neither_reviews_nor_compares(client, lesson, stranger):
    lesson.refresh_from_db()
    task = lesson.current_workflow_task_state
    client.force_login(stranger)

    for name, args in (
        ("workflow_action", [lesson.pk, "approve", task.pk]),
        ("revisions_compare", [lesson.pk, "live", lesson.latest_revision_id]),
        ("history", [lesson.pk]),
    ):
        page = client.post(reverse(f"wagtailadmin_pages:{name}", args=args))
        assert page.status_code in {302, 403, 405}
        assert "一堵墙" not in page.text

    lesson.refresh_from_db()
    assert lesson.workflow_in_progress


def test_a_lesson_is_asked_what_matters_to_it_alone(client, lesson, reviewer):
    """No search engine reads what is behind a sign-in, and no page of ours is private."""
    client.force_login(reviewer)
    text = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).text

    assert 'data-side-panel="preview"' in text
    assert 'data-side-panel="checks"' not in text
    for absent in ("seo_title", "search_description", "show_in_menus", "隐私"):
        assert absent not in text
    assert 'name="slug"' in text


def test_an_address_that_is_none_is_refused_in_plain_words(save, lesson, trainer):
    page = save(trainer, slug="a b/？")

    assert "这里只能用文字、数字、下划线和连字符" in page.text
    assert lesson.latest_revision.content["slug"] == lesson.slug


@pytest.mark.parametrize(
    "crafted",
    [
        {"body-count": "abc"},
        {"body-count": "99"},
        {"body-0-type": "citation", "body-0-value-article": "abc"},
        {"body-0-value": "{bad json"},
    ],
)
def test_what_no_form_of_ours_sends_is_refused_and_changes_nothing(
    save, lesson, trainer, crafted
):
    before = lesson.latest_revision_id

    assert save(trainer, **crafted).status_code in {200, 400}
    assert lesson.latest_revision_id == before
