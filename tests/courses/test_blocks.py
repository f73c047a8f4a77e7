"""Each block renders itself; so does each block that lessons share with other pages."""

import re
from datetime import date, timedelta
from io import BytesIO

import PIL.Image
import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.admin.icons import get_icons
from wagtail.blocks import StructBlockValidationError
from wagtail.images.models import Image

from cms.models import SiteDocument
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


def test_a_dialogue_says_who_says_what():
    lines = [
        {"who": "调解员", "says": "先请您说。"},
        {"who": "老周", "says": "墙裂了。"},
    ]
    soup = render("dialogue", {"title": "开头怎么说", "lines": lines})

    said = [
        (each.dt.get_text(), each.dd.get_text())
        for each in soup.select(".dialogue-line")
    ]
    assert soup.h2.get_text() == "开头怎么说"
    assert said == [("调解员", "先请您说。"), ("老周", "墙裂了。")]


def test_a_dialogue_without_a_title_still_has_a_heading():
    lines = [{"who": "甲", "says": "好。"}, {"who": "乙", "says": "行。"}]

    assert render("dialogue", {"title": "", "lines": lines}).h2.get_text().strip()


def test_a_term_says_what_it_means():
    soup = render("term", {"term": "背靠背", "meaning": "分开各谈一次。"})

    assert (soup.dfn.get_text(), soup.dd.get_text()) == ("背靠背", "分开各谈一次。")


def test_steps_are_numbered_by_themselves():
    steps = [{"title": "先分开", "text": "各自坐下。"}, {"title": "再合拢", "text": ""}]
    soup = render("steps", {"title": "两步走", "steps": steps})

    assert [each.get_text() for each in soup.select(".step-number")] == ["1", "2"]
    assert len(soup.select(".step-text")) == 1


def test_every_item_of_a_checklist_can_be_ticked_and_nothing_is_sent():
    soup = render("checklist", {"title": "开谈以前", "items": ["方桌", "茶水"]})

    boxes = soup.select("label input[type=checkbox]")
    assert [each.find_next("span").get_text() for each in boxes] == ["方桌", "茶水"]
    assert all(not each.has_attr("name") for each in boxes)
    assert soup.legend.get_text() == "开谈以前"


@pytest.fixture
def amended():
    old = ArticleFactory(
        number=9,
        text="处五日以下拘留。",
        version__promulgated_on=date(2012, 10, 26),
        version__effective_on=date(2013, 1, 1),
        version__repealed_on=date(2026, 1, 1),
    )
    return old, ArticleFactory(number=9, text="处五日以上拘留。<b>")


def test_a_comparison_marks_what_changed(amended):
    old, new = amended
    soup = render("comparison", {"old": old, "new": new, "note": "重了。"})

    assert [each.get_text() for each in soup.select("del")] == ["下"]
    assert [each.get_text() for each in soup.select("ins")] == ["上", "<b>"]
    assert soup.select_one(".comparison-side .prose").get_text().strip() == old.text
    assert "重了。" in soup.select_one(".comparison-note").get_text()


def test_a_comparison_without_both_texts_shows_our_digests(amended):
    old, new = amended
    new.text, new.digest = "", "现在罚得重。"
    old.digest = "从前罚得轻。"
    soup = render("comparison", {"old": old, "new": new, "note": "重了。"})

    assert soup.find(["del", "ins"]) is None
    assert "从前罚得轻。" in words(soup)
    assert "现在罚得重。" in words(soup)


def test_an_article_is_not_compared_with_itself(amended):
    value = STREAM.normalize(
        [("comparison", {"old": amended[0], "new": amended[0], "note": "无。"})]
    )

    with pytest.raises(ValidationError):
        STREAM.clean(value)


def file(name, content=b"0" * 2048):
    return SiteDocument.objects.create(
        title=name, file=ContentFile(content, name=name), file_size=len(content)
    )


@pytest.mark.parametrize(
    ("alt", "said"),
    [("", "请写出图片上是什么"), ("IMG_0412.JPG", "这是文件名")],
)
def test_what_a_picture_shows_is_asked_for_in_words(alt, said):
    block = STREAM.child_blocks["image"]
    value = block.normalize({"image": None, "alt": alt, "caption": ""})

    with pytest.raises(StructBlockValidationError) as refusal:
        block.clean(value)

    errors = refusal.value.block_errors
    assert set(errors) == {"image", "alt"}
    assert said in errors["alt"].messages[0]


