"""A mediator reads the notice, sees their data, asks for a correction, and is answered."""

from django.utils import timezone
from playwright.sync_api import expect

from mediators.models import Organisation
from mediators.operations import log_look
from mediators.privacy import operations
from tests.browser.conftest import DESK
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    RoleGrantFactory,
)
from tests.mediators.privacy.conftest import PARTS


def test_a_mediator_is_told_sees_asks_and_reads_the_answer(make_page, picture):
    bureau = OrganisationFactory(
        kind=Organisation.Kind.BUREAU, name="云溪区司法局", committee_type=""
    )
    committee = OrganisationFactory(parent=bureau, name="青禾村人民调解委员会")
    person = MediatorFactory(organisation=committee, person__name="周小满").person
    clerk = RoleGrantFactory(organisation=bureau, user__name="区管理员").user
    overseer = RoleGrantFactory(role="platform", user__name="平台管理员").user
    now = timezone.now()
    log_look(viewer=overseer, address="/office/", filters=[], person=person, at=now)
    operations.publish_notice(parts=PARTS, at=now, actor=None)
    operations.acknowledge(user=clerk, number=1, at=now)

    phone = make_page(person.user)
    phone.goto("/me/")
    expect(phone.get_by_role("heading", name="个人信息处理告知书")).to_be_visible()
    picture(phone, "notice")
    phone.get_by_role("button", name="我已阅读并知悉").click()

    phone.get_by_role("link", name="查看关于我的全部信息和谁看过").click()
    expect(phone.get_by_text("青禾村人民调解委员会")).to_be_visible()
    expect(phone.get_by_text("平台管理员 · ")).to_be_visible()
    picture(phone, "data")
    with phone.expect_download() as copy:
        phone.get_by_role("button", name="下载副本（JSON）").click()
    assert copy.value.suggested_filename.endswith(".json")

    phone.get_by_role("link", name="申请更正、删除，或者索取纸质副本").click()
    phone.get_by_label("更正").check()
    phone.get_by_label("涉及哪一项，哪里不对").fill("出生日期")
    phone.get_by_label("正确的内容，或者其他要说明的").fill("1964年3月1日")
    picture(phone, "asking")
    phone.get_by_role("button", name="提交请求").click()
    expect(phone.get_by_text("请求已提交。")).to_be_visible()

    desk = make_page(clerk, viewport=DESK)
    desk.goto("/office/privacy/")
    picture(desk, "worklist")
    desk.get_by_role("link", name="周小满").click()
    desk.get_by_label("已办结").check()
    desk.get_by_label("给本人的答复").fill("已按户口簿更正为1964年3月1日。")
    picture(desk, "answering")
    desk.get_by_role("button", name="发出答复").click()
    expect(desk.get_by_text("答复已发出")).to_be_visible()

    phone.goto("/me/data/")
    expect(phone.get_by_text("已按户口簿更正为1964年3月1日。").first).to_be_visible()
    picture(phone, "answered")
