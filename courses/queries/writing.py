"""What an author of the Studio has to do: drafts, reviews asked of them, what grows old."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Left
from wagtail.models import (
    GroupApprovalTask,
    Page,
    PageQuerySet,
    TaskState,
    WorkflowState,
    get_default_page_content_type,
)
from wagtail.permission_policies.pages import PagePermissionPolicy

from courses.models import BranchPage, BranchStudio
from mediators.models import User

#: So long before its day a page is said to be due for review.
AHEAD = timedelta(days=30)
#: The path of a branch's page: root, home, branch.
BRANCH_PATH = 3 * Page.steplen


@dataclass(frozen=True)
class Draft:
    """A page with changes nobody reads yet; `task` is where they wait, or came back from."""

    page: Page
    task: TaskState | None

    @property
    def waits(self) -> bool:
        return (
            self.task is not None and self.task.status == TaskState.STATUS_IN_PROGRESS
        )

    @property
    def came_back(self) -> bool:
        return self.task is not None and self.task.status == TaskState.STATUS_REJECTED


@dataclass(frozen=True)
class Asked:
    """A page that somebody handed in for review."""

    page: Page
    task: TaskState


def may_answer_for(place: Page, now: int | None) -> QuerySet[User]:
    """Return who writes for the branch that `place` is in, and who answers `now`."""
    branch = BranchPage.objects.filter(path=place.path[:BRANCH_PATH])
    studios = BranchStudio.objects.filter(
        page__translation_key__in=branch.values("translation_key")
    )
    groups = [*studios.values_list("editors", flat=True)]
    groups += studios.values_list("reviewers", flat=True)
    writes = User.objects.filter(groups__in=groups, is_active=True)
    return User.objects.filter(Q(pk__in=writes.values("pk")) | Q(pk=now)).order_by(
        "name", "pk"
    )


def editable(user: User) -> PageQuerySet:
    """Return the pages that `user` may edit, each knowing its `branch`; one query more."""
    own = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    branches = BranchPage.objects.filter(path=Left(OuterRef("path"), BRANCH_PATH))
    return own.annotate(branch=Subquery(branches.values("title")[:1]))


def due_for_review(user: User, *, day: date) -> PageQuerySet:
    """Return what is published, `user` may edit, and was or is soon to be looked at again.

    The longest due first; each page knows its day as `review_by`.
    """
    by = Coalesce(F("course__review_on"), F("lesson__review_on"))
    return (
        editable(user)
        .live()
        .annotate(review_by=by)
        .filter(review_by__lte=day + AHEAD)
        .select_related("owner", "content_type")
        .order_by("review_by", "path")
    )


def drafts_of(user: User, *, limit: int) -> list[Draft]:
    """Return what `user` answers for or wrote last, and nobody reads yet; newest first.

    Two queries, and one for what they may edit.
    """
    own = Q(owner=user) | Q(latest_revision__user=user)
    pages = (
        editable(user)
        .filter(own, has_unpublished_changes=True)
        .order_by("-latest_revision_created_at", "-pk")[:limit]
    )
    tasks = _tasks_of(pages)
    return [Draft(page, tasks.get(str(page.pk))) for page in pages]


def state_of(page: Page) -> Draft:
    """Return a page with where it waits, or came back from; one query."""
    return Draft(page, _tasks_of([page]).get(str(page.pk)))


def _tasks_of(pages: Iterable[Page]) -> dict[str, TaskState]:
    states = WorkflowState.objects.active().filter(
        base_content_type=get_default_page_content_type(),
        object_id__in=[str(page.pk) for page in pages],
    )
    found = states.select_related("current_task_state__finished_by")
    return {state.object_id: state.current_task_state for state in found}


def asked_of(user: User, *, limit: int) -> list[Asked]:
    """Return what waits for the review of a group that `user` is in; oldest first.

    Two queries, and one for what they may edit.
    """
    tasks = GroupApprovalTask.objects.filter(groups__user=user, active=True)
    states = (
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS, task__in=tasks.values("pk")
        )
        .select_related("revision", "workflow_state__requested_by")
        .order_by("started_at", "pk")[:limit]
    )
    by_page = {state.revision.object_id: state for state in states}
    pages = editable(user).in_bulk([int(key) for key in by_page])
    return [
        Asked(pages[int(key)], state)
        for key, state in by_page.items()
        if int(key) in pages
    ]
