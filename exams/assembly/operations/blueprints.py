"""Blueprints: written, approved by a second person, revised, retired."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from exams.assembly.models import Blueprint, BlueprintRule
from exams.banks.models import Topic
from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import Organisation, User


class CodeTaken(DomainError):
    message = _("There is a blueprint with the code %(code)s.")


class NotADraft(DomainError):
    message = _("Only a draft can be changed. Write a new version instead.")


class NoRules(DomainError):
    message = _("A blueprint needs at least one rule.")


class OwnWork(DomainError):
    message = _("A blueprint is approved by somebody other than its author.")


class NotApproved(DomainError):
    message = _("This blueprint is not approved.")


class VersionInTheMaking(DomainError):
    message = _("A new version of this blueprint is being written already.")


@dataclass(frozen=True)
class Rule:
    """What a rule asks for; without a topic, any."""

    kind: str
    count: int
    points: Decimal
    topic: Topic | None = None


@transaction.atomic
def draft_blueprint(  # noqa: PLR0913 -- what a blueprint is made of
    *,
    organisation: Organisation,
    code: str,
    title: str,
    rules: Sequence[Rule],
    by: User,
    at: datetime,
) -> Blueprint:
    """Begin a blueprint.

    :raises CodeTaken: if there is one with this code
    """
    if Blueprint.objects.filter(code=code).exists():
        raise CodeTaken(code=code)
    blueprint = Blueprint.objects.create(
        organisation=organisation, code=code, title=title, author=by, created_at=at
    )
    _put_rules(blueprint, rules)
    return blueprint


@transaction.atomic
def edit_blueprint(
    *, blueprint: Blueprint, title: str, rules: Sequence[Rule], by: User, at: datetime
) -> Blueprint:
    """Write a draft anew; who writes it is then its author.

    :raises NotADraft: if it was approved
    """
    blueprint = _lock(blueprint)
    if not blueprint.is_draft:
        raise NotADraft
    blueprint.title = title
    blueprint.author = by
    blueprint.save(update_fields=["title", "author"])
    blueprint.rules.all().delete()
    _put_rules(blueprint, rules)
    audit.record(action="blueprint.written", subject=blueprint, actor=by, at=at)
    return blueprint


@transaction.atomic
def approve_blueprint(*, blueprint: Blueprint, by: User, at: datetime) -> Blueprint:
    """Approve a blueprint for ever, and retire the version before it.

    :raises NotADraft: if it was approved before
    :raises OwnWork: if it is their own
    :raises NoRules: if it asks for nothing
    """
    blueprint = _lock(blueprint)
    if not blueprint.is_draft:
        raise NotADraft
    if blueprint.author_id == by.pk:
        raise OwnWork
    if not blueprint.rules.exists():
        raise NoRules
    for old in Blueprint.objects.approved().filter(code=blueprint.code):
        _retire(old)
    blueprint.state = Blueprint.State.APPROVED
    blueprint.approver = by
    blueprint.approved_at = at
    blueprint.save(update_fields=["state", "approver", "approved_at"])
    audit.record(action="blueprint.approved", subject=blueprint, actor=by, at=at)
    return blueprint


@transaction.atomic
def new_blueprint_version(*, blueprint: Blueprint, by: User, at: datetime) -> Blueprint:
    """Begin the next version as a draft that asks for what this one asks for.

    :raises NotApproved: if this one is not in use
    :raises VersionInTheMaking: if one is being written
    """
    blueprint = _lock(blueprint)
    if not blueprint.is_approved:
        raise NotApproved
    versions = Blueprint.objects.filter(code=blueprint.code)
    if versions.filter(state=Blueprint.State.DRAFT).exists():
        raise VersionInTheMaking
    latest = versions.aggregate(latest=Max("version"))["latest"]
    revised = Blueprint.objects.create(
        organisation=blueprint.organisation,
        code=blueprint.code,
        title=blueprint.title,
        version=latest + 1,
        author=by,
        created_at=at,
    )
    rules = blueprint.rules.select_related("topic").order_by("position")
    _put_rules(
        revised, [Rule(old.kind, old.count, old.points, old.topic) for old in rules]
    )
    return revised


@transaction.atomic
def retire_blueprint(*, blueprint: Blueprint, by: User, at: datetime) -> Blueprint:
    """Take a blueprint out of use; papers drawn by it stay.

    :raises NotApproved: if it is not in use
    """
    blueprint = _lock(blueprint)
    if not blueprint.is_approved:
        raise NotApproved
    _retire(blueprint)
    audit.record(action="blueprint.retired", subject=blueprint, actor=by, at=at)
    return blueprint


def _lock(blueprint: Blueprint) -> Blueprint:
    return Blueprint.objects.select_for_update(no_key=True).get(pk=blueprint.pk)


def _retire(blueprint: Blueprint) -> None:
    blueprint.state = Blueprint.State.RETIRED
    blueprint.save(update_fields=["state"])


def _put_rules(blueprint: Blueprint, rules: Sequence[Rule]) -> None:
    BlueprintRule.objects.bulk_create(
        BlueprintRule(
            blueprint=blueprint,
            position=position,
            kind=rule.kind,
            topic=rule.topic,
            count=rule.count,
            points=rule.points,
        )
        for position, rule in enumerate(rules, start=1)
    )
