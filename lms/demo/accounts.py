"""Who signs in to the demo, and as what. Not one of them exists."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lms.demo.ground import District
from lms.kernel.clock import local_day
from mediators import operations
from mediators.models import Person, RoleGrant, User

#: The same for every account; the demo refuses to load outside development.
PASSWORD = "fengqiao-demo"  # noqa: S105 -- of invented people, on a developer's machine

Role = RoleGrant.Role


@dataclass(frozen=True)
class Account:
    username: str
    what: str
    name: str = ""
    roles: tuple[str, ...] = ()
    #: The town whose office is their branch; without one, the bureau.
    town: str = ""
    #: Index into the mediators for an account of somebody who mediates.
    mediator: int = -1


ACCOUNTS = (
    Account("tiaojie", "调解员（手机上看学堂）", mediator=5),
    Account("tiaojie2", "调解员，名字里有生僻字", mediator=0),
    Account("jiangshi", "讲师：写课程、出题", "讲师甲", (Role.TRAINER,)),
    Account("shenhe", "讲师：审核课程与试题", "讲师乙", (Role.TRAINER,)),
    Account("yuejuan", "阅卷人，本身也是调解员", roles=(Role.MARKER,), mediator=35),
    Account("quguan", "区司法局管理员", "区管理员", (Role.ADMINISTRATOR,)),
    Account(
        "zhenguan", "仁风镇司法所管理员", "镇管理员", (Role.ADMINISTRATOR,), "仁风镇"
    ),
    Account(
        "liangjiao",
        "曲堤街道司法所管理员，本身也是调解员",
        roles=(Role.ADMINISTRATOR,),
        town="曲堤街道",
        mediator=70,
    ),
    Account("jiancha", "检查员，只看不改", "检查员", (Role.INSPECTOR,)),
    Account("pingtai", "平台管理员", "平台管理员", (Role.PLATFORM,)),
)


def open_all(district: District, *, at: datetime) -> dict[str, User]:
    """Open every account and give it its roles; return them by user name.

    The platform's administrator was there at the installation, and grants the others theirs.
    """
    *others, first = ACCOUNTS
    grantor = _open(first, district, at, by=None)
    opened = {each.username: _open(each, district, at, by=grantor) for each in others}
    return {**opened, first.username: grantor}


def _open(
    account: Account, district: District, at: datetime, *, by: User | None
) -> User:
    if account.mediator >= 0:
        person = district.mediators[account.mediator].person
    else:
        person = operations.register_person(name=account.name, at=at, actor=None)
    user = _account_of(person, account, at)
    branch = district.offices[account.town] if account.town else district.bureau
    for role in account.roles:
        operations.grant_role(
            user=user,
            organisation=branch,
            role=role,
            valid_from=local_day(at - timedelta(days=30)),
            at=at,
            actor=by,
        )
    return user


def _account_of(person: Person, account: Account, at: datetime) -> User:
    return operations.create_account(
        person=person,
        username=account.username,
        password=PASSWORD,
        must_change_password=False,
        at=at,
        actor=None,
    )
