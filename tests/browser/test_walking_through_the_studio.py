"""Every screen of the Studio, by a trainer and by the platform's own people.

Nothing is refused by the security policy, no script fails, nothing is left in English.
"""

import gc
import inspect
import re
from io import BytesIO

import PIL.Image
import pytest
from playwright.sync_api import expect
from wagtail.models import Locale

from courses.operations import (
    finish_reading,
    grant_studio,
    pilot_lesson,
    start_translation,
)
from mediators.models import RoleGrant
from tests.browser.conftest import DESK
from tests.browser.wagtails import EXCUSES, NEEDED
from tests.factories.courses import (
    LAST_SPRING,
    BranchPageFactory,
    CourseFactory,
    LessonFactory,
    PilotClassFactory,
)
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import RoleGrantFactory, UserFactory

BLOCKS = [
    *("正文", "要点", "案例", "对话", "术语", "引用法条", "新旧条文对照"),
    *("自测", "步骤", "清单", "图片", "音频", "视频", "资料"),
]
SEEN_BY_A_TRAINER = [
    "/studio/",
    "/studio/review/",
    "/studio/review/?whose=own",
    "/studio/pilots/",
    "/studio/pilots/of/{free}/",
    "/studio/pilots/of/{lesson}/",
    "/studio/pilots/{class}/",
    "/studio/translate/{course}/",
    "/studio/pages/{english}/edit/",
    "/studio/pages/",
    "/studio/pages/{course}/",
    "/studio/pages/{course}/add_subpage/",
    "/studio/pages/{course}/edit/",
    "/studio/pages/{free}/edit/",
    "/studio/pages/{lesson}/copy/",
    "/studio/pages/{lesson}/history/",
    "/studio/pages/{lesson}/workflow_history/",
    "/studio/pages/{lesson}/workflow_history/detail/{state}/",
    "/studio/pages/{lesson}/revisions/compare/live...latest/",
    "/studio/pages/usage/courses/lesson/",
    "/studio/pages/{lesson}/usage/",
    "/studio/pages/search/?q=墙",
    "/studio/pages/search/?q=没有",
    "/studio/images/",
    "/studio/documents/",
    "/studio/documents/add/",
    "/studio/statutes/",
    "/studio/statutes/inspect/{statute}/",
    "/studio/digests/",
    "/studio/digests/inspect/{article}/",
]
SEEN_BY_A_REVIEWER = [
    "/studio/",
    "/studio/pages/{lesson}/edit/",
    "/studio/pages/{lesson}/unpublish/",
    "/studio/pages/{course}/copy/",
    "/studio/pages/{lesson}/move/",
    "/studio/digests/edit/{article}/",
]
SEEN_BY_THE_PLATFORM = [
    "/studio/",
    "/studio/pages/",
    "/studio/pages/{branch}/edit/",
    "/studio/pages/{lesson}/history/",
    "/studio/pages/{lesson}/unpublish/",
    "/studio/pages/{lesson}/move/",
    "/studio/pages/{lesson}/delete/",
    "/studio/snippets/certificates/certificatetype/",
    "/studio/snippets/certificates/certificatetype/add/",
    "/studio/collections/",
    "/studio/collections/add/",
    "/studio/workflows/list/",
    "/studio/workflows/add/",
    "/studio/workflows/edit/{workflow}/",
    "/studio/workflows/usage/{workflow}/",
    "/studio/workflows/tasks/index/",
    "/studio/workflows/tasks/select_type/",
    "/studio/reports/locked/",
    "/studio/reports/workflow/",
    "/studio/reports/workflow_tasks/",
    "/studio/reports/site-history/",
    "/studio/reports/aging-pages/",
    "/studio/redirects/",
    "/studio/redirects/add/",
    "/studio/redirects/import/",
    "/studio/sites/",
    "/studio/sites/new/",
    "/studio/groups/",
    "/studio/groups/new/",
]
#: What these screens say in English by Wagtail's own code, or by what stands there.
UNMARKED = {
    "/studio/pages/{lesson}/revisions/compare/live...latest/": {"标题:"},
    "/studio/sites/": {"Port", "Root", "Site", "name", "page"},
    "/studio/reports/aging-pages/": {"None"},
    "/studio/redirects/import/": {"from", "to"},
    "/studio/workflows/add/": {"Page"},
    "/studio/workflows/edit/{workflow}/": {"Page"},
}
#: Lists permissions, whose English names Django keeps in the database.
NOT_READ = {"/studio/groups/new/"}
#: Named in a text for machines: places in a wording, the end of a group's name.
FOR_MACHINES = re.compile(
    r"https?://\S+|\{\w+\}|\b[0-9a-f]{8}\b|\blesson-\d+|branch-\w+"
)
#: What has no Chinese: names of formats and keys, and of what others have made.
NAMES = {
    *("Wagtail", "URL", "HTML", "PDF", "AVIF", "GIF", "JPG", "JPEG", "PNG", "WEBP"),
    *("CSV", "XLSX", "XLS", "TSV", "XML", "vtt", "ID", "SEO", "MB", "KB"),
    *("Ctrl", "Shift", "Alt", "Enter", "Esc", "Cmd", "localhost"),
}
#: Chinese with a sign of English after it, or in the quotation marks of a typewriter.
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff]+ ?[:,?!;]|['\"][\u4e00-\u9fff]+['\"]")
#: What a person reads or hears, apart from what they typed.
WORDS = """() => {
    const seen = (it) => it.checkVisibility({ visibilityProperty: true });
    const spoken = ["placeholder", "title", "aria-label", "alt"];
    const labels = [...document.querySelectorAll("body *")].filter(seen).flatMap(
        (it) => spoken.map((name) => it.getAttribute(name)).filter(Boolean));
    const buttons = [...document.querySelectorAll("input[type=submit]")].map((it) => it.value);
    return [document.title, document.body.innerText, ...labels, ...buttons].join("\\n");
}"""


