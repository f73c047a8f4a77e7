"""How names are spelt in Latin letters, for finding and for ordering them.

A surname is often read otherwise than the same character elsewhere (单 shan, 仇 qiu).
Tables of readings know the other one; the surnames are ours.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TypedDict

from django.db.models import Q

from mediators.names import DOT, tidy


def _table(text: str) -> dict[str, list[str]]:
    """Return what each name in "单 shan, 尉迟 yu chi" is read as, by syllables."""
    entries = (entry.split() for entry in text.split(","))
    return {name: syllables for name, *syllables in entries}


#: Surnames that a table of characters reads wrongly, or might in its next edition.
_SURNAMES = _table(
    "单 shan, 仇 qiu, 解 xie, 查 zha, 区 ou, 任 ren, 曾 zeng, 盖 ge, 朴 piao, 缪 miao, "
    "翟 zhai, 覃 qin, 员 yun, 贠 yun, 折 she, 黑 he, 秘 bi, 繁 po, 乐 yue, 召 shao, "
    "佴 nai, 能 nai, 牟 mu, 乜 nie, 隗 wei, 郇 xun, 郗 xi, 祭 zhai, 谌 chen, 种 chong, "
    "宿 su, 句 gou, 六 lu, 瞿 qu, 晁 chao, 过 guo, 燕 yan, 佘 she, 粘 nian, 仉 zhang, "
    "沈 shen, 贾 jia, 盛 sheng, 柏 bai, 薄 bo, 卜 bu, 呙 guo, 阚 kan, 訾 zi, 钭 tou, "
    "撒 sa, 洗 xian, 冼 xian, 华 hua, 纪 ji, 於 yu, 俞 yu, 车 che, 石 shi, 宁 ning, "
    "葛 ge, 应 ying, 相 xiang, 哈 ha, 谷 gu, 曲 qu, 干 gan, 强 qiang, 重 chong, 尉 wei, "
    "那 na, 都 du, 逄 pang, 宓 mi, 褚 chu, 臧 zang, 藏 zang, 幺 yao, 炅 gui, 阙 que, "
    "妫 gui, 万 wan, 长 chang, 角 jue, 适 kuo, 冯 feng, 隽 juan, 逯 lu, 眭 sui, 恽 yun"
)
#: Surnames of two characters; of any other name the first character is the surname.
_COMPOUND = _table(
    "欧阳 ou yang, 尉迟 yu chi, 万俟 mo qi, 单于 chan yu, 澹台 tan tai, 长孙 zhang sun, "
    "令狐 ling hu, 鲜于 xian yu, 亓官 qi guan, 皇甫 huang fu, 夏侯 xia hou, "
    "诸葛 zhu ge, 司马 si ma, 司徒 si tu, 司空 si kong, 上官 shang guan, "
    "东方 dong fang, 独孤 du gu, 慕容 mu rong, 宇文 yu wen, 闻人 wen ren, "
    "赫连 he lian, 呼延 hu yan, 轩辕 xuan yuan, 公孙 gong sun, 东郭 dong guo, "
    "南宫 nan gong, 西门 xi men, 钟离 zhong li, 端木 duan mu, 濮阳 pu yang, "
    "太史 tai shi, 申屠 shen tu, 拓跋 tuo ba, 百里 bai li, 完颜 wan yan, "
    "宗政 zong zheng, 淳于 chun yu, 公冶 gong ye, 公羊 gong yang, 贺兰 he lan, "
    "纳兰 na lan, 叶赫 ye he, 第五 di wu"
)
#: What other families of that surname say: such people are found by either reading.
_ALSO = _table(
    "覃 tan, 乐 le, 牟 mou, 隗 kui, 郗 chi, 谌 shen, 盖 gai, 祭 ji, 宓 fu, 柏 bo, "
    "员 yuan, 召 zhao, 尉 yu, 能 neng, 郇 huan, 那 nuo, 种 zhong, 洗 xi"
)


#: Characters of given names that phrases read otherwise (长平 is a place), and what
#: some who have them say.
_GIVEN = _table(
    "长 chang, 曾 zeng, 朝 chao, 行 xing, 重 chong, 会 hui, 还 huan, 都 du, 晟 sheng"
)
_GIVEN_ALSO = _table(
    "长 zhang, 朝 zhao, 行 hang, 重 zhong, 乐 yue, 晟 cheng, 茜 xi, 单 shan, 娜 nuo"
)
#: The last of the letters and of the marks upon them that pinyin is written in.
_LAST_LATIN = 0x36F


class Columns(TypedDict):
    """The columns of a person that a name fills."""

    spelling: str
    pinyin: str
    initials: str
    pinyin_also: str
    initials_also: str


@dataclass(frozen=True)
class Spelling:
    """The syllables of a name, and those of its other reading, if it has one."""

    syllables: list[str]
    also: list[str] = field(default_factory=list)

    def columns(self) -> Columns:
        return Columns(
            spelling=" ".join(self.syllables),
            pinyin="".join(self.syllables),
            initials=_initials(self.syllables),
            pinyin_also="".join(self.also),
            initials_also=_initials(self.also),
        )


def spell(name: str) -> Spelling:
    """Return how a name is spelt, without tones; Latin names are their own spelling."""
    name = tidy(name)
    if DOT in name or name.isascii():
        # Of other peoples: what comes first is no surname.
        return Spelling(_syllables(name))
    surname, given = _parted(name)
    first = _COMPOUND.get(surname) or _SURNAMES.get(surname) or _syllables(surname)
    rest = _read(given, _GIVEN)
    other = _ALSO.get(surname, first) + _read(given, _GIVEN | _GIVEN_ALSO)
    # Who has no ü on the keyboard types u as often as v.
    other = [syllable.replace("v", "u") for syllable in other]
    syllables = first + rest
    return Spelling(syllables, other if other != syllables else [])


def called(words: str) -> Q:
    """Return the condition that a person has this name: in characters, or spelt.

    Characters at any place of the name; Latin letters from its beginning, as pinyin in
    full or as initials, whatever their tones and spaces.
    """
    sought = _plain(words)
    if not sought:
        return Q(name__icontains=tidy(words))
    spelt = Q()
    for column in ("pinyin", "initials", "pinyin_also", "initials_also"):
        # A range, which every database finds in a plain index. "{" comes after "z".
        spelt |= Q(**{f"{column}__gte": sought, f"{column}__lt": sought + "{"})
    return spelt


def _parted(name: str) -> tuple[str, str]:
    length = 2 if name[:2] in _COMPOUND and len(name) > len(name[:2]) else 1
    return name[:length], name[length:]


def _read(given: str, readings: dict[str, list[str]]) -> list[str]:
    """Return the syllables of a given name, some of its characters read as told."""
    syllables = _syllables(given)
    if len(syllables) != len(given):
        return syllables
    pairs = zip(given, syllables, strict=True)
    return [readings.get(sign, [syllable])[0] for sign, syllable in pairs]


def _syllables(text: str) -> list[str]:
    """Return the syllables of characters and the words of Latin letters, in order."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 -- tables that take a while to load

    parts = " ".join(lazy_pinyin(text.replace(DOT, " "))).split()
    return [plain for part in parts if (plain := _plain(part))]


def _plain(text: str) -> str:
    """Return the letters of Latin `text`, small and without tones; ü is v.

    Full-width letters are letters; text with any other script comes out blank.
    """
    parted = unicodedata.normalize("NFKD", text.lower()).replace("u\u0308", "v")
    if any(ord(sign) > _LAST_LATIN for sign in parted):
        return ""
    return re.sub("[^a-z]", "", parted)


def _initials(syllables: list[str]) -> str:
    return "".join(syllable[0] for syllable in syllables)
