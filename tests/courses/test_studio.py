"""The Studio as a trainer and a reviewer of one branch find it."""

import re
from datetime import timedelta
from io import BytesIO

import PIL.Image
import pytest
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import urls as studio_urls
from wagtail.admin.views.bulk_action.registry import bulk_action_registry as registry
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page, WorkflowState
from wagtail.search import index
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.models import HomePage
from courses import operations
from courses.models import BranchPage, BranchStudio, Course, Lesson
from lms.kernel import reconcilers
from lms.kernel.tasks import publish_scheduled
from mediators.models import RoleGrant
from tests.factories.courses import (
    BranchPageFactory,
    CourseFactory,
    EnrolmentFactory,
    LessonFactory,
    home,
)
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import (
    OrganisationFactory,
    RoleGrantFactory,
    UserFactory,
)


@pytest.fixture
def branch():
    return BranchPageFactory(opened=True)


def member(branch, now, *, reviewer=False):
    """A trainer of the branch, let into the Studio."""
    grant = RoleGrantFactory(
        organisation=branch.organisation, role=RoleGrant.Role.TRAINER
    )
    operations.grant_studio(
        user=grant.user,
        organisation=branch.organisation,
        at=now,
        actor=None,
        reviewer=reviewer,
    )
    return grant.user


@pytest.fixture
def trainer(branch, now):
    return member(branch, now)


@pytest.fixture
def travelling(branch, trainer, now):
    """A trainer of two branches, in both languages: much lies between them."""
    other = BranchPageFactory(opened=True)
    RoleGrantFactory(
        user=trainer, organisation=other.organisation, role=RoleGrant.Role.TRAINER
    )
    operations.grant_studio(
        user=trainer, organisation=other.organisation, at=now, actor=None
    )
    course = CourseFactory(parent=other)
    operations.start_translation(page=course, language="en", actor=trainer)
    return trainer


@pytest.fixture
def reviewer(branch, now):
    return member(branch, now, reviewer=True)


@pytest.fixture
def elsewhere():
    """A course of another branch, with a draft nobody here should hear of."""
    course = CourseFactory(parent=BranchPageFactory(opened=True), title="别处的课")
    LessonFactory(parent=course, title="别处的草稿", live=False)
    return course


@pytest.fixture
def superuser():
    return UserFactory(is_superuser=True)


def test_opening_a_branch_twice_makes_its_place_once(now):
    home()
    organisation = OrganisationFactory(name="青禾村人民调解委员会")

    page = operations.open_branch(organisation=organisation, at=now, actor=None)
    again = operations.open_branch(organisation=organisation, at=now, actor=None)

    studio = BranchStudio.objects.get()
    assert (page, studio.page, BranchPage.objects.count()) == (again, page, 1)
    assert (page.live, page.title) == (True, "青禾村人民调解委员会")
    assert studio.collection.name == "青禾村人民调解委员会"
    assert page.get_workflow() == studio.workflow


def test_two_branches_of_one_name_are_two_places(now):
    home()

    for organisation in OrganisationFactory.create_batch(2, name="青禾村"):
        operations.open_branch(organisation=organisation, at=now, actor=None)

    assert BranchStudio.objects.count() == 2


def test_only_whose_role_covers_the_branch_is_let_in(branch, now):
    stranger = RoleGrantFactory(role=RoleGrant.Role.TRAINER).user

    with pytest.raises(operations.NoRoleThere):
        operations.grant_studio(
            user=stranger, organisation=branch.organisation, at=now, actor=None
        )
    with pytest.raises(operations.BranchNotOpen):
        operations.grant_studio(
            user=stranger, organisation=OrganisationFactory(), at=now, actor=None
        )


def test_letting_somebody_in_twice_changes_nothing(branch, trainer, now):
    operations.grant_studio(
        user=trainer, organisation=branch.organisation, at=now, actor=None
    )

    assert list(branch.studio.editors.user_set.all()) == [trainer]


def test_a_branch_needs_a_home_page_to_stand_under(now):
    HomePage.objects.get().delete()

    with pytest.raises(operations.HomePageMissing):
        operations.open_branch(organisation=OrganisationFactory(), at=now, actor=None)


def test_a_page_is_published_when_its_moment_has_come(branch):
    lesson = LessonFactory(parent=CourseFactory(parent=branch), live=False)
    lesson.go_live_at = timezone.now() - timedelta(minutes=1)
    lesson.save_revision(approved_go_live_at=lesson.go_live_at)

    publish_scheduled()

    lesson.refresh_from_db()
    assert lesson.live


