"""What is being written in the Studio: a draft, a lesson handed in, one sent back."""

from courses.models import Course, Lesson
from lms.demo import course, law
from mediators.models import User

DRAFTS = "courses/drafts.toml"


def load(
    parent: Course, articles: law.Articles, *, author: User, reviewer: User
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
        draft.save_revision(user=author, log_action=True)
        if said := lesson.get("sent_back"):
            _hand_in(draft, author)
            task = draft.current_workflow_task_state
            task.task.on_action(task, reviewer, "reject", comment=said)
    changed = Lesson.objects.child_of(parent).get(slug=data["changed"]["slug"])
    changed.summary = data["changed"]["summary"]
    changed.save_revision(user=author, log_action=True)
    _hand_in(changed, author)


def _hand_in(page: Lesson, author: User) -> None:
    page.refresh_from_db()
    page.get_workflow().start(page, author)
