import pytest
from django.urls import reverse
from django.utils import timezone

from exams.assembly import operations
from exams.assembly.models import Blueprint, Paper
from exams.banks import operations as banks
from mediators.models import RoleGrant
from tests.factories.assembly import (
    EXAM_DAY,
    KINDS,
    BlueprintFactory,
    PaperFactory,
    SealedPaperFactory,
)
from tests.factories.banks import TopicFactory
from tests.factories.mediators import OrganisationFactory, RoleGrantFactory, UserFactory

PAPER_PAGES = ["paper", "paper-preview"]
PAPER_STEPS = ["paper-redraw", "paper-seal", "paper-retire"]
BLUEPRINT_PAGES = ["blueprint", "blueprint-edit"]
BLUEPRINT_STEPS = ["blueprint-approve", "blueprint-revise", "blueprint-retire"]
LISTS = ["paper-list", "paper-new", "blueprint-list", "blueprint-new"]


def signed_in(client, organisation, role=RoleGrant.Role.TRAINER):
    user = RoleGrantFactory(organisation=organisation, role=role).user
    client.force_login(user)
    return user


@pytest.fixture
def branch():
    return OrganisationFactory()


@pytest.fixture
def trainer(branch, client):
    """A trainer of the branch, signed in."""
    return signed_in(client, branch)


def url(name, record=None):
    return reverse(f"assembly:{name}", args=[record.uuid] if record else [])


# Strangers


@pytest.mark.parametrize("role", [RoleGrant.Role.TRAINER, RoleGrant.Role.ADMINISTRATOR])
def test_nobody_from_another_branch_learns_of_papers_and_blueprints(
    client, branch, role
):
    paper = PaperFactory(organisation=branch)
    draft = BlueprintFactory(organisation=branch, state="draft")
    signed_in(client, OrganisationFactory(), role)

    for names, record in ((PAPER_PAGES, paper), (BLUEPRINT_PAGES, draft)):
        for name in names:
            assert client.get(url(name, record)).status_code == 404


def test_a_stranger_does_nothing_to_papers_and_blueprints(client, branch):
    paper = PaperFactory(organisation=branch)
    draft = BlueprintFactory(organisation=branch, state="draft")
    signed_in(client, OrganisationFactory())
    form = {"reason": "理由", "seen": paper.seed}

    for names, record in ((PAPER_STEPS, paper), (BLUEPRINT_STEPS, draft)):
        for name in names:
            assert client.post(url(name, record), form).status_code == 404

    paper.refresh_from_db()
    draft.refresh_from_db()
    assert (paper.state, draft.state) == ("draft", "draft")


@pytest.mark.parametrize("name", LISTS)
def test_the_pages_are_absent_for_whoever_trains_nobody(client, branch, name):
    signed_in(client, branch, RoleGrant.Role.INSPECTOR)

    assert client.get(url(name)).status_code == 404


def test_lists_leave_out_what_belongs_elsewhere(client, trainer, branch):
    own, elsewhere = PaperFactory(organisation=branch), PaperFactory()

    papers = client.get(url("paper-list")).context["page_obj"].object_list
    blueprints = client.get(url("blueprint-list")).context["page_obj"].object_list

    assert list(papers) == [own]
    assert list(blueprints) == [own.blueprint]
    assert elsewhere.blueprint not in blueprints


# What pages cost


@pytest.mark.parametrize("of_each", [1, 5])
def test_a_list_costs_the_same_however_long(
    client, trainer, branch, of_each, django_assert_num_queries
):
    for _ in range(of_each):
        PaperFactory(organisation=branch, kinds=["true_false"])

    for name in ("paper-list", "blueprint-list"):
        with django_assert_num_queries(6):
            client.get(url(name))


@pytest.mark.parametrize("of_each", [1, 5])
def test_a_paper_costs_the_same_however_long(
    client, trainer, branch, of_each, django_assert_num_queries
):
    paper = PaperFactory(organisation=branch, kinds=KINDS * of_each)

    with django_assert_num_queries(11):
        client.get(url("paper", paper))
    with django_assert_num_queries(8):
        client.get(url("paper-preview", paper))


@pytest.mark.parametrize("of_each", [1, 5])
def test_a_blueprint_costs_the_same_however_long(
    client, trainer, branch, of_each, django_assert_num_queries
):
    blueprint = BlueprintFactory(organisation=branch, kinds=KINDS * of_each)

    with django_assert_num_queries(7):
        client.get(url("blueprint", blueprint))


# Blueprints

ROW = {"kind": "single_choice", "topic": "", "count": "", "points": ""}


def blueprint_form(*rows, **more):
    form = {"rule-TOTAL_FORMS": len(rows), "rule-INITIAL_FORMS": 0, **more}
    for n, row in enumerate(rows):
        form |= {f"rule-{n}-{key}": value for key, value in {**ROW, **row}.items()}
    return form


def test_a_trainer_writes_a_blueprint_and_another_approves_it(client, trainer, branch):
    topic = TopicFactory()
    form = blueprint_form(
        {"kind": "fill_in", "count": 8, "points": "2"},
        {},
        {"topic": topic.pk, "count": 10, "points": "1.5"},
        organisation=branch.uuid,
        code="BP",
        title="上岗考试",
    )

    response = client.post(url("blueprint-new"), form)

    blueprint = Blueprint.objects.get()
    assert response.url == blueprint.get_absolute_url()
    assert list(blueprint.rules.values_list("kind", "topic", "count", "points")) == [
        ("fill_in", None, 8, 2),
        ("single_choice", topic.pk, 10, 1.5),
    ]
    client.post(url("blueprint-approve", blueprint))
    blueprint.refresh_from_db()
    assert blueprint.is_draft
    signed_in(client, branch)
    client.post(url("blueprint-approve", blueprint))
    blueprint.refresh_from_db()
    assert blueprint.is_approved


