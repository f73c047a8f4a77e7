from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import Organisation, Rule, User
from mediators.operations.posts import EndBeforeBeginning, ReasonMissing
from mediators.operations.rule_bounds import check_not_looser


class DocumentMissing(DomainError):
    message = _("Name the document that says so.")


class ValueUnfit(DomainError):
    message = _("This rule asks for something: give a number above zero.")


class YoungerThanAdult(DomainError):
    message = _(
        "The Law asks for adults (article 14): a document may ask for more than 18 "
        "years, not for fewer."
    )


class NoSuchEducation(DomainError):
    message = _("Choose a level of education.")


class OfTheWhole(DomainError):
    message = _("This rule holds for every kind of post: choose none.")


class RuleOverlaps(DomainError):
    message = _(
        "For this branch a value is laid down from %(since)s, by %(document)s. End or "
        "annul that one first, or let the new one begin after it."
    )


class RuleEnded(DomainError):
    message = _("This rule no longer holds from %(day)s.")


class RuleAnnulled(DomainError):
    message = _("This rule was annulled.")


@transaction.atomic
def add_rule(  # noqa: PLR0913 -- what a rule is made of
    *,
    organisation: Organisation,
    code: str,
    value: int,
    document: str,
    valid_from: date,
    valid_to: date | None = None,
    committee_type: str = "",
    post_kind: str = "",
    at: datetime,
    actor: User | None,
) -> Rule:
    """Lay down a figure for a branch; the one that held until then ends that day.

    :raises DocumentMissing: if no document is named
    :raises ValueUnfit: if the rule cannot be switched off and its value says so
    :raises YoungerThanAdult: if mediators might be younger than the Law allows
    :raises NoSuchEducation: if the value of a rule on education names no level
    :raises OfTheWhole: if a rule about committees or people names a kind of post
    :raises EndBeforeBeginning: if it would end before it begins
    :raises LooserThanAbove: if the Law, or a branch above, asks for more
    :raises RuleOverlaps: if another value is laid down for a part of that time
    """
    rule = Rule(
        organisation=Organisation.objects.select_for_update().get(pk=organisation.pk),
        code=code,
        committee_type=committee_type,
        post_kind=post_kind,
        value=value,
        document=document.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
        recorded_at=at,
    )
    _check(rule)
    check_not_looser(rule)
    _end_the_one_before(rule)
    rule.save()
    _record("rule.added", rule, at=at, actor=actor)
    return rule


@transaction.atomic
def end_rule(*, rule: Rule, on: date, at: datetime, actor: User | None) -> Rule:
    """Say that a rule no longer holds: `on` is the first day without it.

    :raises RuleAnnulled: if it was annulled
    :raises RuleEnded: if it ends by that day anyway
    :raises EndBeforeBeginning: if it would end before it began
    """
    rule = _lock(rule)
    if rule.valid_to is not None and rule.valid_to <= on:
        raise RuleEnded(day=date_format(rule.valid_to))
    if on <= rule.valid_from:
        raise EndBeforeBeginning
    rule.valid_to = on
    rule.save(update_fields=["valid_to"])
    _record("rule.ended", rule, at=at, actor=actor)
    return rule


@transaction.atomic
def annul_rule(*, rule: Rule, reason: str, at: datetime, actor: User | None) -> Rule:
    """Take back a rule that was entered wrongly; it stays on record as annulled.

    :raises RuleAnnulled: if it was annulled before
    :raises ReasonMissing: if no reason is given
    """
    rule = _lock(rule)
    if not reason.strip():
        raise ReasonMissing
    rule.annulled_at, rule.annul_reason = at, reason.strip()
    rule.save(update_fields=["annulled_at", "annul_reason"])
    _record("rule.annulled", rule, at=at, actor=actor, reason=rule.annul_reason)
    return rule


def _check(rule: Rule) -> None:
    if not rule.document:
        raise DocumentMissing
    if rule.value == Rule.NOT_ASKED and rule.code not in Rule.OPTIONAL:
        raise ValueUnfit
    if rule.code == Rule.Code.AGE_MIN and rule.value < Rule.ADULT:
        raise YoungerThanAdult
    of_education = rule.code == Rule.Code.EDUCATION_MIN
    if of_education and rule.value >= len(Rule.EDUCATION):
        raise NoSuchEducation
    if rule.post_kind and rule.code in Rule.OF_THE_WHOLE:
        raise OfTheWhole
    if rule.valid_to is not None and rule.valid_to <= rule.valid_from:
        raise EndBeforeBeginning


def _end_the_one_before(rule: Rule) -> None:
    same = Rule.objects.standing().filter(
        organisation=rule.organisation,
        code=rule.code,
        committee_type=rule.committee_type,
        post_kind=rule.post_kind,
    )
    before = same.filter(valid_to=None, valid_from__lt=rule.valid_from)
    before.update(valid_to=rule.valid_from)
    if standing := same.meeting(rule.valid_from, rule.valid_to).first():
        since = date_format(standing.valid_from)
        raise RuleOverlaps(since=since, document=standing.document)


def _lock(rule: Rule) -> Rule:
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    if rule.is_annulled:
        raise RuleAnnulled
    return rule


def _record(
    action: str, rule: Rule, *, at: datetime, actor: User | None, reason: str = ""
) -> None:
    audit.record(
        action=action,
        subject=rule,
        actor=actor,
        at=at,
        values={
            "code": rule.code,
            "value": rule.value,
            "document": rule.document,
            "valid_to": rule.valid_to,
        },
        reason=reason,
    )
