from datetime import date
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from exams.assembly import operations
from exams.assembly.models import Blueprint, BlueprintRule, Paper
from exams.banks.models import QuestionVersion
from tests.factories.banks import BankFactory, QuestionVersionFactory, TopicFactory
from tests.factories.mediators import OrganisationFactory, UserFactory

EXAM_DAY = date(2025, 6, 2)
KINDS = [kind.value for kind in QuestionVersion.Kind]


class BlueprintFactory(DjangoModelFactory):
    """A blueprint in use that asks for one question of each of `kinds`, two points each."""

    class Meta:
        model = Blueprint

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda n: f"BP-{n}")
    title = "上岗考试蓝图"
    author = factory.SubFactory(UserFactory)
    approver = factory.SubFactory(UserFactory)
    state = Blueprint.State.APPROVED
    approved_at = factory.LazyFunction(timezone.now)
    kinds = KINDS

    @classmethod
    def _create(cls, model_class, *args, kinds, **kwargs):
        approval = {
            key: kwargs.pop(key) for key in ("state", "approver", "approved_at")
        }
        blueprint = model_class.objects.create(**kwargs)
        for position, kind in enumerate(kinds, start=1):
            BlueprintRuleFactory(blueprint=blueprint, position=position, kind=kind)
        if approval["state"] != Blueprint.State.DRAFT:
            for name, value in approval.items():
                setattr(blueprint, name, value)
            blueprint.save()
        return blueprint


class BlueprintRuleFactory(DjangoModelFactory):
    class Meta:
        model = BlueprintRule

    blueprint = factory.SubFactory(BlueprintFactory, state="draft", kinds=())
    position = 1
    kind = "single_choice"
    topic = None
    count = 1
    points = Decimal(2)


class PaperFactory(DjangoModelFactory):
    """A paper drawn, not sealed, with one question of each of `kinds`, in that order."""

    class Meta:
        model = Paper

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda n: f"P-{n}")
    title = "上岗考试A卷"
    day = EXAM_DAY
    seed = "1"
    by = factory.SubFactory(UserFactory)
    kinds = KINDS
    blueprint = factory.LazyAttribute(
        lambda paper: BlueprintFactory(
            organisation=paper.organisation, kinds=paper.kinds
        )
    )

    @classmethod
    def _create(cls, model_class, *args, organisation, kinds, **kwargs):
        bank, topic = BankFactory(organisation=organisation), TopicFactory()
        for kind in kinds:
            QuestionVersionFactory(
                kind=kind, approved=True, question__bank=bank, topic=topic
            )
        return operations.draw_paper(at=timezone.now(), **kwargs)


class SealedPaperFactory(PaperFactory):
    """A sealed paper with its snapshot and its scoring manifest."""

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        paper = super()._create(model_class, *args, **kwargs)
        return operations.seal_paper(paper=paper, by=UserFactory(), at=timezone.now())
