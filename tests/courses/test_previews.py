"""What an author sees of a block before choosing it."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from courses.models import Lesson
from laws.models import Article

BLOCKS = Lesson.body.field.stream_block.child_blocks
#: A word of each sample.
SHOWN = {
    "text": "先请坐",
    "key_points": "先听完",
    "case": "枣树",
    "dialogue": "老邱",
    "term": "背靠背",
    "citation": "现行有效",
    "comparison": "三十日",
    "self_check": "约好下次",
    "steps": "约时间",
    "checklist": "两支笔",
    "image": "一座桥",
    "audio": "一通电话",
    "video": "方桌",
    "document": "空白",
}


def preview(client, name):
    identity = BLOCKS[name].definition_prefix
    return client.get(reverse("wagtailadmin_block_preview"), {"id": identity})


def test_every_block_has_a_preview():
    assert [name for name, each in BLOCKS.items() if not each.is_previewable] == []
    assert set(SHOWN) == set(BLOCKS)


@pytest.mark.parametrize(("name", "word"), SHOWN.items())
def test_a_preview_shows_an_invented_example_in_our_style(client, trainer, name, word):
    client.force_login(trainer)

    page = preview(client, name)

    soup = BeautifulSoup(page.text, "html.parser")
    styles = [link["href"] for link in soup.select("link[rel=stylesheet]")]
    assert page.status_code == 200
    assert word in soup.main.get_text()
    assert any("blocks" in each for each in styles)
    assert soup.html["data-face"] == "classroom"
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]


def test_a_preview_stores_nothing_and_asks_the_law_for_nothing(client, trainer):
    client.force_login(trainer)

    preview(client, "citation")

    assert not Article.objects.exists()


def test_the_groups_of_the_chooser_are_named():
    assert list(dict.fromkeys(str(each.meta.group) for each in BLOCKS.values())) == [
        "阅读",
        "法律",
        "练一练",
        "文件和图片",
    ]
