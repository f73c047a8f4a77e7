"""A trainer offers an exam, admits a village and watches it being sat."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from exams.delivery.models import Sitting
from tests.browser.conftest import DESK
from tests.factories.delivery import AttemptFactory, FrozenPaperFactory
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    RoleGrantFactory,
)


def moment(hours):
    local = timezone.localtime(timezone.now() + timedelta(hours=hours))
    return local.strftime("%Y-%m-%dT%H:%M")


def test_a_trainer_offers_an_exam_and_watches_it(make_page, picture):
    bureau = OrganisationFactory(kind="bureau", name="清河区司法局")
    village = OrganisationFactory(parent=bureau, name="青禾村人民调解委员会")
    mediator = MediatorFactory(organisation=village, person__name="周小满")
    FrozenPaperFactory(organisation=bureau)
    trainer = RoleGrantFactory(organisation=bureau, role="trainer").user
    page = make_page(trainer, viewport=DESK)

    page.goto("/office/sittings/")
    picture(page, "none")
    page.get_by_role("link", name="新增考试").click()
    page.get_by_label("考试名称").fill("2026年度上岗考试")
    page.get_by_label("及格线（分）").fill("60")
    picture(page, "exam")
    page.get_by_role("button", name="保存考试").click()
    page.get_by_label("开放时间").fill(moment(-1))
    page.get_by_label("截止时间").fill(moment(3))
    picture(page, "sitting")
    page.get_by_role("button", name="保存场次").click()
    page.get_by_label("整个单位").select_option("青禾村人民调解委员会")
    picture(page, "admit")
    page.get_by_role("button", name="安排", exact=True).click()
    expect(page.get_by_text("已安排 1 名考生。")).to_be_visible()
    expect(page.get_by_role("cell", name="未开始")).to_be_visible()

    sitting = Sitting.objects.get()
    AttemptFactory(admission__sitting=sitting, running=True)
    expect(page.get_by_role("cell", name="作答中")).to_be_visible(timeout=20_000)
    picture(page, "watching")
    page.get_by_role("link", name=mediator.person.name).first.click()
    page.get_by_role("link", name="调整时间").click()
    page.get_by_label("分钟数").fill("10")
    page.get_by_label("理由").fill("停电")
    page.get_by_role("button", name="调整时间").click()
    expect(page.get_by_text("时间调整 +10 分钟")).to_be_visible()
    picture(page, "file")
