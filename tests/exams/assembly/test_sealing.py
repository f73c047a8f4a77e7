from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from exams.assembly import operations
from exams.assembly.models import Paper, PaperSlot, PaperSnapshot, ScoringManifest
from exams.banks import operations as banks
from exams.banks.authoring import digest
from exams.banks.models import QuestionVersion
from tests.factories.assembly import KINDS, PaperFactory, SealedPaperFactory
from tests.factories.mediators import UserFactory

SHOWN = {
    "single_choice": {"options"},
    "multiple_choice": {"options", "counting"},
    "true_false": {"options"},
    "fill_in": {"blanks"},
    "short_answer": {"max_characters"},
}


def seal(paper):
    return operations.seal_paper(paper=paper, by=UserFactory(), at=timezone.now())


def test_a_sealed_paper_has_one_place_for_each_question_and_nothing_of_its_key():
    paper = SealedPaperFactory()

    content = paper.snapshot.content
    assert {key: content[key] for key in content if key != "slots"} == {
        "paper": str(paper.uuid),
        "title": paper.title,
        "total": "10",
    }
    assert [slot["kind"] for slot in content["slots"]] == KINDS
    for position, slot in enumerate(content["slots"], start=1):
        assert set(slot) == {
            "slot",
            "position",
            "kind",
            "prompt",
            "points",
            *SHOWN[slot["kind"]],
        }
        assert (slot["slot"], slot["points"]) == (f"s{position}", "2")
        for option in slot.get("options", []):
            assert set(option) == {"id", "text"}
    assert paper.snapshot.sha256 == digest(content)


def test_the_manifest_says_how_each_place_is_scored():
    paper = SealedPaperFactory()

    manifest = ScoringManifest.objects.get(paper=paper)
    assert manifest.rev == 1
    assert [manifest.slots[f"s{n}"]["kind"] for n in range(1, 6)] == KINDS
    for slot in paper.slots.all():
        scored = manifest.slots[slot.name]
        key = QuestionVersion.objects.get(pk=slot.version_id).key
        assert scored == {
            "kind": scored["kind"],
            "points": "2",
            "key": key.key,
            "rule": key.rule,
            "version": slot.version_id,
            "explanation": key.explanation,
        }


def test_who_drew_a_paper_does_not_seal_it():
    paper = PaperFactory()

    with pytest.raises(operations.OwnPaper):
        operations.seal_paper(paper=paper, by=paper.drawn_by, at=timezone.now())
    paper.state, paper.sealed_by, paper.sealed_at = (
        "sealed",
        paper.drawn_by,
        timezone.now(),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        paper.save()

    assert not PaperSnapshot.objects.exists()


def test_a_paper_is_sealed_once():
    paper = SealedPaperFactory()

    with pytest.raises(operations.NotDrawn):
        seal(paper)


def test_sealing_names_the_rule_whose_question_was_retired_since():
    paper = PaperFactory()
    fill_in = paper.slots.get(version__kind="fill_in").version.question
    banks.retire(question=fill_in, reason="错题", by=UserFactory(), at=timezone.now())

    with pytest.raises(operations.RulesUnmet) as refusal:
        seal(paper)

    assert [(s.rule.position, s.missing) for s in refusal.value.shortages] == [(4, 1)]
    assert "4" in str(refusal.value)


def test_sealing_refuses_a_question_whose_law_is_superseded_by_the_day_of_the_exam():
    paper = PaperFactory()
    article = paper.slots.get(position=1).version.articles.get()
    article.version.repealed_on = paper.day
    article.version.save()

    with pytest.raises(operations.RulesUnmet):
        seal(paper)

    article.version.repealed_on = date(2025, 6, 3)
    article.version.save()
    assert seal(paper).is_sealed


def test_sealing_needs_every_answer():
    paper = PaperFactory()
    QuestionVersion.objects.get(slots__paper=paper, kind="fill_in")
    slot = paper.slots.get(position=4)
    other = PaperFactory(kinds=["fill_in"]).slots.get()
    draft = other.version
    version = type(draft)(
        question=slot.version.question,
        kind="fill_in",
        number=2,
        topic=draft.topic,
        prompt="____",
        body={"blanks": 1},
        content_hash="x",
        author=draft.author,
    )
    slot.version.state = "retired"
    slot.version.save()
    version.save()
    version.state, version.reviewer, version.approved_at = (
        "approved",
        UserFactory(),
        timezone.now(),
    )
    version.save()
    slot.version = version
    slot.save()

    with pytest.raises(operations.KeysMissing) as refusal:
        seal(paper)

    assert "4" in str(refusal.value)


def test_a_manifest_left_behind_by_a_broken_sealing_is_used_if_it_says_the_same():
    paper = PaperFactory()
    other = PaperFactory()
    slots = ScoringManifest.objects.create(paper=paper, rev=1, slots={}, sha256="x")

    seal(paper)
    seal(other)

    assert [m.rev for m in paper.manifests.order_by("rev")] == [slots.rev, 2]
    assert [m.rev for m in other.manifests.all()] == [1]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda paper: Paper.objects.filter(pk=paper.pk).update(title="B卷"), "sealed"),
        (
            lambda paper: Paper.objects.filter(pk=paper.pk).update(state="draft"),
            "sealed",
        ),
        (lambda paper: Paper.objects.filter(pk=paper.pk).delete(), "."),
        (
            lambda paper: PaperSlot.objects.filter(paper=paper).update(points=9),
            "sealed",
        ),
        (lambda paper: PaperSlot.objects.filter(paper=paper).delete(), "sealed"),
        (lambda paper: PaperSnapshot.objects.update(content={}), "never changed"),
        (lambda paper: ScoringManifest.objects.update(slots={}), "never changed"),
    ],
)
def test_the_database_refuses_to_change_what_is_sealed(change, message):
    paper = SealedPaperFactory()

    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        change(paper)


def test_a_retired_paper_keeps_what_was_sealed():
    paper = SealedPaperFactory()

    operations.retire_paper(
        paper=paper, reason="泄题", by=UserFactory(), at=timezone.now()
    )

    paper.refresh_from_db()
    assert (paper.state, paper.snapshot.content["total"]) == ("retired", "10")
    with pytest.raises(operations.PaperRetired):
        operations.retire_paper(
            paper=paper, reason="泄题", by=UserFactory(), at=timezone.now()
        )
