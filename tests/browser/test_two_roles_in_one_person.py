"""One person mediates in a village and administers a town; the district decides about it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mediators.models import Organisation, RoleGrant
from tests.browser.conftest import DESK, PHONE
from tests.factories.courses import home
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    RoleGrantFactory,
)

Kind = Organisation.Kind


@pytest.fixture
def bureau():
    home()
    return OrganisationFactory(kind=Kind.BUREAU, name="云溪区司法局")


@pytest.fixture
def towns(bureau):
    """Two towns with a village and a mediator each; of the first, who is both."""
    first = OrganisationFactory(parent=bureau, kind=Kind.OFFICE, name="仁风司法所")
    other = OrganisationFactory(parent=bureau, kind=Kind.OFFICE, name="柳河司法所")
    return first, other


@pytest.fixture
def both(towns):
    village = OrganisationFactory(
        parent=towns[0], name="仁风镇第三居民区青禾新村人民调解委员会"
    )
    mediator = MediatorFactory(
        organisation=village, person__name="䶮小满", person__user__name="䶮小满"
    )
    RoleGrantFactory(
        user=mediator.person.user, organisation=towns[0], reason="兼任司法所管理员"
    )
    return mediator


@pytest.fixture
def stranger(towns):
    village = OrganisationFactory(parent=towns[1], name="柳河村人民调解委员会")
    return MediatorFactory(organisation=village, person__name="吴外镇")


def looked_at(page, picture, name):
    """Keep a picture of a page on a desk and on a phone."""
    for size, viewport in (("desk", DESK), ("phone", PHONE)):
        page.set_viewport_size(viewport)
        picture(page, f"{name}-{size}")
    page.set_viewport_size(DESK)


def test_both_faces_are_theirs_and_another_town_is_not(
    both, stranger, make_page, picture
):
    page = make_page(both.person.user, viewport=DESK)

    page.goto("/me/")
    expect(page.get_by_role("heading", name="䶮小满")).to_be_visible()
    page.get_by_role("link", name="进入工作台").click()
    menu = page.get_by_role("navigation", name="工作台")
    expect(menu.get_by_role("link", name="角色")).to_be_visible()
    expect(menu.get_by_role("link", name="题库")).to_have_count(0)
    looked_at(page, picture, "home")

    page.goto("/office/mediators/")
    expect(page.get_by_role("link", name="䶮小满")).to_be_visible()
    expect(page.get_by_text("吴外镇")).to_have_count(0)
    page.goto("/office/mediators/?q=吴外镇")
    expect(page.get_by_text("没有符合条件的调解员")).to_be_visible()
    # Asked beside the page: a browser would complain of what is not there.
    assert page.request.get(stranger.get_absolute_url()).status == 404

    page.goto(both.get_absolute_url())
    page.get_by_role("link", name="谁能看到此人").click()
    expect(page.get_by_role("row", name="仁风司法所")).to_be_visible()
    looked_at(page, picture, "overseers")


def test_the_district_grants_suspends_and_ends_a_role_of_theirs(
    both, bureau, make_page, picture
):
    district = RoleGrantFactory(organisation=bureau, user__name="孟局").user
    office = make_page(district, viewport=DESK)
    theirs = make_page(both.person.user, viewport=DESK)

    office.goto("/office/roles/")
    looked_at(office, picture, "list")
    office.get_by_role("link", name="授予角色").click()
    office.get_by_label("姓名或用户名").fill("䶮")
    office.get_by_role("button", name="查找").click()
    looked_at(office, picture, "who")
    office.get_by_role("main").get_by_role("link", name="䶮小满").click()
    office.get_by_label("单位").select_option(label="　仁风司法所")
    office.get_by_label("讲师").check()
    office.get_by_label("授予理由").fill("讲授调解技巧")
    looked_at(office, picture, "grant")
    office.get_by_role("button", name="授予角色").click()
    expect(office.get_by_role("heading", name="䶮小满能看到什么")).to_be_visible()
    looked_at(office, picture, "account")

    theirs.goto("/office/banks/")
    expect(theirs.get_by_role("heading", name="题库", exact=True)).to_be_visible()

    given = RoleGrant.objects.get(role="trainer")
    for verb, button, done in (
        ("suspend", "暂停角色", "角色已暂停。"),
        ("lift", "恢复角色", "角色已恢复。"),
        ("end", "结束角色", "角色已结束。"),
    ):
        office.goto(reverse(f"mediators:role-{verb}", args=[given.uuid]))
        office.get_by_label("决定的理由").fill("岗位调整")
        looked_at(office, picture, verb)
        office.get_by_role("button", name=button).click()
        expect(office.get_by_text(done).first).to_be_visible()

    gone = theirs.request.get("/office/banks/")
    assert (gone.status, "它可能已经结束或暂停" in gone.text()) == (404, True)
    theirs.goto("/office/mediators/")
    expect(theirs.get_by_role("heading", name="调解员", exact=True)).to_be_visible()
