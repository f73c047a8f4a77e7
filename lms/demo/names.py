"""Names for people who do not exist: common surnames, invented given names, a few hard ones."""

from collections.abc import Iterator
from random import Random

_SURNAMES = "周吴郑冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜谢邹喻柏"
_FIRST = "志秀建玉国桂文春海丽永淑德爱明凤长素宝翠"
_SECOND = "田禾山泉林芳安梅峰兰川菊平英石云洋贞林霞"
#: Two and ten characters, a middle dot, and characters that cheap fonts lack.
HARD = ("周䶮", "陈𬱖", "欧阳若水", "古丽娜尔·阿卜杜外力", "单于谷雨")
#: Surnames that are read otherwise than the character alone, and two of one name.
READINGS = ("单秀兰", "仇德山", "解桂英", "尉迟长云", "乐海平", "张建国", "张建国")
#: How many come before those.
_BEFORE = 60


def invent() -> Iterator[str]:
    """Yield names without end, the same ones each time; only one comes twice."""
    yield from HARD
    for number, name in enumerate(_common(), start=len(HARD)):
        if number == _BEFORE:
            yield from READINGS
        yield name


def _common() -> Iterator[str]:
    random = Random("枫桥")  # noqa: S311 -- nothing secret is drawn
    known = set(READINGS)
    while True:
        name = random.choice(_SURNAMES) + random.choice(_FIRST) + random.choice(_SECOND)
        if name not in known:
            known.add(name)
            yield name
