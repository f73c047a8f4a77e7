"""Setting up banks and topics."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exams.banks.models import Bank, Topic
from lms.kernel import audit
from lms.kernel.errors import DomainError
from mediators.models import Organisation, User


class BankCodeTaken(DomainError):
    message = _("There is a bank with the code %(code)s.")


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


def name_topic(*, code: str, name: str) -> Topic:
    """Name a topic for all banks, or give the one with this code its new name."""
    topic, _created = Topic.objects.update_or_create(code=code, defaults={"name": name})
    return topic
