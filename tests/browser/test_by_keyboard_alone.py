"""The main pages by Tab and Enter: everything is reached, in order, and seen to be."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK
from tests.factories.laws import ArticleFactory
from tests.scope.rows import ADMINISTRATOR, INSIDE, MEDIATOR, OWN, TRAINER
from tests.scope.table import ROWS
from tests.scope.test_scope import address
from tests.scope.world import World

LEARNING = [
    *("cms:home", "courses:home", "courses:catalogue", "courses:history"),
    *("courses:pilot-class", "courses:pilot"),
    *("courses:notes", "cms:search", "laws:statute-list", "laws:version"),
    *("laws:article", "mediators:news", "mediators:me", "practice:home"),
    *("practice:question", "delivery:exam-list", "delivery:entry"),
    *("certificates:mine", "certificates:verify", "privacy:data"),
]
OFFICE = [
    *("cms:office-home", "mediators:mediator-list", "mediators:mediator"),
    *("mediators:organisation", "coverage:branch", "mediators:role-list"),
    *("banks:bank-list", "banks:bank", "banks:question", "practice:released-list"),
    *("assembly:blueprint-list", "assembly:paper-list", "delivery:sitting-list"),
    *("delivery:sitting", "marking:result-list", "certificates:office-list"),
    *("incentives:record-list", "incentives:basis-list", "incentives:record"),
    *("incentives:enter", "rosters:import-list", "office:job-list"),
]
#: Numbers what Tab is to reach, in the order of the page; of radio buttons, each group.
NUMBER = """() => {
    const fields = "input:not([type=hidden]), select, textarea, button";
    const may = `a[href], summary, [tabindex="0"], ${fields}`;
    const groups = new Map();
    let last = 0;
    for (const it of document.querySelectorAll(may)) {
        const shown = it.checkVisibility({ visibilityProperty: true });
        if (!shown || !it.getClientRects().length || it.disabled || it.tabIndex < 0) continue;
        const group = it.type === "radio" ? it.name : "";
        it.dataset.stop = groups.get(group) || ++last;
        if (group) groups.set(group, it.dataset.stop);
    }
    return last;
}"""
#: Where the focus is, whether one sees that it is there, and whether something covers it.
FOCUSED = """() => {
    const it = document.activeElement;
    if (!it || it === document.body || !it.dataset.stop) return null;
    const marks = [getComputedStyle(it), getComputedStyle(it, "::after")];
    const label = it.matches("input") && (it.nextElementSibling || it.parentElement);
    if (label) marks.push(getComputedStyle(label));
    const drawn = (mark) => mark.outlineStyle !== "none" && parseFloat(mark.outlineWidth) >= 2;
    const box = it.getBoundingClientRect();
    const at = (x, y) => document.elementFromPoint(
        box.left + box.width * x, box.top + box.height * y);
    const own = (other) => other
        && (it.contains(other) || other.contains(it) || other.htmlFor === it.id);
    return {
        stop: Number(it.dataset.stop),
        seen: marks.some(drawn),
        clear: [at(0.5, 0.5), at(0.1, 0.2), at(0.9, 0.8)].some(own),
        what: it.outerHTML.slice(0, 160),
    };
}"""


@pytest.fixture
def world(db):
    return World()


def by_tab(page):
    """Return what is wrong with going through a page by Tab."""
    total = page.evaluate(NUMBER)
    wrong, stops = [], []
    page.locator(".skip-link").focus()
    while focused := page.evaluate(FOCUSED):
        if focused["stop"] in stops:
            break
        stops.append(focused["stop"])
        if not focused["seen"]:
            wrong.append(f"not seen to have the focus: {focused['what']}")
        if not focused["clear"]:
            wrong.append(f"covered: {focused['what']}")
        page.keyboard.press("Tab")
    if stops != sorted(set(stops)):
        wrong.append(f"out of order: {stops}")
    wrong += [
        "not reached: "
        + page.locator(f"[data-stop='{stop}']").first.evaluate(
            "it => it.outerHTML.slice(0, 160)"
        )
        for stop in sorted(set(range(1, total + 1)) - set(stops))
    ]
    return wrong


def walk(pages, names, world, place):
    """Return what is wrong by page, each asked for by the first of `pages` who may."""
    found = {}
    for name in names:
        row = next(row for row in ROWS if row.url == name)
        role = next(role for role in pages if row.expected(role, place, "GET") == 200)
        page = pages[role]
        page.goto(address(row, getattr(world, place)))
        page.keyboard.press("Tab")
        expect(page.locator(".skip-link")).to_be_focused()
        if wrong := by_tab(page):
            found[name] = wrong
    return found


@pytest.mark.parametrize("options", [{}, {"viewport": DESK}], ids=["phone", "desk"])
def test_a_learner_reaches_everything_by_tab(world, make_page, options):
    page = make_page(world.people[MEDIATOR], **options)

    wrong = walk({MEDIATOR: page}, LEARNING, world, OWN)

    for name in ("course", "lesson"):
        page.goto(getattr(world.inside, name).url)
        if found := by_tab(page):
            wrong[name] = found
    assert wrong == {}


@pytest.mark.parametrize("options", [{}, {"viewport": DESK}], ids=["phone", "desk"])
def test_who_works_in_the_office_reaches_everything_by_tab(world, make_page, options):
    roles = (ADMINISTRATOR, TRAINER)
    pages = {role: make_page(world.people[role], **options) for role in roles}

    assert walk(pages, OFFICE, world, INSIDE) == {}


def test_what_is_folded_opens_by_enter(world, make_page):
    lesson = world.inside.lesson
    article = ArticleFactory(digest="谁都可以来申请。")
    choices = [
        {"text": "先劝", "right": False, "feedback": "这是拦人的路。"},
        {"text": "先听", "right": True, "feedback": "对，先听。"},
    ]
    lesson.body.append(("citation", {"article": article, "note": "记住。"}))
    lesson.body.append(("self_check", {"prompt": "怎么办？", "choices": choices}))
    lesson.save()
    page = make_page(world.people[MEDIATOR])
    page.goto(lesson.url)

    for folded, said in (("第", "谁都可以来申请。"), ("先劝", "这是拦人的路。")):
        page.locator("summary", has_text=folded).first.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text(said)).to_be_visible()
    assert by_tab(page) == []

    page.goto("/courses/")
    page.locator("summary", has_text="更多筛选").focus()
    page.keyboard.press("Space")
    expect(page.get_by_label("讲哪部法")).to_be_visible()


def test_the_menu_of_the_office_opens_and_closes_by_keyboard(world, make_page):
    page = make_page(world.people[ADMINISTRATOR])
    page.goto("/office/")
    switch = page.get_by_role("link", name="菜单", exact=True)

    switch.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#menu a:focus")).to_be_visible()
    page.keyboard.press("Escape")

    expect(switch).to_be_focused()
