"""A rule about age or education that is not insisted on for one post, for a reason."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from lms.kernel.models import AuditEntry
from mediators import operations, queries
from mediators.models import Exemption, Organisation, RoleGrant, Rule
from mediators.operations.exemptions import (
    Exempted,
    ExemptionAnnulled,
    NoExemptionFrom,
    OwnExemption,
)
from tests.factories.mediators import (
    ExemptionFactory,
    MediatorFactory,
    OrganisationFactory,
    PostFactory,
    RoleGrantFactory,
    RuleFactory,
    UserFactory,
)

Code = Rule.Code
DAY = date(2026, 3, 1)
REASON = "村民推举留任"


@pytest.fixture
def bureau():
    bureau = OrganisationFactory(kind=Organisation.Kind.BUREAU, committee_type="")
    RuleFactory(organisation=bureau, code=Code.AGE_MAX, value=65)
    return bureau


@pytest.fixture
def post(bureau):
    """A post of somebody with an account, older than the rule has it."""
    mediator = MediatorFactory(
        organisation=OrganisationFactory(parent=bureau),
        person__born_on=date(1950, 1, 1),
        person__user=UserFactory(),
    )
    return mediator.person.posts.get()


@pytest.fixture
def administrator(client, bureau):
    user = RoleGrantFactory(organisation=bureau, role=RoleGrant.Role.ADMINISTRATOR).user
    client.force_login(user)
    return user


@pytest.fixture
def grant(now, post):
    def grant(**changes):
        terms = {"code": Code.AGE_MAX, "reason": REASON, "actor": None}
        return operations.grant_exemption(
            **{"post": post, "at": now, **terms, **changes}
        )

    return grant


def warned(post):
    found = queries.people_warnings([post.person], day=DAY)[post.person_id]
    return [each.code for each in found]


def grant_url(post, code=Code.AGE_MAX):
    return reverse("mediators:exemption-grant", args=[post.uuid, code])


def annul_url(exemption):
    return reverse("mediators:exemption-annul", args=[exemption.uuid])


def file_of(client, post):
    url = post.person.mediator.get_absolute_url()
    return client.get(url).content.decode()


def test_a_warning_goes_with_the_exemption_and_comes_back_without(grant, post, now):
    assert warned(post) == [Code.AGE_MAX]

    exemption = grant()
    assert warned(post) == []

    operations.annul_exemption(exemption=exemption, reason="弄错了", at=now, actor=None)
    assert warned(post) == [Code.AGE_MAX]


def test_an_exemption_is_of_one_post_and_one_rule(grant, post, bureau):
    RuleFactory(organisation=bureau, code=Code.EDUCATION_MIN, value=3)
    elsewhere = OrganisationFactory(parent=bureau)
    PostFactory(person=post.person, organisation=elsewhere)

    grant()

    assert elsewhere.name in str(
        queries.people_warnings([post.person], day=DAY)[post.person_id][0].text
    )
    grant(code=Code.EDUCATION_MIN)
    assert Exemption.objects.standing().count() == 2


def test_the_lowest_age_of_the_law_allows_for_none(grant, post):
    with pytest.raises(NoExemptionFrom):
        grant(code=Code.AGE_MIN)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExemptionFactory(post=post, code=Code.AGE_MIN)


def test_what_makes_no_sense_is_refused(grant, post, now):
    with pytest.raises(operations.ReasonMissing):
        grant(reason="　")
    with pytest.raises(OwnExemption):
        grant(actor=post.person.user)
    exemption = grant()
    with pytest.raises(Exempted, match=REASON):
        grant()

    def annul(reason="弄错了"):
        operations.annul_exemption(
            exemption=exemption, reason=reason, at=now, actor=None
        )

    with pytest.raises(operations.ReasonMissing):
        annul(reason="")
    annul()
    with pytest.raises(ExemptionAnnulled):
        annul()


def test_a_post_that_was_annulled_is_exempted_from_nothing(grant, post, now):
    operations.annul_post(post=post, reason="录错", at=now, actor=None)

    with pytest.raises(operations.PostAnnulled):
        grant()


def test_the_table_lets_no_exemption_change_or_go(post):
    exemption = ExemptionFactory(post=post)

    for changes in ({"reason": "别的"}, {"code": Code.EDUCATION_MIN}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Exemption.objects.filter(pk=exemption.pk).update(**changes)
    with pytest.raises(IntegrityError), transaction.atomic():
        Exemption.objects.all().delete()


def test_the_warning_leads_to_the_form_and_the_reason_stands_in_the_file(
    client, administrator, post
):
    before = file_of(client, post)
    unsaid = client.post(grant_url(post), {"reason": ""})
    done = client.post(grant_url(post), {"reason": REASON})
    after = file_of(client, post)

    exemption = Exemption.objects.get()
    assert grant_url(post) in before
    assert unsaid.status_code == 200
    assert done.status_code == 302
    assert (exemption.reason, exemption.granted_by) == (REASON, administrator)
    assert REASON in after
    assert grant_url(post) not in after
    assert annul_url(exemption) in after
    assert AuditEntry.objects.filter(action="exemption.granted").count() == 1


def test_it_is_annulled_with_a_reason(client, administrator, post):
    exemption = ExemptionFactory(post=post)

    asked = client.get(annul_url(exemption))
    done = client.post(annul_url(exemption), {"reason": "弄错了"})
    again = client.get(annul_url(exemption))

    exemption.refresh_from_db()
    assert exemption.reason in asked.content.decode()
    assert (done.status_code, again.status_code) == (302, 404)
    assert exemption.annul_reason == "弄错了"
    assert grant_url(post) in file_of(client, post)


def test_a_double_click_is_answered_in_words(client, administrator, post):
    client.post(grant_url(post), {"reason": REASON})
    again = client.post(grant_url(post), {"reason": REASON})

    assert again.status_code == 200
    assert f"理由是“{REASON}”" in again.content.decode()


@pytest.mark.parametrize("code", ["age_min", "members_min", "nothing"])
def test_other_rules_have_no_form(client, administrator, post, code):
    assert client.get(grant_url(post, code)).status_code == 404


def test_mediators_read_of_their_own_and_cannot_annul_it(client, post):
    exemption = ExemptionFactory(post=post)
    client.force_login(post.person.user)

    page = client.get(reverse("mediators:me")).content.decode()

    assert exemption.reason in page
    assert annul_url(exemption) not in page
    assert client.get(annul_url(exemption)).status_code == 404
