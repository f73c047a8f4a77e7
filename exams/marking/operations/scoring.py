from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exams.assembly.models import ScoringManifest
from exams.banks.scoring import score
from exams.delivery.folding import Projection
from exams.delivery.models import Attempt
from exams.delivery.operations import verify_projection
from exams.delivery.queries import settled
from exams.marking.models import ItemScore, MarkTask, Result, ScoreRun
from exams.marking.operations.completing import complete, lock
from exams.marking.queries import manifest_of, rounded
from lms.kernel.errors import DomainError


class NotHandedIn(DomainError):
    message = _("Only what was handed in, and not annulled, is scored.")


class AnswersOpen(DomainError):
    message = _("Late answers may still come or wait for a decision. Score it then.")


class ManifestMissing(DomainError):
    message = _("Nothing says how this paper is scored.")


class AnswersChanged(DomainError):
    message = _("The answers changed while they were being scored.")


@dataclass
class _Scores:
    """What a paper earned: by slot, or, where a person must mark, what it may earn."""

    scored: list[dict[str, Any]] = field(default_factory=list)
    to_mark: list[dict[str, Any]] = field(default_factory=list)


def score_attempt(*, attempt: Attempt, at: datetime) -> Result | None:
    """Score what was handed in, once; return the result, None while somebody must mark.

    For the worker: it reads the keys. Any number of workers may do it at once.

    :raises NotHandedIn: if there is nothing to score
    :raises AnswersOpen: if a late answer may yet count
    :raises ManifestMissing: if nothing says how
    :raises ProjectionDiffers: if the stored answers are not what the log says
    :raises AnswersChanged: if a late answer was accepted meanwhile; score again
    """
    attempt = Attempt.objects.select_related("admission__sitting__paper").get(
        pk=attempt.pk
    )
    if not attempt.is_handed_in:
        raise NotHandedIn
    if attempt.state != Attempt.State.SUBMITTED:
        return attempt.results.get(is_current=True)
    if not settled(at=at).filter(pk=attempt.pk).exists():
        raise AnswersOpen
    manifest = manifest_of(attempt.admission.sitting.paper)
    if manifest is None:
        raise ManifestMissing
    told = verify_projection(attempt=attempt)
    return _store(attempt, manifest, _score(manifest, told), at)


@transaction.atomic
def _store(
    attempt: Attempt, manifest: ScoringManifest, scores: _Scores, at: datetime
) -> Result | None:
    locked = lock(attempt)
    if locked.scores.exists() or locked.mark_tasks.exists():
        return locked.results.filter(is_current=True).first()
    if (locked.rev, locked.state) != (attempt.rev, attempt.state):
        raise AnswersChanged
    run, _created = ScoreRun.objects.get_or_create(
        sitting=attempt.admission.sitting,
        manifest_rev=manifest.rev,
        kind=ScoreRun.Kind.AUTO,
        defaults={"state": ScoreRun.State.APPLIED, "started_at": at},
    )
    ItemScore.objects.bulk_create(
        ItemScore(run=run, attempt=locked, **values) for values in scores.scored
    )
    MarkTask.objects.bulk_create(
        MarkTask(run=run, attempt=locked, **values) for values in scores.to_mark
    )
    return complete(attempt=locked, run=run, at=at)


def _score(manifest: ScoringManifest, told: Projection) -> _Scores:
    scores = _Scores()
    for slot, rules, payload in _answers(manifest.slots, told):
        points = Decimal(rules["points"])
        share = score(
            kind=rules["kind"], key=rules["key"], rule=rules["rule"], payload=payload
        )
        if share is None:
            scores.to_mark.append({"slot": slot, "points": points})
            continue
        earned = {"raw": rounded(share * points), "max": points, "rule": rules["rule"]}
        detail = {"reason": "blank"} if payload is None else {}
        scores.scored.append({"slot": slot, **earned, "detail": detail})
    return scores


def _answers(
    slots: Mapping[str, Any], told: Projection
) -> Iterator[tuple[str, Mapping[str, Any], dict[str, Any] | None]]:
    """Yield each slot, how it is scored, and what was answered: None if nothing."""
    for slot, rules in slots.items():
        payload = told.answers.get(slot)
        if slot in told.texts:
            payload = {"text": told.texts[slot]}
        yield slot, rules, payload
