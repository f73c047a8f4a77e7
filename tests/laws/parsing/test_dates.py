from datetime import date

import pytest
from django.utils.translation import override

from laws.parsing import parse
from tests.laws.parsing.texts import statute


@pytest.mark.parametrize(
    ("note", "promulgated"),
    [
        ("（二〇一〇年八月二十八日通过）", date(2010, 8, 28)),
        ("（２０１０年８月２８日通过）", date(2010, 8, 28)),
        ("（2010年8月28日）", date(2010, 8, 28)),
        (
            "（1999年1月1日通过；2005年1月1日批准；2006年2月2日公布；2007年1月1日施行）",
            date(2006, 2, 2),
        ),
        (
            "（1999年1月1日通过\n根据2019年1月1日《关于修改的决定》第一次修正）",
            date(2019, 1, 1),
        ),
        ("（1999年1月1日通过）\n（2001年1月1日修订）", date(2001, 1, 1)),
    ],
)
def test_it_was_promulgated_when_last_adopted_amended_or_published(note, promulgated):
    assert (
        parse(
            statute("第一条　甲。", note=note, end="本条例自2999年1月1日起施行。")
        ).promulgated_on
        == promulgated
    )


def test_a_signature_says_when_it_was_promulgated_where_no_note_does():
    raw = statute(
        "《白鹭市调解条例》已经2020年9月1日县政府常务会议通过，现予公布，自2021年3月1日起施行。",
        "2020年9月9日",
        "第一条　甲。",
        note="",
        end="",
    )

    source = parse(raw)

    assert source.promulgated_on == date(2020, 9, 9)
    assert source.effective_on == date(2021, 3, 1)


@pytest.mark.parametrize(
    ("end", "effective"),
    [
        ("本条例自公布之日起施行。", date(2020, 10, 1)),
        ("本条例自二〇二一年五月十二日起施行，旧条例同时废止。", date(2021, 5, 12)),
        ("本条例自2021年1月1日起施行。补贴自2022年1月1日起执行。", date(2021, 1, 1)),
    ],
)
def test_the_last_article_says_from_when_it_is_in_force(end, effective):
    source = parse(statute("第一条　补助自2030年1月1日起施行。", end=end))

    assert (source.effective_on, source.effective_note) == (effective, "")


def test_the_day_of_an_amendment_is_shown_with_a_remark():
    amended = "（2001年1月1日通过 根据2019年1月1日《关于修改的决定》修正）"
    with override("en"):
        sources = [
            parse(statute("第一条　甲。", note=amended, end=end))
            for end in ("本条例自2002年1月1日起施行。", "本条例自公布之日起施行。")
        ]

    assert [source.effective_on for source in sources] == [date(2019, 1, 1)] * 2
    assert all("last amendment" in source.effective_note for source in sources)
