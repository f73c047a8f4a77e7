"""The log in the Office: within the branch, by filters, with its seal."""

import io
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from lms.kernel import audit, personal, seals
from lms.kernel.models import AuditEntry, AuditSeal, Heartbeat
from lms.kernel.tasks import verify_audit
from mediators.privacy import trail
from mediators.privacy.operations import looking
from tests.factories.delivery import SittingFactory
from tests.factories.incentives import AccountabilityRecordFactory
from tests.factories.mediators import MediatorFactory, OrganisationFactory
from tests.mediators.privacy.conftest import with_role

LIST = "/office/audit/"


def write(subject, at, *, actor=None, person=None, action="person.corrected", **more):
    return audit.record(
        action=action,
        subject=subject,
        actor=actor,
        at=at,
        person=person.uuid if person else None,
        **more,
    )


@pytest.fixture
def entry(person, administrator, now):
    return write(
        person,
        now,
        actor=administrator,
        person=person,
        values={"phone": ["13800000000", "13900000000"]},
        reason="本人来窗口更正",
    )


@pytest.fixture
def signed_in(client, administrator):
    client.force_login(administrator)
    return administrator


def seen(client, query=""):
    return [row["entry"].pk for row in client.get(f"{LIST}?{query}").context["rows"]]


# -- scope


def test_a_branch_sees_its_people_and_places_and_nobody_elses(
    client, signed_in, entry, committee, now
):
    place = write(committee, now, action="organisation.changed")
    elsewhere = MediatorFactory(organisation=OrganisationFactory()).person
    write(elsewhere, now, person=elsewhere)
    write(OrganisationFactory(), now, action="organisation.changed")
    write(signed_in, now, action="audit.exported")

    assert seen(client) == [place.pk, entry.pk]


def test_what_is_held_against_somebody_is_for_their_bureau(
    signed_in, bureau, committee, person, now
):
    record = AccountabilityRecordFactory(
        mediator=person.mediator, organisation=committee, branch=bureau
    )
    held = write(record, now, person=person, action="accountability.recorded")
    plain = write(person, now, person=person)

    in_bureau = trail.visible_to(signed_in).order_by("pk")
    in_committee = trail.visible_to(with_role(committee))

    assert (list(in_bureau), list(in_committee)) == ([held, plain], [plain])


def test_a_sitting_is_seen_by_who_oversees_it(signed_in, stranger, bureau, now):
    sitting = SittingFactory(exam__organisation=bureau)
    made = write(sitting, now, action="sitting.created")

    assert list(trail.visible_to(signed_in)) == [made]
    assert list(trail.visible_to(stranger)) == []


def test_a_platform_administrator_sees_all(client, platform, entry):
    client.force_login(platform)

    assert entry.pk in seen(client)


def test_an_inspector_looks_and_takes_nothing_away(client, inspector, entry):
    client.force_login(inspector)

    page = client.get(LIST)

    assert [row["entry"] for row in page.context["rows"]] == [entry]
    assert "/export/" not in page.content.decode()
    assert client.post(f"{LIST}export/").status_code == 404


def test_a_stranger_finds_nothing(client, stranger, entry):
    client.force_login(stranger)

    assert seen(client) == []
    assert 'class="empty"' in client.get(LIST).content.decode()
    assert client.get(f"{LIST}{entry.pk}/").status_code == 404


def test_a_mediator_has_no_log(client, person):
    client.force_login(person.user)

    assert client.get(LIST).status_code == 404


# -- the list


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("actor=满", True),
        ("actor=无此人", False),
        ("person=周小满", True),
        ("person=zxm", True),
        ("person=无此人", False),
        ("action=person.corrected", True),
        ("action=post.begun", False),
        ("kind=mediators.person", True),
        ("kind=mediators.post", False),
        ("words=窗口", True),
        ("words=电话", False),
        ("since=2020-01-01", True),
        ("since=2999-01-01", False),
        ("until=2020-01-01", False),
        ("since=nonsense&action=nonsense", True),
    ],
)
def test_the_filters_stand_in_the_address(client, signed_in, entry, query, found):
    assert seen(client, query) == ([entry.pk] if found else [])


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_costs_the_same_however_long(
    client, signed_in, committee, count, django_assert_num_queries
):
    for _ in range(count):
        person = MediatorFactory(organisation=committee).person
        write(person, person.user.joined_at, person=person, actor=person.user)

    with django_assert_num_queries(7):
        client.get(LIST)


def test_the_log_is_read_from_where_the_page_ended(client, signed_in, person, now):
    made = [write(person, now, person=person).pk for _ in range(trail.PER_PAGE + 1)]

    first = client.get(LIST)
    rest = client.get(f"{LIST}?before={first.context['more']}")

    assert [row["entry"].pk for row in rest.context["rows"]] == made[:1]
    assert "before=" in first.content.decode()
    assert "回到最近" in rest.content.decode()


# -- one entry


def test_an_entry_shows_what_changed_and_that_is_on_record(
    client, signed_in, entry, person
):
    page = client.get(f"{LIST}{entry.pk}/").content.decode()

    assert ("13800000000" in page, "13900000000" in page) == (True, True)
    assert "联系电话" in page or "电话" in page
    look = AuditEntry.objects.get(action="audit.opened")
    assert (look.actor, look.person) == (signed_in, person.uuid)


def test_an_erased_value_says_so(client, signed_in, entry, person, now):
    personal.erase(person.uuid, at=now)

    page = client.get(f"{LIST}{entry.pk}/").content.decode()

    assert "已随本人密钥一并销毁" in page
    assert not AuditEntry.objects.filter(action="audit.opened").exists()


