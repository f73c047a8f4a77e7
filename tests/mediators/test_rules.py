from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from lms.kernel.models import AuditEntry
from mediators import operations, queries
from mediators.coverage.queries import Asked
from mediators.models import Organisation, Post, RoleGrant, Rule
from mediators.operations.posts import EndBeforeBeginning
from tests.factories.mediators import (
    OrganisationFactory,
    RoleGrantFactory,
    RuleFactory,
)

Code, Kind, Type = Rule.Code, Organisation.Kind, Organisation.CommitteeType
DAY = date(2026, 3, 1)
#: What every page of the Office asks: the account, its roles, its permissions (twice).
OFFICE = 4


@pytest.fixture
def bureau():
    return OrganisationFactory(kind=Kind.BUREAU, name="云溪区司法局")


@pytest.fixture
def town(bureau):
    return OrganisationFactory(parent=bureau, kind=Kind.OFFICE, name="柳溪镇司法所")


@pytest.fixture
def village(town):
    return OrganisationFactory(parent=town, name="青禾村人民调解委员会")


def signed_in(client, organisation, role=RoleGrant.Role.ADMINISTRATOR):
    user = RoleGrantFactory(organisation=organisation, role=role).user
    client.force_login(user)
    return user


def lay_down(now, place, **changes):
    terms = {
        "code": Code.AGE_MAX,
        "value": 65,
        "document": "某司发〔2025〕4号",
        "valid_from": date(2026, 1, 1),
        "at": now,
        "actor": None,
    }
    return operations.add_rule(organisation=place, **{**terms, **changes})


def asked(place, code, *, day=DAY, kind=""):
    return queries.rulebook(place).figure(code, place, day=day, kind=kind)


# -- which rule holds


@pytest.mark.parametrize(
    ("code", "value", "source"),
    [
        (Code.MEMBERS_MIN, 3, "《人民调解法》第八条第二款"),
        (Code.TERM_YEARS, 3, "《人民调解法》第九条第二款"),
        (Code.AGE_MIN, 18, "《人民调解法》第十四条第一款"),
        (Code.FULL_TIME_MAX, 1, "本系统的默认值，未见全国性文件"),
        (Code.FILING_DAYS, 0, "尚无文件规定"),
    ],
)
def test_where_no_document_speaks_the_law_does_or_nobody(village, code, value, source):
    figure = asked(village, code)

    assert (figure.value, str(figure.source)) == (value, source)


def test_the_nearest_branch_decides_and_within_it_the_narrowest(bureau, town, village):
    RuleFactory(organisation=bureau, code=Code.AGE_MAX, value=70, post_kind="full_time")
    RuleFactory(organisation=town, code=Code.AGE_MAX, value=65)
    RuleFactory(organisation=town, code=Code.AGE_MAX, value=60, post_kind="part_time")
    RuleFactory(
        organisation=town,
        code=Code.AGE_MAX,
        value=55,
        post_kind="part_time",
        committee_type=Type.STREET,
    )

    found = [asked(village, Code.AGE_MAX, kind=kind).value for kind in Post.Kind]

    assert found == [65, 60, 65]


def test_a_rule_of_one_type_of_committee_leaves_the_others_alone(town, village):
    RuleFactory(
        organisation=town,
        code=Code.EDUCATION_MIN,
        value=3,
        committee_type=Type.TOWNSHIP,
    )
    own = OrganisationFactory(parent=town, committee_type=Type.TOWNSHIP)

    assert [asked(each, Code.EDUCATION_MIN).value for each in (village, own)] == [0, 3]


def test_a_term_may_be_shorter_for_one_kind_of_post(village):
    RuleFactory(
        organisation=village, code=Code.TERM_YEARS, value=1, post_kind="full_time"
    )

    ends = [
        queries.term_end(village, start=DAY, kind=kind)
        for kind in (Post.Kind.FULL_TIME, Post.Kind.PART_TIME)
    ]

    assert ends == [date(2027, 3, 1), date(2029, 3, 1)]


def test_rules_of_a_place_cost_one_query(village, town, django_assert_num_queries):
    RuleFactory(organisation=town)

    with django_assert_num_queries(1):
        found = queries.figures(village, day=DAY)

    assert found[Code.FILING_DAYS].rule is not None