def test_a_recording_says_its_size_and_loads_nothing_by_itself():
    value = {"title": "一袋花生", "file": file("a.mp3"), "transcript": "老林说。"}
    soup = render("audio", value)

    assert soup.audio["preload"] == "none"
    assert not soup.audio.has_attr("autoplay")
    assert "2.0" in words(soup)
    assert "MP3" in words(soup)
    assert soup.select_one("details").get_text(" ", strip=True) == "文字稿 老林说。"


def test_a_film_has_captions_and_says_what_is_shown():
    value = {
        "title": "开场三句话",
        "file": file("a.mp4"),
        "captions": file("a.vtt"),
        "transcript": "方桌。",
    }
    soup = render("video", value)

    assert soup.video["preload"] == "none"
    assert not soup.video.has_attr("autoplay")
    assert soup.track["src"] == value["captions"].url
    # A track that is shown from the first is loaded with the page, asked for or not.
    assert not soup.track.has_attr("default")
    assert "方桌。" in words(soup)


@pytest.mark.parametrize(
    ("kind", "name"), [("audio", "a.mp3"), ("video", "a.mp4")], ids=["audio", "video"]
)
def test_what_cannot_be_heard_or_seen_must_be_written(kind, name):
    value = {"title": "无", "file": file(name), "transcript": ""}
    value |= {"captions": None} if kind == "video" else {}
    recording = STREAM.normalize([(kind, value)])

    with pytest.raises(StructBlockValidationError) as refusal:
        STREAM.child_blocks[kind].clean(recording[0].value)

    assert list(refusal.value.block_errors) == ["transcript"]


def test_a_film_without_captions_has_no_track():
    value = {"title": "无", "file": file("a.mp4"), "captions": None, "transcript": "。"}

    assert render("video", value).find("track") is None


def test_a_document_to_keep_says_what_it_is_for():
    value = {"title": "协议书样本", "file": file("a.docx"), "note": "照着填。"}
    soup = render("document", value)

    assert soup.a["href"] == value["file"].url
    assert "照着填。" in words(soup)
    assert "DOCX" in words(soup)


@pytest.mark.parametrize("kind", ["audio", "video", "document"])
def test_a_block_whose_file_is_gone_shows_nothing(kind):
    assert words(render(kind, {"title": "无", "file": None})) == ""


@pytest.mark.parametrize(
    ("kind", "name", "taken"),
    [
        ("audio", "a.mp3", True),
        ("audio", "A.M4A", True),
        ("audio", "a.mp4", False),
        ("video", "a.webm", True),
        ("video", "a.pdf", False),
    ],
)
def test_only_what_can_be_played_is_taken(kind, name, taken):
    value = STREAM.normalize(
        [(kind, {"title": "录音", "file": file(name), "transcript": "文字。"})]
    )

    if taken:
        assert STREAM.clean(value)
    else:
        with pytest.raises(ValidationError):
            STREAM.clean(value)


def test_every_block_says_in_the_chooser_what_it_is_for():
    without = [
        name
        for name, block in STREAM.child_blocks.items()
        if not str(block.get_description()) or block.meta.icon == "placeholder"
    ]
    assert without == []


def test_every_block_has_an_icon_that_is_there():
    known = set(re.findall(r'id="icon-([\w-]+)"', get_icons()))

    icons = {name: block.meta.icon for name, block in STREAM.child_blocks.items()}

    assert {name: icon for name, icon in icons.items() if icon not in known} == {}


@pytest.mark.parametrize(
    ("kind", "of"),
    [
        ("self_check", "choices"),
        ("steps", "steps"),
        ("checklist", "items"),
        ("dialogue", "lines"),
    ],
)
def test_a_new_list_has_as_many_places_as_it_needs(kind, of):
    block = STREAM.child_blocks[kind]

    state = block.get_form_state(block.get_default())

    child = block.child_blocks[of].child_block
    names = set(getattr(child, "child_blocks", {}))
    assert set(state) == set(block.child_blocks)
    assert [set(place["value"] or ()) for place in state[of]] == [names, names]


@pytest.mark.django_db
def test_a_chosen_article_leads_no_author_to_a_page_that_is_not_theirs():
    article = ArticleFactory(number=9, version__statute__title="青禾市调解条例")
    elsewhere = reverse("digests:edit", args=[article.pk])

    shown = ArticleBlock().widget.render("article", article.pk, {"id": "article"})

    assert "青禾市调解条例第九条" in shown
    assert elsewhere not in shown
