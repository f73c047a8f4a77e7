import pytest
from django.utils.translation import override

from laws.parsing import Unreadable, parse
from tests.laws.parsing.texts import statute

UNDATED = "Neither the text nor front matter says %s; add a line “%s: YYYY-MM-DD”."
TOO_EARLY = (
    "It is said to be in force from 2019-01-01, before it was promulgated on "
    "2020-10-01."
)


def refusal(raw):
    with override("en"), pytest.raises(Unreadable) as caught:
        parse(raw)
    with override("en"):
        return str(caught.value)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "The file is empty."),
        (b" \n\r\n\xef\xbb\xbf", "The file is empty."),
        (b"\x00\x01\x02\xff" * 9, "This is not a text file in UTF-8 or GB18030."),
        (b"\xff\xfe\x00\xd8\x00", "This is not a text file in UTF-8 or GB18030."),
        (b"x" * 5_000_001, "The file is larger than 5 MB, too large for a statute."),
        (
            b"title\n" + b"x" * 20_001,
            "Line 2 has 20001 characters; a statute has no paragraph so long.",
        ),
        (
            b"---\ntitle: x\n",
            "The front matter that begins with --- has no closing --- line.",
        ),
        ("白鹭市调解条例\n说明".encode(), "There is no article (第…条) in this file."),
        (
            "第一条　甲。".encode(),
            "The file does not begin with the title of a statute.",
        ),
        (
            statute("第一条　甲。", note="（2020年10月1日通过"),
            "The bracket of the note after the title is never closed.",
        ),
        (
            "白鹭市调解条例\n（2020年10月1日通过".encode(),
            "The bracket of the note after the title is never closed.",
        ),
        (statute("第一条　甲。", last="一"), "第一条 appears twice."),
        (statute("第一条　甲。", last="四"), "Missing: 第二条、第三条."),
        (statute("第二条　甲。", "第一条　乙。"), "第一条 stands after 第二条."),
        (
            statute("第一条　甲。", "第一条之二　乙。", end=""),
            "Missing: 第一条之一.",
        ),
        (
            statute("第九条　甲。", end=""),
            "Missing: 第一条、第二条、第三条、第四条、第五条….",
        ),
        (statute("第十百条　甲。"), "The number of 第十百条 cannot be read."),
        (
            statute("第一条　甲。", note="（2020年2月30日通过）"),
            "There is no such day: 2020年2月30日.",
        ),
        (
            statute("第一条　甲。", note=""),
            UNDATED % ("when it was promulgated", "promulgated"),
        ),
        (
            statute("第一条　甲。", end=""),
            UNDATED % ("from when it is in force", "effective"),
        ),
        (
            b"---\neffective: 2019-01-01\n---\n" + statute("第一条　甲。"),
            TOO_EARLY,
        ),
        (
            b"---\narticles: 3\n---\n" + statute("第一条　甲。"),
            "The front matter says 3 articles, the text has 2.",
        ),
        (
            statute("第一条　甲。", title="甲" * 201),
            f"“{'甲' * 40}…” is too long for a title or a remark.",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(raw, sentence):
    assert refusal(raw) == sentence
