"""Nobody deals for themselves; who decides is who may, at that level."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from incentives import operations, queries
from incentives.models import KINDS, SubsidyEntry
from mediators.models import Person
from tests.factories.incentives import (
    EVERY_KIND,
    AwardProgrammeFactory,
    GradeFactory,
    RecognitionFactory,
)
from tests.factories.mediators import (
    MediatorFactory,
    RoleGrantFactory,
)
from tests.incentives.conftest import DAY, signed_in

DECIDED = [kind for kind in KINDS if hasattr(KINDS[kind], "decided_by")]


@pytest.fixture
def both(client, committee):
    """A mediator who administers their own committee."""
    user = signed_in(client, committee)
    return MediatorFactory(
        organisation=committee, person__name="梁角", person__user=user
    )


@pytest.fixture
def head(bureau):
    return RoleGrantFactory(organisation=bureau, user__name="孟局").user


def terms_of(kind, bureau, committee, decider):
    """What the operation of a kind takes, valid but for who enters it."""
    decision = {
        "authority": "云溪区司法局",
        "decided_by": decider,
        "decided_on": DAY,
        "document_no": "云司发〔2026〕9号",
    }
    own = {
        "subsidy": {
            "case_ref": "云调2026-001",
            "mediated_on": DAY,
            "case_class": "simple",
            "form": "written",
        },
        "recognition": {"title": "能手", "given_by": "总工会", "given_on": DAY},
    }
    if kind in own:
        return own[kind]
    found = {
        "commendation": lambda: {
            "programme": AwardProgrammeFactory(organisation=bureau),
            "title": "先进",
        },
        "grade": lambda: {"grade": GradeFactory(scheme__organisation=bureau)},
        "evaluation": lambda: {"branch": bureau, "year": 2025, "level": "excellent"},
        "accountability": lambda: {
            "branch": bureau,
            "ground": "other",
            "measure": "talk",
        },
    }
    return {**decision, **found[kind]()}


ENTER = {
    "subsidy": operations.enter_subsidy,
    "commendation": operations.decide_commendation,
    "grade": operations.record_grade,
    "evaluation": operations.record_evaluation,
    "recognition": operations.record_recognition,
    "accountability": operations.record_accountability,
}


def enter(kind, mediator, committee, terms, *, by, now):  # noqa: PLR0913 -- of any kind
    return ENTER[kind](
        organisation=committee, mediator=mediator, at=now, actor=by, **terms
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.usefixtures("schedule")
def test_nobody_enters_what_is_about_themselves(  # noqa: PLR0913, PLR0917 -- fixtures
    kind, bureau, committee, both, head, now
):
    terms = terms_of(kind, bureau, committee, head)

    with pytest.raises(operations.AboutThemselves):
        enter(kind, both, committee, terms, by=both.person.user, now=now)
    enter(kind, both, committee, terms, by=head, now=now)

    assert KINDS[kind].objects.count() == 1


@pytest.mark.usefixtures("schedule")
def test_nor_under_another_record_of_theirs(bureau, committee, both, now):
    other = MediatorFactory(organisation=committee, person__user=None)
    Person.objects.filter(pk=other.person_id).update(merged_into=both.person)
    other.person.refresh_from_db()
    terms = terms_of("subsidy", bureau, committee, None)

    with pytest.raises(operations.AboutThemselves):
        enter("subsidy", other, committee, terms, by=both.person.user, now=now)


@pytest.mark.parametrize("kind", DECIDED)
def test_nobody_decides_about_themselves(  # noqa: PLR0913, PLR0917 -- fixtures
    kind, bureau, committee, both, head, now
):
    terms = terms_of(kind, bureau, committee, both.person.user)

    with pytest.raises(operations.AboutThemselves):
        enter(kind, both, committee, terms, by=head, now=now)


def test_the_table_refuses_it_too(both, committee):
    theirs = {"mediator": both, "organisation": committee}

    for kind, factory in EVERY_KIND.items():
        with pytest.raises(IntegrityError), transaction.atomic():
            factory(recorded_by=both.person.user, **theirs)
        if kind in DECIDED:
            with pytest.raises(IntegrityError), transaction.atomic():
                factory(decided_by=both.person.user, **theirs)


def test_nobody_annuls_what_is_about_themselves(client, both, committee, head, now):
    record = RecognitionFactory(mediator=both, organisation=committee)
    url = reverse("incentives:record-annul", args=["recognition", record.uuid])
    annulment = {"annulled_by": both.person.user, "annulled_at": now}
    rows = type(record).objects.filter(pk=record.pk)

    page = client.get(record.get_absolute_url()).content.decode()
    client.post(url, {"reason": "不要"})
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(annul_reason="不要", **annulment)

    record.refresh_from_db()
    assert (url in page, record.is_annulled) == (False, False)
    assert operations.annul(record=record, reason="重复", at=now, actor=head).pk


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "accountability"])
def test_their_own_form_says_who_enters_it(client, both, kind):
    url = reverse("incentives:record-add", args=[kind, both.uuid])

    pages = [client.get(url), client.post(url, {"case_ref": "云调2026-001"})]

    for page in pages:
        text = page.content.decode()
        assert ("本人" in text, "<textarea" in text) == (True, False)


@pytest.mark.usefixtures("schedule")
def test_a_row_about_oneself_is_refused_in_a_table(committee, both, now):
    cells = ["梁角", committee.name, "云调2026-1", "2026-03-01", "simple", "written"]
    heads = ("name", "organisation", "case_ref", "mediated_on", "case_class", "form")
    raw = dict(zip(heads, [*cells[:4], "简易", "书面"], strict=True))
    rows = queries.rows_of("subsidy", [(2, raw)], by=both.person.user)

    (line,) = operations.foresee_rows(rows=rows, by=both.person.user, at=now)

    assert "本人" in line.refusals[0]
    assert SubsidyEntry.objects.count() == 0
