"""What another entered waits for whoever is named as deciding, and counts for nothing."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from incentives import http, operations, queries
from incentives.models import KINDS, AccountabilityRecord, Commendation, Decided
from lms.kernel import menu
from lms.kernel.models import AuditEntry
from mediators.models import Organisation
from tests.factories.incentives import (
    EVERY_KIND,
    AccountabilityRecordFactory,
    AwardProgrammeFactory,
    CommendationFactory,
    GradeFactory,
    GradeSchemeFactory,
)
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    RoleGrantFactory,
    UserFactory,
)
from tests.incentives.conftest import DAY, learnt, signed_in
from tests.incentives.test_authority import enter, terms_of

DECIDED = [kind for kind, model in KINDS.items() if issubclass(model, Decided)]
TOWN = [kind for kind in DECIDED if kind != "accountability"]


@pytest.fixture
def office(bureau):
    return OrganisationFactory(parent=bureau, kind=Organisation.Kind.OFFICE)


@pytest.fixture
def committee(office):
    return OrganisationFactory(parent=office, name="青禾村人民调解委员会")


@pytest.fixture
def head(bureau):
    return RoleGrantFactory(organisation=bureau, user__name="孟局").user


@pytest.fixture
def clerk(office):
    return RoleGrantFactory(organisation=office, user__name="钱文").user


@pytest.fixture
def propose(bureau, committee, mediator, head, clerk, now):  # noqa: PLR0913, PLR0917 -- fixtures
    def proposed(kind="commendation", **changes):
        terms = {**terms_of(kind, bureau, committee, head), **changes}
        return enter(kind, mediator, committee, terms, by=clerk, now=now)

    return proposed


def settle_url(record):
    return reverse("incentives:settle", args=[record.KIND, record.uuid])


# -- who may decide


@pytest.mark.parametrize("kind", DECIDED)
def test_only_who_administers_the_branch_decides(  # noqa: PLR0913, PLR0917 -- fixtures
    kind, bureau, committee, mediator, clerk, now
):
    for nobody in (clerk, UserFactory(name="无职")):
        terms = terms_of(kind, bureau, committee, nobody)
        with pytest.raises(operations.MayNotDecide):
            enter(kind, mediator, committee, terms, by=clerk, now=now)

    assert KINDS[kind].objects.count() == 0


@pytest.mark.parametrize("kind", ["commendation", "grade"])
def test_what_accountability_excludes_from_is_the_bureaus_to_decide(  # noqa: PLR0913, PLR0917 -- fixtures
    kind, office, committee, mediator, clerk, now
):
    terms = terms_of(kind, office, committee, clerk)
    lenient = terms_of(kind, office, committee, clerk)
    basis = lenient.get("programme") or lenient["grade"].scheme
    type(basis).objects.filter(pk=basis.pk).update(blocked_by_accountability=False)

    with pytest.raises(operations.BureauDecides):
        enter(kind, mediator, committee, terms, by=clerk, now=now)

    assert not enter(kind, mediator, committee, lenient, by=clerk, now=now).is_proposed


# -- a proposal


@pytest.mark.parametrize("kind", DECIDED)
def test_entered_by_who_decides_it_stands_and_by_another_it_waits(  # noqa: PLR0913, PLR0917 -- fixtures
    kind, bureau, committee, mediator, propose, head, now
):
    proposed = propose(kind)
    terms = terms_of(kind, bureau, committee, head)
    other = MediatorFactory(organisation=committee)
    stands = enter(kind, other, committee, terms, by=head, now=now)

    assert (proposed.is_proposed, stands.is_proposed) == (True, False)
    assert list(type(proposed).objects.standing()) == [stands]
    actions = AuditEntry.objects.filter(action__startswith=kind).order_by("pk")
    assert actions.first().action == f"{kind}.proposed"


@pytest.mark.parametrize("kind", DECIDED)
def test_it_is_nothing_yet_to_its_mediator(client, kind, propose, mediator, now):
    record = propose(kind)
    user = mediator.person.user
    client.force_login(user)

    page = client.get(reverse("mediators:me")).content.decode()

    assert kind == "grade" or record.headline not in page
    assert http.in_file(mediator, user)["groups"] == []
    assert not type(record).objects.visible_to(user).exists()
    assert not queries.recorded_of(user, now.replace(year=2000))
    assert not http.held_about(mediator.person).rows


def test_a_proposed_measure_stands_in_nobodys_way(propose, mediator):
    propose("accountability")

    assert not AccountabilityRecord.objects.open_on(DAY).about(mediator).exists()


def test_the_table_lets_nothing_stand_that_another_entered(clerk, head):
    with pytest.raises(IntegrityError), transaction.atomic():
        CommendationFactory(recorded_by=clerk, decided_by=head)

    assert CommendationFactory(recorded_by=clerk, decided_by=head, state="proposed")


def test_the_same_is_proposed_once_and_again_after_it_was_declined(
    propose, head, clerk, now
):
    record = propose("evaluation")
    with pytest.raises(operations.ProposedAlready):
        propose("evaluation")

    operations.decline(record=record, reason="年度写错", at=now, actor=head)
    again = propose("evaluation")
    operations.annul(record=again, reason="再核", at=now, actor=clerk)

    assert propose("evaluation").is_proposed


# -- confirmed or declined


@pytest.mark.parametrize("kind", DECIDED)
def test_whoever_is_named_confirms_and_nobody_else(kind, propose, head, clerk, now):
    record = propose(kind)

    with pytest.raises(operations.NotTheDecider, match="孟局"):
        operations.confirm(record=record, at=now, actor=clerk)
    operations.confirm(record=record, at=now, actor=head)
    with pytest.raises(operations.NotProposed):
        operations.decline(record=record, reason="晚了", at=now, actor=head)

    record.refresh_from_db()
    assert (record.state, record.settled_at, record.stood_at) == ("decided", now, now)
    assert type(record).objects.standing().get() == record
    assert AuditEntry.objects.filter(action=f"{kind}.confirmed").exists()


@pytest.mark.parametrize("kind", DECIDED)
def test_it_is_declined_with_a_reason_and_kept(kind, propose, head, now):
    record = propose(kind)

    with pytest.raises(operations.WhyDeclined):
        operations.decline(record=record, reason=" ", at=now, actor=head)
    operations.decline(record=record, reason="材料不全", at=now, actor=head)

    record.refresh_from_db()
    assert (record.is_declined, record.decline_reason) == (True, "材料不全")
    assert not type(record).objects.standing().exists()
    with pytest.raises(operations.AlreadyAnnulled):
        operations.annul(record=record, reason="再退", at=now, actor=head)


@pytest.mark.parametrize("kind", DECIDED)
def test_the_table_keeps_what_was_settled(kind, propose, head, now):
    record = propose(kind)
    rows = type(record).objects.filter(pk=record.pk)

    def refused(**changes):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**changes)

    refused(state="decided")
    refused(state="decided", settled_at=now, decided_by=UserFactory())
    refused(state="declined", settled_at=now)
    refused(settled_at=now)
    rows.update(state="declined", settled_at=now, decline_reason="不符")
    refused(state="decided", settled_at=now, decline_reason="")
    refused(annulled_at=now, annulled_by=head, annul_reason="退")


def test_what_the_proposer_could_not_know_is_checked_when_it_is_confirmed(
    propose, mediator, head, now
):
    held = AccountabilityRecordFactory(mediator=mediator)
    record = propose()

    with pytest.raises(operations.Blocked):
        operations.confirm(record=record, at=now, actor=head)
    operations.annul(record=held, reason="查无此事", at=now, actor=head)

    assert not operations.confirm(record=record, at=now, actor=head).is_proposed


def test_all_that_is_unmet_is_named_at_once(bureau, mediator, propose):
    scheme = GradeSchemeFactory(
        organisation=bureau, hours_needed=8, hours_months=12, certificate_needed=True
    )

    with pytest.raises(operations.ConditionUnmet, match=r"8 学时.*证书") as told:
        propose("grade", grade=GradeFactory(scheme=scheme))

    assert "问责" not in str(told.value)
    learnt(mediator, hours=8)


def test_a_quota_that_was_used_up_meanwhile_refuses(
    bureau, committee, propose, head, now
):
    programme = AwardProgrammeFactory(organisation=bureau, quota=1)
    record = propose(programme=programme)
    terms = {**terms_of("commendation", bureau, committee, head)}
    terms["programme"] = programme
    other = MediatorFactory(organisation=committee)
    enter("commendation", other, committee, terms, by=head, now=now)

    with pytest.raises(operations.QuotaReached):
        operations.confirm(record=record, at=now, actor=head)


# -- the pages


def test_what_waits_is_reached_from_the_office_and_settled(client, propose, head):
    record = propose()
    client.force_login(head)

    (place,) = [each for each in menu.overview(head) if "incentives" in each["url"]]
    listed = client.get(reverse("incentives:record-list")).content.decode()
    page = client.get(reverse("incentives:waiting")).content.decode()
    asked = client.get(settle_url(record)).content.decode()
    refused = client.post(settle_url(record), {"verdict": "decline"})
    done = client.post(settle_url(record), {"verdict": "confirm"}, follow=True)

    assert place["waiting"] == "等我决定（1）"
    assert reverse("incentives:waiting") in listed
    assert (settle_url(record) in page, "钱文" in page) == (True, True)
    assert ("周小满" in asked, "未达到" in asked) == (True, False)
    assert "理由" in str(refused.context["form"].non_field_errors())
    record.refresh_from_db()
    assert (record.state, "孟局" in done.content.decode()) == ("decided", True)
    again = client.post(settle_url(record), {"verdict": "decline"}, follow=True)
    assert again.redirect_chain == [(record.get_absolute_url(), 302)]
    assert re.search(r"孟局于\d+年\d+月\d+日已确认这条记录", again.content.decode())
    record.refresh_from_db()
    assert record.state == "decided"
    assert http.waiting(head) == ""


def test_declining_says_why_to_who_proposed(client, propose, head, clerk):
    record = propose()
    client.force_login(head)
    given = {"verdict": "decline", "reason": "材料不全，请补报"}
    client.post(settle_url(record), given)
    client.force_login(clerk)

    page = client.get(record.get_absolute_url()).content.decode()

    assert ("材料不全，请补报" in page, settle_url(record) in page) == (True, False)


@pytest.mark.parametrize(
    "settled",
    [("confirm", "已确认这条记录"), ("decline", "已对这条记录不予确认")],
)
def test_who_withdraws_what_was_settled_meanwhile_reads_by_whom(
    client, propose, head, clerk, settled
):
    verdict, said = settled
    record = propose()
    client.force_login(head)
    client.post(settle_url(record), {"verdict": verdict, "reason": "材料不全"})
    client.force_login(clerk)
    url = reverse("incentives:record-annul", args=[record.KIND, record.uuid])

    page = client.post(url, {"reason": "再核"}, follow=True)

    assert page.redirect_chain == [(record.get_absolute_url(), 302)]
    assert re.search(rf"孟局于\d+年\d+月\d+日{said}", page.content.decode())
    record.refresh_from_db()
    assert not record.is_annulled


def test_who_settles_what_was_withdrawn_meanwhile_reads_by_whom(
    client, propose, head, clerk
):
    record = propose()
    client.force_login(clerk)
    url = reverse("incentives:record-annul", args=[record.KIND, record.uuid])
    client.post(url, {"reason": "再核"})
    twice = client.post(url, {"reason": "再核一次"}, follow=True)
    client.force_login(head)

    page = client.post(settle_url(record), {"verdict": "confirm"}, follow=True)

    for shown in (twice, page):
        assert shown.redirect_chain == [(record.get_absolute_url(), 302)]
        said = rf"{clerk.name}于\d+年\d+月\d+日已作废这条记录"
        assert re.search(said, shown.content.decode())
    record.refresh_from_db()
    assert (record.state, record.annul_reason) == ("proposed", "再核")


def test_who_may_look_at_a_record_and_never_settle_it_is_led_nowhere(
    client, propose, head, clerk
):
    record = propose()
    client.force_login(head)
    client.post(settle_url(record), {"verdict": "confirm"})
    client.force_login(clerk)

    assert client.get(settle_url(record)).status_code == 404


def test_who_proposed_withdraws_and_settles_nothing(client, propose, clerk):
    record = propose()
    client.force_login(clerk)
    url = reverse("incentives:record-annul", args=[record.KIND, record.uuid])

    page = client.get(record.get_absolute_url()).content.decode()
    answers = [client.get(settle_url(record)).status_code]
    answers += [client.post(settle_url(record), {"verdict": "confirm"}).status_code]
    client.post(url, {"reason": "再核"})

    record.refresh_from_db()
    assert ("撤回" in page, "等待孟局确认" in page) == (True, True)
    assert (answers, record.is_annulled) == ([404, 404], True)


def test_an_office_enters_for_the_bureau_and_is_told_that_it_waits(  # noqa: PLR0913, PLR0917 -- fixtures
    client, bureau, office, committee, mediator, head
):
    clerk = signed_in(client, office)
    programme = AwardProgrammeFactory(organisation=bureau)
    url = reverse("incentives:record-add", args=["commendation", mediator.uuid])
    given = {
        "programme": programme.uuid,
        "organisation": committee.uuid,
        "title": "先进人民调解员",
        "authority": "云溪区司法局",
        "decided_by": head.uuid,
        "decided_on": str(DAY),
        "document_no": "云司发〔2026〕9号",
    }

    page = client.post(url, given, follow=True).content.decode()

    record = Commendation.objects.get()
    assert (record.is_proposed, record.recorded_by) == (True, clerk)
    assert "由孟局确认后生效" in page
    found = client.get(f"{reverse('incentives:record-list')}?state=proposed")
    assert found.context["records"] == [record]


@pytest.mark.parametrize("kind", ["subsidy", "recognition", "nonsense"])
def test_what_nobody_decides_is_not_settled(client, head, kind):
    client.force_login(head)
    record = EVERY_KIND.get(kind, EVERY_KIND["grade"])()
    url = reverse("incentives:settle", args=[kind, record.uuid])

    assert client.get(url).status_code == 404


def test_nobody_else_learns_what_waits(client, propose, bureau):
    record = propose()
    for place in (bureau, OrganisationFactory(kind="bureau")):
        signed_in(client, place)

        page = client.get(reverse("incentives:waiting")).content.decode()

        assert record.headline not in page
        assert client.get(settle_url(record)).status_code == 404


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_record_says_who_entered_and_who_annulled_it(client, bureau, kind, now):
    head = signed_in(client, bureau)
    place = OrganisationFactory(parent=bureau)
    mediator = MediatorFactory(organisation=place)
    entered = UserFactory(name="录入员甲")
    by = {"decided_by": entered} if kind in DECIDED else {}
    record = EVERY_KIND[kind](mediator=mediator, recorded_by=entered, **by)
    operations.annul(record=record, reason="录错", at=now, actor=head)

    page = client.get(record.get_absolute_url()).content.decode()

    assert ("录入员甲" in page, "登记人" in page, "作废人" in page) == (True,) * 3