def test_what_is_secret_is_not_shown_even_there(client, signed_in, person, now):
    made = write(
        person, now, person=person, values={"id_number": "37011519", "phone": "139"}
    )

    page = client.get(f"{LIST}{made.pk}/").content.decode()

    assert ("37011519" in page, "139" in page) == (False, True)


def test_a_day_of_birth_is_shown_by_its_year(client, signed_in, person, now):
    told = {"born_on": ["1965-03-01", "1966-03-01"]}
    both = write(person, now, person=person, values=told)
    one = write(person, now, person=person, values={"born_on": "1965-03-01"})
    none = write(person, now, person=person, values={"born_on": None})

    pages = [
        client.get(f"{LIST}{made.pk}/").content.decode() for made in (both, one, none)
    ]

    assert ["1965" in page for page in pages] == [True, True, False]
    assert not any("-03-01" in page for page in pages)


def test_values_of_somebody_elsewhere_are_hidden(client, signed_in, committee, now):
    elsewhere = MediatorFactory(organisation=OrganisationFactory()).person
    made = write(
        committee,
        now,
        person=elsewhere,
        action="organisation.changed",
        values={"name": "乙乙乙", "nothing": 1},
    )

    page = client.get(f"{LIST}{made.pk}/").content.decode()

    assert ("乙乙乙" in page, "nothing" in page) == (False, True)


def test_an_entry_without_fields_says_so(client, signed_in, person, now):
    made = write(person, now, person=person)

    assert "没有字段" in client.get(f"{LIST}{made.pk}/").content.decode()


def test_an_entry_is_not_sealed_at_first(client, signed_in, entry):
    assert "尚未封存" in client.get(f"{LIST}{entry.pk}/").content.decode()


def test_a_sealed_entry_is_checked_when_it_is_looked_at(client, signed_in, entry, now):
    seals.seal(at=now + timedelta(hours=1))
    number = AuditSeal.objects.get().pk

    page = client.get(f"{LIST}{entry.pk}/").content.decode()

    assert f"已封存于第 {number} 号封条，刚才核对一致" in page
    assert "每天夜里核对" in page


def test_the_nightly_check_is_named_once_it_came_by(client, signed_in, entry, now):
    seals.seal(at=now + timedelta(hours=1))
    AuditSeal.objects.get()
    Heartbeat.objects.create(
        name=Heartbeat.AUDIT_WHOLE, beat_at=now + timedelta(hours=2)
    )

    assert "最近一次核对" in client.get(f"{LIST}{entry.pk}/").content.decode()


def test_a_chain_that_was_found_broken_says_so_at_every_entry(
    client, signed_in, entry, now
):
    verify_audit()
    Heartbeat.objects.create(name=Heartbeat.AUDIT_BROKEN, beat_at=now)

    assert "核对不一致" in client.get(f"{LIST}{entry.pk}/").content.decode()


def test_a_seal_that_does_not_agree_says_so(client, signed_in, entry, now):
    AuditSeal.objects.create(
        first=entry,
        last=entry,
        count=1,
        previous=seals.FIRST,
        digest="f" * 64,
        sealed_at=now,
    )

    assert "核对不一致" in client.get(f"{LIST}{entry.pk}/").content.decode()


def test_what_nobody_knows_any_more_is_called_as_it_was_recorded():
    entry = AuditEntry(subject_type="gone.thing")

    assert trail.kind_of("gone.thing") == "gone.thing"
    assert trail.field_name(entry, "x") == "x"


# -- export


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_filtered_list_is_taken_away_and_that_is_on_record(
    client, signed_in, entry, person, form
):
    write(person, entry.at, person=person, action="post.begun")

    response = client.post(f"{LIST}export/?action=person.corrected", {"form": form})

    if form == "xlsx":
        rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
        text = str(rows.get_sheet_by_index(0).to_python())
    else:
        text = response.content.decode("utf-8-sig")
    assert ("更正了人员信息" in text, "登记了任职" in text) == (True, False)
    assert "13900000000" not in text
    log = AuditEntry.objects.get(action="audit.exported")
    assert (log.actor, log.fields, log.reason) == (signed_in, ["action"], "1")


def test_more_than_a_file_takes_is_refused_in_words(
    client, signed_in, entry, monkeypatch
):
    monkeypatch.setattr(looking, "MOST_ROWS", 0)

    response = client.post(f"{LIST}export/?words=窗口", follow=True)

    assert "一个文件最多导出" in response.content.decode()
    assert [row["entry"] for row in response.context["rows"]] == [entry]


# -- what it is about


@pytest.mark.usefixtures("signed_in")
def test_which_place_it_is_about_is_named_and_found(client, committee, now):
    elsewhere = OrganisationFactory(name="别处村人民调解委员会")
    values = {"name": "甲", "parent": "乙"}
    about = write(committee, now, action="organisation.added", values=values)
    write(elsewhere, now, action="organisation.added")

    page = client.get(LIST).text
    entry = client.get(f"{LIST}{about.pk}/").text

    for text in (page, entry):
        assert committee.name in text
        assert "别处村" not in text
    assert "上级机构" in entry
    assert seen(client, f"person={committee.name[:4]}") == [about.pk]


@pytest.mark.usefixtures("signed_in")
def test_who_was_in_a_roster_stands_in_the_log_where_it_is_asked_for(
    client, person, now
):
    exported = write(person, now, person=person, action="person.exported")
    other = write(person, now, person=person)

    assert seen(client) == [other.pk]
    assert seen(client, f"person={person.name}") == [other.pk, exported.pk]
    assert seen(client, "action=person.exported") == [exported.pk]
