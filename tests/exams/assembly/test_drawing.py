from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from exams.assembly import operations, queries
from exams.assembly.models import Blueprint, Paper
from exams.banks import operations as banks
from lms.kernel.models import AuditEntry
from tests.factories.assembly import (
    EXAM_DAY,
    BlueprintFactory,
    BlueprintRuleFactory,
    PaperFactory,
)
from tests.factories.banks import BankFactory, QuestionVersionFactory, TopicFactory
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import OrganisationFactory, UserFactory

NOW = timezone.now()


@pytest.fixture
def drawer():
    return UserFactory()


@pytest.fixture
def bank():
    return BankFactory()


def approved(bank, kind="single_choice", **given):
    return QuestionVersionFactory(
        question__bank=bank, kind=kind, approved=True, **given
    )


def blueprint_of(bank, *rules):
    """A blueprint in use of the bank's organisation."""
    blueprint = BlueprintFactory(
        organisation=bank.organisation, state="draft", kinds=()
    )
    for position, rule in enumerate(rules, start=1):
        BlueprintRuleFactory(blueprint=blueprint, position=position, **rule)
    return operations.approve_blueprint(blueprint=blueprint, by=UserFactory(), at=NOW)


def draw(blueprint, drawer, *, seed="1", code="P-1", day=EXAM_DAY):
    return operations.draw_paper(
        blueprint=blueprint,
        code=code,
        title="上岗考试A卷",
        day=day,
        seed=seed,
        by=drawer,
        at=NOW,
    )


def drawn(paper):
    return list(paper.slots.order_by("position").values_list("version", flat=True))


def test_a_paper_has_what_each_rule_asks_for_in_the_order_of_the_rules(bank, drawer):
    for kind in ("single_choice", "true_false"):
        for _ in range(4):
            approved(bank, kind)
    blueprint = blueprint_of(
        bank,
        {"kind": "true_false", "count": 2, "points": 3},
        {"kind": "single_choice", "count": 3, "points": 1},
    )

    paper = draw(blueprint, drawer)

    kinds = [slot.version.kind for slot in queries.slots_of(paper)]
    assert kinds == ["true_false"] * 2 + ["single_choice"] * 3
    assert (paper.total, paper.drawn_by, paper.state) == (9, drawer, "draft")
    assert [slot.name for slot in paper.slots.all()] == ["s1", "s2", "s3", "s4", "s5"]


def test_the_same_seed_draws_the_same_and_another_another(bank, drawer):
    for _ in range(12):
        approved(bank)
    blueprint = blueprint_of(bank, {"count": 6})

    first = draw(blueprint, drawer, code="P-1", seed="7")
    second = draw(blueprint, drawer, code="P-2", seed="7")
    other = draw(blueprint, drawer, code="P-3", seed="8")

    assert drawn(first) == drawn(second)
    assert drawn(first) != drawn(other)


def test_a_rule_for_any_topic_leaves_what_another_rule_needs(bank, drawer):
    topic = TopicFactory(name="协议")
    needed = approved(bank, topic=topic)
    others = {approved(bank).pk, approved(bank).pk}
    blueprint = blueprint_of(bank, {"count": 2}, {"count": 1, "topic": topic})

    paper = draw(blueprint, drawer)

    *any_topic, last = drawn(paper)
    assert (set(any_topic), last) == (others, needed.pk)


def test_what_is_missing_is_named_rule_by_rule(bank, drawer):
    topic = TopicFactory(name="协议")
    approved(bank, topic=topic)
    blueprint = blueprint_of(
        bank,
        {"count": 3, "topic": topic},
        {"kind": "fill_in", "count": 2},
        {"count": 1, "topic": topic},
    )

    with pytest.raises(operations.RulesUnmet) as refusal, translation.override("en"):
        draw(blueprint, drawer)

    with translation.override("en"):
        words = str(refusal.value)
    assert words == (
        "Rule 1 (single choice, 协议) asks for 3; 2 missing. "
        "Rule 2 (fill in, any topic) asks for 2; 2 missing. "
        "Rule 3 (single choice, 协议) asks for 1; 1 missing."
    )
    assert not Paper.objects.exists()


def test_only_what_is_approved_in_the_branch_and_the_law_that_day_is_drawn(drawer):
    top = OrganisationFactory()
    below = BankFactory(organisation=OrganisationFactory(parent=top))
    bank = BankFactory(organisation=top)
    usable = {approved(bank).pk, approved(below).pk}
    QuestionVersionFactory(question__bank=bank)
    approved(BankFactory())
    retired = approved(bank)
    banks.retire(question=retired.question, reason="过时", by=drawer, at=NOW)
    superseded = ArticleFactory(version__repealed_on=EXAM_DAY)
    approved(bank, articles=[superseded])
    not_yet = ArticleFactory(version__effective_on=EXAM_DAY + timedelta(days=1))
    approved(bank, articles=[not_yet])

    found = queries.candidates(top, day=EXAM_DAY)

    assert {each.pk for each in found} == usable


def test_a_question_whose_law_is_repealed_the_day_after_is_drawn(bank, drawer):
    article = ArticleFactory(version__repealed_on=EXAM_DAY + timedelta(days=1))
    version = approved(bank, articles=[article])
    blueprint = blueprint_of(bank, {"count": 1})

    paper = draw(blueprint, drawer)

    assert drawn(paper) == [version.pk]
    assert queries.superseded_on(paper, day=EXAM_DAY) == []
    assert queries.superseded_on(paper, day=EXAM_DAY + timedelta(days=1)) == [1]


def test_drawing_needs_an_approved_blueprint(bank, drawer):
    draft = BlueprintFactory(organisation=bank.organisation, state="draft")

    with pytest.raises(operations.NotApproved):
        draw(draft, drawer)


