"""From a source that was read to a version that stands among the others."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from laws.models import Part, Statute, Version
from laws.operations.articles import store_articles
from laws.parsing import StatuteText
from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import User


class SourceChanged(DomainError):
    message = _(
        "“%(title)s” of %(day)s is here already with other words; use --replace to "
        "correct it."
    )


class SameDay(DomainError):
    message = _(
        "Another version of “%(title)s”, of %(promulgated)s, is in force from the same "
        "day %(effective)s."
    )


class PartsDisagree(DomainError):
    message = _(
        "The other parts of “%(title)s” are in force from %(effective)s, this one from "
        "another day."
    )


class Outcome(Enum):
    NEW = "new"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Imported:
    version: Version
    outcome: Outcome


@transaction.atomic
def import_statute(
    *,
    source: StatuteText,
    actor: User | None = None,
    at: datetime,
    replace: bool = False,
) -> Imported:
    """Store what a file says, or return what an earlier import of it stored.

    A version is known by its statute and its day of promulgation. The version before it
    ends where it begins. With `replace` other words take the place of the stored ones.
    A source without a hash is an outline: articles that we explain before their text is
    here, which the first import of the text fills.

    :raises SourceChanged: if it is stored with other words and `replace` is not given
    :raises Cited: if an article that would change is cited
    :raises SameDay: if another version is in force from the same day
    :raises PartsDisagree: if other parts of the same version are from another day
    :raises NumbersTaken: if another part has articles of the same numbers
    """
    statute = _statute(source)
    version = _find_version(statute, source)
    part = version.parts.filter(title=source.part).first() if version.pk else None
    if part and part.source_sha256 == source.sha256:
        return Imported(version, Outcome.UNCHANGED)
    if part and part.source_sha256 and not replace:
        raise SourceChanged(title=statute.title, day=version.promulgated_on)

    _check_days(version, part, source)
    _describe(version, source)
    outcome = Outcome.REPLACED if part and part.source_sha256 else Outcome.NEW
    part = part or Part(version=version, title=source.part)
    part.source_sha256 = source.sha256
    part.save()
    store_articles(part=part, sources=source.articles)
    audit.record(
        action="version.imported",
        subject=version,
        actor=actor,
        at=at,
        values={"source_sha256": source.sha256},
    )
    return Imported(version, outcome)


def _statute(source: StatuteText) -> Statute:
    """Return the statute of a source, locked, made if need be."""
    found = Statute.objects.select_for_update().filter(title=source.title).first()
    if found:
        return found
    return Statute.objects.create(
        title=source.title,
        short_title=source.short_title,
        kind=source.kind,
        issuer=source.issuer,
        code=_free_code(source),
    )


def _free_code(source: StatuteText) -> str:
    wanted = slugify(source.code or source.short_title, allow_unicode=True)[:100]
    taken = set(
        Statute.objects.filter(code__startswith=wanted).values_list("code", flat=True)
    )
    names = (
        f"{wanted}-{count}" if count else wanted for count in range(len(taken) + 1)
    )
    return next(name for name in names if name not in taken)


def _find_version(statute: Statute, source: StatuteText) -> Version:
    found = statute.versions.filter(promulgated_on=source.promulgated_on).first()
    return found or Version(statute=statute, promulgated_on=source.promulgated_on)


def _check_days(version: Version, part: Part | None, source: StatuteText) -> None:
    others = version.statute.versions.exclude(pk=version.pk)
    if clash := others.filter(effective_on=source.effective_on).first():
        raise SameDay(
            title=source.title,
            promulgated=clash.promulgated_on,
            effective=clash.effective_on,
        )
    is_further_part = version.pk and not part
    if is_further_part and version.effective_on != source.effective_on:
        raise PartsDisagree(title=source.title, effective=version.effective_on)


def _describe(version: Version, source: StatuteText) -> None:
    before = version.effective_on if version.pk else None
    version.label = source.label
    version.effective_on = source.effective_on
    version.effective_note = source.effective_note
    version.adoption_note = source.adoption_note or version.adoption_note
    version.preamble = source.preamble or version.preamble
    version.appendix = source.appendix or version.appendix
    _place_among_others(version, before=before, repealed_on=source.repealed_on)


def _place_among_others(
    version: Version, *, before: date | None, repealed_on: date | None
) -> None:
    """Save a version that was in force from `before`, so that none overlaps it."""
    others = version.statute.versions.exclude(pk=version.pk).order_by("effective_on")
    previous = others.filter(effective_on__lt=version.effective_on).last()
    following = others.filter(effective_on__gt=version.effective_on).first()
    ends = [repealed_on, following.effective_on if following else None]
    version.repealed_on = min((day for day in ends if day), default=None)
    rows = [version]
    if previous and (
        previous.repealed_on in {None, before}
        or previous.repealed_on > version.effective_on
    ):
        previous.repealed_on = version.effective_on
        # Whichever shrinks goes first: at no moment may the two meet.
        grows = before is not None and before < version.effective_on
        rows = [version, previous] if grows else [previous, version]
    for row in rows:
        row.save()
