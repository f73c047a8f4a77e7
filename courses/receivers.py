from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from courses import operations
from courses.models import Course, Lesson
from lms.kernel.clock import database_now
from mediators.signals import roles_changed


@receiver(roles_changed, dispatch_uid="courses.studio_access")
def settle_studio_access(**_kwargs: Any) -> None:
    """A role that began or ended opens or closes the Studio at once."""
    operations.settle_studio_access(at=database_now())


@receiver(page_published, sender=Course, dispatch_uid="courses.index_course")
def index_course(instance: Course, **_kwargs: Any) -> None:
    operations.index_course(instance)


@receiver(page_published, sender=Lesson, dispatch_uid="courses.index_lesson")
def index_lesson(instance: Lesson, **_kwargs: Any) -> None:
    operations.index_lesson(instance)


@receiver(page_published, sender=Lesson, dispatch_uid="courses.end_pilots")
def end_pilots(instance: Lesson, **_kwargs: Any) -> None:
    """What everybody reads is no longer read by a class alone."""
    operations.end_pilots_of(instance, at=database_now())


@receiver(page_unpublished, dispatch_uid="courses.forget_unpublished")
def forget_unpublished(instance: Page, **_kwargs: Any) -> None:
    operations.forget_page(instance)


@receiver(post_delete, sender=Lesson, dispatch_uid="courses.forget_lesson")
@receiver(post_delete, sender=Course, dispatch_uid="courses.forget_course")
def forget_deleted(instance: Page, **_kwargs: Any) -> None:
    operations.forget_page(instance)
