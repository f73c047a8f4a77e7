"""A village elects its committee anew; what that brings is then filed with the bureau."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from lms.kernel.clock import local_day
from mediators import queries
from mediators.models import Organisation, Person, Post
from tests.browser.conftest import DESK
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    PostFactory,
    RoleGrantFactory,
    RuleFactory,
)

VILLAGE = "青禾村人民调解委员会"
DOCUMENT = "云司发〔2024〕1号"


@pytest.fixture
def bureau():
    bureau = OrganisationFactory(
        name="云溪区司法局", kind=Organisation.Kind.BUREAU, committee_type=""
    )
    RuleFactory(organisation=bureau, document=DOCUMENT)
    return bureau


@pytest.fixture
def village(bureau, now):
    """A chair and two members, one a woman, whose term ran out the other day."""
    village = OrganisationFactory(parent=bureau, name=VILLAGE)
    until = local_day(now) - timedelta(days=60)
    for name, role, gender in (
        ("郑长河", Post.Role.CHAIR, Person.Gender.MALE),
        ("王秀兰", Post.Role.MEMBER, Person.Gender.FEMALE),
        ("周小满", Post.Role.MEMBER, Person.Gender.MALE),
    ):
        mediator = MediatorFactory(
            person__name=name, person__gender=gender, organisation=village
        )
        PostFactory(
            person=mediator.person,
            organisation=village,
            role=role,
            valid_from=until - timedelta(days=1095),
            valid_to=until,
            filed_on=until - timedelta(days=1090),
        )
    Post.objects.filter(role=Post.Role.MEDIATOR).update(filed_on=until)
    return village


def test_a_village_elects_anew_and_its_members_are_filed(
    village, bureau, now, make_page, picture
):
    clerk = RoleGrantFactory(organisation=bureau).user
    page = make_page(clerk, viewport=DESK)
    day = local_day(now) - timedelta(days=60)

    page.goto(village.get_absolute_url())
    picture(page, "1-before")
    page.get_by_role("link", name="换届", exact=True).click()
    write_the_paper(page, day)
    picture(page, "2-paper")
    page.get_by_role("button", name="核对后再登记").click()

    look_at_the_review(page, picture)
    page.get_by_role("button", name="返回修改").click()
    page.locator("#id_new-0-gender").select_option(label="女")
    page.get_by_role("button", name="核对后再登记").click()
    expect(page.get_by_text("新一届调委会符合各项规定")).to_be_hidden()
    expect(page.get_by_text("名女性")).to_be_hidden()
    picture(page, "4-review-mended")
    page.get_by_role("button", name="登记选举结果").click()
    expect(page.get_by_text("选举结果已登记。")).to_be_visible()

    posts = queries.members(village, on=local_day(now))
    assert [(post.person.name, post.role) for post in posts] == [
        ("郑长河", Post.Role.CHAIR),
        ("周小满", Post.Role.MEMBER),
        ("欧阳𬱖", Post.Role.MEMBER),
    ]
    file_them(page, picture)
    assert not Post.objects.unfiled().exists()


def write_the_paper(page: Page, day):
    """The chair and one member again, the other no longer, and one newcomer."""
    page.get_by_label("新任期的第一天").fill(str(day))
    page.get_by_label("推选记录或聘任文书").fill("村民代表会议推选记录")
    left = page.get_by_role("row").filter(has_text="王秀兰")
    left.get_by_label("结果：王秀兰").select_option(label="不再担任")
    newcomer = page.get_by_role("group", name="新当选，第 1 行")
    newcomer.get_by_label("姓名").fill("欧阳𬱖")
    newcomer.get_by_label("性别").select_option(label="男")
    newcomer.get_by_label("出生日期").fill("1980-05-01")


def look_at_the_review(page: Page, picture):
    expect(page.get_by_role("heading", name="登记之前请核对")).to_be_visible()
    expect(page.get_by_text("委员中应当有 1 名女性")).to_be_visible()
    expect(page.get_by_text("《人民调解法》第八条第三款")).to_be_visible()
    gone = page.get_by_role("row").filter(has_text="王秀兰")
    expect(gone.get_by_text("离任")).to_be_visible()
    new = page.get_by_role("row").filter(has_text="欧阳𬱖")
    expect(new.get_by_text(re.compile("新任$"))).to_be_visible()
    picture(page, "3-review")
    assert not Post.objects.filter(person__name="欧阳𬱖").exists()


def file_them(page: Page, picture):
    page.goto("/office/")
    expect(page.get_by_text("3 项备案已逾期")).to_be_visible()
    picture(page, "5-home")
    page.goto("/office/filing/")
    expect(page.get_by_text(re.compile(r"^.?已逾期 \d+ 天$"))).to_have_count(3)
    expect(page.get_by_text(DOCUMENT).first).to_be_visible()
    picture(page, "6-to-be-filed")
    page.get_by_label("选择郑长河").check()
    page.get_by_label("备案回执号").fill("备〔2026〕3号")
    page.get_by_role("button", name="登记备案").click()
    expect(page.get_by_text("已登记 1 项备案。")).to_be_visible()
    page.get_by_label("本页所列全部").check()
    page.get_by_role("button", name="登记备案").click()
    expect(page.get_by_text("已登记 2 项备案。")).to_be_visible()
    expect(page.get_by_text("没有待备案的事项")).to_be_visible()
    picture(page, "7-filed")
