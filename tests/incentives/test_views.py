from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override

from incentives.forms.records import kind_choices
from incentives.models import Commendation, SubsidyEntry
from mediators.models import Organisation, Person, RoleGrant
from tests.factories.incentives import (
    EVERY_KIND,
    AccountabilityRecordFactory,
    AwardProgrammeFactory,
    CommendationFactory,
    RecognitionFactory,
    SubsidyEntryFactory,
    SubsidyRateFactory,
    SubsidyScheduleFactory,
)
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    RoleGrantFactory,
)

Role = RoleGrant.Role
LIST = "/office/incentives/"
#: What every page of the Office asks: the account, its roles, its permissions (twice).
OFFICE = 4


@pytest.fixture
def bureau():
    return OrganisationFactory(kind=Organisation.Kind.BUREAU, name="云溪区司法局")


@pytest.fixture
def committee(bureau):
    return OrganisationFactory(parent=bureau, name="青禾村人民调解委员会")


@pytest.fixture
def mediator(committee):
    return MediatorFactory(organisation=committee, person__name="周小满")


def signed_in(client, organisation, role=Role.ADMINISTRATOR):
    user = RoleGrantFactory(
        organisation=organisation, role=role, user__name="孟局"
    ).user
    client.force_login(user)
    return user


def add_url(kind, mediator):
    return reverse("incentives:record-add", args=[kind, mediator.uuid])


@pytest.fixture
def administrator(client, bureau):
    return signed_in(client, bureau)


@pytest.fixture
def inspector(client, bureau):
    return signed_in(client, bureau, Role.INSPECTOR)


@pytest.fixture
def stranger(client):
    return signed_in(client, OrganisationFactory(kind=Organisation.Kind.BUREAU))


# -- the list


def test_the_list_shows_every_kind_of_the_branch_and_nothing_else(
    client, administrator, mediator
):
    made = [factory(mediator=mediator) for factory in EVERY_KIND.values()]
    outside = [factory() for factory in EVERY_KIND.values()]

    response = client.get(LIST)

    assert set(response.context["records"]) == set(made)
    page = response.content.decode()
    assert not [each for each in outside if each.get_absolute_url() in page]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("kind=subsidy", 1),
        ("kind=nonsense", 3),
        ("q=小满", 2),
        ("q=青禾", 1),
        ("year=2026", 3),
        ("year=2025", 0),
        ("year=0", 3),
    ],
)
@pytest.mark.usefixtures("administrator")
def test_the_filters_stand_in_the_address(client, committee, mediator, query, count):
    SubsidyEntryFactory(mediator=mediator)
    CommendationFactory(mediator=mediator)
    RecognitionFactory(mediator=None, organisation=committee)

    assert len(client.get(f"{LIST}?{query}").context["records"]) == count


def test_an_empty_list_says_why(client, administrator):
    assert "<table" not in client.get(LIST).content.decode()


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_costs_the_same_however_long(
    client, administrator, mediator, count, django_assert_num_queries
):
    for factory in EVERY_KIND.values():
        for _ in range(count):
            factory(mediator=mediator, **unique(factory))

    with django_assert_num_queries(OFFICE + 5 + len(EVERY_KIND)):
        client.get(LIST)


def unique(factory):
    """Several evaluations of one mediator are of several years."""
    if factory is not EVERY_KIND["evaluation"]:
        return {}
    return {"year": 1950 + EVERY_KIND["evaluation"]._meta.next_sequence() % 70}  # noqa: SLF001 -- a counter


def test_english_headings_begin_with_a_capital(client, administrator, mediator):
    made = [factory(mediator=mediator) for factory in EVERY_KIND.values()]

    with override("en"):
        kinds = [each.kind_name for each in made]
        choices = [str(label) for _kind, label in kind_choices()]

    assert [each for each in (*kinds, *choices) if not each[0].isupper()] == []


# -- one record


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_record_shows_everything_it_says(client, inspector, mediator, kind):
    record = EVERY_KIND[kind](mediator=mediator)

    page = client.get(record.get_absolute_url()).content.decode()

    assert (record.headline in page, "周小满" in page) == (True, True)
    assert reverse("incentives:record-annul", args=[kind, record.uuid]) not in page