def test_a_paper_has_a_code_of_its_own(bank, drawer):
    approved(bank)
    blueprint = blueprint_of(bank, {"count": 1})
    draw(blueprint, drawer)

    with pytest.raises(operations.PaperCodeTaken):
        draw(blueprint, drawer)


def test_a_paper_that_is_not_sealed_may_be_drawn_again(bank, drawer):
    for _ in range(12):
        approved(bank)
    blueprint = blueprint_of(bank, {"count": 6})
    paper = draw(blueprint, drawer, seed="7")
    before, other = drawn(paper), UserFactory()

    paper = operations.redraw_paper(
        paper=paper, seed="8", by=other, at=NOW + timedelta(hours=1)
    )

    assert (paper.drawn_by, paper.seed) == (other, "8")
    assert drawn(paper) != before
    assert len(drawn(paper)) == 6


def test_what_is_sealed_is_not_drawn_again(drawer):
    paper = PaperFactory()
    operations.seal_paper(paper=paper, by=drawer, at=NOW)

    with pytest.raises(operations.NotDrawn):
        operations.redraw_paper(paper=paper, seed="8", by=drawer, at=NOW)


def test_a_sealer_seals_what_they_looked_at(drawer):
    paper = PaperFactory()

    with pytest.raises(operations.PaperChanged):
        operations.seal_paper(paper=paper, by=drawer, at=NOW, seen="another")

    assert operations.seal_paper(paper=paper, by=drawer, at=NOW, seen="1").is_sealed


# Blueprints


def rules(*counts):
    return [operations.Rule("single_choice", count, points=2) for count in counts]


@pytest.fixture
def author():
    return UserFactory()


@pytest.fixture
def draft(author):
    return operations.draft_blueprint(
        organisation=OrganisationFactory(),
        code="BP",
        title="蓝图",
        rules=rules(3, 4),
        by=author,
        at=NOW,
    )


def test_a_blueprint_is_written_and_written_anew(draft):
    other = UserFactory()

    blueprint = operations.edit_blueprint(
        blueprint=draft, title="新蓝图", rules=rules(5), by=other, at=NOW
    )

    assert (blueprint.title, blueprint.author) == ("新蓝图", other)
    assert list(blueprint.rules.values_list("position", "count")) == [(1, 5)]


def test_a_blueprint_has_a_code_of_its_own(draft, author):
    with pytest.raises(operations.CodeTaken):
        operations.draft_blueprint(
            organisation=draft.organisation,
            code="BP",
            title="又一个",
            rules=[],
            by=author,
            at=NOW,
        )


def test_a_blueprint_is_approved_by_a_second_person(draft, author):
    with pytest.raises(operations.OwnWork):
        operations.approve_blueprint(blueprint=draft, by=author, at=NOW)
    approver = UserFactory()

    blueprint = operations.approve_blueprint(blueprint=draft, by=approver, at=NOW)

    assert (blueprint.state, blueprint.approver) == ("approved", approver)
    assert AuditEntry.objects.filter(action="blueprint.approved").exists()
    for change in (
        lambda: operations.approve_blueprint(blueprint=draft, by=approver, at=NOW),
        lambda: operations.edit_blueprint(
            blueprint=draft, title="改", rules=[], by=author, at=NOW
        ),
    ):
        with pytest.raises(operations.NotADraft):
            change()


def test_a_blueprint_without_rules_is_not_approved(author):
    empty = BlueprintFactory(state="draft", kinds=())

    with pytest.raises(operations.NoRules):
        operations.approve_blueprint(blueprint=empty, by=author, at=NOW)


@pytest.mark.parametrize(
    "change",
    [
        lambda blueprint: blueprint.rules.update(count=9),
        lambda blueprint: blueprint.rules.all().delete(),
        lambda blueprint: BlueprintRuleFactory(blueprint=blueprint, position=9),
        lambda blueprint: Blueprint.objects.update(title="改"),
        lambda blueprint: Blueprint.objects.update(
            state="draft", approver=None, approved_at=None
        ),
    ],
)
def test_the_database_refuses_to_change_an_approved_blueprint(change):
    blueprint = BlueprintFactory()

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        change(blueprint)


def test_the_next_version_replaces_the_last_once_approved(draft, author):
    first = operations.approve_blueprint(blueprint=draft, by=UserFactory(), at=NOW)

    second = operations.new_blueprint_version(blueprint=first, by=author, at=NOW)
    with pytest.raises(operations.VersionInTheMaking):
        operations.new_blueprint_version(blueprint=first, by=author, at=NOW)
    operations.approve_blueprint(blueprint=second, by=UserFactory(), at=NOW)

    first.refresh_from_db()
    assert (first.state, second.version) == ("retired", 2)
    assert list(second.rules.values_list("count", flat=True)) == [3, 4]


def test_a_retired_blueprint_draws_no_more(draft, author):
    with pytest.raises(operations.NotApproved):
        operations.retire_blueprint(blueprint=draft, by=author, at=NOW)
    blueprint = operations.approve_blueprint(blueprint=draft, by=UserFactory(), at=NOW)

    operations.retire_blueprint(blueprint=blueprint, by=author, at=NOW)

    with pytest.raises(operations.NotApproved):
        draw(blueprint, author)
    with pytest.raises(operations.NotApproved):
        operations.new_blueprint_version(blueprint=blueprint, by=author, at=NOW)


@pytest.mark.parametrize(
    ("number", "words"), [("2.00", "2"), ("100", "100"), ("2.50", "2.5")]
)
def test_points_are_written_as_people_write_them(number, words):
    assert queries.plain(Decimal(number)) == words
