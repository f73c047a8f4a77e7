import importlib
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from lms.kernel import personal
from lms.kernel.clock import local_day
from lms.kernel.models import AuditEntry, AuditValue
from mediators import ethnicities, operations, phones
from mediators.models import Person, Speciality
from tests.factories.mediators import (
    MediatorFactory,
    PersonFactory,
    PostFactory,
    UserFactory,
)


@pytest.fixture
def clerk():
    return UserFactory(name="钱文")


@pytest.fixture
def correct(now, clerk):
    def correct(person, **details):
        return operations.correct_person(person=person, at=now, actor=clerk, **details)

    return correct


@pytest.fixture
def describe(now, clerk):
    def describe(mediator, **description):
        return operations.describe_mediator(
            mediator=mediator, at=now, actor=clerk, **description
        )

    return describe


def logged(action):
    entry = AuditEntry.objects.get(action=action)
    value = AuditValue.objects.get(entry=entry)
    return personal.decrypt(entry.person, value.ciphertext)


def test_a_corrected_name_is_found_in_pinyin_and_the_old_one_is_in_the_log(correct):
    person = PersonFactory(name="善雄")

    assert correct(person, name="单 雄") == ["name"]

    person.refresh_from_db()
    assert (person.name, person.spelling) == ("单雄", "shan xiong")
    assert logged("person.corrected") == {"name": ["善雄", "单雄"]}


@pytest.mark.parametrize(("account", "called"), [("善雄", "单雄"), ("老单", "老单")])
def test_the_account_is_called_as_the_person_unless_it_has_another_name(
    correct, account, called
):
    person = PersonFactory(name="善雄", user=UserFactory(name=account))

    correct(person, name="单雄")

    person.user.refresh_from_db()
    assert person.user.name == called


def test_details_are_corrected_and_only_what_differs_is_logged(correct):
    person = PersonFactory(gender="1", education="senior")

    changed = correct(
        person,
        name=person.name,
        gender="2",
        born_on=date(1970, 5, 1),
        ethnicity="03",
        education="senior",
        phone="0531 84210000",
    )

    person.refresh_from_db()
    assert changed == ["gender", "born_on", "ethnicity", "phone"]
    assert (person.gender, person.born_on) == ("2", date(1970, 5, 1))
    assert (person.ethnicity, person.phone) == ("03", "0531-84210000")
    assert str(person.ethnicity_name) == "回族"
    assert sorted(logged("person.corrected")) == sorted(changed)


def test_where_nothing_differs_nothing_is_logged(correct):
    person = PersonFactory()

    assert correct(person, name=person.name, born_on=person.born_on) == []
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("details", "refusal"),
    [
        ({"name": " "}, operations.NameMissing),
        ({"name": "周3"}, operations.NotAName),
        ({"name": "𬱖" * 61}, operations.NameTooLong),
        ({"phone": "12345"}, phones.NotAPhone),
        ({"born_on": date(1899, 12, 31)}, operations.NoSuchBirthday),
        ({"born_on": date(2999, 1, 1)}, operations.NoSuchBirthday),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(correct, details, refusal):
    person = PersonFactory(phone="13900000000")

    with pytest.raises(refusal):
        correct(person, gender="2", **details)

    person.refresh_from_db()
    assert (person.name, person.gender) == ("周小满", "0")


def test_nobody_becomes_a_child_who_holds_a_post(correct):
    post = PostFactory(valid_from=date(2024, 1, 1))

    correct(post.person, born_on=date(2006, 1, 1))
    with pytest.raises(operations.NotAdult):
        correct(post.person, born_on=date(2006, 1, 2))


def test_a_birthday_that_stays_is_not_asked_again(correct):
    child = PersonFactory(born_on=date(2015, 1, 1))
    PostFactory(person=child)

    assert correct(child, born_on=child.born_on, gender="1") == ["gender"]


def test_somebody_born_today_is_on_record(correct, now):
    person = PersonFactory()

    assert correct(person, born_on=local_day(now)) == ["born_on"]
    with pytest.raises(operations.NoSuchBirthday):
        correct(person, born_on=local_day(now) + timedelta(days=1))


def test_a_merged_record_is_not_corrected(correct):
    merged = PersonFactory(merged_into=PersonFactory())

    with pytest.raises(operations.MergedAlready):
        correct(merged, gender="1")


def test_a_mediator_is_described_with_the_person(describe):
    mediator = MediatorFactory()
    skill = Speciality.objects.get_or_create(code="x2", defaults={"name": "邻里"})[0]

    changed = describe(
        mediator,
        phone="13900000000",
        background="teacher",
        languages="济南话",
        may_be_subsidised=False,
        specialities=[skill],
    )

    mediator.refresh_from_db()
    assert changed == [
        "phone",
        "background",
        "languages",
        "may_be_subsidised",
        "specialities",
    ]
    assert (mediator.background, mediator.languages) == ("teacher", "济南话")
    assert mediator.may_be_subsidised is False
    assert list(mediator.specialities.all()) == [skill]
    assert logged("mediator.described") == {
        "background": ["", "teacher"],
        "languages": ["", "济南话"],
        "may_be_subsidised": [True, False],
        "specialities": [[], ["x2"]],
    }


def test_a_mediator_who_stays_as_they_are_is_not_logged(describe):
    mediator = MediatorFactory()

    assert describe(mediator, background="", specialities=[]) == []
    assert describe(mediator, gender="1") == ["gender"]
    actions = AuditEntry.objects.values_list("action", flat=True)
    assert list(actions) == ["person.corrected"]


def test_there_are_fifty_six_peoples():
    assert len(ethnicities.NAMES) == 56
    assert str(Person(ethnicity="01").ethnicity_name) == "汉族"
    assert Person(ethnicity="").ethnicity_name == ""


def test_a_migration_brings_the_kinds_of_dispute_and_takes_back_the_unused():
    module = importlib.import_module("mediators.migrations.0006_specialities")
    here = SimpleNamespace(connection=connection)
    module.add_kinds(apps, here)
    assert Speciality.objects.filter(code__in=module.KINDS).count() == 18
    MediatorFactory().specialities.add(Speciality.objects.get(code="02"))

    module.remove_unused(apps, here)

    left = Speciality.objects.filter(code__in=module.KINDS)
    assert [skill.name for skill in left] == ["邻里纠纷"]
