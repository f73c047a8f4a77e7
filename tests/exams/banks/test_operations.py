import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from exams.banks import operations
from exams.banks.authoring import Incomplete
from exams.banks.models import Question, QuestionKey, QuestionVersion, VersionEvent
from exams.banks.queries import key_of
from lms.kernel.models import AuditEntry
from tests.factories.banks import (
    CONTENT,
    PROMPT,
    BankFactory,
    QuestionVersionFactory,
    TopicFactory,
)
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import OrganisationFactory, UserFactory

NOW = timezone.now()
LATER = NOW + timezone.timedelta(hours=1)


def manuscript(kind="single_choice", **fields):
    given = {
        "topic": TopicFactory(),
        "prompt": PROMPT[kind],
        "content": CONTENT[kind],
        "explanation": "见第四条。",
        **fields,
    }
    return operations.Manuscript(**given)


@pytest.fixture
def author():
    return UserFactory()


@pytest.fixture
def reviewer():
    return UserFactory()


@pytest.fixture
def draft(author):
    return QuestionVersionFactory(author=author)


@pytest.fixture
def submitted(author):
    """A version that `author` wrote and handed in."""
    version = operations.draft_question(
        bank=BankFactory(),
        code="PML-001",
        kind="single_choice",
        manuscript=manuscript(),
        by=author,
        at=NOW,
    )
    return operations.submit_for_review(version=version, by=author, at=NOW)


def approve(version, by):
    return operations.approve(version=version, by=by, at=LATER)


# Writing


@pytest.mark.parametrize("kind", QuestionVersion.Kind.values)
def test_a_draft_keeps_its_key_apart(kind, author):
    bank, article = BankFactory(), ArticleFactory()

    version = operations.draft_question(
        bank=bank,
        code="PML-001",
        kind=kind,
        manuscript=manuscript(kind, articles=[article], difficulty=2),
        by=author,
        at=NOW,
    )

    version = QuestionVersion.objects.get(pk=version.pk)
    assert (version.KIND, version.kind, version.state) == (kind, kind, "draft")
    assert (version.question.bank, version.question.code) == (bank, "PML-001")
    assert (version.difficulty, version.author) == (2, author)
    assert list(version.articles.all()) == [article]
    key = key_of(version)
    assert (key.explanation, key.sealed_at) == ("见第四条。", None)
    assert key.content_hash == version.content_hash
    assert [event.kind for event in version.events.all()] == ["written"]


def test_a_code_is_given_once_in_a_bank(draft, author):
    question = draft.question

    with pytest.raises(operations.CodeTaken) as refusal:
        operations.draft_question(
            bank=question.bank,
            code=question.code,
            kind="true_false",
            manuscript=manuscript("true_false"),
            by=author,
            at=NOW,
        )

    assert question.code in str(refusal.value)
    assert Question.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"prompt": " \n"}, operations.NoPrompt),
        ({"content": {"options": []}}, Incomplete),
    ],
)
def test_an_incomplete_question_is_refused_whole(fields, refusal, author):
    with pytest.raises(refusal):
        operations.draft_question(
            bank=BankFactory(),
            code="PML-001",
            kind="single_choice",
            manuscript=manuscript(**fields),
            by=author,
            at=NOW,
        )

    assert not Question.objects.exists()


def test_an_edited_draft_says_the_new_and_keeps_the_ids_of_its_options(draft, author):
    ids = [option["id"] for option in draft.body["options"]]
    rows = [
        {"id": identity, "text": f"选项{identity}", "right": identity == ids[2]}
        for identity in ids
    ]

    operations.edit_draft(
        version=draft,
        manuscript=manuscript(prompt="怎样收费？\n", content={"options": rows}),
        by=author,
        at=LATER,
    )

    draft.refresh_from_db()
    assert draft.prompt == "怎样收费？"
    assert [option["id"] for option in draft.body["options"]] == ids
    key = key_of(draft)
    assert (key.key, key.content_hash) == ({"option": ids[2]}, draft.content_hash)
    assert not draft.articles.exists()


def test_what_was_submitted_is_not_edited(submitted, author):
    with pytest.raises(operations.NotADraft):
        operations.edit_draft(
            version=submitted,
            manuscript=manuscript(prompt="另一题"),
            by=author,
            at=LATER,
        )

    submitted.refresh_from_db()
    assert submitted.prompt == PROMPT["single_choice"]


# Review


def test_a_reviewer_approves_and_the_key_is_frozen(submitted, reviewer):
    version = approve(submitted, reviewer)

    version.refresh_from_db()
    assert (version.state, version.reviewer, version.approved_at) == (
        "approved",
        reviewer,
        LATER,
    )
    assert key_of(version).sealed_at == LATER
    assert AuditEntry.objects.get(action="question.approved").actor == reviewer
    kinds = [event.kind for event in version.events.all()]
    assert kinds == ["written", "submitted", "approved"]


def test_nobody_approves_what_they_wrote(submitted, author):
    with pytest.raises(operations.OwnWork):
        approve(submitted, author)

    submitted.refresh_from_db()
    assert submitted.is_in_review