def test_a_record_is_annulled_and_stays(client, administrator, mediator):
    record = SubsidyEntryFactory(mediator=mediator)
    url = reverse("incentives:record-annul", args=["subsidy", record.uuid])

    assert url in client.get(record.get_absolute_url()).content.decode()
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 200
    client.post(url, {"reason": "案号录错"})

    record.refresh_from_db()
    page = client.get(record.get_absolute_url()).content.decode()
    assert (record.annulled_by, record.annul_reason) == (administrator, "案号录错")
    assert "案号录错" in page
    again = client.post(url, {"reason": "再作废一次"}, follow=True)
    assert f"{administrator.name}于" in again.content.decode()
    assert "已作废这条记录，下面是它现在的状态" in again.content.decode()
    record.refresh_from_db()
    assert record.annul_reason == "案号录错"
    assert "已作废" in client.get(LIST).content.decode()


# -- entering


@pytest.fixture
def schedule(bureau):
    schedule = SubsidyScheduleFactory(organisation=bureau)
    SubsidyRateFactory(schedule=schedule, amount=Decimal(120))
    return schedule


def case(committee, **changes):
    return {
        "organisation": committee.uuid,
        "case_ref": "云调2026-001",
        "mediated_on": "2026-03-01",
        "case_class": "simple",
        "form": "written",
        **changes,
    }


def test_a_subsidy_is_entered_at_the_rate_of_its_day(
    client, administrator, schedule, committee, mediator
):
    url = add_url("subsidy", mediator)

    assert client.get(url).status_code == 200
    response = client.post(url, case(committee), follow=True)

    entry = SubsidyEntry.objects.get()
    assert (entry.amount, entry.recorded_by, entry.mediator) == (
        Decimal(120),
        administrator,
        mediator,
    )
    assert "云调2026-001" in response.content.decode()


def test_a_refused_subsidy_keeps_what_was_typed(
    client, administrator, schedule, committee, mediator
):
    url = add_url("subsidy", mediator)

    response = client.post(url, case(committee, mediated_on="2020-01-01"))

    page = response.content.decode()
    assert response.context["form"].non_field_errors()
    assert ('value="云调2026-001"' in page, SubsidyEntry.objects.count()) == (True, 0)


@pytest.fixture
def programme(bureau):
    return AwardProgrammeFactory(organisation=bureau, for_whom="both")


def award(programme, committee, decider, **changes):
    return {
        "programme": programme.uuid,
        "organisation": committee.uuid,
        "title": "先进人民调解员",
        "authority": "云溪区司法局",
        "decided_by": decider.uuid,
        "decided_on": "2026-03-01",
        "document_no": "云司发〔2026〕9号",
        **changes,
    }


def test_a_commendation_of_a_mediator_is_entered(
    client, administrator, programme, committee, mediator
):
    url = add_url("commendation", mediator)

    assert client.get(url).status_code == 200
    client.post(url, award(programme, committee, administrator))

    given = Commendation.objects.get()
    assert (given.subject, given.decided_by) == (mediator, administrator)


def test_a_commendation_of_a_unit_is_entered(
    client, administrator, programme, committee
):
    url = reverse("incentives:record-add-unit", args=["commendation", committee.uuid])

    client.post(url, award(programme, committee, administrator))

    assert Commendation.objects.get().subject == committee


def test_a_blocked_commendation_is_refused_in_words(
    client, administrator, programme, committee, mediator
):
    AccountabilityRecordFactory(mediator=mediator)
    url = add_url("commendation", mediator)

    response = client.post(url, award(programme, committee, administrator))

    errors = str(response.context["form"].non_field_errors())
    assert ("周小满" in errors, Commendation.objects.count()) == (True, 0)


def test_who_decides_is_an_administrator_of_the_branch_or_above(
    client, bureau, committee, mediator, programme
):
    head = RoleGrantFactory(organisation=bureau, user__name="孟局").user
    RoleGrantFactory(user__name="外人")
    clerk = signed_in(client, committee)

    def offered(kind):
        form = client.get(add_url(kind, mediator)).context["form"]
        return set(form.fields["decided_by"].queryset)

    assert (offered("commendation"), offered("evaluation")) == ({head}, {head, clerk})


def test_where_there_is_nothing_to_choose_it_is_said_why(client, committee, mediator):
    signed_in(client, committee)

    pages = [
        client.get(add_url(kind, mediator)).content.decode()
        for kind in ("commendation", "grade")
    ]

    assert ["没有可选的" in page for page in pages] == [True, True]


