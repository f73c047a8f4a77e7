from typing import Any

from allauth.account.signals import password_changed
from django.dispatch import receiver

from lms.kernel.clock import database_now
from mediators import operations
from mediators.models import User


@receiver(password_changed, dispatch_uid="mediators.own_password")
def record_own_password(user: User, **_kwargs: Any) -> None:
    operations.record_own_password(user=user, at=database_now())
