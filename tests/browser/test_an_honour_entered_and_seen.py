"""A clerk enters an honour with its conditions in sight; the mediator reads it at home."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from incentives.models import Commendation
from lms.kernel.clock import local_day
from mediators.models import Organisation
from tests.browser.conftest import DESK
from tests.factories.incentives import AwardProgrammeFactory
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    RoleGrantFactory,
)
from tests.incentives.conftest import learnt

DOCUMENT = "示评组发〔2026〕1号"


@pytest.fixture
def bureau():
    return OrganisationFactory(
        name="云溪区司法局", kind=Organisation.Kind.BUREAU, committee_type=""
    )


@pytest.fixture
def mediator(bureau):
    village = OrganisationFactory(parent=bureau, name="青禾村人民调解委员会")
    return MediatorFactory(organisation=village, person__name="周小满")


@pytest.fixture
def programmes(bureau):
    """One asks for training, the other for nothing of the kind."""
    return [
        AwardProgrammeFactory(organisation=bureau, name=name, **asks)
        for name, asks in (
            ("年度先进", {"hours_needed": Decimal(8), "hours_months": 12}),
            ("平安建设先进", {}),
        )
    ]


@pytest.mark.usefixtures("programmes")
def test_an_honour_is_entered_and_its_mediator_sees_it(
    bureau, mediator, now, make_page, picture
):
    clerk = RoleGrantFactory(organisation=bureau, user__name="孟局").user
    page = make_page(clerk, viewport=DESK)
    choose_whom(page, picture)

    page.get_by_label("经批准的表彰项目").select_option(label="年度先进（2026）")
    expect(page.get_by_text("完成 0 门课程，共 0 学时。")).to_be_visible()
    expect(page.get_by_text("未达到")).to_be_visible()
    fill_in(page)
    picture(page, "2-not-met")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(
        page.get_by_text("周小满不符合“年度先进（2026）”的条件。要求：")
    ).to_be_visible()
    expect(page.get_by_label("荣誉称号")).to_have_value("先进人民调解员")
    picture(page, "3-refused")
    assert Commendation.objects.count() == 0

    learnt(mediator, hours=8, on=local_day(now) - timedelta(days=30))
    page.get_by_role("button", name="查看条件").click()
    expect(page.get_by_text("完成 1 门课程，共 8 学时。")).to_be_visible()
    expect(page.get_by_text("未达到")).to_be_hidden()
    expect(page.get_by_label("荣誉称号")).to_have_value("先进人民调解员")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("已登记表彰。")).to_be_visible()
    picture(page, "4-entered")

    own = make_page(mediator.person.user)
    own.goto("/me/")
    honour = own.get_by_role("listitem").filter(has_text="先进人民调解员").first
    expect(honour).to_contain_text("云溪区司法局，云司表〔2026〕9号；决定人：孟局。")
    expect(honour).to_contain_text(DOCUMENT)
    honour.scroll_into_view_if_needed()
    picture(own, "5-in-their-own-file")


@pytest.mark.usefixtures("programmes")
def test_what_another_decides_waits_until_they_say_so(
    bureau, mediator, make_page, picture
):
    clerk = RoleGrantFactory(organisation=bureau, user__name="孟局").user
    head = RoleGrantFactory(organisation=bureau, user__name="秦局长").user
    page = make_page(clerk, viewport=DESK)
    choose_whom(page, picture)
    page.get_by_label("经批准的表彰项目").select_option(label="平安建设先进（2026）")
    page.get_by_label("决定人").select_option(label="秦局长")
    fill_in(page)
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("由秦局长确认后生效")).to_be_visible()
    own = make_page(mediator.person.user)
    own.goto("/me/")
    expect(own.get_by_text("先进人民调解员")).to_have_count(0)

    decider = make_page(head, viewport=DESK)
    decider.goto("/office/incentives/")
    decider.get_by_role("link", name="等我决定（1）").click()
    picture(decider, "6-waiting")
    decider.get_by_role("link", name=re.compile("周小满")).click()
    decider.get_by_label("确认：记录从现在起生效").check()
    picture(decider, "7-to-settle")
    decider.get_by_role("button", name="提交决定").click()
    expect(decider.get_by_text("已确认，记录生效。")).to_be_visible()

    own.goto("/me/")
    honour = own.get_by_role("listitem").filter(has_text="先进人民调解员").first
    expect(honour).to_contain_text("决定人：秦局长。")


def choose_whom(page, picture):
    page.goto("/office/incentives/")
    page.get_by_role("link", name="登记记录").click()
    page.get_by_role("link", name="登记表彰", exact=True).click()
    page.get_by_label("人员或单位名称").fill("周小满")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="周小满").click()
    expect(page.get_by_text("选好依据和决定日期以后")).to_be_visible()
    picture(page, "1-choosing")


def fill_in(page):
    page.get_by_label("荣誉称号").fill("先进人民调解员")
    page.get_by_label("作出决定的机关").fill("云溪区司法局")
    page.get_by_label("文号").fill("云司表〔2026〕9号")
