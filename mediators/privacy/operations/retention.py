from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.kernel import audit
from lms.kernel.clock import local_day
from lms.kernel.errors import DomainError
from mediators.models import User
from mediators.privacy import queries, retention
from mediators.privacy.models import RetentionRule, RetentionRun

#: So many records are done in one transaction.
BATCH = 200
#: The least a log is kept (Cybersecurity Law, article 23; R39).
LOG_MONTHS = 6


class KindUnknown(DomainError):
    message = _("There is no such kind of record.")


class ActionUnknown(DomainError):
    message = _("This kind of record cannot be treated so.")


class SourceMissing(DomainError):
    message = _("Name the document that says so.")


class LogsTooShort(DomainError):
    message = _(
        "Logs are kept for six months at least (Cybersecurity Law, article 23)."
    )


class RuleEnded(DomainError):
    message = _("This rule is not in force. Look at the rules again.")


@transaction.atomic
def set_rule(  # noqa: PLR0913 -- what a rule is made of
    *,
    kind: str,
    months: int,
    action: str,
    document: str,
    valid_from: date,
    at: datetime,
    actor: User | None,
    is_nightly: bool = False,
) -> RetentionRule:
    """Set for how long a kind of record is kept, in place of the rule before.

    :raises KindUnknown: if no app knows the kind
    :raises ActionUnknown: if the kind cannot be treated so
    :raises SourceMissing: if no document says so
    :raises LogsTooShort: if what the log holds would go too early
    """
    known = retention.kind(kind)
    if known is None:
        raise KindUnknown
    if action not in known.actions:
        raise ActionUnknown
    if not document.strip():
        raise SourceMissing
    if kind == "audit_values" and months < LOG_MONTHS:
        raise LogsTooShort
    standing = RetentionRule.objects.filter(kind=kind, withdrawn_at=None)
    for rule in standing.meeting(valid_from, None).select_for_update():
        _end(rule, on=valid_from, at=at)
    made = RetentionRule.objects.create(
        kind=kind,
        months=months,
        action=action,
        document=document.strip(),
        valid_from=valid_from,
        is_nightly=is_nightly,
        set_by=actor,
        recorded_at=at,
    )
    values = {"kind": kind, "months": months, "action": action}
    audit.record(
        action="retention.rule_set", subject=made, actor=actor, at=at, values=values
    )
    return made


@transaction.atomic
def end_rule(*, rule: RetentionRule, at: datetime, actor: User) -> RetentionRule:
    """End a rule today: from now on nothing of its kind is deleted.

    :raises RuleEnded: if it is not in force
    """
    rule = _in_force(rule, at=at)
    _end(rule, on=local_day(at), at=at)
    audit.record(action="retention.rule_ended", subject=rule, actor=actor, at=at)
    return rule


def apply_retention(
    *, rule: RetentionRule, at: datetime, actor: User | None
) -> RetentionRun:
    """Do to all that is due what a rule says, batch by batch, and record how much.

    Each batch is a transaction of its own: what is done stays done, and to apply the
    rule again goes on where it stopped.

    :raises RuleEnded: if it is not in force
    :raises KindUnknown: if no app knows the kind any more
    """
    rule = _in_force(rule, at=at)
    kind = retention.kind(rule.kind)
    if kind is None:
        raise KindUnknown
    before = queries.months_before(at, rule.months)
    affected = 0
    while batch := list(kind.due(before).order_by("pk")[:BATCH]):
        with transaction.atomic():
            done = kind.run(batch, at)
        affected += done
        if not done:
            break
    return _recorded(rule, local_day(before), affected, at=at, actor=actor)


@transaction.atomic
def _recorded(
    rule: RetentionRule,
    before: date,
    affected: int,
    *,
    at: datetime,
    actor: User | None,
) -> RetentionRun:
    run = RetentionRun.objects.create(
        rule=rule, before=before, affected=affected, by=actor, at=at
    )
    audit.record(
        action="retention.applied",
        subject=run,
        actor=actor,
        at=at,
        reason=str(affected),
    )
    return run


def _in_force(rule: RetentionRule, *, at: datetime) -> RetentionRule:
    found = RetentionRule.objects.in_force(local_day(at)).filter(pk=rule.pk).first()
    if found is None:
        raise RuleEnded
    return found


def _end(rule: RetentionRule, *, on: date, at: datetime) -> None:
    """End a rule; a period has at least a day, so one that began that day is withdrawn."""
    if rule.valid_from >= on:
        rule.withdrawn_at = at
    rule.valid_to = max(on, rule.valid_from + timedelta(days=1))
    rule.save(update_fields=["valid_to", "withdrawn_at"])
