"""The towns and streets of the demo, their villages and the committees of these.

Only the towns' names are real. Codes begin with 999, which no province has; what a
village lacks is in its name.
"""

from datetime import date
from itertools import product

from lms.demo.ground import District, Type
from mediators import operations
from mediators.divisions import Listed
from mediators.models import Division

ABOVE = (("99", "示例省"), ("9990", "示例市"), ("999001", "示例区"))
COUNTY = ABOVE[-1][0]
#: Each town or street with the end of its code, 1xx for towns.
TOWNS = {
    "仁风镇": "104",
    "曲堤街道": "008",
    "新市镇": "110",
    "济阳街道": "001",
    "济北街道": "002",
    "崔寨街道": "003",
    "孙耿街道": "004",
    "回河街道": "005",
    "太平街道": "006",
    "垛石街道": "007",
}
#: Those whose names are more than two invented words.
NAMED = {
    "仁风镇": ("青禾村", "柳溪村", "石桥头村"),
    "曲堤街道": ("望河社区", "南风湾社区", "老槐树与新家园联合社区"),
    "新市镇": ("云杏村", "双井村"),
}
#: How many villages of each town lack nothing.
PLAIN = 8
_WORDS = ("清荷春燕秋桐晚枫晴竹银杏白鹭紫藤丹桂碧梧", "岭坪塬坳渡浦沟屯寨庄")

NO_CHAIR = "缺主任示例村"
TWO_CHAIRS = "双主任示例村"
TWO_MEMBERS = "两名委员示例村"
TEN_MEMBERS = "十名委员示例村"
NO_WOMAN = "无女委员示例村"
NO_MINORITY = "多民族示例村"
LAPSED = "届满未换届示例村"
LAPSING = "临近届满示例村"
NEVER_ELECTED = "尚未推选示例村"
OVERDUE = "备案逾期示例村"
BY_ELECTION = "补选示例村"
UNCERTIFIED = "无人持证示例村"
OLD_CHAIR = "主任超龄示例村"
TWO_POSTS = "兼两份专职示例村"
UNSCHOOLED = "学历不足示例村"
UNCOVERED = "未设调委会示例村"
MERGED = "并入外村示例村"
MERGED_INTO = "接收并村示例村"
RENAMED = "改名后示例村"
RENAMED_BEFORE = "改名前示例村"
#: Not on the official list yet.
NEW = "新设未编码示例社区"

#: What villages that lack something lie in which town.
LACKING = {
    "仁风镇": (NO_CHAIR, OVERDUE, LAPSED, UNCOVERED),
    "曲堤街道": (TWO_MEMBERS, NO_WOMAN),
    "新市镇": (TEN_MEMBERS, UNSCHOOLED),
    "济阳街道": (TWO_CHAIRS,),
    "济北街道": (NO_MINORITY, UNCERTIFIED),
    "崔寨街道": (LAPSING, BY_ELECTION),
    "孙耿街道": (OLD_CHAIR,),
    "回河街道": (MERGED, MERGED_INTO),
    "太平街道": (NEVER_ELECTED, RENAMED_BEFORE),
    "垛石街道": (TWO_POSTS,),
}


def plain_villages(town: str) -> list[str]:
    """Return the villages and communities of a town that lack nothing."""
    number = list(TOWNS).index(town)
    words = ["".join(pair) for pair in product(_pairs(_WORDS[0]), _WORDS[1])]
    mine = words[number :: len(TOWNS)]
    is_street = town.endswith("街道")
    invented = [
        f"{word}{'社区' if is_street and place % 2 else '村'}"
        for place, word in enumerate(mine)
    ]
    return [*NAMED.get(town, ()), *invented][:PLAIN]


def _pairs(words: str) -> list[str]:
    return [words[start : start + 2] for start in range(0, len(words), 2)]


def type_of(village: str) -> Type:
    return Type.COMMUNITY if village.endswith("社区") else Type.VILLAGE


def list_divisions(district: District) -> None:
    """Take over the list of divisions as it was before the first term."""
    first = date(district.terms[0].year - 1, 1, 1)
    listed = [Listed(code, name) for code, name in ABOVE]
    for town, end in TOWNS.items():
        listed.append(Listed(f"{COUNTY}{end}", town))
        listed += _villages(f"{COUNTY}{end}", town)
    operations.import_divisions(
        listed=listed, valid_from=first, at=district.at, actor=None
    )
    towns = Division.objects.filter(level=Division.Level.TOWN)
    district.towns = {town.name: town for town in towns}


def _villages(town_code: str, town: str) -> list[Listed]:
    next_code = {Type.COMMUNITY: 1, Type.VILLAGE: 200}
    found = []
    for name in (*plain_villages(town), *LACKING[town]):
        kind = type_of(name)
        found.append(Listed(f"{town_code}{next_code[kind]:03d}", name))
        next_code[kind] += 1
    return found


def build(district: District) -> None:
    """Found an office in each town, its committee, and those of its villages."""
    list_divisions(district)
    for town, division in ((town, district.towns[town]) for town in TOWNS):
        office = district.add(
            f"{town}司法所", "office", district.bureau, division=division
        )
        district.offices[town] = office
        kind = Type.STREET if town.endswith("街道") else Type.TOWNSHIP
        district.add_committee(town, kind, office, division=division)
        for village in division.children.filter(valid_to=None).order_by("pk"):
            if village.name != UNCOVERED:
                _found(district, village, town)
    _add_new_village(district)


def _found(district: District, village: Division, town: str) -> None:
    district.add_committee(
        village.name,
        type_of(village.name),
        district.offices[town],
        division=village,
        is_multi_ethnic=village.name == NO_MINORITY,
    )


def _add_new_village(district: District) -> None:
    """Record a community that no list knows yet; it has no committee either."""
    operations.add_village(
        name=NEW,
        town=district.towns["济阳街道"],
        valid_from=district.days_ago(120),
        at=district.at,
        actor=None,
    )
