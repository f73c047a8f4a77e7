from datetime import date

import pytest

from laws.models import Statute
from laws.parsing import parse
from laws.parsing.head import KINDS, OTHER
from tests.laws.parsing.texts import END, NOTE, statute


def test_a_plain_text_says_all_that_front_matter_would():
    source = parse(statute("第一条　为了和谐，制定本条例。"))

    assert (source.title, source.short_title) == ("白鹭市调解条例", "白鹭市调解条例")
    assert source.promulgated_on == date(2020, 10, 1)
    assert source.effective_on == date(2021, 1, 1)
    assert source.issuer == "白鹭市人民代表大会常务委员会"
    assert (source.kind, source.part, source.adoption_note) == ("local", "", NOTE)
    assert [each.text for each in source.articles] == ["为了和谐，制定本条例。", END]


def test_front_matter_goes_before_the_text():
    raw = """---
title: "中华人民共和国试行法"
doc_type: 行政法规
issuer: 国务院
promulgated: 2019/3/4
effective: "2019-05-01 或 2019-06-01(未核实)"
repealed: 2020年1月1日
version: 2019年修订(现行),未改
short_title: 试行法
code: shixing
articles: 1
source: somewhere: else
---

# 中华人民共和国试行法

第一条 试行。本法自2018年1月1日起施行。
"""
    source = parse(raw.encode())

    assert (source.kind, source.issuer, source.code) == (
        "administrative",
        "国务院",
        "shixing",
    )
    assert (source.promulgated_on, source.effective_on, source.repealed_on) == (
        date(2019, 3, 4),
        date(2019, 5, 1),
        date(2020, 1, 1),
    )
    assert source.effective_note == "2019-05-01 或 2019-06-01（未核实）"
    assert (source.label, source.short_title) == ("2019年修订（现行），未改", "试行法")


@pytest.mark.parametrize(
    "disguise",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.encode("gb18030"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("第一条　", "**第一条**  ").encode(),
        lambda text: text.replace("第一条　", "### 第一条 ").encode(),
        lambda text: text.replace("\n", "\n\n　　").encode(),
        lambda text: text.replace("第一条", "第１条").encode(),
        lambda text: text.replace("第一条　", "第一条\n").encode(),
        lambda text: text.replace("第二条　本", "第二条本").encode(),
    ],
)
def test_the_same_text_is_read_in_any_dress(disguise):
    plain = statute("第一条　为了和谐，制定本条例。")

    source = parse(disguise(plain.decode()))

    assert [each.text for each in source.articles] == ["为了和谐，制定本条例。", END]
    assert source.effective_on == date(2021, 1, 1)


def test_only_white_space_and_encoding_leave_the_fingerprint_alone():
    plain = statute("第一条　为了和谐，制定本条例。").decode()

    same = parse(plain.replace("\n", "\r\n\r\n").encode("gb18030"))
    other = parse(plain.replace("和谐", "安宁").encode())

    assert same.sha256 == parse(plain.encode()).sha256
    assert other.sha256 != same.sha256


def test_a_title_on_two_lines_below_an_order_is_found():
    source = parse(
        statute(
            "（2020年12月25日最高人民法院审判委员会第1825次会议通过，",
            "自2021年1月1日起施行）",
            "为正确审理案件，制定本解释。",
            "第一条　甲。",
            title="最高人民法院",
            note="关于适用《中华人民共和国民法典》继承编的解释（一）",
            end="",
        )
    )

    assert source.title.startswith("最高人民法院关于适用《中华人民共和国民法典》")
    assert source.short_title == "民法典继承编解释（一）"
    assert (source.kind, source.issuer) == ("interpretation", "最高人民法院")
    assert source.preamble == "为正确审理案件，制定本解释。"
    assert source.effective_on == date(2021, 1, 1)


@pytest.mark.parametrize(
    ("title", "note", "kind", "issuer"),
    [
        (
            "中华人民共和国试行法",
            "（2020年10月1日第十三届全国人民代表大会第三次会议通过）",
            "law",
            "全国人民代表大会",
        ),
        (
            "试行条例",
            "（2020年10月1日国务院第5次常务会议通过）",
            "administrative",
            "国务院",
        ),
        ("试行办法", "（2020年10月1日通过）", "other", ""),
    ],
)
def test_who_adopted_it_says_what_it_is(title, note, kind, issuer):
    source = parse(statute("第一条　甲。", title=title, note=note))

    assert (source.kind, source.issuer) == (kind, issuer)


def test_every_kind_that_is_read_is_a_kind_of_statute():
    assert {*KINDS.values(), OTHER} == set(Statute.Kind.values)
