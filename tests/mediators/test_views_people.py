"""The pages on which a person is corrected, identified and merged."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from lms.kernel.models import AuditEntry
from mediators import identity, operations
from mediators.models import (
    Distinction,
    Organisation,
    Person,
    RoleGrant,
    Speciality,
)
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    RoleGrantFactory,
)
from tests.mediators.test_identity import id_number

Role = RoleGrant.Role
NUMBER = id_number()
MASK = identity.mask(NUMBER)
#: What every page of the Office asks: the account, its roles, its permissions (twice).
OFFICE = 4


@pytest.fixture
def bureau():
    return OrganisationFactory(kind=Organisation.Kind.BUREAU, committee_type="")


@pytest.fixture
def committee(bureau):
    return OrganisationFactory(parent=bureau)


@pytest.fixture
def mediator(committee):
    return MediatorFactory(organisation=committee, person__name="单雄")


@pytest.fixture
def person(mediator):
    return mediator.person


@pytest.fixture
def sign_in(client):
    def sign_in(organisation, role=Role.ADMINISTRATOR):
        user = RoleGrantFactory(organisation=organisation, role=role).user
        client.force_login(user)
        return user

    return sign_in


@pytest.fixture
def administrator(sign_in, bureau):
    return sign_in(bureau)


@pytest.fixture
def numbered(person, now):
    operations.record_id_number(person=person, number=NUMBER, at=now, actor=None)
    person.refresh_from_db()
    return person


def url(name, person):
    return reverse(f"mediators:{name}", args=[person.uuid])


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def details(**changes):
    given = {
        "name": "单雄",
        "gender": "1",
        "born_on": "1965-03-01",
        "ethnicity": "01",
        "education": "senior",
        "phone": "",
        "background": "teacher",
        "languages": "济南话",
        "may_be_subsidised": "on",
    }
    return {**given, **changes}


# -- who may


PAGES = ["person-edit", "id-number", "id-number-reveal"]
BODIES = {
    "person-edit": details(name="改名"),
    "id-number": {"number": NUMBER},
    "id-number-reveal": {"reason": "核对"},
    "id-number-forget": {"reason": "不再需要"},
}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("who", ["stranger", "inspector", "mediator"])
def test_nobody_but_the_branchs_administrators_acts(
    client, sign_in, numbered, name, who
):
    bureau = numbered.posts.get().organisation.get_parent()
    if who == "mediator":
        client.force_login(numbered.user)
    else:
        place = bureau if who == "inspector" else OrganisationFactory()
        sign_in(place, Role.INSPECTOR if who == "inspector" else Role.ADMINISTRATOR)
    before = AuditEntry.objects.count()

    response = client.post(url(name, numbered), BODIES[name])

    assert response.status_code == 404
    assert AuditEntry.objects.count() == before
    assert NUMBER not in response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_an_administrator_opens_every_page_of_their_branch(
    client, administrator, numbered, name
):
    response = client.get(url(name, numbered))

    assert response.status_code == 200
    assert NUMBER not in response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_record_that_was_merged_is_not_acted_on(client, administrator, person, name):
    left = PersonFactory()
    PostFactory(person=left, organisation=person.posts.get().organisation)
    Person.objects.filter(pk=person.pk).update(merged_into=left)

    assert client.get(url(name, person)).status_code == 404


# -- correcting


def test_the_form_shows_what_is_on_record(client, administrator, mediator, person):
    skill = Speciality.objects.get_or_create(code="x2", defaults={"name": "邻里"})[0]
    mediator.specialities.add(skill)
    person.phone = "13900000000"
    person.save()

    form = client.get(url("person-edit", person)).context["form"]

    assert form["name"].value() == "单雄"
    assert form["phone"].value() == "13900000000"
    assert form["specialities"].value() == [skill.pk]
    assert "maxlength" not in form["name"].as_widget()


def test_details_are_corrected_and_the_clerk_is_back_at_the_file(
    client, administrator, mediator, person
):
    skill = Speciality.objects.get_or_create(code="x2", defaults={"name": "邻里"})[0]
    given = details(name="单 𬱖", specialities=[skill.pk])

    response = client.post(url("person-edit", person), given)

    person.refresh_from_db()
    mediator.refresh_from_db()
    assert response.url == mediator.get_absolute_url()
    assert (person.name, person.spelling) == ("单𬱖", "shan di")
    assert (mediator.background, list(mediator.specialities.all())) == (
        "teacher",
        [skill],
    )
    page = client.get(response.url).content.decode()
    assert ("汉族" in page, "济南话" in page, "邻里" in page) == (True, True, True)
    assert "财政供养" not in page


def test_who_is_on_a_public_payroll_is_paid_no_subsidies(
    client, administrator, mediator, person
):
    client.post(url("person-edit", person), details(may_be_subsidised=""))

    assert "财政供养" in client.get(mediator.get_absolute_url()).content.decode()


def test_what_is_refused_comes_back_with_all_that_was_typed(
    client, administrator, person
):
    wrong = details(phone="12345", languages="鲁西话", name="单3")

    response = client.post(url("person-edit", person), wrong)

    form = response.context["form"]
    assert (form["phone"].value(), form["languages"].value()) == ("12345", "鲁西话")
    assert list(form.errors) == ["phone"]


def test_a_refusal_of_the_operation_stands_above_the_form(
    client, administrator, person
):
    response = client.post(url("person-edit", person), details(born_on="2015-01-01"))

    person.refresh_from_db()
    assert "《人民调解法》第十四条" in response.context["form"].errors["__all__"][0]
    assert person.born_on == date(1965, 3, 1)


def test_a_shared_phone_is_noticed_and_taken(client, administrator, committee, person):
    for name in ("单母", "单父"):
        PostFactory(
            organisation=committee, person__name=name, person__phone="0531-84210000"
        )
    PostFactory(person__phone="0531-84210000", person__name="吴别处")

    response = client.post(url("person-edit", person), details(phone="0531 84210000"))

    person.refresh_from_db()
    assert person.phone == "0531-84210000"
    assert said(response) == [
        "信息已更正，原来的内容保留在日志中。",
        "单父、单母的电话与此相同。家人共用一部电话是常见的；如果是填错了，请更正。",
    ]


def test_where_nothing_was_changed_that_is_said(client, administrator, person):
    client.post(url("person-edit", person), details())

    response = client.post(url("person-edit", person), details())

    assert said(response)[-1] == "没有改动。"


def test_somebody_who_does_not_mediate_is_corrected_too(
    client, administrator, committee
):
    clerk = PostFactory(organisation=committee).person

    response = client.post(url("person-edit", clerk), {"name": "钱文", "gender": "2"})

    clerk.refresh_from_db()
    assert (clerk.name, clerk.gender) == ("钱文", "2")
    assert response.url == reverse("mediators:mediator-list")


def test_a_name_of_sixty_rare_characters_fits(client, administrator, person):
    client.post(url("person-edit", person), details(name="𬱖" * 60))
    person.refresh_from_db()
    assert person.name == "𬱖" * 60

    response = client.post(url("person-edit", person), details(name="𬱖" * 61))
    assert list(response.context["form"].errors) == ["name"]


# -- the identity number


def test_a_slip_is_refused_in_words_and_the_right_number_is_taken(
    client, administrator, mediator, person
):
    slip = NUMBER[:-2] + ("0" if NUMBER[-2] != "0" else "1") + NUMBER[-1]

    response = client.post(url("id-number", person), {"number": slip})

    assert "最后一位校验码" in response.context["form"].errors["number"][0]
    assert response.context["form"]["number"].value() == slip

    response = client.post(url("id-number", person), {"number": f" {NUMBER}"})

    assert response.url == mediator.get_absolute_url()
    assert said(response)[:2] == [
        "身份证号码已加密保存。",
        "登记的出生日期与号码中的不一致，请更正有误的一处。",
    ]


def test_the_file_shows_the_mask_and_neither_number_nor_day_of_birth(
    client, administrator, mediator, numbered
):
    page = client.get(mediator.get_absolute_url()).content.decode()

    assert (MASK in page, NUMBER in page) == (True, False)
    assert ("3月1日" in page, "1965" in page) == (False, True)


def test_mediators_see_their_own_mask_and_no_way_to_reveal_it(client, numbered):
    client.force_login(numbered.user)

    page = client.get(reverse("mediators:me")).content.decode()

    assert (MASK in page, url("id-number-reveal", numbered) in page) == (True, False)
    assert "3月1日" in page


def test_an_inspector_sees_the_mask_and_no_way_to_reveal_it(
    client, sign_in, bureau, mediator, numbered
):
    sign_in(bureau, Role.INSPECTOR)

    page = client.get(mediator.get_absolute_url()).content.decode()

    assert (MASK in page, url("id-number-reveal", numbered) in page) == (True, False)


def test_the_number_is_shown_once_for_a_reason_and_kept_by_no_cache(
    client, administrator, numbered
):
    response = client.post(url("id-number-reveal", numbered), {"reason": "核对证件"})

    assert NUMBER in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    entry = AuditEntry.objects.get(action="id_number.revealed")
    assert (entry.actor, entry.reason) == (administrator, "核对证件")
    assert NUMBER not in client.get(url("id-number-reveal", numbered)).content.decode()


def test_without_a_reason_the_number_stays_masked(client, administrator, numbered):
    response = client.post(url("id-number-reveal", numbered), {"reason": " "})

    assert NUMBER not in response.content.decode()
    assert list(response.context["form"].errors) == ["reason"]
    assert not AuditEntry.objects.filter(action="id_number.revealed").exists()


def test_where_no_number_is_the_page_says_so(client, administrator, person):
    page = client.get(url("id-number-reveal", person)).content.decode()
    assert url("id-number", person) in page

    for name in ("id-number-reveal", "id-number-forget"):
        response = client.post(url(name, person), {"reason": "核对"})
        assert "没有登记单雄的身份证号码" in str(response.context["form"].errors)


def test_a_number_is_deleted(client, administrator, mediator, numbered):
    assert MASK in client.get(url("id-number-forget", numbered)).content.decode()

    client.post(url("id-number-forget", numbered), {"reason": "不再需要"})

    assert MASK not in client.get(mediator.get_absolute_url()).content.decode()


def test_a_number_of_somebody_in_the_branch_leads_to_comparing_both(
    client, administrator, committee, numbered
):
    twin = MediatorFactory(organisation=committee).person

    page = client.post(url("id-number", twin), {"number": NUMBER}).content.decode()

    assert reverse("mediators:merge", args=[twin.uuid, numbered.uuid]) in page


def test_a_number_of_somebody_elsewhere_names_nobody(client, sign_in, numbered):
    place = OrganisationFactory()
    sign_in(place)
    twin = MediatorFactory(organisation=place).person

    response = client.post(url("id-number", twin), {"number": NUMBER})

    assert response.context["other"] is None
    assert "单雄" not in response.content.decode()


def test_a_number_stands_in_no_list(client, administrator, numbered):
    pages = [reverse("mediators:mediator-list"), reverse("mediators:doubles")]
    pages.append(f"{reverse('mediators:post-add')}?q=shan")

    shown = "".join(client.get(page).content.decode() for page in pages)

    assert ("单雄" in shown, MASK in shown, NUMBER[-4:] in shown) == (
        True,
        False,
        False,
    )


# -- merging


@pytest.fixture
def twin(committee, person):
    return MediatorFactory(
        organisation=committee, person__name="单雄", person__born_on=person.born_on
    ).person


def merge_url(one, other):
    return reverse("mediators:merge", args=[one.uuid, other.uuid])


SURE = {"stays": "one", "reason": "身份证一致", "is_sure": "on"}


def test_records_that_look_alike_are_suggested_and_others_are_not(
    client, administrator, committee, person, twin
):
    PostFactory(organisation=committee, person__name="单雄", person__born_on=None)
    PostFactory(person__name="单雄", person__born_on=person.born_on)

    pairs = client.get(reverse("mediators:doubles")).context["pairs"]

    assert pairs == [(person, twin)]


def test_the_same_phone_is_a_reason_to_compare_and_another_number_is_none(
    client, administrator, committee, person, now
):
    Person.objects.filter(pk=person.pk).update(phone="13900000000")
    post = PostFactory(
        organisation=committee,
        person__name="单雄",
        person__born_on=None,
        person__phone="13900000000",
    )
    page = reverse("mediators:doubles")
    assert client.get(page).context["pairs"] == [(person, post.person)]

    for each, sequence in ((person, "751"), (post.person, "752")):
        number = id_number(sequence=sequence)
        operations.record_id_number(person=each, number=number, at=now, actor=None)

    assert client.get(page).context["pairs"] == []


def test_where_nothing_looks_alike_the_page_says_so(client, administrator, person):
    page = client.get(reverse("mediators:doubles")).content.decode()

    assert reverse("mediators:mediator-list") in page


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_of_pairs_costs_the_same_however_long(
    client, administrator, committee, count, django_assert_num_queries
):
    for number in range(count):
        for _ in range(2):
            MediatorFactory(organisation=committee, person__name="单" + "雄" * number)

    with django_assert_num_queries(OFFICE + 3):
        client.get(reverse("mediators:doubles"))


def apart_url(one, other):
    return reverse("mediators:apart", args=[one.uuid, other.uuid])


def test_who_was_told_apart_is_not_suggested_again(client, administrator, person, twin):
    unsaid = client.post(apart_url(person, twin), {"reason": "　"})
    before = client.get(reverse("mediators:doubles")).context["pairs"]
    done = client.post(apart_url(twin, person), {"reason": "父子，住址不同"})
    again = client.post(apart_url(person, twin), {"reason": "又看了一遍"})
    after = client.get(reverse("mediators:doubles")).context["pairs"]

    told = Distinction.objects.get()
    assert unsaid.status_code == 200
    assert (done.status_code, again.status_code) == (302, 302)
    assert (before, after) == ([(person, twin)], [])
    assert {told.one, told.other} == {person, twin}
    assert (told.reason, told.told_by) == ("父子，住址不同", administrator)


def test_who_was_told_apart_can_be_merged_and_the_page_says_what_was_said(
    client, administrator, person, twin
):
    client.post(apart_url(person, twin), {"reason": "父子，住址不同"})

    page = client.get(merge_url(twin, person)).content.decode()
    client.post(merge_url(twin, person), SURE)

    person.refresh_from_db()
    assert "父子，住址不同" in page
    assert apart_url(twin, person) not in page
    assert person.merged_into == twin


def test_nobody_is_told_apart_from_themselves_or_beyond_the_branch(
    client, administrator, person
):
    elsewhere = PostFactory().person

    same = client.post(apart_url(person, person), {"reason": "一样"})
    beyond = client.post(apart_url(person, elsewhere), {"reason": "不一样"})

    assert (same.status_code, beyond.status_code) == (404, 404)
    assert not Distinction.objects.exists()


def test_both_records_stand_side_by_side(client, administrator, person, twin):
    late = datetime(2026, 3, 1, 20, tzinfo=UTC)  # the next day in China
    Person.objects.filter(pk__in=[person.pk, twin.pk]).update(recorded_at=late)
    Person.objects.filter(pk=twin.pk).update(phone="13900000000")

    context = client.get(merge_url(person, twin)).context
    rows = context["rows"]

    differing = [row["label"] for row in rows if row["differs"]]
    assert differing == ["联系电话"]
    assert rows[0]["one"] == rows[0]["other"] == "单雄"
    assert rows[-1]["one"] == "2026年3月2日"
    assert "第一份档案（2026年3月2日登记）" in str(context["form"]["stays"])


@pytest.mark.parametrize("stays", ["one", "other"])
def test_the_record_that_was_chosen_stays(client, administrator, person, twin, stays):
    response = client.post(merge_url(person, twin), {**SURE, "stays": stays})

    left, gone = (person, twin) if stays == "one" else (twin, person)
    gone.refresh_from_db()
    assert gone.merged_into == left
    assert response.url == left.mediator.get_absolute_url()
    assert AuditEntry.objects.get(action="person.merged").reason == "身份证一致"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"stays": ""}, "stays"),
        ({"reason": " "}, "reason"),
        ({"is_sure": ""}, "is_sure"),
    ],
)
@pytest.mark.usefixtures("administrator")
def test_nothing_is_merged_unless_all_is_said(client, person, twin, wrong, field):
    response = client.post(merge_url(person, twin), {**SURE, **wrong})

    twin.refresh_from_db()
    assert (list(response.context["form"].errors), twin.merged_into) == ([field], None)


def test_two_people_are_not_merged(client, administrator, person, twin, now):
    for each, sequence in ((person, "751"), (twin, "752")):
        number = id_number(sequence=sequence)
        operations.record_id_number(person=each, number=number, at=now, actor=None)

    response = client.post(merge_url(person, twin), SURE)

    assert "__all__" in response.context["form"].errors


def test_a_record_is_not_compared_with_itself(client, administrator, person):
    assert client.get(merge_url(person, person)).status_code == 404


@pytest.mark.parametrize("who", ["stranger", "inspector", "neighbour"])
def test_only_who_administers_both_merges_them(client, sign_in, bureau, person, who):
    committee = person.posts.get().organisation
    elsewhere = OrganisationFactory(parent=bureau)
    twin = MediatorFactory(organisation=elsewhere, person__name="单雄").person
    places = {"stranger": OrganisationFactory(), "inspector": bureau}
    role = Role.INSPECTOR if who == "inspector" else Role.ADMINISTRATOR
    sign_in(places.get(who, committee), role)

    for pair in ((person, twin), (twin, person)):
        assert client.get(merge_url(*pair)).status_code == 404
        assert client.post(merge_url(*pair), SURE).status_code == 404

    assert not Person.objects.exclude(merged_into=None).exists()


def test_a_platform_administrators_look_is_logged_under_the_person(
    client, sign_in, bureau, person
):
    sign_in(bureau, Role.PLATFORM)

    client.get(url("person-edit", person))

    assert AuditEntry.objects.get(action="page.viewed").person == person.uuid


def test_a_list_of_specialities_is_in_the_order_of_their_codes(
    client, administrator, mediator, person
):
    for code, name in (("x9", "其他"), ("x1", "婚姻")):
        skill, _new = Speciality.objects.get_or_create(
            code=code, defaults={"name": name}
        )
        mediator.specialities.add(skill)

    page = client.get(mediator.get_absolute_url()).content.decode()

    assert "婚姻、其他" in page