@pytest.mark.parametrize(
    ("code", "value", "words"),
    [
        (Code.AGE_MAX, 0, "不作要求"),
        (Code.AGE_MAX, 65, "65 周岁"),
        (Code.EDUCATION_MIN, 3, "高中及以上"),
        (Code.TERM_YEARS, 3, "3 年"),
        (Code.FILING_DAYS, 30, "30 个工作日"),
        (Code.FULL_TIME_MAX, 1, "1 个岗位"),
        (Code.WOMEN_MIN, 2, "2 人"),
    ],
)
def test_a_rule_says_what_it_asks_for(code, value, words):
    assert Rule(code=code, value=value).in_words == words


# -- laying down, ending, annulling


def test_a_new_rule_ends_the_one_before_of_the_same_narrowing_only(now, bureau):
    lay_down(now, bureau, valid_from=date(2024, 1, 1))
    lay_down(now, bureau, valid_from=date(2024, 1, 1), post_kind="full_time")
    lay_down(now, bureau, value=70)

    periods = Rule.objects.order_by("pk").values_list("post_kind", "value", "valid_to")
    assert list(periods) == [
        ("", 65, date(2026, 1, 1)),
        ("full_time", 65, None),
        ("", 70, None),
    ]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"document": " "}, operations.DocumentMissing),
        ({"code": Code.CHAIRS, "value": 0}, operations.ValueUnfit),
        ({"code": Code.AGE_MIN, "value": 16}, operations.YoungerThanAdult),
        ({"code": Code.EDUCATION_MIN, "value": 9}, operations.NoSuchEducation),
        ({"code": Code.CHAIRS, "post_kind": "full_time"}, operations.OfTheWhole),
        ({"valid_to": date(2026, 1, 1)}, EndBeforeBeginning),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(now, bureau, changes, refusal):
    with pytest.raises(refusal):
        lay_down(now, bureau, **changes)

    assert not Rule.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"code": Code.MEMBERS_MIN, "value": 1}, "3 人（《人民调解法》第八条第二款）"),
        ({"code": Code.MEMBERS_MAX, "value": 11}, "9 人"),
        ({"code": Code.CHAIRS, "value": 2}, "1 人"),
        ({"code": Code.TERM_YEARS, "value": 10}, "3 年"),
        ({"value": 0}, "65 周岁（某司发〔2025〕4号）"),
        ({"value": 70}, "65 周岁"),
        ({"value": 70, "post_kind": "full_time"}, "65 周岁"),
        ({"value": 70, "valid_from": date(2018, 1, 1)}, "65 周岁"),
        ({"code": Code.FILING_DAYS, "value": 0}, "30 个工作日"),
    ],
)
def test_a_branch_asks_for_no_less_than_the_law_and_those_above(
    now, bureau, town, changes, words
):
    lay_down(now, bureau)
    lay_down(now, bureau, code=Code.FILING_DAYS, value=30)

    with pytest.raises(operations.LooserThanAbove) as refusal:
        lay_down(now, town, **changes)

    assert words in str(refusal.value)
    assert "不能放宽" in str(refusal.value)


def test_a_branch_may_ask_for_more_and_for_what_those_above_leave_open(
    now, bureau, town
):
    lay_down(now, bureau, post_kind="full_time")
    lay_down(now, bureau, code=Code.MEMBERS_MIN, value=5)

    stricter = lay_down(now, town, value=60)
    others = lay_down(now, town, value=75, post_kind="part_time")
    more = lay_down(now, town, code=Code.MEMBERS_MIN, value=7)
    second = lay_down(now, town, code=Code.FULL_TIME_MAX, value=2)

    standing = Rule.objects.filter(organisation=town)
    assert set(standing) == {stricter, others, more, second}


def test_what_is_tightened_above_holds_beneath(now, bureau, town, village):
    lay_down(now, town, value=60)
    lay_down(now, town, code=Code.MEMBERS_MIN, value=4)

    lay_down(now, bureau, value=55)
    lay_down(now, bureau, code=Code.MEMBERS_MIN, value=7)

    assert [
        asked(village, code).value for code in (Code.AGE_MAX, Code.MEMBERS_MIN)
    ] == [
        55,
        7,
    ]
    assert Asked(day=DAY).of(village.path, "village")[Code.MEMBERS_MIN] == 7


def test_two_values_at_one_time_are_refused_in_a_sentence(now, bureau):
    lay_down(now, bureau)

    with pytest.raises(operations.RuleOverlaps, match="2026年1月1日"):
        lay_down(now, bureau, value=60)


