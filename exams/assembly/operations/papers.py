"""Papers: drawn by a blueprint, drawn again, sealed by a second person, retired."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exams.assembly.models import (
    Blueprint,
    BlueprintRule,
    Paper,
    PaperSlot,
    PaperSnapshot,
    ScoringManifest,
)
from exams.assembly.operations.blueprints import NotApproved
from exams.assembly.queries import (
    Shortage,
    draw,
    manifest_of,
    shortages,
    slots_of,
    snapshot_of,
)
from exams.banks.authoring import digest
from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import User

Draw = list[tuple[BlueprintRule, int]]


class PaperCodeTaken(DomainError):
    message = _("There is a paper with the code %(code)s.")


class RulesUnmet(DomainError):
    """The banks cannot give what the rules ask for; its words name each rule."""

    message = _(
        "Rule %(position)s (%(kind)s, %(topic)s) asks for %(count)s; %(missing)s missing."
    )

    def __init__(self, shortages: Iterable[Shortage]) -> None:
        super().__init__()
        self.shortages = list(shortages)

    def __str__(self) -> str:
        return " ".join(
            str(self.message)
            % {
                "position": each.rule.position,
                "kind": each.rule.get_kind_display(),
                "topic": each.rule.topic or _("any topic"),
                "count": each.rule.count,
                "missing": each.missing,
            }
            for each in self.shortages
        )


class NotDrawn(DomainError):
    message = _("This paper is sealed or retired; its questions stay as they are.")


class OwnPaper(DomainError):
    message = _("A paper is sealed by somebody other than who drew it.")


class KeysMissing(DomainError):
    message = _("The answers to these questions are missing: %(positions)s.")


class PaperChanged(DomainError):
    message = _("The paper was drawn again in the meantime. Look at it once more.")


class ReasonMissing(DomainError):
    message = _("Say why.")


class PaperRetired(DomainError):
    message = _("This paper is retired.")


def draw_paper(  # noqa: PLR0913 -- what a draw is made of
    *,
    blueprint: Blueprint,
    code: str,
    title: str,
    day: date,
    seed: str,
    by: User,
    at: datetime,
) -> Paper:
    """Draw a paper for an exam on `day`; the same seed draws the same again.

    :raises NotApproved: if the blueprint is not in use
    :raises PaperCodeTaken: if there is a paper with this code
    :raises RulesUnmet: if the banks have too few questions
    """
    if not Blueprint.objects.approved().filter(pk=blueprint.pk).exists():
        raise NotApproved
    drawn = _draw(blueprint, day=day, seed=seed)
    with transaction.atomic():
        if Paper.objects.filter(code=code).exists():
            raise PaperCodeTaken(code=code)
        paper = Paper(organisation=blueprint.organisation, blueprint=blueprint)
        paper.code, paper.title, paper.day = code, title, day
        paper.seed, paper.drawn_by, paper.drawn_at = seed, by, at
        paper.total = _total(drawn)
        paper.save()
        _put_slots(paper, drawn)
    return paper


def redraw_paper(*, paper: Paper, seed: str, by: User, at: datetime) -> Paper:
    """Draw other questions onto a paper that is not sealed.

    :raises NotDrawn: if it is sealed or retired
    :raises RulesUnmet: if the banks have too few questions
    """
    drawn = _draw(paper.blueprint, day=paper.day, seed=seed)
    with transaction.atomic():
        paper = _lock_draft(paper)
        paper.total, paper.seed = _total(drawn), seed
        paper.drawn_by, paper.drawn_at = by, at
        paper.save(update_fields=["total", "seed", "drawn_by", "drawn_at"])
        paper.slots.all().delete()
        _put_slots(paper, drawn)
    return paper


def seal_paper(
    *, paper: Paper, by: User, at: datetime, seen: str | None = None
) -> Paper:
    """Freeze a paper: what candidates get, and apart from it how it is scored.

    `seen` is the seed of the draw that the sealer looked at, if they looked at a page.

    The manifest is written first, through the alias that holds keys: a sealed paper
    always has one, and one whose paper was not sealed is superseded by the next.

    :raises NotDrawn: if it is sealed or retired
    :raises OwnPaper: if who seals it drew it
    :raises PaperChanged: if it was drawn again since they looked
    :raises RulesUnmet: if questions were retired since, or their law superseded
    :raises KeysMissing: if a question has no answer
    """
    paper = Paper.objects.select_related("blueprint__organisation").get(pk=paper.pk)
    _check(paper, by=by, seen=seen)
    slots = slots_of(paper)
    manifest = _manifest(slots)
    _put_manifest(paper, manifest)
    return _freeze(paper, snapshot_of(paper, slots, manifest), by=by, at=at)


def _check(paper: Paper, *, by: User, seen: str | None) -> None:
    if not paper.is_draft:
        raise NotDrawn
    if paper.drawn_by_id == by.pk:
        raise OwnPaper
    if seen not in {None, paper.seed}:
        raise PaperChanged
    if unmet := shortages(paper):
        raise RulesUnmet(unmet)


@transaction.atomic
def _freeze(paper: Paper, content: dict[str, Any], *, by: User, at: datetime) -> Paper:
    drawn_at, paper = paper.drawn_at, _lock_draft(paper)
    if paper.drawn_at != drawn_at:
        raise PaperChanged
    PaperSnapshot.objects.create(paper=paper, content=content, sha256=digest(content))
    paper.state = Paper.State.SEALED
    paper.sealed_by, paper.sealed_at = by, at
    paper.save(update_fields=["state", "sealed_by", "sealed_at"])
    audit.record(action="paper.sealed", subject=paper, actor=by, at=at)
    return paper


@transaction.atomic
def retire_paper(*, paper: Paper, reason: str, by: User, at: datetime) -> Paper:
    """Take a paper out of use; sittings that have it keep it.

    :raises PaperRetired: if it is out of use
    :raises ReasonMissing: without a reason
    """
    if not reason.strip():
        raise ReasonMissing
    paper = _lock(paper)
    if paper.state == Paper.State.RETIRED:
        raise PaperRetired
    paper.state = Paper.State.RETIRED
    paper.save(update_fields=["state"])
    audit.record(action="paper.retired", subject=paper, actor=by, at=at, reason=reason)
    return paper


def _draw(blueprint: Blueprint, *, day: date, seed: str) -> Draw:
    drawn, unmet = draw(blueprint, day=day, seed=seed)
    if unmet:
        raise RulesUnmet(unmet)
    return drawn


def _total(drawn: Draw) -> Decimal:
    return sum((rule.points for rule, _version in drawn), Decimal(0))


def _put_slots(paper: Paper, drawn: Draw) -> None:
    PaperSlot.objects.bulk_create(
        PaperSlot(
            paper=paper,
            position=position,
            rule=rule,
            version_id=version,
            points=rule.points,
        )
        for position, (rule, version) in enumerate(drawn, start=1)
    )


def _manifest(slots: list[PaperSlot]) -> dict[str, dict[str, Any]]:
    manifest = manifest_of(slots)
    if missing := [slot.position for slot in slots if slot.name not in manifest]:
        raise KeysMissing(positions=", ".join(map(str, missing)))
    return manifest


def _put_manifest(paper: Paper, slots: dict[str, dict[str, Any]]) -> None:
    """Write the manifest as the next revision, unless the last says the same."""
    sha256 = digest({"slots": slots})
    last = ScoringManifest.objects.filter(paper=paper.pk).order_by("rev").last()
    if last is None or last.sha256 != sha256:
        ScoringManifest.objects.create(
            paper=paper, rev=last.rev + 1 if last else 1, slots=slots, sha256=sha256
        )


def _lock(paper: Paper) -> Paper:
    return Paper.objects.select_for_update(no_key=True).get(pk=paper.pk)


def _lock_draft(paper: Paper) -> Paper:
    paper = _lock(paper)
    if not paper.is_draft:
        raise NotDrawn
    return paper
