from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from exams.delivery.models import Attempt
from exams.marking.models import Mark, MarkTask, Result, ScoreRun
from tests.factories.delivery import AttemptFactory, SittingFactory
from tests.factories.mediators import UserFactory


class ScoreRunFactory(DjangoModelFactory):
    """The automatic run of a sitting."""

    class Meta:
        model = ScoreRun
        django_get_or_create = ("sitting", "manifest_rev", "kind")

    sitting = factory.SubFactory(SittingFactory)
    manifest_rev = 1
    kind = ScoreRun.Kind.AUTO
    state = ScoreRun.State.APPLIED
    started_at = factory.LazyFunction(timezone.now)


class SubmittedAttemptFactory(AttemptFactory):
    """An attempt handed in a minute ago with nothing answered."""

    state = Attempt.State.SUBMITTED
    started_at = factory.LazyFunction(timezone.now)
    deadline_at = factory.LazyFunction(timezone.now)
    submitted_at = factory.LazyFunction(timezone.now)
    submit_cause = Attempt.Cause.CANDIDATE
    receipt = "ABCD-EFGH-JKMN-PQRS"


class ResultFactory(DjangoModelFactory):
    """A pass, 80 of 100, that nobody has released; `released=True` and its holder knows."""

    class Meta:
        model = Result

    class Params:
        released = factory.Trait(
            attempt=factory.SubFactory(
                SubmittedAttemptFactory, state=Attempt.State.RELEASED
            ),
            released_at=factory.LazyFunction(timezone.now),
            released_by=factory.SubFactory(UserFactory),
        )

    attempt = factory.SubFactory(SubmittedAttemptFactory, state=Attempt.State.SCORED)
    run = factory.SubFactory(
        ScoreRunFactory, sitting=factory.SelfAttribute("..attempt.admission.sitting")
    )
    raw = Decimal(80)
    total = Decimal(100)
    scaled = factory.LazyAttribute(lambda result: 100 * result.raw / result.total)
    pass_mark = factory.LazyAttribute(
        lambda result: result.attempt.admission.sitting.pass_mark
    )
    passed = factory.LazyAttribute(lambda result: result.raw >= result.pass_mark)
    scored_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class, *args, released_at=None, released_by=None, **kwargs):
        """A result is released after it stands."""
        result = super()._create(model_class, *args, **kwargs)
        if released_at is not None:
            result.released_at, result.released_by = released_at, released_by
            result.save(update_fields=["released_at", "released_by"])
        return result


class MarkTaskFactory(DjangoModelFactory):
    """A short answer worth ten points that waits for a marker."""

    class Meta:
        model = MarkTask

    attempt = factory.SubFactory(SubmittedAttemptFactory)
    run = factory.SubFactory(
        ScoreRunFactory, sitting=factory.SelfAttribute("..attempt.admission.sitting")
    )
    slot = "s5"
    points = Decimal(10)


class MarkFactory(DjangoModelFactory):
    class Meta:
        model = Mark

    task = factory.SubFactory(MarkTaskFactory)
    points = Decimal(6)
    by = factory.SubFactory(UserFactory)
    at = factory.LazyFunction(timezone.now)
