"""The columns of each table that comes in. Heads are Chinese whatever the page speaks."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incentives.models import EvaluationResult, SubsidyRate
from mediators.rosters import cells, choices
from mediators.rosters.columns import Column, Layout

CASE_CLASSES: choices.Words = {
    SubsidyRate.CaseClass.SIMPLE: ("简易", "简单", "简易案件"),
    SubsidyRate.CaseClass.ORDINARY: ("普通", "一般", "普通案件"),
    SubsidyRate.CaseClass.DIFFICULT: ("疑难复杂", "疑难", "复杂", "疑难复杂案件"),
    SubsidyRate.CaseClass.MAJOR: ("重大", "重大案件"),
    SubsidyRate.CaseClass.EXTRA_MAJOR: ("特别重大", "特大", "重特大"),
}
FORMS: choices.Words = {
    SubsidyRate.Form.ORAL: ("口头协议", "口头"),
    SubsidyRate.Form.WRITTEN: ("书面协议", "书面"),
    SubsidyRate.Form.CONFIRMED: ("经司法确认的协议", "司法确认", "经司法确认"),
}

LEVELS: choices.Words = {
    EvaluationResult.Level.EXCELLENT: ("优秀",),
    EvaluationResult.Level.QUALIFIED: ("合格", "称职"),
    EvaluationResult.Level.BASIC: ("基本合格", "基本称职"),
    EvaluationResult.Level.UNQUALIFIED: ("不合格", "不称职"),
}


@dataclass(frozen=True)
class Table:
    """What a table of one kind of record holds, and what it is called."""

    columns: tuple[Column, ...]
    layout: Layout
    #: The name of the sheet and of the file that are written.
    sheet: str
    file: str
    #: The cell by which a page names a row, beside the person.
    named_by: str
    #: What the operation takes of a row, besides the person and the committee.
    terms: tuple[str, ...]


def year(cell: cells.Cell) -> str:
    """:raises CellProblem: if it is no year"""
    found = cells.plain(cell).removesuffix("年").removesuffix("年度")
    if not (len(found) == len("2026") and found.isdecimal()):
        words = _("“%(text)s” is no year. Write it like 2026.")
        raise cells.CellProblem(str(words) % {"text": found[:20]})
    return found


def _column(
    key: str,
    head: str,
    read: Callable[[cells.Cell], cells.Value],
    *synonyms: str,
    example: str,
    width: int = 16,
) -> Column:
    return Column(
        key,
        head,
        read,
        synonyms=synonyms,
        is_compulsory=True,
        example=example,
        width=width,
    )


def _text(longest: int) -> Callable[[cells.Cell], str]:
    return partial(cells.text, longest=longest)


def _words(words: choices.Words) -> Callable[[cells.Cell], str]:
    return partial(cells.choice, words=words)


NAME = _column(
    *("name", "姓名", cells.name, "调解员", "调解员姓名", "名字"),
    example="周小满",
)
PLACE = Column(
    "organisation",
    "所属调委会",
    _text(300),
    synonyms=("调委会", "人民调解委员会", "调解组织"),
    is_compulsory=True,
    may_be_merged=True,
    example="青禾村人民调解委员会",
    width=36,
)
NUMBER = Column(
    "mediator", "人员编号", _text(40), synonyms=("编号", "调解员编号"), width=38
)
DECISION = (
    _column(
        *("authority", "作出决定的机关", _text(120), "决定机关", "评定机关"),
        example="云溪区司法局",
        width=24,
    ),
    _column(
        *("decided_by", "决定人", _text(60), "决定人姓名", "批准人"), example="孟局"
    ),
    _column(
        *("decided_on", "决定日期", cells.day, "批准日期", "评定日期"),
        example="2026-03-01",
    ),
    _column(
        *("document_no", "文号", _text(80), "决定文号", "文件编号"),
        example="云司发〔2026〕9号",
        width=24,
    ),
)
DECIDED = ("authority", "decided_by", "decided_on", "document_no")


def _table(  # noqa: PLR0913 -- each by its name
    *own: Column,
    key: str,
    name: Promise | str,
    wanted: Promise | str,
    sheet: str,
    file: str,
    terms: tuple[str, ...],
) -> Table:
    columns = (NAME, PLACE, *own, NUMBER)
    layout = Layout(columns, key=key, name=name, wanted=wanted)
    return Table(columns, layout, sheet, file, key, terms)


TABLES = {
    "subsidy": _table(
        _column(
            *("case_ref", "案件编号", _text(60)),
            *("案号", "卷宗号", "案件号", "协议编号"),
            example="云调〔2026〕001号",
            width=24,
        ),
        _column(
            *("mediated_on", "调解结束日期", cells.day),
            *("调解日期", "结案日期", "办结日期"),
            example="2026-03-01",
        ),
        _column(
            *("case_class", "案件类别", _words(CASE_CLASSES)),
            *("类别", "案件类型", "案件等级"),
            example="简易",
            width=12,
        ),
        _column(
            *("form", "协议形式", _words(FORMS), "协议", "协议类型"),
            example="书面协议",
            width=18,
        ),
        key="case_ref",
        name=pgettext_lazy("table", "table of cases"),
        wanted=_("the name, the committee and the case"),
        sheet="案件",
        file="以案定补案件表.xlsx",
        terms=("case_ref", "mediated_on", "case_class", "form"),
    ),
    "commendation": _table(
        _column(
            *("programme", "表彰项目", _text(120), "项目名称", "项目"),
            example="先进人民调解员",
            width=28,
        ),
        _column("year", "年度", year, "项目年度", example="2026", width=8),
        _column(
            *("title", "荣誉称号", _text(60), "称号", "授予称号"),
            example="先进人民调解员",
            width=20,
        ),
        *DECISION,
        Column("merit", "主要事迹", _text(500), synonyms=("事迹",), width=40),
        key="programme",
        name=pgettext_lazy("table", "table of commendations"),
        wanted=_("the name, the committee and the programme"),
        sheet="表彰",
        file="表彰名单.xlsx",
        terms=("programme", "title", "merit", *DECIDED),
    ),
    "grade": _table(
        _column(
            *("scheme", "评定办法", _text(120), "办法", "等级评定办法"),
            example="人民调解员等级评定办法",
            width=28,
        ),
        _column(
            *("grade", "等级", _text(40), "评定等级", "评定结果"),
            example="三级人民调解员",
            width=18,
        ),
        *DECISION,
        Column("valid_until", "有效期至", cells.day, synonyms=("有效期",), width=16),
        key="grade",
        name=pgettext_lazy("table", "table of grades"),
        wanted=_("the name, the committee and the grade"),
        sheet="等级",
        file="等级评定名单.xlsx",
        terms=("grade", "valid_until", *DECIDED),
    ),
    "recognition": _table(
        _column(
            *("title", "表扬名称", _text(120), "名称", "称号", "事由"),
            example="调解能手",
            width=24,
        ),
        _column(
            *("given_by", "授予单位", _text(120), "表扬单位", "颁发单位"),
            example="云溪区总工会",
            width=24,
        ),
        _column(
            *("given_on", "授予日期", cells.day, "表扬日期", "颁发日期"),
            example="2026-03-01",
        ),
        Column("document_no", "文号", _text(80), synonyms=("文件编号",), width=24),
        key="title",
        name=pgettext_lazy("table", "table of recognitions"),
        wanted=_("the name, the committee and the recognition"),
        sheet="通报表扬等",
        file="通报表扬名单.xlsx",
        terms=("title", "given_by", "given_on", "document_no"),
    ),
}