@pytest.fixture
def lesson():
    course = CourseFactory(
        parent=BranchPageFactory(opened=True), title="邻里纠纷调解", revised=True
    )
    ArticleFactory(number=9, digest="主动上门可以，强行调解不行。")
    return LessonFactory(parent=course, title="一堵墙的两边", revised=True)


@pytest.fixture
def places(lesson, trainer):
    """Something of each: a lesson handed in and due for review, an article it cites."""
    course = lesson.get_parent().specific
    branch = course.get_parent().specific
    article = ArticleFactory(number=10, version__statute__code="青禾市调解条例")
    lesson.body.append(("citation", {"article": article, "note": "记住。"}))
    lesson.review_on, lesson.owner = LAST_SPRING.date(), trainer
    lesson.save_revision().publish()
    lesson.refresh_from_db()
    lesson.title = "一堵墙的三边"
    lesson.save_revision(user=trainer)
    lesson.refresh_from_db()
    lesson.get_workflow().start(lesson, trainer)
    free = LessonFactory(parent=course, title="一条沟", revised=True)
    pilot = pilot_lesson(
        lesson=lesson,
        pilot_class=PilotClassFactory(branch=branch),
        by=trainer,
        at=LAST_SPRING,
    )
    finish_reading(pilot=pilot, reader=trainer, words="看不懂。", at=LAST_SPRING)
    start_translation(page=course, language="en", actor=trainer)
    return {
        "lesson": lesson.pk,
        "free": free.pk,
        "course": course.pk,
        "branch": branch.pk,
        "class": pilot.pilot_class.uuid,
        "workflow": branch.studio.workflow.pk,
        "article": article.pk,
        "statute": article.version.statute_id,
        "state": lesson.current_workflow_state.pk,
        "english": course.get_translation(Locale.objects.get(language_code="en")).pk,
    }


