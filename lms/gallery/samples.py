"""Invented people and figures: short names, long names, nothing, much."""

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LONG_VILLAGE = "临溪镇上湾洋自然村与下湾洋自然村联合人民调解委员会驻老年活动中心调解室"
LONG_NAME = "阿卜杜热西提·买买提"


class SampleForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("person", "Name"),
        help_text="与身份证件上的一致，两到二十个字。",
    )
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput)
    born_on = forms.DateField(
        label=_("Born on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("full", "专职"), ("part", "兼职"), ("invited", "特邀")],
    )
    reason = forms.ChoiceField(
        label=_("Reason"),
        widget=forms.RadioSelect,
        choices=[
            ("elected", "村民会议或者村民代表会议推选产生"),
            ("hired", "人民调解委员会聘任"),
        ],
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("family", "婚姻家庭"), ("land", "土地承包"), ("water", "相邻用水")],
    )
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea)
    paper = forms.FileField(label=_("File"), required=False)
    agreed = forms.BooleanField(label="我已阅读并同意保密要求")


class SampleFilter(forms.Form):
    q = forms.CharField(label=pgettext_lazy("person", "Name"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", "全部"), ("full", "专职")]
    )


TIMELINE = [
    {
        "day": dt.date(2026, 11, 23),
        "title": "取得调解员上岗培训合格证书",
        "text": "成绩 87 分，及格线 60 分。",
        "url": "#timeline",
        "kind": "leaf",
    },
    {
        "day": dt.date(2026, 10, 8),
        "title": "开始学习《人民调解法》通读",
        "kind": "sky",
    },
    {"day": dt.date(2026, 9, 1), "title": "受聘为调解员", "text": LONG_VILLAGE},
    {"day": "2025年度", "title": "专项补贴发放更正", "kind": "maple"},
]
STEPS = [
    {"label": "学完四课", "state": "done"},
    {"label": "参加考试", "text": "还有 12 天", "state": "current"},
    {"label": "领取证书", "state": "todo"},
]
TREE = [
    {
        "label": "云溪区司法局",
        "url": "#tree",
        "figure": "43/50",
        "open": True,
        "children": [
            {
                "label": "柳坪镇司法所",
                "url": "#tree",
                "current": True,
                "open": True,
                "figure": "18/20",
                "children": [
                    {"label": "柳坪村调委会", "url": "#tree", "figure": "6/6"},
                    {"label": LONG_VILLAGE, "url": "#tree", "figure": "2/4"},
                ],
            },
            {"label": "石桥街道司法所", "url": "#tree", "figure": "25/30"},
        ],
    }
]
BARS = [
    {"label": "有效", "percent": 86, "words": "86%，43/50"},
    {"label": "即将到期", "percent": 8, "words": "8%，4/50", "kind": "amber"},
    {"label": "缺", "percent": 6, "words": "6%，3/50", "kind": "maple"},
]
PEOPLE = [
    {
        "name": "李梅",
        "place": "柳坪村调委会",
        "hours": 24,
        "kind": "leaf",
        "state": "有效",
    },
    {
        "name": LONG_NAME,
        "place": LONG_VILLAGE,
        "hours": 6,
        "kind": "amber",
        "state": "即将到期",
    },
    {
        "name": "欧阳建国",
        "place": "石桥社区调委会",
        "hours": 0,
        "kind": "maple",
        "state": "已撤销",
    },
]
FACTS = [
    {"label": "姓名", "value": LONG_NAME},
    {"label": "所在组织", "value": LONG_VILLAGE, "url": "#data_list"},
    {"label": "受聘日期", "value": "2026年9月1日（周二）"},
    {"label": "联系电话", "value": ""},
]
CITED = (
    "人民调解员根据纠纷的不同情况，可以采取多种方式。此处是为示例写的文字，不是法律条文。\n\n"
    "第二段：打开后在原处阅读，不离开这一课。"
)


def context() -> dict[str, Any]:
    wrong = SampleForm(
        {"wrong-kind": "full", "wrong-note": "三行以内。"}, prefix="wrong"
    )
    wrong.add_error(None, "这份登记与 2026年3月2日 的登记重复。")
    return {
        "form": SampleForm(
            initial={"name": "李梅", "reason": "hired", "topics": ["land"]}
        ),
        "wrong": wrong,
        "filters": SampleFilter(prefix="filter"),
        "page_obj": Paginator(range(213), 30).page(3),
        "timeline": TIMELINE,
        "steps": STEPS,
        "tree": TREE,
        "bars": BARS,
        "people": PEOPLE,
        "facts": FACTS,
        "cited": CITED,
        "long_village": LONG_VILLAGE,
        "plot_columns": ["持证情况", "人数", "占比"],
        "plot_rows": [["有效", 43, "86%"], ["即将到期", 4, "8%"], ["缺", 3, "6%"]],
        "breadcrumb": [
            {"label": "人员", "url": "#main"},
            {"label": "柳坪镇", "url": "#main"},
            {"label": "李梅"},
        ],
        "tabs": [
            {"label": "待阅", "url": "#tabs", "current": True, "count": 12},
            {"label": "已阅", "url": "#tabs", "count": 0},
        ],
        "offers": [
            {"label": "练习 3 题", "url": "#offers"},
            {"label": "练习本课引用的条文", "url": "#offers"},
        ],
        "notices": [
            ("info", "考试 14:00 开始", "请提前十分钟进入，准备好身份证件。"),
            ("done", "已存", "第 3 题的答案已存。"),
            ("warn", "还有 3 天", "这张证书在 2026年11月26日 到期。"),
            ("danger", "网络断开了", "答案已存在本机，恢复后会自动上传。"),
        ],
        "tags": [
            ("leaf", "已存", ""),
            ("sky", "已发送", ""),
            ("amber", "在本机", ""),
            ("maple", "已撤销", ""),
            ("plain", "草稿", ""),
            ("amber", "已暂停", "‖"),
        ],
    }
