"""A town's clerk brings in a roster, mends it, gives it out and takes it back."""

import pytest
from playwright.sync_api import expect

from lms.kernel.clock import database_now, local_day
from mediators.coverage import operations as coverage
from mediators.coverage.models import BranchFigures
from mediators.models import Organisation, Post, RoleGrant
from mediators.rosters import tables
from tests.browser.conftest import DESK
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    RoleGrantFactory,
)
from tests.mediators.rosters.conftest import csv_of, row

GOOD = [
    row(name="李梅"),
    row(
        name="阿依古丽·吐尔逊江",
        born_on="1988年7月9日",
        ethnicity="维吾尔族",
        phone=None,
    ),
    row(name="周䶮", born_on="19710312", role="主任", phone="0531-84210000"),
]
BAD = [
    row(name="赵六", role="组长", phone=None),
    row(name="钱七", organisation="上湾洋村", phone=None),
    row(name="孙八", born_on="1965.3", phone="1.39E+10"),
]
DOUBTFUL = row(name="王芳", born_on="1975-06-01", phone=None)
MENDED = [
    row(name="赵六", born_on="1966-02-02", phone=None),
    row(name="钱七", born_on="1967-02-02", phone=None),
    row(name="孙八", born_on="1965-03-03", phone="13900000003"),
]


@pytest.fixture
def town():
    bureau = OrganisationFactory(
        kind=Organisation.Kind.BUREAU, name="示例区司法局", committee_type=""
    )
    return OrganisationFactory(
        parent=bureau,
        kind=Organisation.Kind.OFFICE,
        name="临河镇司法所",
        committee_type="",
    )


@pytest.fixture
def committee(town):
    return OrganisationFactory(parent=town, name="青禾村人民调解委员会")


@pytest.fixture
def clerk(town):
    grant = RoleGrantFactory(organisation=town, role=RoleGrant.Role.ADMINISTRATOR)
    return grant.user


@pytest.fixture
def stranger(town):
    """A mediator of the next town."""
    beside = OrganisationFactory(parent=town.get_parent(), kind="office")
    village = OrganisationFactory(parent=beside)
    return MediatorFactory(organisation=village, person__name="吴外镇")


def counted(page):
    """Count what is due, as the worker does; return what the page says of people."""
    now = database_now()
    while coverage.count_due(at=now):
        pass
    page.goto("/office/coverage/")
    return page.get_by_role("main").inner_text()


def held(committee):
    return Post.objects.in_force().filter(organisation=committee).count()


def learns_nothing_of(page, stranger):
    """Of the next town nothing is found: by list, by search, by address, by interface."""
    page.goto("/office/mediators/")
    expect(page.get_by_role("link", name="周䶮")).to_be_visible()
    expect(page.get_by_text("吴外镇")).to_have_count(0)
    page.goto("/office/mediators/?q=吴外镇")
    expect(page.get_by_text("没有符合条件的调解员")).to_be_visible()
    for address in (
        stranger.get_absolute_url(),
        f"/office/people/{stranger.person.uuid}/edit/",
        f"/office/coverage/{stranger.person.posts.get().organisation.uuid}/",
    ):
        assert page.request.get(address).status == 404
    told = page.request.get("/api/v1/mediators/").json()["mediators"]
    names = {each["name"] for each in told}
    assert "周䶮" in names
    assert "吴外镇" not in names
    asked = page.request.get(f"/api/v1/mediators/{stranger.uuid}/")
    assert (asked.status, "吴外镇" in asked.text()) == (404, False)


def gives_out(page, picture):
    page.get_by_role("link", name="去看调解员").click()
    page.get_by_role("link", name="导出", exact=True).click()
    picture(page, "export")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出").click()
    assert download.value.suggested_filename.endswith(".xlsx")


def takes_back(page, picture):
    """Undo the second import."""
    page.goto("/office/rosters/")
    picture(page, "imports")
    page.get_by_role("link", name="名册（改好）.csv").click()
    page.get_by_role("link", name="撤销这次导入").click()
    picture(page, "undo")
    page.get_by_label("我已了解哪些会撤销、哪些会保留").check()
    page.get_by_role("button", name="撤销导入").click()
    expect(page.get_by_text("已撤销的行")).to_be_visible()
    picture(page, "undone")


def bring_in(page, rows, name="名册.csv"):
    page.get_by_label("名册文件").set_input_files(
        files=[{"name": name, "mimeType": "text/csv", "buffer": csv_of(*rows)}]
    )
    page.get_by_role("button", name="读取文件").click()


