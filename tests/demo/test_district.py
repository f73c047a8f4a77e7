"""The district alone: told twice on one day, it is the same twice."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from lms.demo import district
from mediators.models import Division, OrganisationEvent, Post

#: Twelve days after 29 February, on which somebody is hired.
TOLD = datetime(2028, 3, 12, 1, tzinfo=UTC)


def facts():
    """Build a district, say what is in it, and take it back."""
    with transaction.atomic():
        built = district.build(at=TOLD - timedelta(days=60), told_at=TOLD)
        posts = Post.objects.order_by("pk").values_list(
            "person__name",
            "person__gender",
            "person__born_on",
            "person__phone",
            "person__education",
            "person__mediator__background",
            "organisation__name",
            "organisation__path",
            "role",
            "kind",
            "valid_from",
            "valid_to",
            "end_reason",
            "filed_on",
            "end_filed_on",
        )
        events = OrganisationEvent.objects.order_by("pk").values_list(
            "organisation__name", "kind", "effective_on", "before", "after"
        )
        codes = Division.objects.order_by("code", "valid_from")
        found = [
            sorted(posts, key=str),
            list(events),
            list(codes.values_list("code", "name", "valid_from", "valid_to")),
            [mediator.person.name for mediator in built.mediators],
        ]
        transaction.set_rollback(True)
    return found


def test_the_same_day_has_the_same_district():
    assert facts() == facts()