def let_in(lesson, name, *, reviewer=False):
    organisation = lesson.get_parent().get_parent().specific.organisation
    grant = RoleGrantFactory(
        user=UserFactory(name=name, username=name),
        organisation=organisation,
        role=RoleGrant.Role.TRAINER,
    )
    grant_studio(
        user=grant.user,
        organisation=organisation,
        at=LAST_SPRING,
        actor=None,
        reviewer=reviewer,
    )
    return grant.user


@pytest.fixture
def trainer(lesson):
    return let_in(lesson, "林文清")


@pytest.fixture
def reviewer(lesson):
    return let_in(lesson, "田桂芳", reviewer=True)


@pytest.fixture
def platform():
    return UserFactory(name="沈岚", username="沈岚", is_superuser=True)


@pytest.fixture
def read(picture):
    """Return a function that keeps what is English on a page, by where it stands."""
    english = []

    def read(page, name, unmarked=frozenset()):
        text = FOR_MACHINES.sub("", page.evaluate(WORDS))
        words = set(re.findall(r"[A-Za-z]{2,}", text)) - NAMES
        words = (words | set(HALF_WIDTH.findall(text))) - unmarked
        picture(page, name)
        english.extend(f"{name}: {word}" for word in sorted(words))

    yield read
    assert english == []


def walk(page, addresses, places, read):
    for number, address in enumerate(addresses):
        response = page.goto(address.format(**places))
        assert response.status == 200, address
        page.wait_for_load_state("networkidle")
        if address in NOT_READ:
            continue
        name = f"{number:02}{re.sub(r'[^a-z]+', '-', address)}"
        read(page, name, UNMARKED.get(address, frozenset()))


def test_a_trainer_walks_through_the_studio(trainer, places, make_page, read):
    page = make_page(trainer, viewport=DESK)

    walk(page, SEEN_BY_A_TRAINER, places, read)


def test_a_reviewer_reads_decides_and_schedules(reviewer, places, make_page, read):
    page = make_page(reviewer, viewport=DESK)

    walk(page, SEEN_BY_A_REVIEWER, places, read)

    page.goto("/studio/pages/{lesson}/edit/".format(**places))
    for action in ("退回修改", "附评语审核通过"):
        page.get_by_role("button", name="更多动作").click()
        read(page, f"actions-{action}")
        page.get_by_role("button", name=action).click()
        expect(page.locator(".modal.in .modal-body")).to_be_visible()
        read(page, action)
        page.locator(".modal.in [data-dismiss=modal]").first.click()
        expect(page.locator(".modal.in")).to_have_count(0)
    page.get_by_role("button", name="状态开关").click()
    page.get_by_role("button", name="设置时间").first.click()
    read(page, "schedule")


def test_the_platforms_own_people_walk_through_it(platform, places, make_page, read):
    page = make_page(platform, viewport=DESK)

    walk(page, SEEN_BY_THE_PLATFORM, places, read)


def test_the_editor_opens_all_its_blocks_choosers_and_panels(
    trainer, places, make_page, read
):
    page = make_page(trainer, viewport=DESK)
    page.goto("/studio/pages/{free}/edit/".format(**places))
    for block in BLOCKS:
        page.locator("button.c-sf-add-button:visible").last.click()
        page.get_by_role("option", name=block).first.click()
    read(page, "blocks")

    choosers = page.locator("[data-chooser-action-choose]:visible")
    for number in range(choosers.count()):
        choosers.nth(number).click()
        dialog = page.locator(".modal.in .modal-body")
        expect(dialog).to_be_visible()
        page.wait_for_load_state("networkidle")
        # Wagtail asks for the word above its list before there is a language.
        read(page, f"chooser-{number}", {"Search"})
        page.locator(".modal.in [data-dismiss=modal]").first.click()
        expect(dialog).to_be_hidden()

    page.locator("[contenteditable=true]").last.click()
    page.keyboard.type("调解")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    expect(page.locator(".modal.in .modal-body")).to_be_visible()
    read(page, "link", {"Search"})
    page.locator(".modal.in [data-dismiss=modal]").first.click()

    panels = page.locator("button[data-side-panel-toggle]:visible")
    for number in range(panels.count()):
        panels.nth(number).click()
        page.wait_for_load_state("networkidle")
        read(page, f"panel-{number}")


