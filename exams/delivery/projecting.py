"""From what was appended to the log to the answers that stand on the attempt."""

from collections.abc import Sequence
from datetime import datetime

from exams.delivery.folding import Projection, head_of
from exams.delivery.models import Attempt, AttemptText, ResponseEvent

Disposition = ResponseEvent.Disposition


def project(attempt: Attempt, fresh: Sequence[ResponseEvent], now: datetime) -> None:
    """Let the accepted of `fresh` events win where nothing newer stands.

    The attempt is locked. On PostgreSQL the save does this in its own function; what
    somebody decided comes through here.
    """
    accepted = [row for row in fresh if row.disposition == Disposition.ACCEPTED]
    change = Projection({**attempt.answers}, {}, {**attempt.flags}, {**attempt.heads})
    won = []
    for row in sorted(accepted, key=lambda row: (row.epoch, row.seq)):
        epoch, seq = change.heads.get(head_of(row.kind, row.slot), "0.0").split(".")
        if (row.epoch, row.seq) > (int(epoch), int(seq)):
            change.apply(row)
            won.append(row)
    if not won:
        return
    attempt.answers, attempt.flags = change.answers, change.flags
    attempt.heads, attempt.rev, attempt.saved_at = change.heads, attempt.rev + 1, now
    attempt.save(update_fields=["answers", "flags", "heads", "rev", "saved_at"])
    _write_texts(attempt, won, change.texts)


def _write_texts(
    attempt: Attempt, won: Sequence[ResponseEvent], texts: dict[str, str]
) -> None:
    cleared = {row.slot for row in won if row.kind == ResponseEvent.Kind.CLEAR}
    if gone := cleared - set(texts):
        attempt.texts.filter(slot__in=gone).delete()
    AttemptText.objects.bulk_create(
        [
            AttemptText(attempt=attempt, slot=slot, text=text, rev=attempt.rev)
            for slot, text in texts.items()
        ],
        update_conflicts=True,
        unique_fields=["attempt", "slot"],
        update_fields=["text", "rev"],
    )