def test_the_subject_is_looked_for_within_the_branch(
    client, administrator, committee, mediator
):
    MediatorFactory(person__name="周小满乙")

    person = client.get(f"{LIST}add/subsidy/?q=小满").context
    unit = client.get(f"{LIST}add/commendation/?q=青禾").context
    nobody = client.get(f"{LIST}add/subsidy/?q=青禾").context
    asked = client.get(f"{LIST}add/subsidy/").context

    assert (person["mediators"], unit["units"]) == ([mediator], [committee])
    assert (nobody["mediators"], nobody["units"], asked["words"]) == ([], [], "")


# -- strangers and inspectors


def pages(record, committee, mediator):
    return [
        record.get_absolute_url(),
        reverse("incentives:record-annul", args=[record.KIND, record.uuid]),
        add_url("subsidy", mediator),
        add_url("commendation", mediator),
        reverse("incentives:record-add-unit", args=["commendation", committee.uuid]),
    ]


def acts(client, record, committee, mediator, programme):
    decider = RoleGrantFactory(organisation=committee).user
    posts = [
        {"reason": "不对"},
        case(committee),
        award(programme, committee, decider),
        award(programme, committee, decider),
    ]
    urls = pages(record, committee, mediator)[1:]
    answers = [
        client.post(url, given).status_code
        for url, given in zip(urls, posts, strict=True)
    ]
    record.refresh_from_db()
    return answers, record.annulled_at, SubsidyEntry.objects.count()


@pytest.mark.usefixtures("stranger", "schedule")
def test_nobody_from_another_branch_learns_of_a_record_or_changes_one(
    client, committee, mediator, programme
):
    record = RecognitionFactory(mediator=mediator)

    answers = [
        client.get(url).status_code for url in pages(record, committee, mediator)
    ]

    assert answers == [404] * 5
    assert acts(client, record, committee, mediator, programme) == ([404] * 4, None, 0)


@pytest.mark.usefixtures("inspector", "schedule")
def test_an_inspector_looks_and_changes_nothing(client, committee, mediator, programme):
    record = RecognitionFactory(mediator=mediator)

    answers = [
        client.get(url).status_code for url in pages(record, committee, mediator)
    ]

    assert answers == [200, 404, 404, 404, 404]
    assert acts(client, record, committee, mediator, programme) == ([404] * 4, None, 0)
    assert client.get(f"{LIST}add/subsidy/").status_code == 404


def test_an_office_does_not_see_what_is_held_against_its_people(client, committee):
    mediator = MediatorFactory(organisation=committee)
    held = AccountabilityRecordFactory(mediator=mediator)
    signed_in(client, committee)

    assert client.get(held.get_absolute_url()).status_code == 404
    assert client.get(LIST).context["records"] == []
    file = client.get(mediator.get_absolute_url()).content.decode()
    assert held.headline not in file


@pytest.mark.parametrize("path", ["nonsense/", "subsidy/"])
def test_a_kind_that_does_not_exist_is_not_found(client, administrator, path):
    held = RecognitionFactory()

    assert client.get(f"{LIST}{path}{held.uuid}/").status_code == 404
    assert client.get(f"{LIST}add/nonsense/").status_code == 404


# -- the file


def test_the_file_shows_every_kind_apart_to_who_oversees(
    client, administrator, mediator
):
    made = [factory(mediator=mediator) for factory in EVERY_KIND.values()]

    page = client.get(mediator.get_absolute_url()).content.decode()

    assert [each for each in made if each.get_absolute_url() not in page] == []
    assert reverse("incentives:enter-for", args=[mediator.uuid]) in page


def test_a_mediator_reads_their_records_in_plain_words(client, mediator):
    made = [factory(mediator=mediator) for factory in EVERY_KIND.values()]
    client.force_login(mediator.person.user)

    page = client.get(reverse("mediators:me")).content.decode()

    assert [each.headline for each in made if each.headline not in page] == []
    assert [each for each in made if each.in_words not in page] == []
    assert LIST not in page


def test_a_file_without_records_says_so(client, administrator, mediator):
    office = client.get(mediator.get_absolute_url()).content.decode()
    client.force_login(mediator.person.user)
    own = client.get(reverse("mediators:me")).content.decode()

    assert ("没有记录" in office, "登记以后" in own) == (True, True)


def test_records_entered_under_a_merged_record_are_in_the_file(
    client, administrator, committee, mediator
):
    duplicate = MediatorFactory(organisation=committee)
    record = RecognitionFactory(mediator=duplicate)
    Person.objects.filter(pk=duplicate.person_id).update(merged_into=mediator.person)

    page = client.get(mediator.get_absolute_url()).content.decode()

    assert record.get_absolute_url() in page
