"""Whatever changes a figure is marked: with the change itself, and when it is announced."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from mediators.coverage import tasks
from mediators.coverage.operations import mark_divisions, mark_person, mark_place
from mediators.coverage.signals import marked
from mediators.models import Division, Organisation, Person, Post, Rule
from mediators.signals import divisions_changed, place_changed, posts_changed

#: What is counted of a person.
_COUNTED = {"gender", "ethnicity", "merged_into"}


@receiver(post_save, sender=Post, dispatch_uid="coverage.post")
def mark_holder(instance: Post, *, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        mark_person(instance.person_id)


@receiver(post_save, sender=Person, dispatch_uid="coverage.person")
def mark_changed_person(
    instance: Person,
    *,
    created: bool,
    raw: bool = False,
    update_fields: frozenset[str] | None = None,
    **_kwargs: Any,
) -> None:
    """Mark somebody unless they are new, and hold no post, or something else changed."""
    counted = update_fields is None or _COUNTED & update_fields
    if not (created or raw) and counted:
        mark_person(instance)


@receiver(post_save, sender=Organisation, dispatch_uid="coverage.organisation")
def mark_changed_place(
    instance: Organisation, *, raw: bool = False, **_kwargs: Any
) -> None:
    if not raw:
        mark_place(instance)


@receiver(post_save, sender=Rule, dispatch_uid="coverage.rule")
def mark_ruled_branch(instance: Rule, *, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        mark_place(instance.organisation, whole_branch=True)


@receiver(post_save, sender=Division, dispatch_uid="coverage.division")
def mark_changed_division(
    instance: Division, *, raw: bool = False, **_kwargs: Any
) -> None:
    if not raw:
        mark_divisions([instance.pk])


@receiver(divisions_changed, dispatch_uid="coverage.divisions_changed")
def mark_announced_divisions(*, divisions: list[Division], **_kwargs: Any) -> None:
    """Mark the divisions of a list, which is written beneath the ORM."""
    mark_divisions([each.pk for each in divisions])


@receiver(posts_changed, dispatch_uid="coverage.posts_changed")
def mark_announced_person(*, person: Person, **_kwargs: Any) -> None:
    mark_person(person)


@receiver(place_changed, dispatch_uid="coverage.place_changed")
def mark_announced_place(*, organisation: Organisation, **_kwargs: Any) -> None:
    """Mark a place however it was written: trees are moved beneath the ORM."""
    mark_place(organisation)


@receiver(marked, dispatch_uid="coverage.marked")
def ask_for_a_count(**_kwargs: Any) -> None:
    tasks.ask()
