"""Every URL of the Studio, by every role, about the things of another branch."""

import re

import pytest
from django.db import transaction
from wagtail.models import Page, Revision, WorkflowState

from cms.models import SiteDocument
from courses.models import LessonFlag, Pilot, PilotClass
from tests.scope.addresses import every_address
from tests.scope.rows import (
    ABOVE,
    ANONYMOUS,
    INSPECTOR,
    MARKER,
    MEDIATOR,
    OUTSIDE,
    PLATFORM,
    REVIEWER,
)
from tests.scope.table import NAMESPACES
from tests.scope.test_scope import said

#: Who has no place in the Studio; the platform's people have one if they are given one.
OTHERS = (ANONYMOUS, MEDIATOR, MARKER, INSPECTOR, PLATFORM)
ROWS = {row.namespace: row for row in NAMESPACES}
STUDIO = [each for each in every_address() if each.of_studio]
pytestmark = pytest.mark.filterwarnings(
    # 2026-11: Wagtail leaves the temporary file of a rendition to the garbage collector.
    "ignore::pytest.PytestUnraisableExceptionWarning"
)
#: An argument of an address, named or not, with what it may look like.
ARGUMENT = re.compile(
    r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:\\.|\(\?:[^()]*\)|[^()])*\)|\([^()?][^()]*\)"
)


def keys(place):
    """What stands in an address for a thing of `place`, by the name of the argument."""
    state = WorkflowState.objects.get(object_id=str(place.hidden.pk))
    task = state.current_task_state
    page, collection = place.hidden.pk, place.studio.collection_id
    return {
        "page_id": page,
        "page": page,
        "to": place.course.pk,
        "parent_page_id": place.branch.pk,
        "page_to_move_id": page,
        "page_pk": page,
        "destination_id": place.course.pk,
        "content_type_app_name": "courses",
        "content_type_model_name": "lesson",
        "app_label": "courses",
        "app_name": "courses",
        "model_name": "lesson",
        "object_id": page,
        "uuid": place.flag.uuid,
        "image_id": place.image.pk,
        "document_id": place.document.pk,
        "doc_id": place.document.pk,
        "collection_id": collection,
        "revision_id": place.revision.pk,
        "task_state_id": task.pk,
        "task_id": task.task_id,
        "workflow_state_id": state.pk,
        "workflow_pk": place.studio.workflow_id,
        "action_name": "approve",
        "action": "move",
        "filter_spec": "fill-10x10",
        "session_id": 1,
        "uploaded_file_id": 1,
        "redirect_id": 1,
        "uidb64": "a",
        "token": "b",
        "rest": f"edit/{place.kind.pk}/",
        "path": "reports/locked/",
        "revision_id_a": "live",
        "revision_id_b": "latest",
        "pk": page,
        "": page,
    }


#: Two revisions, as Wagtail has them in an address without names.
COMPARED = ("(live|earliest|\\d+)\\.\\.\\.(live|latest|\\d+)", "live...latest")
#: Words of which an address has one: the first will do.
WORDS = re.compile(r"\(([\w-]+)(?:\|[\w-]+)+\)")
#: What `pk` is where it is not a page.
PK = {
    "wagtailadmin_collections": lambda place: place.studio.collection_id,
    "wagtailadmin_workflows": lambda place: place.studio.workflow_id,
    "wagtailsnippets_certificates_certificatetype": lambda place: place.kind.pk,
    "wagtailsnippetchoosers_certificates_certificatetype": lambda place: place.kind.pk,
    "wagtailusers_groups": lambda place: place.studio.editors_id,
    "wagtailusers_users": lambda place: place.user.pk,
    "wagtailimages_chooser": lambda place: place.image.pk,
    "wagtailadmin_api:images": lambda place: place.image.pk,
    "wagtaildocs_chooser": lambda place: place.document.pk,
    "wagtailadmin_api:documents": lambda place: place.document.pk,
    "digests": lambda place: place.world.article.pk,
    "statutes": lambda place: place.world.article.version.statute_id,
    "article_chooser": lambda place: place.world.article.pk,
}


#: What `uuid` is where it is not an error that a reader pointed out.
UUID = {"courses_pilot_class": lambda place: place.pilot_class.uuid}


