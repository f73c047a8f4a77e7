"""Names for people who do not exist: common surnames, invented given names, a few hard ones."""

from collections.abc import Iterator
from random import Random

_SURNAMES = "周吴郑冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜谢邹喻柏"
_FIRST = "志秀建玉国桂文春海丽永淑德爱明凤长素宝翠"
_SECOND = "田禾山泉林芳安梅峰兰川菊平英石云洋贞林霞"
#: Two and ten characters, a middle dot, and characters that cheap fonts lack.
HARD = ("周䶮", "陈𬱖", "欧阳若水", "阿依古丽·吐尔逊江", "单于谷雨")


def invent(count: int) -> Iterator[str]:
    """Yield `count` different names, the same ones each time."""
    random = Random("枫桥")  # noqa: S311 -- nothing secret is drawn
    known: set[str] = set()
    yield from HARD[:count]
    while len(known) < count - len(HARD):
        name = random.choice(_SURNAMES) + random.choice(_FIRST) + random.choice(_SECOND)
        if name not in known:
            known.add(name)
            yield name