def test_a_folded_block_says_what_it_is_of(trainer, lesson, make_page):
    choices = [
        {"text": text, "right": right, "feedback": "。"}
        for text, right in (("劝他先调", False), ("不再勉强", True))
    ]
    asks = ("self_check", {"prompt": "两边都不愿意谈，怎么办？", "choices": choices})
    asking = LessonFactory(parent=lesson.get_parent().specific, body=[asks])
    page = make_page(trainer, viewport=DESK)

    page.goto(f"/studio/pages/{asking.pk}/edit/")

    heading = page.get_by_role("heading", name=re.compile("^自测")).first
    expect(heading).to_contain_text("两边都不愿意谈，怎么办？")
    expect(page.get_by_role("heading", name="选项").first).to_contain_text("劝他先调")
    page.locator("button.c-sf-add-button:visible").last.click()
    page.get_by_role("option", name="自测").first.click()
    heading = page.get_by_role("heading", name=re.compile("^自测")).last
    expect(heading).to_have_text(re.compile(r"^\s*自测\s*$"))


@pytest.fixture
def _media_on_disk(settings):
    """Where the site serves it from."""
    files = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": files}}
    yield
    gc.collect()  # here and not in somebody else's test: see below


# Wagtail leaves the temporary file of a rendition to the garbage collector (2026-11).
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("_media_on_disk")
def test_a_picture_is_uploaded(trainer, make_page, read):
    drawing = BytesIO()
    PIL.Image.new("RGB", (40, 30)).save(drawing, "PNG")
    page = make_page(trainer, viewport=DESK)
    page.goto("/studio/images/multiple/add/")
    read(page, "before")

    page.locator("input[type=file]").set_input_files(
        {"name": "wall.png", "mimeType": "image/png", "buffer": drawing.getvalue()}
    )
    expect(page.get_by_role("button", name="更新")).to_be_visible()
    read(page, "uploaded", {"wall", "png"})
    page.get_by_role("textbox", name="图片说明").fill("一堵墙，两边都有门。")
    page.get_by_role("button", name="更新").click()
    expect(page.get_by_text("wall")).to_have_count(0)
    page.goto("/studio/images/")
    page.get_by_role("link", name="wall").first.click()
    read(page, "image", {"wall", "png"})


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("/studio/login/", "/account/login/?next=/studio/"),
        ("/studio/", "/account/login/?next=/studio/"),
        ("/studio/account/", "/account/login/?next=/account/password/change/"),
    ],
)
def test_signing_in_to_the_studio_is_signing_in(make_page, asked, shown):
    page = make_page(viewport=DESK)

    page.goto(asked)

    assert page.url.endswith(shown)
    expect(page.get_by_role("button", name="登录")).to_be_visible()


def test_the_studio_leads_a_trainer_nowhere_else(trainer, make_page):
    page = make_page(trainer, viewport=DESK)
    page.goto("/studio/")

    page.get_by_role("button", name="帮助").click()

    expect(page.get_by_role("button", name="快捷键")).to_be_visible()
    expect(page.locator("a[href^=http]:visible")).to_have_count(0)
    expect(page.get_by_role("link", name="去工作台")).to_be_visible()


@pytest.mark.at_the_end
def test_nothing_of_wagtails_is_excused_that_it_has_mended(request):
    taken = {each.originalname for each in request.session.items}
    if not {name for name, it in globals().items() if _walks(it)} <= taken:
        pytest.skip("asks what the walks found, and not all of them were taken")

    assert set(EXCUSES) == NEEDED


def _walks(it):
    is_test = inspect.isfunction(it) and it.__name__.startswith("test_")
    return is_test and "read" in inspect.signature(it).parameters
