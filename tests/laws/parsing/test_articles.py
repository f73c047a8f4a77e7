"""The traps of the body of a statute, each in a few lines."""

from laws.parsing import has_articles, parse
from tests.laws.parsing.texts import END, statute


def keys(source):
    return [article.key for article in source.articles]


def test_headings_are_a_path_with_or_without_signs_and_numbers():
    source = parse(
        statute(
            "第一编　总　则",
            "第一章 一般规定",
            "第一条　甲。",
            "第二章",
            "组织",
            "第一节　设立",
            "第二条　乙。",
            "## 第二节　职责",
            "第三条　丙。",
            "第二编 分则",
            "第四条　丁。",
            "附　则",
            last="五",
        )
    )

    assert [each.heading for each in source.articles] == [
        "第一编 总则 › 第一章 一般规定",
        "第一编 总则 › 第二章 组织 › 第一节 设立",
        "第一编 总则 › 第二章 组织 › 第二节 职责",
        "第二编 分则",
        "第二编 分则 › 附则",
    ]


def test_headings_of_interpretations_are_listed():
    source = parse(
        statute(
            "一、管辖", "第一条　甲。", "第二条　乙：", "一、此处并非标题", last="三"
        )
    )

    assert [each.heading for each in source.articles] == ["一、管辖"] * 3


def test_a_table_of_contents_is_passed_over():
    source = parse(
        statute(
            "目　录",
            "第一章　总则……1",
            "第二章　附则 ...... 5",
            "第一章　总则",
            "第一条　甲。",
            "第二章　附则",
        )
    )

    assert keys(source) == [(1, 0), (2, 0)]
    assert [each.heading for each in source.articles] == ["第一章 总则", "第二章 附则"]
    assert source.preamble == ""


def test_articles_listed_in_the_contents_are_not_the_text():
    source = parse(statute("目录", "第一条 目的", "第一条　甲。"))

    assert [each.text for each in source.articles] == ["甲。", END]


def test_a_mention_at_the_start_of_a_line_opens_no_article():
    source = parse(
        statute(
            "第一条　甲。",
            "第二条规定的情形除外。",
            "第二条 规定的情形除外。",
            "第二条、第三条另有安排。",
            "第三章规定的除外。",
            "第三十条的解释如下：",
            "第二条　乙。",
            last="三",
        )
    )

    assert keys(source) == [(1, 0), (2, 0), (3, 0)]
    assert len(source.articles[0].paragraphs) == 6


def test_articles_between_articles_are_read():
    source = parse(statute("第一条　甲。", "第一条之一　乙。", "第一条之二　丙。"))

    assert keys(source) == [(1, 0), (1, 1), (1, 2), (2, 0)]


def test_items_and_points_stand_below_their_paragraph():
    source = parse(
        statute(
            "第一条　应当：",
            "（一）公正；",
            "(二)耐心：",
            "1. 倾听；",
            "（2）记录。",
            "另有规定的除外。",
        )
    )

    first, second = source.articles[0].paragraphs
    assert (first.text, second.text) == ("应当：", "另有规定的除外。")
    assert [(each.number, each.marker, each.text) for each in first.items] == [
        (1, "（一）", "公正；"),
        (2, "(二)", "耐心："),
    ]
    assert [each.marker for each in first.items[1].items] == ["1.", "（2）"]


def test_points_directly_below_a_paragraph_are_items():
    source = parse(statute("第一条　（1）公正；", "（2）耐心。", "（十十）不是序号。"))

    lead, tail = source.articles[0].paragraphs
    assert [each.marker for each in lead.items] == ["（1）", "（2）"]
    assert (lead.text, tail.text) == ("", "（十十）不是序号。")


def test_a_list_that_begins_again_is_counted_on():
    source = parse(statute("第一条　应当：", "（一）甲；", "（一）乙。"))

    assert [each.number for each in source.articles[0].paragraphs[0].items] == [1, 2]


def test_an_appendix_holds_no_articles():
    source = parse(
        statute("第一条　甲。", f"第二条　{END}", "附件1 样式", "第一条 双方", end="")
    )

    assert keys(source) == [(1, 0), (2, 0)]
    assert source.appendix == "附件1 样式\n第一条 双方"


def test_a_part_of_a_code_begins_with_any_number():
    source = parse(
        statute(
            "第九百九十条　甲。",
            f"第九百九十一条　{END}",
            title="中华人民共和国民法典 第四编 人格权",
            end="",
        )
    )

    assert (source.title, source.part) == ("中华人民共和国民法典", "第四编 人格权")
    assert source.short_title == "民法典"


def test_a_file_without_articles_is_told_from_a_statute():
    assert has_articles(statute("第一条　甲。"))
    assert not has_articles("# 说明\n本文件夹存放法规。".encode())
