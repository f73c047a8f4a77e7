"""The columns of a table of cases. Heads are Chinese whatever the language of the page."""

from functools import partial

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incentives.models import SubsidyRate
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

CASES = (
    Column(
        "name",
        "姓名",
        cells.name,
        synonyms=("调解员", "调解员姓名", "名字"),
        is_compulsory=True,
        example="周小满",
    ),
    Column(
        "organisation",
        "所属调委会",
        partial(cells.text, longest=300),
        synonyms=("调委会", "人民调解委员会", "调解组织"),
        is_compulsory=True,
        may_be_merged=True,
        example="青禾村人民调解委员会",
        width=36,
    ),
    Column(
        "case_ref",
        "案件编号",
        partial(cells.text, longest=60),
        synonyms=("案号", "卷宗号", "案件号", "协议编号"),
        is_compulsory=True,
        example="云调〔2026〕001号",
        width=24,
    ),
    Column(
        "mediated_on",
        "调解结束日期",
        cells.day,
        synonyms=("调解日期", "结案日期", "办结日期"),
        is_compulsory=True,
        example="2026-03-01",
        width=16,
    ),
    Column(
        "case_class",
        "案件类别",
        partial(cells.choice, words=CASE_CLASSES),
        synonyms=("类别", "案件类型", "案件等级"),
        is_compulsory=True,
        example="简易",
        width=12,
    ),
    Column(
        "form",
        "协议形式",
        partial(cells.choice, words=FORMS),
        synonyms=("协议", "协议类型"),
        is_compulsory=True,
        example="书面协议",
        width=18,
    ),
    Column(
        "mediator",
        "人员编号",
        partial(cells.text, longest=40),
        synonyms=("编号", "调解员编号"),
        width=38,
    ),
)
LAYOUT = Layout(
    CASES,
    key="case_ref",
    name=pgettext_lazy("table", "table of cases"),
    wanted=_("the name, the committee and the case"),
)
