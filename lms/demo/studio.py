"""What is being written in the Studio: a draft, a lesson handed in, one sent back."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from wagtail.models import Revision

from courses import operations as courses
from courses.models import Course, Lesson
from lms.demo import course, law
from mediators.models import User

DRAFTS = "courses/drafts.toml"


def load(
    parent: Course,
    articles: law.Articles,
    *,
    author: User,
    reviewer: User,
    at: datetime,
) -> None:
    """Leave on the desks of an author and a reviewer what each of their lists shows."""
    data = law.read(DRAFTS)
    for lesson in data["lessons"]:
        draft = Lesson(
            title=lesson["title"],
            slug=lesson["slug"],
            summary=lesson["summary"],
            reading_minutes=lesson["reading_minutes"],
            body=Lesson.body.field.stream_block.normalize(
                [course.block(each, articles) for each in lesson["blocks"]]
            ),
            owner=author,
            live=False,
        )
        parent.refresh_from_db()
        parent.add_child(instance=draft)
        _save(draft, author, at=at)
        if said := lesson.get("sent_back"):
            _hand_in(draft, author)
            task = draft.current_workflow_task_state
            task.task.on_action(task, reviewer, "reject", comment=said)
    changed = Lesson.objects.child_of(parent).get(slug=data["changed"]["slug"])
    changed.summary = data["changed"]["summary"]
    # What was published before the draft must not look like a later version of it.
    changed.revisions.update(created_at=changed.first_published_at)
    _save(changed, author, at=at)
    _hand_in(changed, author)


def _save(draft: Lesson, author: User, *, at: datetime) -> None:
    """Keep a draft as one that was saved then; Wagtail knows no moment but its own."""
    revision = draft.save_revision(user=author, log_action=True)
    Revision.objects.filter(pk=revision.pk).update(created_at=at)
    Lesson.objects.filter(pk=draft.pk).update(latest_revision_created_at=at)


def let_a_class_read(
    parent: Course, users: Mapping[str, User], *, by: User, at: datetime
) -> None:
    """Give a draft to a few mediators; one has read it and says something of it."""
    data = law.read(DRAFTS)["pilot"]
    branch = parent.get_parent().specific
    opened = courses.open_pilot_class(branch=branch, name=data["name"], by=by, at=at)
    for username in data["members"]:
        courses.join_pilot_class(
            pilot_class=opened, reader=users[username], at=at + timedelta(hours=2)
        )
    draft = Lesson.objects.child_of(parent).get(slug=data["slug"])
    given = at + timedelta(hours=5)
    pilot = courses.pilot_lesson(lesson=draft, pilot_class=opened, by=by, at=given)
    for said in data["said"]:
        courses.finish_reading(
            pilot=pilot,
            reader=users[said["by"]],
            words=said["words"],
            at=given + timedelta(hours=3),
        )


def _hand_in(page: Lesson, author: User) -> None:
    page.refresh_from_db()
    page.get_workflow().start(page, author)