def test_a_role_brings_studio_access_and_its_end_takes_it_away(branch, now, client):
    grant = RoleGrantFactory(
        organisation=branch.organisation, role=RoleGrant.Role.TRAINER
    )
    editors = branch.studio.editors

    reconcilers.run_all(at=now)
    assert list(editors.user_set.all()) == [grant.user]
    grant.suspended_at = now
    grant.save()
    reconcilers.run_all(at=now)

    assert not editors.user_set.exists()
    assert reconcilers.backlog()["courses.studio-access"] == 0


def test_a_trainer_sees_the_menus_an_author_needs(client, trainer):
    client.force_login(trainer)

    page = client.get("/studio/")

    assert page.status_code == 200
    assert "/studio/reports/" not in page.text
    assert reverse("wagtailimages:index") in page.text


def lesson_form(article, **fields):
    return nested_form_data(
        {
            "title": "一堵墙",
            "slug": "a-wall",
            "summary": "从一堵墙说起。",
            "reading_minutes": 6,
            "body": streamfield(
                [
                    ("text", rich_text("<p>先听完。</p>")),
                    ("citation", {"article": article.pk, "note": "记住。"}),
                ]
            ),
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
            **fields,
        }
    )


def test_a_trainer_drafts_and_submits_and_a_reviewer_publishes(
    client, branch, trainer, reviewer
):
    course = CourseFactory(parent=branch, revised=True)
    article = ArticleFactory()
    add = reverse("wagtailadmin_pages:add", args=["courses", "lesson", course.pk])

    client.force_login(trainer)
    assert client.get(add).status_code == 200
    response = client.post(add, lesson_form(article, **{"action-submit": "1"}))
    lesson = Lesson.objects.get()
    assert (response.status_code, lesson.live) == (302, False)
    assert lesson.workflow_in_progress

    client.force_login(reviewer)
    task = lesson.current_workflow_task_state
    approve = reverse(
        "wagtailadmin_pages:workflow_action", args=[lesson.pk, "approve", task.pk]
    )
    client.post(approve, {"comment": "好。"})

    lesson.refresh_from_db()
    assert lesson.live
    assert lesson.cited_articles() == [article.pk]
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED


def test_a_trainer_cannot_publish_alone(client, branch, trainer):
    course = CourseFactory(parent=branch, revised=True)
    add = reverse("wagtailadmin_pages:add", args=["courses", "lesson", course.pk])
    client.force_login(trainer)

    client.post(add, lesson_form(ArticleFactory(), **{"action-publish": "1"}))

    assert not Lesson.objects.live().exists()


def test_a_lesson_being_written_is_shown_as_the_classroom_shows_it(
    client, branch, trainer
):
    lesson = LessonFactory(parent=CourseFactory(parent=branch), revised=True)
    article = ArticleFactory()
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[lesson.pk])
    client.force_login(trainer)

    kept = client.post(preview, lesson_form(article, title="改了的题目"))
    page = client.get(preview)

    assert (kept.json()["is_valid"], page.status_code) == (True, 200)
    assert "改了的题目" in page.text
    assert article.label in page.text
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    assert "'unsafe-inline'" not in page.headers["Content-Security-Policy"]


def test_a_course_being_written_is_shown_too(client, branch, trainer):
    course = CourseFactory(parent=branch, revised=True)
    LessonFactory(parent=course, title="一堵墙")
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[course.pk])
    client.force_login(trainer)

    client.post(
        preview,
        nested_form_data(
            {
                "title": "改了的课",
                "slug": course.slug,
                "summary": "新说明。",
                "credit_hours": "2.0",
                "comments-TOTAL_FORMS": 0,
                "comments-INITIAL_FORMS": 0,
            }
        ),
    )
    page = client.get(preview)

    assert page.status_code == 200
    assert all(words in page.text for words in ("改了的课", "新说明。", "一堵墙"))


