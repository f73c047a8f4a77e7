"""What comes out on paper: the record and the text, none of what one would press."""

import pytest
from playwright.sync_api import expect

from courses import operations
from tests.factories.courses import CourseFactory, LessonFactory
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import MediatorFactory

FURNITURE = ".top-bar, .bottom-bar, .skip-link, .button, input, textarea, select"


@pytest.fixture
def learner():
    return MediatorFactory(person__name="何桂泉").person.user


@pytest.fixture
def lesson(now, learner):
    choices = [
        {"text": "先劝", "right": False, "feedback": "这是拦人的路。"},
        {"text": "先听", "right": True, "feedback": "对，先听。"},
    ]
    article = ArticleFactory(digest="谁都可以来申请。")
    lesson = LessonFactory(
        parent=CourseFactory(title="邻里纠纷调解"),
        body=[
            ("text", "<p>把话听完，火气先下去一半。</p>"),
            ("citation", {"article": article, "note": "自愿是前提。"}),
            ("self_check", {"prompt": "您怎么办？", "choices": choices}),
        ],
    )
    operations.write_note(lesson=lesson, writer=learner, text="我的话。", at=now)
    return lesson


@pytest.fixture
def paper(make_page, learner):
    page = make_page(learner)
    page.emulate_media(media="print")
    return page


def test_a_lesson_is_printed_with_what_is_folded_on_the_screen(paper, lesson):
    paper.goto(lesson.url)
    text = paper.locator(".lesson")

    for words in ("把话听完", "谁都可以来申请。", "这是拦人的路。", "对，先听。"):
        expect(text.get_by_text(words)).to_be_visible()
    expect(paper.locator(".note-printed")).to_have_text("我的话。")
    expect(paper.locator(FURNITURE).filter(visible=True)).to_have_count(0)


@pytest.mark.parametrize("address", ["course", "/learn/", "/me/", "/certificates/"])
def test_a_page_is_printed_without_its_furniture(paper, lesson, address):
    paper.goto(lesson.get_parent().url if address == "course" else address)

    expect(paper.locator("h1")).to_be_visible()
    expect(paper.locator(FURNITURE).filter(visible=True)).to_have_count(0)
