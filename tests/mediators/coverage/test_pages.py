from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from mediators.coverage import http, measures
from mediators.models import Division, Organisation, RoleGrant
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    PostFactory,
    RoleGrantFactory,
)
from tests.mediators.coverage.conftest import DAY

Role = RoleGrant.Role
#: What every page of the Office asks: the account, its roles, its permissions (twice).
OFFICE = 4
OVERVIEW = "/office/coverage/"


@pytest.fixture
def bureau():
    return OrganisationFactory(kind="bureau", name="云溪区司法局")


@pytest.fixture
def town(bureau):
    return OrganisationFactory(kind="office", parent=bureau, name="柳坪镇司法所")


@pytest.fixture
def committee(town):
    return OrganisationFactory(parent=town, name="青禾村人民调解委员会")


@pytest.fixture
def mediator(committee):
    return MediatorFactory(organisation=committee, person__name="𬱖䶮")


def signed_in(client, organisation, role=Role.ADMINISTRATOR):
    user = RoleGrantFactory(organisation=organisation, role=role).user
    client.force_login(user)
    return user


@pytest.fixture
def administrator(client, bureau):
    return signed_in(client, bureau)


def address(place, *rest):
    return "/".join([f"/office/coverage/{place.uuid}", *rest, ""])


def page(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def village(town, code):
    """A village of the division list for which the office of the town answers."""
    since = {"valid_from": date(2020, 1, 1)}
    if town.division is None:
        town.division = Division.objects.create(
            code="999001000", name="柳坪镇", level="town", **since
        )
        Organisation.objects.filter(pk=town.pk).update(division=town.division)
    return Division.objects.create(
        code=code, name="荒坡村", level="village", parent=town.division, **since
    )


# -- a branch


def test_the_branch_shows_its_figures_with_what_they_are_made_of(  # noqa: PLR0913, PLR0917 -- fixtures
    client, administrator, bureau, town, mediator, proofs, roll
):
    proofs.give(measures.CERTIFIED, mediator.person)
    roll()

    context = client.get(OVERVIEW).context

    (row,) = context["rows"]
    assert (row["place"], row["covered"], row["trained"]) == (
        town,
        "100%，1/1",
        "0%，0/1",
    )
    assert context["organisation"] == bureau


def test_the_plot_and_the_table_say_the_same(client, administrator, mediator, roll):
    roll()

    text = page(client, OVERVIEW)

    assert text.count("data:image/svg+xml;base64,") == 2
    assert "没有有效证书" in text


def test_gaps_are_said_in_words_and_lead_to_their_list(  # noqa: PLR0913, PLR0917 -- fixtures
    client, administrator, bureau, mediator, proofs, roll
):
    roll()

    gaps = client.get(OVERVIEW).context["gaps"]

    assert gaps[0] == {
        "text": "1 个调委会没有主任",
        "url": address(bureau, "gaps", "without_chair"),
    }


def test_a_branch_says_of_when_its_figures_are(client, administrator, roll):
    before = page(client, OVERVIEW)
    roll()
    after = page(client, OVERVIEW)

    assert ("正在清点" in before, "截至" in after) == (True, True)


def test_an_empty_branch_says_so_without_a_gap(client, administrator, roll):
    roll()

    assert "没有发现缺口" in page(client, OVERVIEW)


def test_a_committee_alone_shows_its_own_figures(  # noqa: PLR0913, PLR0917 -- fixtures
    client, administrator, committee, mediator, proofs, roll
):
    roll()

    context = client.get(address(committee)).context

    assert (context["rows"], context["total"]["figures"].people) == ([], 1)


def test_who_oversees_two_branches_finds_both_in_the_tree(
    client, administrator, bureau, roll
):
    other = OrganisationFactory(kind="bureau", name="另一区司法局")
    RoleGrantFactory(user=administrator, organisation=other)
    roll()

    nodes = client.get(OVERVIEW).context["nodes"]

    assert [node["label"] for node in nodes] == [bureau.name, other.name]


def test_a_thousand_children_come_page_by_page(client, administrator, bureau, roll):
    for _ in range(45):
        OrganisationFactory(kind="office", parent=bureau)
    roll()

    pages = [
        len(client.get(f"{OVERVIEW}?page={number}").context["rows"])
        for number in ("1", "3", "9", "x", "999999999")
    ]

    assert pages == [20, 5, 20, 20, 20]


def test_whoever_oversees_nothing_that_exists_is_told_whom_to_ask(client, bureau):
    signed_in(client, bureau)
    Organisation.objects.update(dissolved_on=DAY)

    assert "授予角色的人" in page(client, OVERVIEW)


@pytest.mark.parametrize("count", [1, 5])
def test_a_branch_costs_four_statements_however_large(  # noqa: PLR0913, PLR0917 -- fixtures
    client, administrator, town, roll, count, django_assert_num_queries
):
    for _ in range(count):
        MediatorFactory(organisation=OrganisationFactory(parent=town))
    roll()

    with django_assert_num_queries(OFFICE + 4):
        client.get(address(town))


# -- the lists of gaps


@pytest.mark.parametrize(
    "gap",
    ["without_chair", "few_members", "without_woman", "without_certified"],
)
def test_a_gap_leads_to_its_committees(  # noqa: PLR0913, PLR0917 -- fixtures
    client, administrator, bureau, committee, mediator, proofs, roll, gap
):
    roll()

    context = client.get(address(bureau, "gaps", gap)).context

    assert [row["place"] for row in context["rows"]] == [committee]


def test_a_gap_that_is_closed_says_so(client, administrator, bureau, roll):
    roll()

    assert "已经没有这种缺口" in page(client, address(bureau, "gaps", "many_members"))


def test_a_gap_that_is_none_is_absent(client, administrator, bureau):
    assert client.get(address(bureau, "gaps", "nonsense")).status_code == 404


@pytest.mark.parametrize(
    ("gap", "held", "found"),
    [
        ("uncertified", None, ["𬱖䶮"]),
        ("uncertified", "certified", []),
        ("untrained", None, ["𬱖䶮"]),
        ("expiring", None, []),
        ("expiring", "expiring", ["𬱖䶮"]),
    ],
)
def test_a_gap_of_people_leads_to_the_person(  # noqa: PLR0913, PLR0917 -- fixtures
    client, administrator, bureau, mediator, proofs, roll, gap, held, found
):
    if held:
        proofs.give(held, mediator.person)
    roll()

    context = client.get(address(bureau, "gaps", gap)).context

    assert [each.person.name for each in context["page_obj"]] == found


def test_a_village_without_a_committee_is_named_with_who_answers_for_it(
    client, administrator, bureau, town, roll
):
    village(town, "999001201000")
    roll()

    text = page(client, address(bureau, "gaps", "villages_uncovered"))

    assert ("1 个村（社区）没有调委会" in text, "荒坡村" in text) == (True, True)
    assert town.get_absolute_url() in text


@pytest.mark.parametrize("count", [1, 5])
@pytest.mark.parametrize(
    ("gap", "asked"),
    [("without_chair", 3), ("villages_uncovered", 3), ("uncertified", 5)],
)
def test_a_list_costs_the_same_however_long(  # noqa: PLR0913, PLR0917 -- fixtures
    client,
    administrator,
    bureau,
    town,
    proofs,
    roll,
    count,
    gap,
    asked,
    django_assert_num_queries,
):
    for number in range(count):
        MediatorFactory(organisation=OrganisationFactory(parent=town))
        village(town, f"99900120{number}000")
    roll()

    with django_assert_num_queries(OFFICE + asked):
        client.get(address(bureau, "gaps", gap))


# -- the sheet


def test_the_sheet_has_every_figure_and_every_gap(  # noqa: PLR0913, PLR0917 -- fixtures
    client, administrator, bureau, town, committee, mediator, proofs, roll
):
    Organisation.objects.filter(pk=committee.pk).update(name="=1+1村调委会")
    roll()

    response = client.get(address(bureau)[:-1] + "/coverage.xlsx")

    book = CalamineWorkbook.from_filelike(BytesIO(response.content))
    figures = book.get_sheet_by_index(0).to_python()
    lists = book.get_sheet_by_index(1).to_python()
    assert [row[0] for row in figures[3:]] == [bureau.name, town.name]
    assert figures[3][figures[2].index("调解员人数")] == 1
    assert lists[1] == [
        "=1+1村调委会",
        "没有主任；委员太少；没有女委员；无人持证",
    ]


def test_a_sheet_before_anything_was_counted_says_so(client, administrator, bureau):
    response = client.get(address(bureau)[:-1] + "/coverage.xlsx")

    book = CalamineWorkbook.from_filelike(BytesIO(response.content))
    assert book.get_sheet_by_index(0).to_python()[0][0] == "正在清点。"


# -- who may look


def urls(place):
    return [
        address(place),
        address(place, "gaps", "without_chair"),
        address(place, "gaps", "villages_uncovered"),
        address(place, "gaps", "uncertified"),
        reverse("coverage:export", args=[place.uuid]),
    ]


def test_a_stranger_from_another_branch_learns_nothing(client, bureau, roll):
    signed_in(client, OrganisationFactory(kind="bureau"))
    roll()

    assert {client.get(url).status_code for url in urls(bureau)} == {404}
    assert bureau.name not in page(client, OVERVIEW)


def test_a_town_does_not_see_the_district_above_it(client, bureau, town, roll):
    signed_in(client, town)
    roll()

    assert {client.get(url).status_code for url in urls(bureau)} == {404}
    assert bureau.name not in page(client, address(town))


def test_an_inspector_looks(client, bureau, mediator, roll):
    signed_in(client, bureau, Role.INSPECTOR)
    roll()

    assert {client.get(url).status_code for url in urls(bureau)} == {200}


@pytest.mark.parametrize("role", [Role.TRAINER, Role.MARKER])
def test_whoever_oversees_nobody_finds_no_coverage(client, bureau, role):
    signed_in(client, bureau, role)

    assert {client.get(url).status_code for url in [OVERVIEW, *urls(bureau)]} == {404}


def test_an_administrator_is_told_at_home_what_is_missing(
    client, administrator, committee, proofs, roll
):
    roll()

    assert http.waiting(administrator) == "1 个调委会没有主任"


def test_nothing_waits_where_nothing_is_missing(administrator, roll):
    roll()

    assert http.waiting(administrator) == ""


def test_a_platform_administrator_is_told_of_every_tree(client, committee, roll):
    OrganisationFactory()
    roll()
    user = RoleGrantFactory(role=Role.PLATFORM).user

    assert http.waiting(user) == "2 个调委会没有主任"


def test_nobody_is_ranked(client, administrator, bureau, roll):
    later = OrganisationFactory(kind="office", parent=bureau)
    best = OrganisationFactory(kind="office", parent=bureau)
    for _ in range(3):
        PostFactory(organisation=OrganisationFactory(parent=best))
    roll()

    rows = client.get(OVERVIEW).context["rows"]

    assert [row["place"] for row in rows] == [later, best]