@pytest.mark.parametrize("of", ["page", "course", "branch", "home"])
def test_no_page_on_which_records_rest_is_deleted_nor_what_is_above_it(
    client, superuser, now, of
):
    enrolment = EnrolmentFactory(course__parent=BranchPageFactory(opened=True))
    lesson = LessonFactory(parent=enrolment.course)
    operations.open_lesson(enrolment=enrolment, lesson=lesson, at=now)
    branch = enrolment.course.get_parent()
    page = {
        "page": lesson,
        "course": enrolment.course,
        "branch": branch,
        "home": branch.get_parent(),
    }[of]
    client.force_login(superuser)

    response = client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    said = [str(each) for each in get_messages(response.wsgi_request)]
    assert response.status_code == 302
    assert len(said) == 1
    assert page.title in said[0]
    assert Page.objects.filter(pk=lesson.pk).exists()


def test_ticking_many_pages_deletes_none_if_one_must_stay(client, superuser):
    enrolment = EnrolmentFactory()
    free = CourseFactory(parent=enrolment.course.get_parent())
    client.force_login(superuser)
    delete = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    response = client.post(
        f"{delete}?id={free.pk}&id={enrolment.course.pk}&next=/studio/"
    )

    assert response.status_code == 302
    assert Course.objects.filter(pk__in=[free.pk, enrolment.course.pk]).count() == 2


def test_ticking_pages_without_records_deletes_them(client, superuser):
    free = CourseFactory()
    client.force_login(superuser)
    delete = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    client.post(f"{delete}?id={free.pk}&next=/studio/")

    assert not Course.objects.exists()


def test_ticking_pages_to_publish_them_is_nobodys_business_here(client, superuser):
    course = EnrolmentFactory(course__live=False).course
    client.force_login(superuser)
    publish = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    client.post(f"{publish}?id={course.pk}&next=/studio/")

    course.refresh_from_db()
    assert course.live


def test_a_page_without_records_may_be_deleted(client, superuser):
    course = CourseFactory()
    client.force_login(superuser)

    client.post(reverse("wagtailadmin_pages:delete", args=[course.pk]))

    assert not Course.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "/studio/choose-page/",
        "/studio/choose-page/{home}/",
        "/studio/choose-page/search/?q=别处",
        "/studio/pages/search/?q=别处",
        "/studio/",
        "/studio/api/main/pages/?child_of={branch}",
    ],
)
def test_other_branches_are_not_shown_to_choose_from(
    client, trainer, elsewhere, address
):
    client.force_login(trainer)
    branch = elsewhere.get_parent()

    page = client.get(address.format(home=branch.get_parent().pk, branch=branch.pk))

    assert "别处的" not in page.text
    assert branch.title not in page.text


@pytest.mark.parametrize(
    "address",
    [
        "/studio/choose-page/{0}/",
        "/studio/choose-page/chosen-multiple/?id={0}",
        "/studio/api/main/pages/{0}/",
        "/studio/reports/page-types-usage/",
        "/studio/users/",
        "/studio/users/1/",
        "/studio/password_reset/",
    ],
)
def test_what_the_studio_must_not_show_is_absent(client, trainer, elsewhere, address):
    client.force_login(trainer)

    assert client.get(address.format(elsewhere.pk)).status_code == 404


def test_a_trainer_browses_their_own_branch_in_the_chooser(client, branch, trainer):
    course = CourseFactory(parent=branch, title="自家的课")
    client.force_login(trainer)

    browsed = client.get(f"/studio/choose-page/{branch.pk}/")
    chosen = client.get(f"/studio/choose-page/chosen-multiple/?id={course.pk}")

    assert (browsed.status_code, chosen.status_code) == (200, 200)
    assert "自家的课" in browsed.json()["html"]


def drawing():
    """The smallest picture there is."""
    picture = BytesIO()
    PIL.Image.new("RGB", (4, 3)).save(picture, "PNG")
    return ContentFile(picture.getvalue(), "drawing.png")


@pytest.fixture
def images(branch, elsewhere):
    """One of this branch, one of another."""
    places = (branch, elsewhere.get_parent().specific)
    collections = [place.studio.collection for place in places]
    return [
        Image.objects.create(title=f"{of}的图", file=drawing(), collection=collection)
        for of, collection in zip(("自家", "别处"), collections, strict=True)
    ]


#: Wagtail leaves the temporary file of a rendition to the garbage collector (2026-11).
renders_images = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)


@renders_images
@pytest.mark.parametrize(
    ("said", "refused"),
    [("", "请写出图片上是什么"), ("wall.png", "这是文件名"), ("一堵墙", "")],
)
def test_an_image_is_kept_once_somebody_says_what_it_shows(
    client, branch, trainer, said, refused
):
    client.force_login(trainer)
    given = {
        "title": "墙",
        "file": drawing(),
        "collection": branch.studio.collection_id,
        "description": said,
    }

    page = client.post(reverse("wagtailimages:add"), given)

    assert Image.objects.exists() is not bool(refused)
    assert refused in page.text


