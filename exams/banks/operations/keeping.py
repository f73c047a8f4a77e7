"""Setting up banks and topics."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exams.banks.models import Bank, Topic
from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import Organisation, User


class BankCodeTaken(DomainError):
    message = _("There is a bank with the code %(code)s.")


class TopicKnown(DomainError):
    message = _("There is a topic %(name)s (%(code)s) already: choose that one.")


@transaction.atomic
def create_bank(
    *, organisation: Organisation, code: str, title: str, by: User, at: datetime
) -> Bank:
    """Begin a bank that `organisation` keeps.

    :raises BankCodeTaken: if there is one with this code
    """
    if Bank.objects.filter(code=code).exists():
        raise BankCodeTaken(code=code)
    bank = Bank.objects.create(
        organisation=organisation, code=code, title=title, created_at=at
    )
    audit.record(action="bank.created", subject=bank, actor=by, at=at)
    return bank


@transaction.atomic
def add_topic(
    *,
    code: str,
    name: str,
    axis: str = Topic.Axis.SUBJECT,
    by: User,
    at: datetime,
) -> Topic:
    """Name a subject, or a technique, that the questions of all banks may be about.

    :raises TopicKnown: if there is one with this code or this name
    """
    known = Topic.objects.filter(Q(code=code) | Q(name=name)).first()
    if known is not None:
        raise TopicKnown(code=known.code, name=known.name)
    topic = Topic.objects.create(code=code, name=name, axis=axis)
    audit.record(action="topic.added", subject=topic, actor=by, at=at)
    return topic
