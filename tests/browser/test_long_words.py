"""What has no place to break does not push a page over the edge of a phone."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from incentives.models import Commendation
from mediators.models import Organisation
from tests.browser.conftest import DESK, PHONE
from tests.factories.incentives import (
    CommendationFactory,
    SubsidyEntryFactory,
    SubsidyRateFactory,
    SubsidyScheduleFactory,
)
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    RoleGrantFactory,
)
from tests.incentives.test_importing import csv_of, row
from tests.mediators.rosters.conftest import csv_of as roster_of
from tests.mediators.rosters.conftest import row as person

LONG = "YUNTIAO" * 7 + "2026001"
BOTH = pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])


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
def clerk(bureau):
    return RoleGrantFactory(organisation=bureau, user__name="孟局").user


def over_the_edge(page):
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def bring(page, content):
    file = {"name": "表.csv", "mimeType": "text/csv", "buffer": content}
    page.locator("input[type=file]").set_input_files(files=[file])
    page.get_by_role("button", name="读取文件").click()


@BOTH
@pytest.mark.usefixtures("mediator")
def test_a_table_of_cases_is_looked_through(
    make_page, picture, bureau, clerk, viewport
):
    schedule = SubsidyScheduleFactory(organisation=bureau)
    SubsidyRateFactory(schedule=schedule, amount=Decimal(120))
    page = make_page(clerk, viewport=viewport)
    page.goto("/office/incentives/import/subsidy/")

    bring(page, csv_of(row(case=LONG), row(case=LONG + "B", place=LONG, name="Z" * 50)))

    expect(page.locator("table").first).to_be_visible()
    assert LONG in page.get_by_role("main").inner_text()
    picture(page, f"cases-{viewport['width']}")
    assert over_the_edge(page) <= 0


@BOTH
@pytest.mark.usefixtures("mediator")
def test_a_roster_is_looked_through(make_page, picture, clerk, viewport):
    page = make_page(clerk, viewport=viewport)
    page.goto("/office/mediators/")
    page.get_by_role("link", name="导入名册").click()

    content = roster_of(
        person(name="李梅", organisation="青禾村", role=LONG),
        person(name="M" * 50, organisation=LONG, phone=LONG),
    )
    bring(page, content)

    expect(page.locator("table").first).to_be_visible()
    assert LONG in page.get_by_role("main").inner_text()
    picture(page, f"roster-{viewport['width']}")
    assert over_the_edge(page) <= 0


@pytest.mark.usefixtures("mediator")
def test_a_record_is_read_and_its_notice_stands_apart(
    make_page, picture, bureau, clerk, mediator
):
    case = SubsidyEntryFactory(mediator=mediator, case_ref=LONG)
    waits = CommendationFactory(
        mediator=mediator, decided_by=clerk, state=Commendation.State.PROPOSED
    )
    page = make_page(clerk)

    for address in (
        case.get_absolute_url(),
        "/office/incentives/",
        f"{case.get_absolute_url()}annul/",
        waits.get_absolute_url(),
    ):
        page.goto(address)
        assert over_the_edge(page) <= 0, address
        picture(page, f"{address.count('/')}-{address[-8:-1]}")
        for notice in page.locator("main > .notice").all():
            assert notice.evaluate(GAP) >= 16, address
    assert page.locator("main > .notice").count() == 1


GAP = """(notice) => {
    const below = notice.nextElementSibling.getBoundingClientRect().top;
    return below - notice.getBoundingClientRect().bottom;
}"""