@renders_images
@pytest.mark.parametrize(
    "name", ["wagtailimages:index", "wagtailimages_chooser:choose"]
)
def test_images_of_another_branch_are_not_listed(client, trainer, images, name):
    client.force_login(trainer)

    page = client.get(reverse(name)).text.encode().decode("unicode_escape", "ignore")
    page += client.get(reverse(name)).text

    assert images[1].title not in page
    assert reverse("wagtailimages:edit", args=[images[1].pk]) not in page


@renders_images
def test_only_images_of_the_own_branch_are_edited(client, trainer, images):
    client.force_login(trainer)

    own, theirs = [
        client.get(reverse("wagtailimages:edit", args=[image.pk])).status_code
        for image in images
    ]

    assert (own, theirs) == (200, 302)


def test_another_branchs_page_is_not_opened_for_editing(client, trainer, elsewhere):
    client.force_login(trainer)

    page = client.get(reverse("wagtailadmin_pages:edit", args=[elsewhere.pk]))

    assert page.status_code == 302


@pytest.mark.parametrize(
    ("door", "leads_to"),
    [
        ("/studio/login/", "/studio/"),
        ("/studio/logout/", "/account/logout/"),
        ("/studio/account/", "/account/password/change/"),
    ],
)
def test_the_studios_own_doors_lead_to_ours(client, trainer, door, leads_to):
    client.force_login(trainer)

    assert client.get(door).headers["Location"] == leads_to


def test_whoever_has_not_signed_in_is_led_to_our_sign_in_and_back(client):
    page = client.get("/studio/images/", follow=True)

    assert page.redirect_chain[-1][0] == "/account/login/?next=/studio/images/"


def test_a_password_is_taken_at_no_other_door_than_ours(client):
    UserFactory(username="zhou", password="correct horse battery")
    given = {"username": "zhou", "password": "correct horse battery"}

    answers = [client.post(door, given) for door in ("/_util/login/", "/studio/login/")]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("address", ["failwhale", "tag-autocomplete"])
def test_what_wagtail_has_for_programmers_is_absent(client, trainer, address):
    client.force_login(trainer)

    assert client.get(f"/studio/{address}/").status_code == 404


def test_whoever_has_no_business_there_is_told_so_instead_of_being_let_in(client):
    client.force_login(UserFactory())

    page = client.get("/studio/", follow=True)
    later = client.get("/")

    assert (page.status_code, "请向本级管理员说明" in page.text) == (403, True)
    assert list(later.context["messages"]) == []


def test_the_studio_speaks_chinese(client, trainer):
    client.force_login(trainer)

    page = client.get("/studio/")

    assert 'lang="zh-hans"' in page.text.lower()


@pytest.fixture
def unheard_of(branch, elsewhere, images):
    """A page, an image and a document of another branch, by their model."""
    document = Document.objects.create(
        title="别处的文件",
        file=ContentFile(b"text", "secret.txt"),
        collection=images[1].collection,
    )
    return {"page": elsewhere, "image": images[1], "document": document}


def asks_for_rows():
    """The addresses of the Studio that name rows by their number: bulk, choosers, API."""
    found = []
    for route, _view in every_route(studio_urls.urlpatterns, "studio/"):
        if re.search(
            "bulk/|choose|chosen|api/main|usage|preview|multiple|/move/|pages/", route
        ):
            found.append(route)
    assert len(found) > 30
    return found


def every_route(patterns, prefix=""):
    for each in patterns:
        route = prefix + str(each.pattern).lstrip("^")
        if hasattr(each, "url_patterns"):
            yield from every_route(each.url_patterns, route)
        else:
            yield route, each.callback


def bulk_addresses():
    registry.get_bulk_actions_for_model("wagtailcore", "page")  # looks for all
    return [
        f"studio/bulk/{app}/{model}/{action}/"
        for app, models in registry.actions.items()
        for model, actions in models.items()
        for action in actions
    ]


def filled(route, key):
    """The address of a route, with `key` in every place for an argument."""
    route = re.sub(r"\(\?P<[^>]*>[^)]*\)|<[^>]*>", str(key), route)
    return "/" + re.sub(r"[$\\]|\(\?P?[^)]*\)", "", route)


