"""A mediator practises what an article says: from its page, a wrong answer, why, the next."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.factories.courses import CourseFactory, LessonFactory
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import MediatorFactory
from tests.factories.practice import PracticeQuestionFactory


@pytest.fixture
def article():
    """The fourth article, with two questions on it and a lesson that teaches it."""
    article = ArticleFactory(
        version__statute__title="白鹭县调解条例",
        number=4,
        text="调解民间纠纷不收费用。",
    )
    LessonFactory(
        parent=CourseFactory(title="邻里纠纷"),
        title="不收一分钱",
        body=[("citation", {"article": article, "note": ""})],
    )
    for prompt in ("调解可以收费。", "调解可以收材料费。"):
        PracticeQuestionFactory(
            kind="true_false",
            prompt=prompt,
            content={"right": False},
            explanation="任何名目的费用都不收。",
            articles=[article],
        )
    return article


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_a_mediator_practises_what_an_article_says(
    article, make_page, picture, viewport, scripts
):
    user = MediatorFactory().person.user
    page = make_page(user, viewport=viewport, java_script_enabled=scripts)

    page.goto(article.get_absolute_url())
    page.get_by_role("link", name="练习 2 题").click()
    expect(page.get_by_text("不计分、不留记录、不计时、不排名")).to_be_visible()
    picture(page, "chosen")
    page.get_by_role("link", name="开始练习").click()

    expect(page.get_by_text("第 1 题，共 2 题")).to_be_visible()
    page.get_by_role("button", name="看看答得对不对").click()
    expect(page.get_by_text("请先选一个答案。")).to_be_visible()
    page.get_by_label("正确", exact=True).check()
    picture(page, "asked")
    page.get_by_role("button", name="看看答得对不对").click()

    expect(page.get_by_text("这次没答对")).to_be_visible()
    expect(page.get_by_text("任何名目的费用都不收。")).to_be_visible()
    expect(page.get_by_role("link", name="不收一分钱")).to_be_visible()
    page.get_by_text("白鹭县调解条例第四条").last.click()
    expect(page.get_by_text("调解民间纠纷不收费用。")).to_be_visible()
    picture(page, "answered")

    page.get_by_role("link", name="下一题").click()
    expect(page.get_by_text("第 2 题，共 2 题")).to_be_visible()
    page.get_by_label("错误", exact=True).check()
    page.get_by_role("button", name="看看答得对不对").click()
    expect(page.get_by_text("答对了")).to_be_visible()
    expect(page.get_by_text("这些题都练完了。")).to_be_visible()
    page.get_by_role("link", name="换个顺序再练一遍").click()
    expect(page.get_by_text("第 1 题，共 2 题")).to_be_visible()
