"""An administrator finds a gap and follows it from the district down to a person."""

from datetime import date

import pytest
from playwright.sync_api import expect

from lms.kernel.clock import database_now, local_day
from mediators.coverage import operations
from mediators.models import Division, Organisation
from tests.browser.conftest import DESK, PHONE
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    RoleGrantFactory,
)


@pytest.fixture
def bureau():
    """A district of two towns; in one, a village with a committee and one without."""
    bureau = OrganisationFactory(kind="bureau", name="云溪区司法局")
    since = {"valid_from": date(2020, 1, 1)}
    town = Division.objects.create(
        code="999001000", name="柳坪镇", level="town", **since
    )
    Division.objects.create(
        code="999001201000", name="荒坡村", level="village", parent=town, **since
    )
    office = OrganisationFactory(
        kind=Organisation.Kind.OFFICE, parent=bureau, name="柳坪镇司法所", division=town
    )
    OrganisationFactory(kind="office", parent=bureau, name="石桥街道司法所")
    committee = OrganisationFactory(parent=office, name="青禾村人民调解委员会")
    MediatorFactory(organisation=committee, person__name="欧阳建国")
    now = database_now()
    operations.roll(day=local_day(now), at=now)
    return bureau


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_an_administrator_follows_a_gap_from_the_district_to_a_person(
    bureau, make_page, picture, viewport
):
    page = make_page(RoleGrantFactory(organisation=bureau).user, viewport=viewport)

    page.goto("/office/coverage/")
    expect(page.get_by_role("heading", name="云溪区司法局")).to_be_visible()
    picture(page, "district")
    page.get_by_role("table").get_by_role("link", name="柳坪镇司法所").click()
    expect(page.get_by_role("heading", name="柳坪镇司法所")).to_be_visible()

    page.get_by_role("link", name="1 个村（社区）没有调委会").click()
    expect(page.get_by_text("荒坡村")).to_be_visible()
    picture(page, "village")
    page.go_back()

    page.get_by_role("link", name="1 个调委会没有主任").click()
    expect(page.get_by_role("main")).to_contain_text("委员太少")
    picture(page, "committees")
    page.get_by_role("link", name="青禾村人民调解委员会").click()
    page.get_by_role("link", name="欧阳建国").click()
    expect(page.get_by_role("heading", name="欧阳建国")).to_be_visible()
    picture(page, "person")