def leaks(response, rows):
    text = response.content.decode()
    shown = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    words = [row.title for row in rows]
    words += [row.file.name for row in rows if hasattr(row, "file")]
    return [word for word in words if word in shown]


@renders_images
@pytest.mark.parametrize("route", [*asks_for_rows(), *bulk_addresses()])
def test_no_address_of_the_studio_names_what_is_another_branchs(
    client, travelling, unheard_of, route
):
    client.force_login(travelling)
    client.raise_request_exception = False  # what Wagtail trips over tells nothing
    rows = unheard_of.values()

    for row in rows:
        asked = [f"?id={row.pk}"]
        if "bulk/" in route:
            asked.append(f"?id=all&childOf={row.pk}")
        for each in asked:
            response = client.get(filled(route, row.pk) + each)
            assert leaks(response, rows) == []


@pytest.mark.parametrize("address", bulk_addresses())
@pytest.mark.parametrize("asked", ["abc", "9" * 30, ""])
def test_what_is_no_number_is_absent_from_bulk_actions(client, trainer, address, asked):
    client.force_login(trainer)

    assert client.get(f"/{address}?id={asked}").status_code == 404


@pytest.mark.parametrize("asked", ["abc", "9" * 30])
def test_what_is_no_number_is_not_chosen(client, trainer, asked):
    client.force_login(trainer)

    page = client.get(f"/studio/choose-page/chosen-multiple/?id={asked}")

    assert page.status_code == 404


@renders_images
def test_what_is_of_the_own_branch_is_ticked_and_chosen(
    client, branch, trainer, images
):
    course = CourseFactory(parent=branch, title="自家的课")
    client.force_login(trainer)

    moved = client.get(f"/studio/bulk/wagtailcore/page/move/?id={course.pk}")
    deleted = client.get(f"/studio/bulk/wagtailimages/image/delete/?id={images[0].pk}")
    formed = client.get(f"/studio/images/chooser/{images[0].pk}/select_format/")

    assert "自家的课" in moved.text
    assert images[0].title in deleted.text
    assert formed.status_code == 200


@renders_images
def test_nothing_is_tagged_for_tags_are_offered_to_every_branch(
    client, trainer, images
):
    client.force_login(trainer)
    edit = client.get(reverse("wagtailimages:edit", args=[images[0].pk])).text
    add = client.get(reverse("wagtaildocs:add")).text
    index = client.get(reverse("wagtailimages:index")).text
    actions = [
        client.get(f"/studio/bulk/{of}/add_tags/?id={images[0].pk}").status_code
        for of in ("wagtailimages/image", "cms/sitedocument")
    ]

    assert 'name="title"' in edit
    assert 'name="tags"' not in edit + add
    assert "add_tags" not in index
    assert actions == [404, 404]


@pytest.mark.parametrize("of", ["images", "documents"])
def test_files_are_not_listed_for_machines(client, trainer, of):
    client.force_login(trainer)

    assert client.get(f"/studio/api/main/{of}/").status_code == 404


@pytest.mark.parametrize(("whose", "found"), [("own", True), ("theirs", False)])
def test_the_search_of_the_chooser_finds_the_own_pages_only(
    client, branch, elsewhere, whose, found
):
    studio = elsewhere.get_parent().specific if whose == "own" else branch
    user = member(studio, timezone.now())
    index.insert_or_update_object(elsewhere)
    client.force_login(user)

    page = client.get("/studio/choose-page/search/", {"q": "别处的课"})

    assert (
        "别处的课</" in page.text or f"/pages/{elsewhere.pk}/" in page.text
    ) is found


def test_a_lesson_is_copied_beside_itself_without_thinking_of_an_address(
    client, branch, trainer
):
    lesson = LessonFactory(parent=CourseFactory(parent=branch), revised=True)
    address = reverse("wagtailadmin_pages:copy", args=[lesson.pk])
    client.force_login(trainer)

    form = client.get(address).context["form"]
    given = {name: form[name].value() for name in ("new_slug", "new_parent_page")}
    given["new_parent_page"] = lesson.get_parent().pk
    client.post(address, {"new_title": "一棵枣树", **given})

    copy = Lesson.objects.exclude(pk=lesson.pk).get()
    assert (copy.title, copy.live, copy.owner) == ("一棵枣树", False, trainer)
    assert copy.slug == f"{lesson.slug}-1"
