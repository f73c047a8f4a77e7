"""What a branch has in the Studio, and who may use it."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from courses import queries
from courses.models import BranchPage, BranchStudio
from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import Organisation, User

EDITOR_OF_PAGES = ["add_page", "change_page"]
REVIEWER_OF_PAGES = [*EDITOR_OF_PAGES, "publish_page", "lock_page", "unlock_page"]
OF_FILES = [
    f"{verb}_{kind}"
    for verb in ("add", "change", "choose")
    for kind in ("image", "document")
]


class HomePageMissing(DomainError):
    message = _("There is no home page to put the branch under.")


class BranchNotOpen(DomainError):
    message = _("This branch has no place in the Studio yet.")


class NoRoleThere(DomainError):
    message = _("Give this person the role of trainer for the branch first.")


class NotReviewer(DomainError):
    message = _("This person reviews nothing for the branch.")


class OwnReview(DomainError):
    message = _("Nobody makes themselves a reviewer. Ask another administrator.")


@transaction.atomic
def open_branch(
    *, organisation: Organisation, at: datetime, actor: User | None
) -> BranchPage:
    """Give a branch its page, groups, collection and workflow, or return its page.

    :raises HomePageMissing: if the site has no home page
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if page := BranchPage.objects.filter(organisation=organisation).first():
        return page
    page = _make_page(organisation, at=at, actor=actor)
    editors = _make_group(organisation, gettext("editors"))
    reviewers = _make_group(organisation, gettext("reviewers"))
    collection = Collection.get_first_root_node().add_child(name=organisation.name)
    permit_pages(editors, EDITOR_OF_PAGES, page)
    permit_pages(reviewers, REVIEWER_OF_PAGES, page)
    for group in (editors, reviewers):
        _permit(GroupCollectionPermission, group, OF_FILES, collection=collection)
    BranchStudio.objects.create(
        page=page,
        editors=editors,
        reviewers=reviewers,
        collection=collection,
        workflow=_make_workflow(page, reviewers),
        opened_at=at,
    )
    audit.record(action="branch.opened", subject=organisation, actor=actor, at=at)
    return page


def _make_page(
    organisation: Organisation, *, at: datetime, actor: User | None
) -> BranchPage:
    home = apps.get_model("cms.HomePage").objects.order_by("path").first()
    if home is None:
        raise HomePageMissing
    page = BranchPage(
        title=organisation.name,
        slug=f"branch-{organisation.uuid.hex[:8]}",
        organisation=organisation,
        owner=actor,
        locale=home.locale,
        first_published_at=at,
    )
    home.add_child(instance=page)
    page.save_revision(user=actor).publish(user=actor, skip_permission_checks=True)
    page.refresh_from_db()
    return page


def _make_group(organisation: Organisation, who: str) -> Group:
    # Two villages may share a name; a group may not.
    name = f"{organisation.name[:100]} · {who} · {organisation.uuid.hex[:8]}"
    group = Group.objects.create(name=name)
    group.permissions.add(
        Permission.objects.get(
            content_type__app_label="wagtailadmin", codename="access_admin"
        )
    )
    return group


def permit_pages(group: Group, codenames: list[str], page: Page) -> None:
    """Let a group do something to a page and to all below it; again is the same."""
    _permit(GroupPagePermission, group, codenames, page=page)


def _permit(model: Any, group: Group, codenames: list[str], **place: object) -> None:
    app_labels = ["wagtailcore", "wagtailimages", "wagtaildocs"]
    permissions = Permission.objects.filter(
        content_type__app_label__in=app_labels, codename__in=codenames
    )
    model.objects.bulk_create(
        (
            model(group=group, permission=permission, **place)
            for permission in permissions
        ),
        ignore_conflicts=True,
    )


def _make_workflow(page: Page, reviewers: Group) -> Workflow:
    name = gettext("Review: %(branch)s") % {"branch": page.title}
    workflow = Workflow.objects.create(name=name)
    task = GroupApprovalTask.objects.create(name=name)
    task.groups.add(reviewers)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=page)
    return workflow


@transaction.atomic
def grant_studio(
    *,
    user: User,
    organisation: Organisation,
    at: datetime,
    actor: User | None,
    reviewer: bool = False,
) -> None:
    """Let `user` write, or review, for a branch; granting again changes nothing.

    :raises BranchNotOpen: if the branch has no place in the Studio
    :raises NoRoleThere: if no role of theirs covers the branch today
    :raises OwnReview: if the actor would make themselves a reviewer
    """
    if reviewer and actor is not None and actor.pk == user.pk:
        raise OwnReview
    studio = BranchStudio.objects.filter(page__organisation=organisation).first()
    if studio is None:
        raise BranchNotOpen
    if user.pk not in queries.may_write_for(organisation):
        raise NoRoleThere
    group = studio.reviewers if reviewer else studio.editors
    if user.groups.filter(pk=group.pk).exists():
        return
    user.groups.add(group)
    action = "studio.reviewer_granted" if reviewer else "studio.editor_granted"
    audit.record(action=action, subject=user, actor=actor, at=at)


@transaction.atomic
def withdraw_review(
    *, user: User, organisation: Organisation, at: datetime, actor: User
) -> None:
    """Let `user` no longer publish for a branch; as a trainer they still write.

    :raises BranchNotOpen: if the branch has no place in the Studio
    :raises NotReviewer: if they publish nothing there
    """
    studio = BranchStudio.objects.filter(page__organisation=organisation).first()
    if studio is None:
        raise BranchNotOpen
    if not user.groups.filter(pk=studio.reviewers_id).exists():
        raise NotReviewer
    user.groups.remove(studio.reviewers)
    audit.record(action="studio.reviewer_withdrawn", subject=user, actor=actor, at=at)


def settle_studio_access(*, at: datetime) -> None:
    """Let every trainer of an open branch write there; let out whose role has ended."""
    missing, stray = queries.studio_access_to_settle()
    for user, group in missing:
        with transaction.atomic():
            user.groups.add(group)
            audit.record(
                action="studio.editor_granted", subject=user, actor=None, at=at
            )
    for user, group in stray:
        with transaction.atomic():
            user.groups.remove(group)
            audit.record(action="studio.withdrawn", subject=user, actor=None, at=at)
