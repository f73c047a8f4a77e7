"""The notice on personal data, what may be refused, who read it, and one request."""

from datetime import datetime, timedelta

from mediators.models import Person, User
from mediators.privacy import operations

#: Who has not signed in since it was published, and so is shown it first.
UNREAD = {"tiaojie2"}
PARTS = {
    "summary": (
        "这是演示数据，所有人名、村名均为虚构。\n"
        "我们依法登记人民调解员名册、组织培训和考试，只记录这些工作必需的信息。\n"
        "不采集人脸，不统计在线时长，不做排名，不向商业机构提供。\n"
        "您可以在“我的 → 我的数据”里查看、下载全部信息，看谁查看过，请求更正或者删除。"
    ),
    "handler": "示例区司法局（演示），人民参与和促进法治科。",
    "contact": (
        "电话：0531-00000000（演示，无人接听）\n地址：示例区司法局一楼窗口\n"
        "对本系统的投诉和建议，也请打这个电话或者到窗口，十五日内答复。"
    ),
    "purposes": (
        "登记调解委员会和调解员（《人民调解法》第十条）；组织业务培训（第十四条）；"
        "考试、颁发培训证书；落实补贴和表彰（第十六条、第六条）。\n"
        "依据是履行法定职责所必需（《个人信息保护法》第十三条第一款第三项），不需要您的同意，"
        "但应当告诉您。"
    ),
    "kinds": (
        "姓名、性别、出生日期、文化程度、电话；任职；学习、考试、证书；补贴、表彰、等级、"
        "评价、问责。身份证号只在办理需要时登记，加密保存，平时只显示首尾几位。\n"
        "信息存放在境内。管理员只能看到本单位的人，平台管理员每次查看都有记录。"
    ),
    "retention": (
        "培训和考试记录：任职期间及其后五年；证书和表彰：长期；考试设备信息：六个月；"
        "操作日志：不少于六个月。"
    ),
    "rights": (
        "查看和复制、更正和补充、删除、限制或者拒绝处理、要求解释规则（《个人信息保护法》"
        "第四十四条至第四十八条）。在“我的数据”里提出，或者到窗口办理。\n"
        "删除时，依法应当归档和统计的记录会保留，并逐项告诉您。对拒绝不服的，"
        "可以依法向人民法院提起诉讼（第五十条）。"
    ),
}

#: Asked apart from the notice; whoever says no keeps everything else.
PHOTO = (
    "用途：在您的档案里放一张照片，方便司法所认人、当面核对。不公开，不印在证书上，不用于人脸识别，"
    "不提供给别人。\n"
    "谁能看到：您本人，管理或者检查您所在单位的司法所、司法局人员，以及平台管理员；看过的都有记录。\n"
    "保存多久：您撤回同意时马上删除；离任后按保存期限删除。\n"
    "可以不同意，也可以随时在“我的 → 我的数据 → 我的照片”里撤回，不需要理由。不同意或者撤回，"
    "学习、考试、领证、补贴都不受影响。"
)
#: Who allows a photo, and who took that back.
ALLOWS, TOOK_BACK = "liangjiao", "tiaojie"


def load(users: dict[str, User], *, at: datetime) -> None:
    """Publish the notice, let most read it, and let one mediator ask for a correction."""
    version = operations.publish_notice(parts=PARTS, at=at, actor=users["pingtai"])
    for username, user in users.items():
        if username not in UNREAD:
            operations.acknowledge(
                user=user, number=version.number, at=at + timedelta(hours=1)
            )
    _ask_for_photos(users, at=at)
    asker = users["tiaojie"]
    operations.file_request(
        person=Person.objects.get(user=asker),
        kind="correction",
        about="文化程度，现在记得不对",
        wanted="请更正，可以带毕业证来窗口核对。",
        at=at + timedelta(days=2),
        actor=asker,
    )


def _ask_for_photos(users: dict[str, User], *, at: datetime) -> None:
    """Publish what may be refused; one person allows it, another took that back."""
    text = operations.publish_consent(
        purpose="photo", text=PHOTO, at=at, actor=users["pingtai"]
    )
    for username in (ALLOWS, TOOK_BACK):
        user = users[username]
        operations.give_consent(
            person=Person.objects.get(user=user),
            purpose=text.purpose,
            number=text.number,
            by=user,
            at=at + timedelta(hours=2),
        )
    user = users[TOOK_BACK]
    operations.withdraw_consent(
        person=Person.objects.get(user=user),
        purpose=text.purpose,
        by=user,
        at=at + timedelta(days=1),
    )
