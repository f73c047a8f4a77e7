"""An administrator founds a committee, moves it, merges two and reads the history."""

from datetime import date

from playwright.sync_api import expect

from mediators.models import Division, Organisation, Post
from tests.browser.conftest import DESK
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    RoleGrantFactory,
)

Kind = Organisation.Kind
FROM = date(2020, 1, 1)


def district():
    county = Division.objects.create(
        code="990115", name="云溪区", level="county", valid_from=FROM
    )
    bureau = OrganisationFactory(kind=Kind.BUREAU, name="云溪区司法局", division=county)
    for number, town in enumerate(("仁和镇", "曲河镇"), start=1):
        division = Division.objects.create(
            code=f"99011510{number}",
            name=town,
            level="town",
            parent=county,
            valid_from=FROM,
        )
        OrganisationFactory(
            kind=Kind.OFFICE, parent=bureau, name=f"{town}司法所", division=division
        )
    Division.objects.create(
        code="990115101201",
        name="青禾村",
        level="village",
        parent=Division.objects.get(code="990115101"),
        valid_from=FROM,
    )
    return bureau


def test_an_administrator_keeps_the_tree(make_page, picture):
    bureau = district()
    page = make_page(RoleGrantFactory(organisation=bureau).user, viewport=DESK)

    # The village has no committee yet; its row leads to the form, filled in.
    page.goto("/office/organisations/")
    page.get_by_role("link", name="村和社区").click()
    expect(page.get_by_role("row", name="青禾村")).to_contain_text("没有")
    picture(page, "villages")
    page.get_by_role("link", name="登记调委会").click()
    expect(page.get_by_label("机构名称")).to_have_value("青禾村人民调解委员会")
    page.get_by_label("调委会类型").select_option("村")
    page.get_by_label("设立单位统一社会信用代码").fill("54370115MEA00000IQ")
    page.get_by_role("button", name="登记设立").click()
    expect(page.get_by_role("alert")).to_contain_text("第 17 个字符“I”")
    picture(page, "wrong-code")
    page.get_by_label("设立单位统一社会信用代码").fill("54370115mea000001q")
    page.get_by_label("设立日期").fill("2024-05-01")
    page.get_by_role("button", name="登记设立").click()
    expect(page.get_by_text("已登记设立青禾村人民调解委员会。")).to_be_visible()

    committee = Organisation.objects.get(name="青禾村人民调解委员会")
    post = MediatorFactory(organisation=committee, person__name="周小满").person.posts
    losing = Organisation.objects.get(name="仁和镇司法所")
    RoleGrantFactory(organisation=losing, user__name="钱所长")

    # It moves to the other town; what moves along is shown first.
    page.get_by_role("link", name="调整隶属").click()
    page.get_by_label("机构名称").fill("曲河")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="曲河镇司法所").click()
    expect(page.get_by_text("钱所长")).to_be_visible()
    page.get_by_label("生效日期").fill("2025-03-01")
    page.get_by_label("依据文件或原因").fill("区划调整批复〔2025〕3号")
    picture(page, "moving")
    page.get_by_role("button", name="登记调整").click()
    expect(page.get_by_text("已调整隶属于曲河镇司法所。")).to_be_visible()

    # Two villages become one; the posts go on in the other.
    other = OrganisationFactory(
        parent=Organisation.objects.get(name="曲河镇司法所"),
        name="柳溪村人民调解委员会",
    )
    page.get_by_role("link", name="合并", exact=True).click()
    page.get_by_role("link", name=other.name).click()
    expect(page.get_by_role("row", name="周小满")).to_contain_text("转任")
    page.get_by_label("任职人员转到合并后的机构").check()
    page.get_by_label("生效日期").fill("2026-01-01")
    page.get_by_label("依据文件或原因").fill("合并村决定〔2026〕1号")
    picture(page, "merging")
    page.get_by_role("button", name="登记合并").click()

    # Both tell what happened.
    expect(page.get_by_role("heading", name=other.name)).to_be_visible()
    expect(page.get_by_text("青禾村人民调解委员会并入本机构")).to_be_visible()
    picture(page, "successor")
    page.goto(committee.get_absolute_url())
    for words in (
        "并入柳溪村人民调解委员会",
        "调整隶属于曲河镇司法所",
        "原隶属：仁和镇司法所",
        "设立，隶属于仁和镇司法所",
    ):
        expect(page.get_by_text(words)).to_be_visible()
    picture(page, "history")
    assert list(post.order_by("pk").values_list("organisation", "end_reason")) == [
        (committee.pk, Post.EndReason.DISSOLVED),
        (other.pk, Post.EndReason.NONE),
    ]