def test_a_draft_is_changed_and_shows_what_it_says(client, trainer, branch):
    draft = BlueprintFactory(organisation=branch, state="draft", kinds=["fill_in"])

    page = client.get(url("blueprint-edit", draft))
    client.post(
        url("blueprint-edit", draft),
        blueprint_form({"count": 3, "points": 1}, title="新标题"),
    )

    assert page.context["rows"][0].initial["kind"] == "fill_in"
    draft.refresh_from_db()
    assert (draft.title, draft.rules.get().count) == ("新标题", 3)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"rule-0-points": ""},
        {"rule-0-points": "-1"},
        {"rule-0-kind": "riddle"},
        {"organisation": "0"},
        {"code": "TAKEN"},
    ],
)
def test_a_wrong_blueprint_is_refused_in_words(client, trainer, branch, wrong):
    BlueprintFactory(code="TAKEN")
    row = {"count": 3, "points": 1}
    form = blueprint_form(row, organisation=branch.uuid, code="BP", title="蓝图")

    response = client.post(url("blueprint-new"), form | wrong)

    form, rows = response.context["form"], response.context["rows"]
    assert response.status_code == 200
    assert form.errors or any(rows.errors)
    assert Blueprint.objects.count() == 1


def test_a_blueprint_is_revised_and_retired(client, trainer, branch):
    blueprint = BlueprintFactory(organisation=branch)

    client.post(url("blueprint-revise", blueprint))
    client.post(url("blueprint-retire", blueprint))

    states = Blueprint.objects.order_by("version").values_list("version", "state")
    assert list(states) == [(1, "retired"), (2, "draft")]
    assert client.get(url("blueprint", blueprint)).status_code == 200


# Papers


def paper_form(blueprint, **more):
    return {
        "blueprint": blueprint.pk,
        "title": "A卷",
        "code": "P-A",
        "day": EXAM_DAY.isoformat(),
        **more,
    }


def test_a_trainer_draws_a_paper_and_another_seals_it(client, trainer, branch):
    blueprint = PaperFactory(organisation=branch).blueprint

    response = client.post(url("paper-new"), paper_form(blueprint))

    paper = Paper.objects.get(code="P-A")
    assert response.url == paper.get_absolute_url()
    client.post(url("paper-seal", paper), {"seen": paper.seed})
    paper.refresh_from_db()
    assert paper.is_draft
    signed_in(client, branch)
    client.post(url("paper-seal", paper), {"seen": "another draw"})
    client.post(url("paper-seal", paper))
    paper.refresh_from_db()
    assert paper.is_draft
    client.post(url("paper-seal", paper), {"seen": paper.seed})
    paper.refresh_from_db()
    assert paper.is_sealed


def test_what_the_banks_lack_is_said_on_the_form(client, trainer, branch):
    blueprint = BlueprintFactory(organisation=branch, kinds=["fill_in"])

    response = client.post(url("paper-new"), paper_form(blueprint))

    assert "1" in str(response.context["form"].non_field_errors())
    assert not Paper.objects.exists()


def test_a_paper_is_drawn_again_and_retired_with_a_reason(client, trainer, branch):
    paper = PaperFactory(organisation=branch)
    before = paper.seed

    client.post(url("paper-redraw", paper))
    client.post(url("paper-retire", paper), {"reason": " "})

    paper.refresh_from_db()
    assert (paper.state, paper.drawn_by) == ("draft", trainer)
    assert paper.seed != before
    client.post(url("paper-retire", paper), {"reason": "泄题"})
    paper.refresh_from_db()
    assert paper.state == "retired"
    assert client.get(url("paper-preview", paper)).status_code == 200


def test_a_draft_says_what_it_lacks_since_it_was_drawn(client, trainer, branch):
    paper = PaperFactory(organisation=branch)
    gone = paper.slots.get(position=2).version.question
    banks.retire(question=gone, reason="错题", by=trainer, at=timezone.now())

    page = client.get(url("paper", paper))

    lacking = page.context["shortages"]
    assert [(each.rule.position, each.missing) for each in lacking] == [(2, 1)]


@pytest.mark.parametrize("factory", [PaperFactory, SealedPaperFactory])
def test_the_preview_shows_every_question_and_no_answer(
    client, trainer, branch, factory
):
    paper = factory(organisation=branch)

    page = client.get(url("paper-preview", paper)).content.decode()

    for slot in paper.slots.all():
        key = slot.version.key
        assert slot.version.prompt in page
        assert key.explanation not in page
    for secret in ("终止调解", "0.6", "exact", "any_order"):
        assert secret not in page


def test_a_sealed_paper_offers_neither_seal_nor_draw(client, trainer, branch):
    paper = SealedPaperFactory(organisation=branch)

    page = client.get(url("paper", paper)).content.decode()

    assert url("paper-seal", paper) not in page
    assert url("paper-redraw", paper) not in page


def test_who_drew_a_paper_is_told_that_another_seals_it(client, trainer, branch):
    blueprint = PaperFactory(organisation=branch).blueprint
    paper = operations.draw_paper(
        blueprint=blueprint,
        code="P",
        title="B卷",
        day=EXAM_DAY,
        seed="1",
        by=trainer,
        at=timezone.now(),
    )

    own = client.get(url("paper", paper)).content.decode()
    client.force_login(UserFactory())
    signed_in(client, branch)
    others = client.get(url("paper", paper)).content.decode()

    assert url("paper-seal", paper) not in own
    assert url("paper-seal", paper) in others
