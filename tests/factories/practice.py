from django.utils import timezone
from factory.django import DjangoModelFactory

from exams.practice import operations
from exams.practice.models import PracticeQuestion
from tests.factories.banks import QuestionVersionFactory
from tests.factories.mediators import UserFactory


class PracticeQuestionFactory(DjangoModelFactory):
    """An approved question of `bank` that its keeper released.

    What it says is given as to the factory of versions.
    """

    class Meta:
        model = PracticeQuestion

    @classmethod
    def _create(cls, model_class, *args, by=None, bank=None, **of_version):
        if bank:
            of_version["question__bank"] = bank
        version = QuestionVersionFactory(approved=True, **of_version)
        (question,) = operations.release(
            versions=[version], by=by or UserFactory(), at=timezone.now()
        )
        return question
