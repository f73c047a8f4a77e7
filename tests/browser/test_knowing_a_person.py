"""A clerk finds somebody by pinyin, corrects them, and handles their identity number."""

from playwright.sync_api import expect

from lms.kernel.models import AuditEntry
from mediators import identity
from mediators.models import Speciality
from tests.browser.conftest import DESK
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    RoleGrantFactory,
)
from tests.mediators.test_identity import id_number

NUMBER = id_number(born="19030708", sequence="752")
SLIP = NUMBER[:-2] + ("0" if NUMBER[-2] != "0" else "1") + NUMBER[-1]


def test_a_clerk_knows_a_person(make_page, picture):
    bureau = OrganisationFactory(kind="bureau", name="清河区司法局")
    village = OrganisationFactory(parent=bureau, name="青禾村人民调解委员会")
    mediator = MediatorFactory(
        organisation=village, person__name="单𬱖", person__born_on=None
    )
    MediatorFactory(organisation=village, person__name="阿依古丽·吐尔逊江")
    Speciality.objects.get_or_create(code="02", defaults={"name": "邻里纠纷"})
    clerk = RoleGrantFactory(organisation=bureau).user
    page = make_page(clerk, viewport=DESK)

    page.goto("/office/mediators/")
    page.get_by_label("姓名或拼音").fill("shan")
    page.get_by_role("button", name="筛选").click()
    expect(page.get_by_role("link", name="阿依古丽·吐尔逊江")).to_have_count(0)
    picture(page, "found")
    page.get_by_role("link", name="单𬱖").click()

    page.get_by_role("link", name="更正信息").click()
    page.get_by_label("民族").select_option("汉族")
    page.get_by_label("联系电话").fill("1390000")
    page.get_by_label("来源").select_option("教师")
    page.get_by_label("语言和方言").fill("济南话")
    page.get_by_label("邻里纠纷").check()
    page.get_by_role("button", name="保存信息").click()
    expect(page.get_by_text("座机前面要加区号").first).to_be_visible()
    expect(page.get_by_label("语言和方言")).to_have_value("济南话")
    picture(page, "refused")
    page.get_by_label("联系电话").fill("0531 84210000")
    page.get_by_role("button", name="保存信息").click()
    expect(page.get_by_text("信息已更正")).to_be_visible()

    page.get_by_role("link", name="登记身份证号码").click()
    page.get_by_label("身份证号码").fill(SLIP)
    page.get_by_role("button", name="保存号码").click()
    expect(page.get_by_text("最后一位校验码与前面的数字不符").first).to_be_visible()
    expect(page.get_by_label("身份证号码")).to_have_value(SLIP)
    picture(page, "slip")
    page.get_by_label("身份证号码").fill(NUMBER)
    page.get_by_role("button", name="保存号码").click()
    expect(page.get_by_text(identity.mask(NUMBER))).to_be_visible()
    expect(page.get_by_text("1903")).to_be_visible()
    picture(page, "file")

    reveal(page, picture)

    entry = AuditEntry.objects.get(action="id_number.revealed")
    assert (entry.actor, entry.person) == (clerk, mediator.person.uuid)
    assert entry.reason == "核对补贴发放名册"


def reveal(page, picture):
    page.get_by_role("link", name="查看完整号码").click()
    expect(page.get_by_text(NUMBER)).to_have_count(0)
    page.get_by_role("button", name="显示完整号码").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("理由").fill("核对补贴发放名册")
    picture(page, "why")
    page.get_by_role("button", name="显示完整号码").click()
    expect(page.get_by_text(NUMBER)).to_be_visible()
    assert NUMBER not in page.url
    picture(page, "revealed")
    page.get_by_role("link", name="看完了，返回档案").click()
    expect(page.get_by_text(NUMBER)).to_have_count(0)