def test_a_clerk_brings_in_mends_gives_out_and_takes_back_a_roster(
    make_page, picture, clerk, committee, stranger
):
    known = PersonFactory(name="王芳", born_on=None)
    PostFactory(person=known, organisation=committee)
    now = database_now()
    coverage.roll(day=local_day(now), at=now)
    page = make_page(clerk, viewport=DESK)
    assert "没有主任" in counted(page)

    # Brings it in: three rows are bad, one is doubtful.
    page.goto("/office/mediators/")
    picture(page, "list")
    page.get_by_role("link", name="导入名册").click()
    picture(page, "add")
    bring_in(page, [*GOOD, *BAD, DOUBTFUL])
    expect(page.get_by_text("有 4 行现在不能导入")).to_be_visible()
    picture(page, "review")
    page.get_by_role("link", name="有问题").click()
    expect(page.get_by_text("「上湾洋村」不在您管理的范围内")).to_be_visible()
    expect(page.get_by_text("「组长」", exact=False)).to_be_visible()
    picture(page, "bad")

    # Decides the doubtful one.
    page.get_by_role("link", name="待您判断").click()
    picture(page, "doubtful")
    page.get_by_role("button", name="同一人").click()
    expect(page.get_by_role("heading", name="现在导入")).to_be_visible()
    page.get_by_role("link", name="全部").first.click()
    expect(page.get_by_text("有 3 行现在不能导入")).to_be_visible()
    page.get_by_role("button", name="只导入没有问题的行").click()
    expect(page.get_by_role("heading", name="导入结果")).to_be_visible()
    picture(page, "result")
    assert held(committee) == 5

    # Mends the file and brings it in again.
    page.get_by_role("link", name="导入记录").click()
    page.get_by_role("link", name="导入名册").click()
    bring_in(page, [*GOOD, *MENDED], name="名册（改好）.csv")
    page.get_by_role("button", name="导入全部").click()
    expect(page.get_by_role("heading", name="导入结果")).to_be_visible()
    assert held(committee) == 8

    # Sees what came of it: the committee has its chair.
    after = counted(page)
    assert "没有主任" not in after
    picture(page, "coverage")
    assert BranchFigures.objects.get(organisation=committee).people == 7

    learns_nothing_of(page, stranger)
    page.goto("/office/rosters/")
    page.get_by_role("link", name="名册（改好）.csv").click()

    gives_out(page, picture)

    takes_back(page, picture)
    assert held(committee) == 5


def test_on_a_phone_the_review_is_a_list_of_cards(make_page, picture, clerk, committee):
    PostFactory(person=PersonFactory(name="王芳", born_on=None), organisation=committee)
    page = make_page(clerk)

    page.goto("/office/rosters/add/")
    picture(page, "add")
    bring_in(page, [*GOOD, *BAD, DOUBTFUL])

    expect(page.get_by_text("有 4 行现在不能导入")).to_be_visible()
    picture(page, "review")
    page.get_by_role("link", name="待您判断").click()
    page.get_by_role("button", name="另一人").scroll_into_view_if_needed()
    picture(page, "doubtful")
    page.goto("/office/rosters/export/")
    picture(page, "export")


def test_characters_of_older_programs_are_looked_at_first(
    make_page, picture, clerk, committee
):
    page = make_page(clerk, viewport=DESK)
    content = csv_of(*GOOD).decode().encode("gb18030")

    page.goto("/office/rosters/add/")
    page.get_by_label("名册文件").set_input_files(
        files=[{"name": "旧.csv", "mimeType": "text/csv", "buffer": content}]
    )
    page.get_by_role("button", name="读取文件").click()
    expect(page.get_by_text("这些文字对吗？")).to_be_visible()
    picture(page, "sample")
    page.get_by_role("button", name="文字正确，这样读取").click()

    expect(page.get_by_role("button", name="导入全部")).to_be_visible()


@pytest.mark.usefixtures("committee")
def test_a_file_that_is_too_big_is_not_sent(make_page, clerk):
    page = make_page(clerk)
    page.goto("/office/rosters/add/")
    field = page.get_by_label("名册文件")
    sent = []
    page.on("request", lambda request: sent.append(request.method))

    field.set_input_files(
        files=[
            {
                "name": "大.csv",
                "mimeType": "text/csv",
                "buffer": b"x" * (tables.MOST_BYTES + 1),
            }
        ]
    )
    page.get_by_role("button", name="读取文件").click()

    assert "超过了 10 MB" in field.evaluate("field => field.validationMessage")
    bring_in(page, GOOD)
    expect(page.get_by_role("button", name="导入全部")).to_be_visible()
    assert sent.count("POST") == 1