def known_of(each, place):
    known = keys(place)
    if each.name in UUID:
        known["uuid"] = UUID[each.name](place)
    if each.namespace in PK:
        known["pk"] = PK[each.namespace](place)
    return known


def address(each, known):
    """The address of a URL about what stands in `known`."""
    route = WORDS.sub(r"\1", each.route.replace(*COMPARED))
    filled = ARGUMENT.sub(lambda found: str(known[found[1] or found[2] or ""]), route)
    return "/" + re.sub(r"[\^$\\]", "", filled.replace(".*", "nowhere"))


def of(namespace):
    return [each for each in STUDIO if (each.namespace or each.name) == namespace]


@pytest.mark.parametrize("namespace", ROWS)
def test_an_editor_learns_and_changes_nothing_of_another_branch(
    world, as_role, namespace
):
    """The reviewer of a branch may all that its editors may, and more."""
    browser = as_role(REVIEWER)
    browser.raise_request_exception = False  # what Wagtail trips over tells nothing
    wrong = []
    for each in of(namespace):
        wrong += looked(ROWS[namespace], each, world, browser)
        wrong += acted(each, world, browser)

    assert not wrong, "\n".join(sorted(set(wrong)))


def looked(row, each, world, browser):
    known = known_of(each, world.outside)
    asked, wrong = address(each, known), []
    with transaction.atomic():
        for query in ("", f"?id={known['pk']}", "?q=草稿"):
            response = browser.get(asked + query)
            if not query and response.status_code not in row.editor:
                wrong.append(f"{each.name}: {response.status_code}")
            wrong += tells(f"{each.name} {asked}{query}", world, response)
            if response.status_code not in {200, 404}:
                break
        transaction.set_rollback(True)
    return wrong


def acted(each, world, browser):
    asked = address(each, known_of(each, world.outside))
    before = digest(world.outside)
    with transaction.atomic():
        response = browser.post(asked, {"title": "改了", "name": "改了"})
        after = digest(world.outside)
        transaction.set_rollback(True)
    changed = (
        [f"{each.name} {asked}: changes what is outside"] if after != before else []
    )
    return changed + tells(f"POST {each.name} {asked}", world, response)


def tells(of, world, response):
    words = said_plainly(response)
    return [
        f"{of}: tells of what is {place}"
        for place in (OUTSIDE, ABOVE)
        if getattr(world, place).word in words
    ]


def said_plainly(response):
    text = said(response)
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)


def digest(place):
    """What the Studio keeps of a place, as it is now."""
    pages = Page.objects.filter(path__startswith=place.branch.path)
    of = {"collection": place.studio.collection_id}
    return [
        list(pages.order_by("pk").values_list("pk", "path", "title", "live", "locked")),
        list(pages.order_by("pk").values_list("latest_revision", "live_revision")),
        list(type(place.image).objects.filter(**of).values_list()),
        list(SiteDocument.objects.filter(**of).values_list()),
        list(Revision.objects.filter(object_id=place.hidden.pk).values_list("pk")),
        list(WorkflowState.objects.filter(object_id=place.hidden.pk).values_list()),
        list(LessonFlag.objects.filter(pk=place.flag.pk).values_list()),
        list(PilotClass.objects.filter(branch=place.branch).values_list()),
        list(Pilot.objects.filter(lesson=place.hidden).values_list()),
        list(place.pilot_class.members.values_list()),
        list(place.studio.editors.user_set.values_list("pk")),
    ]


@pytest.mark.parametrize("namespace", ROWS)
def test_nobody_without_a_place_in_the_studio_gets_in(world, as_role, namespace):
    row, wrong = ROWS[namespace], []
    for each in of(namespace):
        asked = address(each, known_of(each, world.inside))
        for role in OTHERS:
            with transaction.atomic():
                response = as_role(role).get(asked)
                transaction.set_rollback(True)
            if response.status_code not in row.others:
                wrong.append(f"{role} {each.name}: {response.status_code}")
            if world.inside.word in said_plainly(response):
                wrong.append(f"{role} {each.name}: tells of what is inside")

    assert not wrong, "\n".join(wrong)
