from datetime import timedelta

import pytest

from mediators import operations as mediators
from mediators.models import Mediator, Person, Post
from mediators.queries import bearer_of_id_number
from mediators.rosters import operations, queries, rests
from mediators.rosters.models import Step, Undoing, Withdrawal
from tests.factories.courses import EnrolmentFactory
from tests.factories.mediators import (
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    UserFactory,
)
from tests.factories.rosters import applied, read, undo
from tests.mediators.rosters.conftest import csv_of, row


@pytest.fixture
def later(now):
    return now + timedelta(hours=1)


@pytest.fixture
def roster(clerk, office, committee, now):
    """An import of two newcomers, carried out."""
    return applied(csv_of(row(), row(name="王芳")), clerk, office, now)


def obstacles():
    return dict(Undoing.objects.values_list("outcome__row__number", "obstacle"))


def test_undoing_annuls_posts_and_withdraws_people_and_deletes_nothing(
    roster, clerk, later
):
    undo(roster, clerk, later)

    assert obstacles() == {2: "", 3: ""}
    assert [post.is_annulled for post in Post.objects.all()] == [True, True]
    assert {post.annulled_by for post in Post.objects.all()} == {clerk}
    assert all("名册.csv" in post.annul_reason for post in Post.objects.all())
    assert Withdrawal.objects.count() == 2
    assert queries.last_step(roster).kind == Step.Kind.UNDONE


def test_bringing_them_in_again_finds_those_who_were_withdrawn(
    roster, clerk, office, later
):
    undo(roster, clerk, later)

    again = applied(csv_of(row(), row(name="王芳")), clerk, office, later)

    assert list(again.rows.values_list("plan", flat=True)) == ["post", "post"]
    assert Person.objects.filter(name__in=["李梅", "王芳"]).count() == 2


def test_undoing_again_takes_back_what_is_left(roster, clerk, now, later):
    person = Person.objects.get(name="李梅")
    person.user = UserFactory()
    person.save()
    undo(roster, clerk, later)
    assert [bool(text) for _n, text in sorted(obstacles().items())] == [True, False]

    person.user = None
    person.save()
    undo(roster, clerk, later.replace(year=later.year + 1))

    assert Post.objects.standing().count() == 0


@pytest.mark.parametrize(
    "thing", ["an account", "enrolment", "later post", "later end", "a merger"]
)
def test_a_row_stays_where_something_rests_on_it(roster, clerk, later, thing):
    person = Person.objects.get(name="李梅")
    post = person.posts.get()
    if thing == "an account":
        Person.objects.filter(pk=person.pk).update(user=UserFactory())
    elif thing == "enrolment":
        rests.add("tests.enrolment", "一次报名", lambda people: [person.pk])
    elif thing == "later post":
        PostFactory(person=person, organisation=OrganisationFactory())
    elif thing == "a merger":
        again = PersonFactory(name="李梅")
        mediators.merge_people(
            duplicate=again, into=person, at=later, actor=None, reason="同一人"
        )
    else:
        mediators.end_post(
            post=post, on=post.valid_to, reason="resigned", at=later, actor=clerk
        )

    undo(roster, clerk, later.replace(year=later.year + 1))

    rests._registered.pop("tests.enrolment", None)  # noqa: SLF001 -- put back as it was
    post.refresh_from_db()
    assert (bool(obstacles()[2]), post.is_annulled) == (True, False)
    assert obstacles()[3] == ""


def test_what_the_apps_above_record_of_a_person_rests_on_them(roster):
    person = Person.objects.get(name="李梅")
    EnrolmentFactory(mediator=person.mediator)

    assert list(rests.on([person.pk, 0])) == [person.pk]


BEFORE = {
    "gender": None,
    "born_on": None,
    "ethnicity": None,
    "education": None,
    "phone": None,
    "background": None,
    "languages": None,
    "specialities": None,
}


def details():
    person = Person.objects.get(name="周䶮")
    fields = {name: getattr(person, name, None) for name in BEFORE}
    about = Mediator.objects.get(person=person)
    skills = sorted(about.specialities.values_list("name", flat=True))
    number = person.id_number_lookup and bearer_of_id_number(person).pk
    return fields | {
        "background": about.background,
        "languages": about.languages,
        "specialities": skills,
        "number": number,
    }


@pytest.mark.parametrize(
    "said",
    [
        {"phone": "13900000002"},
        {"specialities": "婚姻家庭纠纷", "languages": "济南话、英语"},
        {"gender": "女", "born_on": "1980-05-01", "ethnicity": "维吾尔族"},
        {"id_number": "37011519800501332X"},
        {"education": "本科", "background": "教师", "phone": "0531-84210000"},
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("committee")
def test_details_get_back_what_they_were(clerk, office, now, later, said):
    bare = row(name="周䶮", **BEFORE)
    applied(csv_of(bare), clerk, office, now)
    before = details()
    number = str(Mediator.objects.get(person__name="周䶮").uuid)
    second = applied(
        csv_of(row(name="周䶮", mediator=number, **{**BEFORE, **said})),
        clerk,
        office,
        later,
    )
    assert details() != before

    undo(second, clerk, later + timedelta(minutes=5))

    assert details() == before
    undoing = Undoing.objects.get()
    assert (undoing.obstacle, undoing.restored) == ("", True)


def test_details_that_were_changed_since_stay(roster, clerk, office, later):
    second = applied(csv_of(row(phone="13900000002")), clerk, office, later)
    person = Person.objects.get(name="李梅")
    mediators.correct_person(person=person, phone="13900000003", at=later, actor=clerk)

    undo(second, clerk, later + timedelta(minutes=5))

    person.refresh_from_db()
    assert (obstacles(), person.phone) == ({2: "资料后来有改动。"}, "13900000003")


def test_a_row_that_changed_nothing_is_not_undone(roster, clerk, office, later):
    same = row(name="王芳", phone="13900000009")
    second = applied(csv_of(row(), same), clerk, office, later)

    undo(second, clerk, later + timedelta(minutes=5))

    assert obstacles() == {3: ""}


def test_an_import_that_was_not_carried_out_is_not_undone(
    clerk, office, committee, now
):
    roster = read(csv_of(row()), clerk, office, now)

    with pytest.raises(operations.NotNow):
        undo(roster, clerk, now)


def test_undoing_a_second_post_leaves_the_person(clerk, office, committee, now, later):
    applied(csv_of(row()), clerk, office, now)
    second = applied(csv_of(row(role="调解员")), clerk, office, later)

    undo(second, clerk, later)

    assert [post.is_annulled for post in Post.objects.order_by("pk")] == [False, True]
    assert Withdrawal.objects.count() == 0