def test_nobody_approves_what_they_wrote_any_part_of(submitted, author, reviewer):
    operations.send_back(version=submitted, reason="改一个字", by=reviewer, at=NOW)
    operations.edit_draft(
        version=submitted, manuscript=manuscript(), by=reviewer, at=NOW
    )
    operations.submit_for_review(version=submitted, by=reviewer, at=NOW)

    for writer in (author, reviewer):
        with pytest.raises(operations.OwnWork):
            approve(submitted, writer)


def test_the_database_refuses_an_author_as_reviewer(submitted, author):
    changed = QuestionVersion.objects.filter(pk=submitted.pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        changed.update(state="approved", reviewer=author, approved_at=NOW)


def test_only_what_is_in_review_is_approved_or_sent_back(draft, reviewer):
    with pytest.raises(operations.NotInReview):
        approve(draft, reviewer)
    with pytest.raises(operations.NotInReview):
        operations.send_back(version=draft, reason="不清楚", by=reviewer, at=NOW)


def test_what_is_sent_back_says_why(submitted, reviewer):
    with pytest.raises(operations.ReasonMissing):
        operations.send_back(version=submitted, reason="  ", by=reviewer, at=LATER)

    version = operations.send_back(
        version=submitted, reason="题干有歧义", by=reviewer, at=LATER
    )

    event = version.events.last()
    assert version.is_draft
    assert (event.kind, event.reason, event.by) == ("sent_back", "题干有歧义", reviewer)


def test_a_question_without_its_key_is_neither_submitted_nor_approved(
    draft, submitted, author, reviewer
):
    QuestionKey.objects.filter(version=draft).delete()
    # A write cut in half: the text is new, the key still that of the old text.
    QuestionKey.objects.filter(version=submitted).update(content_hash="0" * 64)

    with pytest.raises(operations.KeyMissing):
        operations.submit_for_review(version=draft, by=author, at=NOW)
    with pytest.raises(operations.KeyMissing):
        approve(submitted, reviewer)


def test_only_a_draft_is_submitted(submitted, author):
    with pytest.raises(operations.NotADraft):
        operations.submit_for_review(version=submitted, by=author, at=NOW)


# Versions


def test_the_next_version_begins_as_the_last_and_replaces_it(
    submitted, author, reviewer
):
    first = approve(submitted, reviewer)

    second = operations.new_version(question=first.question, by=author, at=LATER)

    assert (second.number, second.kind, second.is_draft) == (2, first.kind, True)
    assert (second.body, second.content_hash) == (first.body, first.content_hash)
    assert key_of(second).key == key_of(first).key
    assert key_of(second).explanation == "见第四条。"
    operations.submit_for_review(version=second, by=author, at=LATER)
    approve(second, reviewer)
    states = dict(first.question.versions.values_list("number", "state"))
    assert states == {1: "retired", 2: "approved"}
    assert first.events.last().kind == VersionEvent.Kind.RETIRED


def test_one_version_is_in_the_making_at_a_time(submitted, author, reviewer):
    question = approve(submitted, reviewer).question
    operations.new_version(question=question, by=author, at=LATER)

    with pytest.raises(operations.VersionInTheMaking):
        operations.new_version(question=question, by=reviewer, at=LATER)


def test_a_question_never_approved_has_no_next_version(author):
    question = Question.objects.create(bank=BankFactory(), code="Q")

    with pytest.raises(operations.NothingToRevise):
        operations.new_version(question=question, by=author, at=NOW)


def test_a_retired_question_is_out_of_use(submitted, author, reviewer):
    version = approve(submitted, reviewer)
    question = version.question

    operations.retire(question=question, reason="法律修改", by=author, at=LATER)

    question.refresh_from_db()
    version.refresh_from_db()
    assert (question.retired_at, version.state) == (LATER, "retired")
    entry = AuditEntry.objects.get(action="question.retired")
    assert (entry.subject_id, entry.reason) == (str(question.uuid), "法律修改")
    with pytest.raises(operations.QuestionRetired):
        operations.retire(question=question, reason="再来", by=author, at=LATER)
    with pytest.raises(operations.QuestionRetired):
        operations.new_version(question=question, by=author, at=LATER)


def test_a_draft_of_a_retired_question_goes_no_further(draft, author):
    operations.retire(question=draft.question, reason="重复", by=author, at=LATER)

    with pytest.raises(operations.QuestionRetired):
        operations.submit_for_review(version=draft, by=author, at=LATER)


def test_retiring_says_why(draft, author):
    with pytest.raises(operations.ReasonMissing):
        operations.retire(question=draft.question, reason="", by=author, at=LATER)


# Banks and topics


def test_a_bank_has_a_code_of_its_own(author):
    organisation = OrganisationFactory()
    bank = operations.create_bank(
        organisation=organisation, code="PML", title="题库", by=author, at=NOW
    )

    with pytest.raises(operations.BankCodeTaken):
        operations.create_bank(
            organisation=organisation, code="PML", title="又一个", by=author, at=NOW
        )

    assert (bank.organisation, bank.created_at) == (organisation, NOW)


@pytest.mark.parametrize(("code", "name"), [("principles", "别的"), ("other", "原则")])
def test_a_topic_is_named_once(author, code, name):
    operations.add_topic(code="principles", name="原则", by=author, at=NOW)

    with pytest.raises(operations.TopicKnown, match="原则"):
        operations.add_topic(code=code, name=name, by=author, at=NOW)
