"""A lesson on paper says all that the lesson on the screen says when everything is opened."""

from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.factories.courses import LessonFactory
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import UserFactory

LAW = "Nobody may be made to reconcile."
REASON = "There is no such rule."
#: As in a browser that does not know the part of a fold that is folded away.
OLD_BROWSER = """
for (const sheet of document.styleSheets)
    for (const rule of sheet.cssRules)
        if (rule.media?.mediaText === "print" && rule.cssText.includes("details-content"))
            rule.media.mediaText = "not all";
"""


@pytest.fixture
def lesson():
    choices = [
        {"text": "Insist", "right": False, "feedback": REASON},
        {"text": "Let them go", "right": True, "feedback": "Right."},
    ]
    body = [
        ("citation", {"article": ArticleFactory(number=9, text=LAW), "note": ""}),
        ("self_check", {"prompt": "And now?", "choices": choices}),
    ]
    return LessonFactory(body=body)


def on_paper(page):
    """The words of the page as printed, whatever its lines."""
    reader = PdfReader(BytesIO(page.pdf(format="A4")))
    return " ".join(" ".join(each.extract_text() for each in reader.pages).split())


@pytest.mark.parametrize("spoil", ["", OLD_BROWSER], ids=["new", "old"])
def test_a_printed_lesson_has_the_law_and_the_explanations(lesson, make_page, spoil):
    page = make_page(UserFactory())
    page.goto(lesson.url)
    if spoil:
        page.evaluate(spoil)

    words = on_paper(page)

    assert LAW in words
    assert REASON in words
    expect(page.get_by_text(LAW)).to_be_hidden()
