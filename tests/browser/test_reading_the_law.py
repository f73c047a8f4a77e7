"""A visitor looks something up, sees that it has changed, and takes the citation along."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.factories.laws import ArticleFactory, StatuteFactory, VersionFactory

CITATION = "《白鹭县调解条例》第九条（2021年1月1日起施行）"
CLIPBOARD = ["clipboard-read", "clipboard-write"]
#: As in an old browser, or at an address without https.
WITHOUT_CLIPBOARD = """
Object.defineProperty(Navigator.prototype, "clipboard", {value: undefined});
"""


@pytest.fixture
def today():
    """The ninth article of a statute that was rewritten in 2021."""
    statute = StatuteFactory(title="白鹭县调解条例", code="调解条例")
    year, rewritten = date(2001, 1, 1), date(2021, 1, 1)
    old = VersionFactory(
        statute=statute, promulgated_on=year, effective_on=year, repealed_on=rewritten
    )
    new = VersionFactory(statute=statute, effective_on=rewritten)
    ArticleFactory(version=old, number=9, text="调解员由镇里指派。")
    return ArticleFactory(version=new, number=9, text="调解员由村民会议推选产生。")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_visitor_looks_up_what_was_and_what_is(today, make_page, picture, viewport):
    page = make_page(viewport=viewport, permissions=CLIPBOARD)

    page.goto(reverse("laws:statute-list"))
    page.get_by_label("按条次或文字查找条文").fill("推选")
    page.get_by_role("button", name="查找").click()
    expect(page.locator("mark")).to_have_text("推选")
    picture(page, "found")
    page.get_by_role("link", name="第九条").click()

    page.get_by_text("查看某一天施行的文本").click()
    page.get_by_label("查看这一天施行的文本").fill("2005-06-01")
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_text("调解员由镇里指派。")).to_be_visible()
    expect(page.get_by_text("这不是今天施行的文本。")).to_be_visible()
    picture(page, "then")
    page.get_by_role("link", name="现行文本").click()
    expect(page.get_by_text("调解员由村民会议推选产生。")).to_be_visible()

    page.get_by_role("button", name="复制引用").click()
    expect(page.get_by_text("引用已复制。")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines()[0] == CITATION
    assert copied.splitlines()[1].endswith(today.get_absolute_url())


def test_a_browser_without_a_clipboard_selects_the_citation(today, make_page):
    page = make_page()
    page.context.add_init_script(WITHOUT_CLIPBOARD)
    page.goto(today.get_absolute_url())

    page.get_by_role("button", name="复制引用").click()

    expect(page.get_by_text("引用已选中，请用设备的菜单复制。")).to_be_visible()
    assert CITATION in page.evaluate("getSelection().toString()")


def test_without_scripts_the_citation_is_there_to_select(today, make_page):
    page = make_page(java_script_enabled=False)
    page.goto(today.get_absolute_url())

    expect(page.get_by_text(CITATION)).to_be_visible()
    expect(page.get_by_role("button", name="复制引用")).to_be_hidden()
