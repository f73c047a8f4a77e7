"""Each block renders itself; so does each block that lessons share with other pages."""

from datetime import date, timedelta
from io import BytesIO

import PIL.Image
import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.images.models import Image

from courses.blocks import ArticleBlock
from courses.models import Lesson
from tests.factories.laws import ArticleFactory

STREAM = Lesson.body.field.stream_block


def render(kind, value, **context):
    block = STREAM.normalize([(kind, value)])[0]
    return BeautifulSoup(block.render_as_block(context), "html.parser")


def words(soup):
    return " ".join(soup.get_text(" ").split())


def test_text_shows_its_headings_and_emphasis():
    soup = render("text", "<h2>方桌</h2><p>先<b>听完</b>。</p>")

    assert str(soup.select_one(".prose h2")) == "<h2>方桌</h2>"
    assert soup.b.get_text() == "听完"


def test_key_points_are_a_list():
    soup = render("key_points", {"points": ["不收费。", "不偏袒。"]})

    assert [each.get_text() for each in soup.select("li")] == ["不收费。", "不偏袒。"]


def test_a_case_shows_its_story_in_paragraphs_and_what_it_teaches():
    soup = render(
        "case", {"title": "一袋花生", "story": "甲。\n\n乙。", "lesson": "还了。"}
    )

    assert [each.get_text() for each in soup.select(".prose p")] == ["甲。", "乙。"]
    assert soup.select_one(".case-lesson").get_text() == "还了。"


def test_a_self_check_explains_every_answer_and_needs_no_script():
    choices = [
        {"text": "劝他先调", "right": False, "feedback": "没有这样的规定。"},
        {"text": "不再勉强", "right": True, "feedback": "对。"},
    ]
    soup = render("self_check", {"prompt": "怎么办？", "choices": choices})

    answers = soup.select("details.answer")
    assert [each.summary.get_text() for each in answers] == ["劝他先调", "不再勉强"]
    assert ["再想想" in words(each) for each in answers] == [True, False]
    assert soup.find(["script", "input", "form"]) is None


def test_a_self_check_without_a_right_answer_is_not_saved():
    choice = {"text": "甲", "right": False, "feedback": "不对。"}
    value = STREAM.normalize(
        [("self_check", {"prompt": "怎么办？", "choices": [choice, choice]})]
    )

    with pytest.raises(ValidationError):
        STREAM.clean(value)


@pytest.mark.parametrize(
    ("from_day", "until", "status"),
    [(-10, None, "现行有效"), (10, None, "尚未施行"), (-10, -1, "已失效")],
)
def test_a_citation_says_what_the_law_is_worth_today(from_day, until, status):
    today = date(2026, 6, 1)
    article = ArticleFactory(
        number=9,
        digest="不能强行调解。",
        version__statute__short_title="人民调解法",
        version__effective_on=today + timedelta(days=from_day),
        version__repealed_on=until and today + timedelta(days=until),
        version__promulgated_on=today - timedelta(days=20),
    )

    soup = render("citation", {"article": article, "note": "记住。"}, today=today)

    assert words(soup.summary).startswith("《人民调解法》第九条")
    assert status in words(soup.summary)
    assert "不能强行调解。" in words(soup.details)
    assert article.text in words(soup.details)
    assert soup.details.a["href"] == article.get_absolute_url()
    assert soup.select_one(".citation-note").get_text() == "记住。"


def test_a_citation_asks_the_clock_when_nobody_says_what_day_it_is():
    soup = render("citation", {"article": ArticleFactory(), "note": ""})

    assert "现行有效" in words(soup.summary)
    assert soup.select_one(".citation-note") is None


def test_a_citation_whose_article_is_gone_shows_nothing():
    assert words(render("citation", {"article": None, "note": "记住。"})) == ""


def test_articles_are_fetched_together_in_order(django_assert_num_queries):
    first, second = ArticleFactory.create_batch(2)

    with django_assert_num_queries(1):
        found = ArticleBlock().bulk_to_python([second.pk, None, first.pk, second.pk])
        names = [each and str(each) for each in found]

    assert names == [str(second), None, str(first), str(second)]


# Wagtail leaves the temporary file of a rendition to the garbage collector (2026-11).
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_image_has_words_for_whoever_cannot_see_it():
    picture = BytesIO()
    PIL.Image.new("RGB", (4, 3)).save(picture, "PNG")
    image = Image.objects.create(
        title="图", file=ContentFile(picture.getvalue(), "drawing.png")
    )

    soup = render("image", {"image": image, "alt": "一张方桌", "caption": "调解室"})

    assert soup.img["alt"] == "一张方桌"
    assert soup.figcaption.get_text() == "调解室"
    with pytest.raises(ValidationError):
        STREAM.clean(
            STREAM.normalize([("image", {"image": image, "alt": "", "caption": ""})])
        )
