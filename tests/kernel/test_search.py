import pytest

from lms.kernel import search
from lms.kernel.models import SearchEntry


@pytest.fixture
def _entries():
    for number, title in enumerate(
        [
            "人民调解协议书",
            "协议调解",
            "济阳区仁风镇人民调解委员会",
            "𬱖村调委会",
            "A4 纸与 Word 2019",
        ]
    ):
        search.put(kind="page", object_id=str(number), title=title)


def found(words, **how):
    return [entry.title for entry in search.find(words, **how)]


@pytest.mark.usefixtures("_entries")
@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("调解协议", ["人民调解协议书"]),
        ("协议调解", ["协议调解"]),
        ("仁风镇", ["济阳区仁风镇人民调解委员会"]),
        ("镇", ["济阳区仁风镇人民调解委员会"]),
        ("𬱖村", ["𬱖村调委会"]),
        ("word", ["A4 纸与 Word 2019"]),
        ("纸 2019", ["A4 纸与 Word 2019"]),
        ("调解 书", ["人民调解协议书"]),
        ("解议", []),
        ("", []),
        ("，。！\"'()&|:*", []),
        ("'; DROP TABLE", []),
    ],
)
def test_a_query_is_a_phrase_of_characters(words, titles):
    assert found(words) == titles


def test_a_phrase_does_not_reach_across_punctuation():
    search.put(kind="page", object_id="1", title="先调解。协议后签")

    assert found("调解协议") == []


def test_what_is_in_the_title_comes_first():
    search.put(kind="page", object_id="1", title="第一课", body="说到司法确认")
    search.put(kind="page", object_id="2", title="司法确认")

    assert found("司法确认") == ["司法确认", "第一课"]


def test_indexing_again_forgets_the_old_words():
    search.put(kind="page", object_id="1", title="旧名字")

    search.put(kind="page", object_id="1", title="新名字")

    assert (found("旧名字"), found("新名字")) == ([], ["新名字"])
    assert SearchEntry.objects.count() == 1


def test_what_is_removed_is_not_found():
    search.put(kind="page", object_id="1", title="司法确认")

    search.remove(kind="page", object_id="1")

    assert found("司法确认") == []


def test_only_the_kinds_asked_for_are_found():
    search.put(kind="page", object_id="1", title="司法确认")
    search.put(kind="article", object_id="1", title="司法确认")

    assert [e.kind for e in search.find("司法确认", kinds=["article"])] == ["article"]


def test_a_very_long_text_is_indexed_as_far_as_it_goes():
    search.put(kind="page", object_id="1", title="长文", body="调解员" * 20_000)

    assert found("解员调") == ["长文"]
