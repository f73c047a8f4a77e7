from typing import Any

from django.dispatch import receiver

from courses import operations
from lms.kernel.clock import database_now
from mediators.signals import roles_changed


@receiver(roles_changed, dispatch_uid="courses.studio_access")
def settle_studio_access(**_kwargs: Any) -> None:
    """A role that began or ended opens or closes the Studio at once."""
    operations.settle_studio_access(at=database_now())
