"""What is no village's and no town's: professions, enterprises, studios, a centre."""

from lms.demo.ground import District, Kind, Type
from lms.demo.people import FEMALE, MALE
from lms.demo.terms import hire, three_terms
from mediators import credit_codes
from mediators.models import Organisation, Post

Role = Post.Role

PROFESSIONS = ("示例区物业纠纷", "示例区道路交通事故纠纷", "示例区医疗纠纷")
ENTERPRISES = {
    "示例纺织有限公司": "济北街道",
    "示例食品有限公司": "崔寨街道",
    "示例机械厂": "济阳街道",
}
#: Dissolved later.
CLOSED = "示例水泥厂"
#: Hung beneath the bureau later.
MARKET = "示例商圈"
REGIONS = {"示例古镇片区": "仁风镇", MARKET: "济阳街道"}
STATION = "示例区公安局示例派出所"
#: An invented body of six digits stands where the code of a place would.
_CODE = "52999001MJD00000{number}"


def build(district: District) -> None:
    """Found all of it, with people of its own and some who mediate elsewhere too."""
    _professions(district)
    _enterprises(district)
    _regions(district)
    _centre(district)
    _group_and_studio(district)


def _professions(district: District) -> None:
    association = district.add(
        "示例区物业行业协会", Kind.INDUSTRY_BODY, district.bureau
    )
    for number, unit in enumerate(PROFESSIONS):
        committee = district.add_committee(
            unit,
            Type.PROFESSIONAL,
            district.bureau if number else association,
            establishing_unit=f"{unit.removesuffix('纠纷')}协会",
            credit_code=_credit_code(number),
        )
        three_terms(district, committee, number=20 + number, size=5, educated=True)
        hire(district, committee, kind=Post.Kind.FULL_TIME)
        hire(district, committee, kind=Post.Kind.FULL_TIME)
        if number == 1:
            _station(district, committee)


def _credit_code(number: int) -> str:
    body = _CODE.format(number=number)
    return body + credit_codes.check_character(body)


def _station(district: District, committee: Organisation) -> None:
    """Station a studio with the police; one of its mediators is full-time there alone."""
    studio = district.add(
        "驻示例派出所人民调解工作室",
        Kind.STATIONED_STUDIO,
        committee,
        stationed_at=STATION,
    )
    hire(district, studio, kind=Post.Kind.FULL_TIME)
    hire(district, studio, kind=Post.Kind.INVITED, employer="示例律师事务所")


def _enterprises(district: District) -> None:
    for number, (unit, town) in enumerate([*ENTERPRISES.items(), (CLOSED, "孙耿街道")]):
        committee = district.add_committee(
            unit,
            Type.ENTERPRISE,
            district.offices[town],
            credit_code=_credit_code(number + len(PROFESSIONS)),
        )
        three_terms(district, committee, number=30 + number, size=3)


def _regions(district: District) -> None:
    for number, (unit, town) in enumerate(REGIONS.items()):
        committee = district.add_committee(unit, Type.REGIONAL, district.offices[town])
        three_terms(district, committee, number=40 + number, size=4)


def _centre(district: District) -> None:
    """Found the district's centre, where mediators of towns are invited as well."""
    centre = district.add(
        "示例区社会矛盾纠纷调处化解中心", Kind.CENTRE, district.bureau
    )
    for town in ("仁风镇", "新市镇"):
        chair = district.committees[town].posts.filter(role=Role.CHAIR)
        person = chair.latest("valid_from").person
        hire(district, centre, kind=Post.Kind.INVITED, person=person)
    for gender in (MALE, FEMALE, FEMALE):
        person = district.people.next(gender, educated=True)
        hire(district, centre, kind=Post.Kind.FULL_TIME, person=person)


def _group_and_studio(district: District) -> None:
    """Let a village have a group, and one of a street a studio of their own."""
    village = district.committees["石桥头村"]
    group = district.add("石桥头村东头调解小组", Kind.GROUP, village)
    member = village.posts.filter(role=Role.MEMBER).latest("valid_from", "pk").person
    hire(district, group, person=member)
    hire(district, group)
    street = district.committees["曲堤街道"]
    holder = street.posts.filter(role=Role.CHAIR).latest("valid_from").person
    studio = district.add(f"{holder.name}个人调解工作室", Kind.PERSONAL_STUDIO, street)
    hire(district, studio, person=holder)