def test_a_rule_ends_once_and_after_it_began(now, bureau):
    rule = lay_down(now, bureau)

    with pytest.raises(EndBeforeBeginning):
        operations.end_rule(rule=rule, on=date(2026, 1, 1), at=now, actor=None)
    operations.end_rule(rule=rule, on=date(2026, 6, 1), at=now, actor=None)
    with pytest.raises(operations.RuleEnded, match="2026年6月1日"):
        operations.end_rule(rule=rule, on=date(2026, 7, 1), at=now, actor=None)

    rule.refresh_from_db()
    assert rule.valid_to == date(2026, 6, 1)


def test_a_rule_entered_wrongly_is_annulled_and_holds_no_more(now, bureau):
    rule = lay_down(now, bureau)

    with pytest.raises(operations.ReasonMissing):
        operations.annul_rule(rule=rule, reason=" ", at=now, actor=None)
    operations.annul_rule(rule=rule, reason="文号写错", at=now, actor=None)
    with pytest.raises(operations.RuleAnnulled):
        operations.end_rule(rule=rule, on=DAY, at=now, actor=None)

    assert asked(bureau, Code.AGE_MAX).value == Rule.NOT_ASKED
    assert lay_down(now, bureau).value == 65
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["rule.added", "rule.annulled", "rule.added"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": Code.CHAIRS, "value": 0},
        {"code": Code.CHAIRS, "post_kind": "full_time"},
        {"code": Code.AGE_MIN, "value": 16},
        {"document": ""},
        {"annul_reason": "没有日期"},
    ],
)
def test_the_table_refuses_a_rule_that_contradicts_itself(bureau, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleFactory(organisation=bureau, **wrong)


def test_what_a_rule_says_does_not_change(bureau):
    rule = RuleFactory(organisation=bureau)

    with pytest.raises(IntegrityError), transaction.atomic():
        Rule.objects.filter(pk=rule.pk).update(value=10)


# -- the page


def test_the_page_shows_what_holds_and_from_which_document(client, town, bureau):
    RuleFactory(organisation=bureau, document="区司发〔2023〕9号")
    RuleFactory(
        organisation=bureau,
        code=Code.AGE_MAX,
        value=70,
        valid_to=date(2025, 1, 1),
        document="旧文件",
    )
    RuleFactory(organisation=OrganisationFactory(), document="别处的文件")
    signed_in(client, town)

    response = client.get(reverse("mediators:rule-list"))

    page = response.content.decode()
    assert response.context["place"] == town
    assert ("区司发〔2023〕9号" in page, "旧文件" in page) == (True, True)
    assert "别处的文件" not in page
    (filing,) = [
        subject.lines
        for subject in response.context["subjects"]
        if subject.code == Code.FILING_DAYS
    ]
    assert [(line.held_for, line.in_words) for line in filing] == [
        ("全部", "30 个工作日")
    ]


def test_a_rule_from_above_is_shown_and_left_to_those_above(client, town, bureau):
    above = RuleFactory(organisation=bureau)
    own = RuleFactory(organisation=town, code=Code.AGE_MAX, value=65)
    signed_in(client, town)

    page = client.get(reverse("mediators:rule-list")).content.decode()
    answers = [
        client.get(reverse(f"mediators:{name}", args=[rule.uuid])).status_code
        for rule in (above, own)
        for name in ("rule-end", "rule-annul")
    ]

    assert reverse("mediators:rule-end", args=[own.uuid]) in page
    assert reverse("mediators:rule-end", args=[above.uuid]) not in page
    assert answers == [404, 404, 200, 200]


def test_a_committee_shows_the_rules_of_its_type(client, village, town, bureau):
    RuleFactory(
        organisation=town, code=Code.AGE_MAX, value=60, committee_type=Type.VILLAGE
    )
    RuleFactory(
        organisation=town, code=Code.AGE_MAX, value=50, committee_type=Type.STREET
    )
    signed_in(client, bureau)

    response = client.get(
        f"{reverse('mediators:rule-list')}?organisation={village.uuid}"
    )

    lines = [
        line.in_words
        for subject in response.context["subjects"]
        for line in subject.lines
        if subject.code == Code.AGE_MAX
    ]
    assert lines == ["60 周岁"]


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_costs_the_same_however_many_rules(
    client, town, count, django_assert_num_queries
):
    for year in range(count):
        RuleFactory(
            organisation=town,
            valid_from=date(2010 + year, 1, 1),
            valid_to=date(2011 + year, 1, 1),
        )
    signed_in(client, town)

    with django_assert_num_queries(OFFICE + 6):
        client.get(reverse("mediators:rule-list"))


def test_a_role_over_nothing_shows_no_rules(client):
    signed_in(client, OrganisationFactory(dissolved_on=date(2025, 1, 1)))

    response = client.get(reverse("mediators:rule-list"))

    assert (response.status_code, "place" in response.context) == (200, False)


def answers(**changes):
    return {"value": "65", "document": "某文", "valid_from": "2026-01-01", **changes}


@pytest.mark.parametrize("code", Code.values)
def test_every_rule_has_a_form_and_is_laid_down(client, town, code):
    user = signed_in(client, town)
    url = reverse("mediators:rule-add", args=[town.uuid, code])
    value = {
        Code.EDUCATION_MIN: "3",
        Code.FULL_TIME_MAX: "0",
        Code.MEMBERS_MAX: "9",
        Code.CHAIRS: "1",
        Code.TERM_YEARS: "2",
    }.get(code, "20")

    shown = client.get(url)
    response = client.post(url, answers(value=value))

    assert (shown.status_code, response.status_code) == (200, 302)
    rule = Rule.objects.get()
    assert (rule.code, rule.value, rule.organisation) == (code, int(value), town)
    assert AuditEntry.objects.get(action="rule.added").actor == user


def test_a_refused_rule_comes_back_with_what_was_typed(client, town):
    RuleFactory(organisation=town, code=Code.AGE_MAX, valid_from=date(2026, 1, 1))
    signed_in(client, town)
    url = reverse("mediators:rule-add", args=[town.uuid, Code.AGE_MAX])

    response = client.post(url, answers(document="第七号"))

    assert 'value="第七号"' in response.content.decode()
    assert "2026年1月1日" in str(response.context["form"].non_field_errors())


def test_an_unknown_rule_is_absent(client, town):
    signed_in(client, town)

    assert client.get(f"/office/rules/{town.uuid}/nonsense/").status_code == 404


def test_a_rule_is_ended_and_annulled_in_the_office(client, town):
    ended = RuleFactory(organisation=town)
    wrong = RuleFactory(organisation=town, code=Code.AGE_MAX, value=6)
    signed_in(client, town)
    end = reverse("mediators:rule-end", args=[ended.uuid])
    annul = reverse("mediators:rule-annul", args=[wrong.uuid])

    refused = client.post(end, {"on": "2020-01-01"})
    blank = client.post(annul, {"reason": " "})
    client.post(end, {"on": "2026-06-01"})
    client.post(annul, {"reason": "少写一位"})

    ended.refresh_from_db()
    wrong.refresh_from_db()
    assert refused.context["form"].non_field_errors()
    assert blank.status_code == 200
    assert (ended.valid_to, wrong.is_annulled) == (date(2026, 6, 1), True)
    page = client.get(reverse("mediators:rule-list")).content.decode()
    assert "已作废：少写一位" in page
    assert client.post(annul, {"reason": "再来"}).status_code == 404


def act(client, town, rule):
    """Try every change, each with answers that would be accepted of an administrator."""
    add = reverse("mediators:rule-add", args=[town.uuid, Code.AGE_MAX])
    end = reverse("mediators:rule-end", args=[rule.uuid])
    annul = reverse("mediators:rule-annul", args=[rule.uuid])
    return [
        client.post(add, answers()).status_code,
        client.post(end, {"on": "2026-06-01"}).status_code,
        client.post(annul, {"reason": "不对"}).status_code,
    ]


@pytest.mark.parametrize("role", ["administrator", "inspector"])
def test_a_stranger_learns_of_no_rule_and_changes_none(client, town, role):
    rule = RuleFactory(organisation=town, document="镇里的文件")
    signed_in(client, OrganisationFactory(kind=Kind.OFFICE), role)
    url = f"{reverse('mediators:rule-list')}?organisation={town.uuid}"

    page = client.get(url).content.decode()

    assert act(client, town, rule) == [404, 404, 404]
    assert ("镇里的文件" in page, Rule.objects.get().valid_to) == (False, None)


def test_an_inspector_looks_and_changes_no_rule(client, town):
    rule = RuleFactory(organisation=town, document="镇里的文件")
    signed_in(client, town, RoleGrant.Role.INSPECTOR)

    page = client.get(reverse("mediators:rule-list")).content.decode()

    assert act(client, town, rule) == [404, 404, 404]
    assert ("镇里的文件" in page, "新增规定" in page) == (True, False)


def test_a_rule_of_one_committee_asks_for_no_type(client, village):
    signed_in(client, village)
    url = reverse("mediators:rule-add", args=[village.uuid, Code.AGE_MAX])

    fields = client.get(url).context["form"].fields

    assert ("committee_type" in fields, "post_kind" in fields) == (False, True)
