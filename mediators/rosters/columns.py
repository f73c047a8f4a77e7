"""The columns of a roster, as data: how each is called, read and written.

Column heads and the words in them are Chinese whatever the language of the page: files
go from bureau to bureau.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from mediators.rosters import cells, choices
from mediators.rosters.cells import Cell, CellProblem, Value

Read = Callable[[Cell], Value]


@dataclass(frozen=True)
class Column:
    """`read` makes a value of a cell; `write` makes a cell of a value."""

    key: str
    head: str
    read: Read
    write: Callable[[Any], str] = str
    synonyms: tuple[str, ...] = ()
    #: Must stand in the head of every file.
    is_compulsory: bool = False
    #: Part of an export that nobody asked a reason for.
    is_exported: bool = True
    #: One cell may be merged over the rows of several people.
    may_be_merged: bool = False
    #: The words to choose from, for the template.
    words: tuple[str, ...] = ()
    example: str = ""
    width: int = 14


def _chosen(words: choices.Words) -> dict[str, Any]:
    return {
        "read": partial(cells.choice, words=words),
        "write": partial(choices.written, words),
        "words": tuple(choices.shown(words)),
    }


def _text(longest: int) -> Read:
    return partial(cells.text, longest=longest)


def _day(value: Any) -> str:
    return value.isoformat() if value else ""


COLUMNS = (
    Column(
        "name",
        "姓名",
        cells.name,
        synonyms=("名字", "人员姓名", "调解员姓名", "调解员", "姓名（必填）"),
        is_compulsory=True,
        example="周小满",
    ),
    Column(
        "gender",
        "性别",
        **_chosen(choices.GENDERS),
        synonyms=("男女",),
        example="女",
        width=8,
    ),
    Column(
        "born_on",
        "出生日期",
        cells.day,
        _day,
        synonyms=("出生年月日", "生日", "出生年月", "出生时间"),
        example="1965-03-01",
    ),
    Column(
        "ethnicity",
        "民族",
        **_chosen(choices.ETHNICITIES),
        synonyms=("族别",),
        example="汉族",
        width=10,
    ),
    Column(
        "education",
        "学历",
        **_chosen(choices.EDUCATIONS),
        synonyms=("文化程度", "最高学历", "受教育程度"),
        example="高中",
        width=12,
    ),
    Column(
        "phone",
        "手机",
        cells.phone,
        synonyms=(
            *("电话", "手机号", "手机号码", "联系电话", "联系方式", "电话号码"),
            *("手机/电话", "移动电话"),
        ),
        example="13900000000",
        width=16,
    ),
    Column(
        "id_number",
        "身份证号",
        cells.id_number,
        synonyms=("身份证", "身份证号码", "公民身份号码", "证件号码", "身份证件号码"),
        is_exported=False,
        width=24,
    ),
    Column(
        "organisation",
        "所属调委会",
        _text(300),
        synonyms=(
            *("调委会", "人民调解委员会", "所在调委会", "所属人民调解委员会", "组织"),
            *("调委会名称", "所属组织", "所在组织", "所属单位"),
        ),
        is_compulsory=True,
        may_be_merged=True,
        width=36,
    ),
    Column(
        "role",
        "职务",
        **_chosen(choices.ROLES),
        synonyms=("调委会职务", "职位"),
        is_compulsory=True,
        may_be_merged=True,
        example="委员",
        width=10,
    ),
    Column(
        "appointment",
        "产生方式",
        **_chosen(choices.APPOINTMENTS),
        synonyms=("产生办法", "任用方式"),
        is_compulsory=True,
        may_be_merged=True,
        example="推选",
        width=10,
    ),
    Column(
        "kind",
        "类型",
        **_chosen(choices.KINDS),
        synonyms=("专兼职", "专职/兼职/特邀", "调解员类型", "人员类型", "类别"),
        is_compulsory=True,
        may_be_merged=True,
        example="兼职",
        width=10,
    ),
    Column(
        "valid_from",
        "任期开始",
        cells.day,
        _day,
        synonyms=("任职时间", "任期起", "开始日期", "任职日期", "聘任日期", "任期自"),
        is_compulsory=True,
        may_be_merged=True,
        example="2026-03-01",
    ),
    Column(
        "last_day",
        "任期结束",
        cells.day,
        _day,
        synonyms=("任期止", "任期至", "结束日期", "到期日期", "任期届满"),
        may_be_merged=True,
        example="2029-02-28",
    ),
    Column(
        "basis",
        "推选记录或聘书",
        _text(120),
        synonyms=("推选记录", "聘书", "聘书号", "依据", "任职文件", "推选记录/聘书"),
        is_compulsory=True,
        may_be_merged=True,
        example="2026年3月村民代表会议记录",
        width=28,
    ),
    Column(
        "employer",
        "聘用单位",
        _text(120),
        synonyms=("用人单位", "劳务派遣单位"),
        may_be_merged=True,
        width=18,
    ),
    Column(
        "filed_on",
        "备案日期",
        cells.day,
        _day,
        synonyms=("备案时间",),
        may_be_merged=True,
        example="2026-03-20",
    ),
    Column(
        "background",
        "背景",
        **_chosen(choices.BACKGROUNDS),
        synonyms=("人员背景", "职业背景", "身份类别"),
        example="教师",
        width=18,
    ),
    Column(
        "languages",
        "语言",
        _text(120),
        synonyms=("方言", "语言（方言）", "语种"),
        example="济南话",
    ),
    Column(
        "specialities",
        "专长",
        _text(300),
        synonyms=("擅长领域", "特长", "调解专长"),
        width=20,
    ),
    Column(
        "mediator",
        "人员编号",
        _text(40),
        synonyms=("编号", "人员ID", "调解员编号"),
        width=38,
    ),
    Column("post", "任职编号", _text(40), synonyms=("任职ID",), width=38),
)
BY_KEY = {column.key: column for column in COLUMNS}
#: What a post is made of: all of it stands in a row, or none of it.
OF_A_POST = ("organisation", "role", "appointment", "kind", "valid_from", "basis")
DAYS = ("born_on", "valid_from", "last_day", "filed_on")


def _bare(head: str) -> str:
    head = "".join(head.split()).replace("(", "（").replace(")", "）").strip("*＊：:")
    return head.removesuffix("（必填）").removesuffix("（选填）").strip("*＊：:")


class Layout:
    """The columns of one kind of table, known in a file by their heads."""

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        key: str,
        name: str | Promise,
        wanted: str | Promise,
    ) -> None:
        #: The column that tells such a table from others.
        self.columns, self.key = columns, key
        #: What it is called, and what its heads are about, in the words of a refusal.
        self.name, self.wanted = name, wanted
        self._by_key = {column.key: column for column in columns}
        self._by_head = {
            _bare(head): column
            for column in columns
            for head in (column.head, *column.synonyms)
        }

    def of_head(self, cell: Cell) -> Column | None:
        """Return the column that a head names, or None."""
        return self._by_head.get(_bare(str(cell))) if isinstance(cell, str) else None

    def read_row(self, raw: dict[str, Cell]) -> tuple[dict[str, Any], list[str]]:
        """Return the values of a row by key, and a sentence for each cell that has none.

        An empty cell gives no value.
        """
        values: dict[str, Any] = {}
        problems = []
        for key, cell in raw.items():
            if cells.is_empty(cell):
                continue
            column = self._by_key[key]
            try:
                values[key] = column.read(cell)
            except CellProblem as problem:
                words = _("%(head)s: %(problem)s")
                problems.append(words % {"head": column.head, "problem": problem})
        return values, problems


ROSTER = Layout(
    COLUMNS,
    key="name",
    name=pgettext_lazy("table", "roster"),
    wanted=gettext_lazy("the name, the committee and the post"),
)
of_head, read_row = ROSTER.of_head, ROSTER.read_row
