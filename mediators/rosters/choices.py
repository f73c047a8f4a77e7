"""How choices are written in tables: the word we write first, then what is read too."""

from mediators.models import Mediator, Person, Post

Words = dict[str, tuple[str, ...]]

GENDERS: Words = {
    Person.Gender.MALE: ("男", "男性", "M"),
    Person.Gender.FEMALE: ("女", "女性", "F"),
    Person.Gender.UNSTATED: ("未说明", "未说明的性别"),
    Person.Gender.UNKNOWN: ("", "未知", "不详"),
}
EDUCATIONS: Words = {
    Person.Education.UNKNOWN: ("", "未知", "不详"),
    Person.Education.PRIMARY: ("小学",),
    Person.Education.JUNIOR: ("初中",),
    Person.Education.SENIOR: ("高中", "中专", "中技", "职高", "高中（中专）"),
    Person.Education.COLLEGE: ("大专", "专科", "大学专科"),
    Person.Education.BACHELOR: ("本科", "大学本科", "大学", "学士"),
    Person.Education.MASTER: ("硕士及以上", "硕士", "研究生", "博士", "博士研究生"),
}
ROLES: Words = {
    Post.Role.CHAIR: ("主任", "调委会主任"),
    Post.Role.VICE_CHAIR: ("副主任", "调委会副主任"),
    Post.Role.MEMBER: ("委员", "调委会委员"),
    Post.Role.MEDIATOR: ("调解员", "人民调解员"),
}
APPOINTMENTS: Words = {
    Post.Appointment.ELECTED: ("推选", "选举", "推选产生", "选任"),
    Post.Appointment.HIRED: ("聘任", "聘用", "聘请", "选聘"),
}
KINDS: Words = {
    Post.Kind.FULL_TIME: ("专职", "专职调解员"),
    Post.Kind.PART_TIME: ("兼职", "兼职调解员"),
    Post.Kind.INVITED: ("特邀", "特邀调解员"),
}
BACKGROUNDS: Words = {
    Mediator.Background.UNKNOWN: ("", "未知", "其他"),
    Mediator.Background.CADRE: ("村（居）干部", "村居干部", "村干部", "社区干部"),
    Mediator.Background.JUDGE: ("退休政法干警", "退休法官", "退休检察官", "退休民警"),
    Mediator.Background.LAWYER: ("律师等法律工作者", "律师", "公证员", "法律工作者"),
    Mediator.Background.TEACHER: ("教师", "退休教师"),
    Mediator.Background.DOCTOR: ("医生", "医师"),
    Mediator.Background.COUNSELLOR: ("心理咨询师",),
    Mediator.Background.ELDER: ("乡贤", "五老人员"),
    Mediator.Background.GRID_WORKER: ("网格员",),
    Mediator.Background.LEGAL_LITERATE: ("法律明白人",),
    Mediator.Background.VOLUNTEER: ("志愿者",),
    Mediator.Background.EMPLOYEE: ("企业员工", "企业职工"),
}
#: GB/T 3304: the peoples in the order of their codes, from 01.
_PEOPLES = (  # noqa: SIM905 -- a list would be fifty-six lines
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 "
    "佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 "
    "锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 "
    "鄂伦春 赫哲 门巴 珞巴 基诺"
).split()
ETHNICITIES: Words = {
    "": ("", "未知", "不详"),
    **{
        f"{code:02d}": (f"{name}族", name, f"{code:02d}")
        for code, name in enumerate(_PEOPLES, start=1)
    },
}


def written(words: Words, code: str) -> str:
    """Return the word that a table shows for `code`."""
    return words[code][0] if code in words else ""


def meant(words: Words, text: str) -> str | None:
    """Return the code that `text` names, or None."""
    for code, names in words.items():
        if text in names:
            return code
    return None


def shown(words: Words) -> list[str]:
    """Return the words to choose from, without the empty one."""
    return [names[0] for names in words.values() if names[0]]
