from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from exams.assembly.models import Paper, PaperSnapshot, ScoringManifest
from exams.delivery.models import Admission, Attempt, DeviceSession, Exam, Sitting
from tests.factories.assembly import BlueprintFactory
from tests.factories.mediators import MediatorFactory, OrganisationFactory, UserFactory

#: A paper of one question of each kind, as a candidate gets it.
SLOTS = [
    {
        "kind": "single_choice",
        "prompt": "调解民间纠纷，怎样收费？",
        "options": [
            {"id": "a7f3", "text": "不收任何费用"},
            {"id": "09bc", "text": "只收材料费"},
            {"id": "d215", "text": "由双方商量"},
        ],
    },
    {
        "kind": "multiple_choice",
        "prompt": "调解应当遵循哪些原则？",
        "options": [
            {"id": "b001", "text": "平等自愿"},
            {"id": "b002", "text": "不违背法律"},
            {"id": "b003", "text": "先交保证金"},
        ],
        "counting": "all",
    },
    {
        "kind": "true_false",
        "prompt": "调解民间纠纷不收费用。",
        "options": [{"id": "t", "text": "正确"}, {"id": "f", "text": "错误"}],
    },
    {"kind": "fill_in", "prompt": "委员最少____人，最多____人。", "blanks": 2},
    {
        "kind": "short_answer",
        "prompt": "调解不成时，调解员应当做什么？",
        "max_characters": 300,
    },
]
#: What is right, by kind, for the worker that marks.
KEYS = {
    "single_choice": ({"option": "a7f3"}, "all"),
    "multiple_choice": ({"options": ["b001", "b002"]}, "all"),
    "true_false": ({"option": "t"}, "all"),
    "fill_in": ({"blanks": [["三"], ["九"]]}, "ordered"),
    "short_answer": ({"points": []}, "manual"),
}
PHONE = UUID(int=1)
OTHER_PHONE = UUID(int=2)


class FrozenPaperFactory(DjangoModelFactory):
    """A sealed paper, frozen, with no question behind it: candidates see none."""

    class Meta:
        model = Paper

    organisation = factory.SubFactory(OrganisationFactory)
    blueprint = factory.SubFactory(
        BlueprintFactory, organisation=factory.SelfAttribute("..organisation"), kinds=()
    )
    code = factory.Sequence(lambda n: f"F-{n}")
    title = "上岗考试A卷"
    day = date(2025, 6, 2)
    state = Paper.State.SEALED
    total = Decimal(100)
    seed = "1"
    drawn_by = factory.SubFactory(UserFactory)
    drawn_at = factory.LazyFunction(timezone.now)
    sealed_by = factory.SubFactory(UserFactory)
    sealed_at = factory.LazyFunction(timezone.now)
    slots = SLOTS

    @classmethod
    def _create(cls, model_class, *args, slots, **kwargs):
        paper = super()._create(model_class, *args, **kwargs)
        content = {
            "paper": str(paper.uuid),
            "title": paper.title,
            "total": str(paper.total),
            "slots": [
                {"slot": f"s{number}", "position": number, "points": "2", **slot}
                for number, slot in enumerate(slots, start=1)
            ],
        }
        PaperSnapshot.objects.create(paper=paper, content=content, sha256="0" * 64)
        manifest = {slot["slot"]: _scored(slot) for slot in content["slots"]}
        ScoringManifest.objects.create(
            paper=paper, rev=1, slots=manifest, sha256="0" * 64
        )
        return paper


def _scored(slot):
    key, rule = KEYS[slot["kind"]]
    about = {"kind": slot["kind"], "points": slot["points"], "explanation": ""}
    return {**about, "key": key, "rule": rule, "version": None}


class ExamFactory(DjangoModelFactory):
    class Meta:
        model = Exam

    organisation = factory.SubFactory(OrganisationFactory)
    title = factory.Sequence(lambda n: f"人民调解员上岗考试 {n}")
    pass_mark = Decimal(60)
    duration_s = 3600


class SittingFactory(DjangoModelFactory):
    """A sitting that opened an hour ago and closes in three."""

    class Meta:
        model = Sitting

    exam = factory.SubFactory(ExamFactory)
    paper = factory.SubFactory(
        FrozenPaperFactory, organisation=factory.SelfAttribute("..exam.organisation")
    )
    title = factory.SelfAttribute("exam.title")
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
    starts_at = factory.SelfAttribute("opens_at")
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=3))
    duration_s = 3600
    pass_mark = Decimal(60)


STEPS = ("not_started", "in_progress", "submitted", "scored", "released")


def move_on(attempt, to):
    """Take an attempt that is here step by step to a later state, as operations do."""
    attempt.refresh_from_db()
    one = Attempt.objects.filter(pk=attempt.pk)
    if to == "void":
        one.update(state=to)
    else:
        for state in STEPS[STEPS.index(attempt.state) + 1 : STEPS.index(to) + 1]:
            one.update(state=state)
    attempt.refresh_from_db()


class AdmissionFactory(DjangoModelFactory):
    class Meta:
        model = Admission

    sitting = factory.SubFactory(SittingFactory)
    mediator = factory.SubFactory(MediatorFactory)
    ticket_no = factory.Sequence(lambda n: f"261123{n:06d}")


class AttemptFactory(DjangoModelFactory):
    """An attempt made in advance; `running=True` is being sat on `PHONE` for an hour yet."""

    class Meta:
        model = Attempt
        skip_postgeneration_save = True

    class Params:
        running = factory.Trait(
            state=Attempt.State.IN_PROGRESS,
            started_at=factory.LazyFunction(timezone.now),
            deadline_at=factory.LazyFunction(
                lambda: timezone.now() + timedelta(hours=1)
            ),
            device_id=PHONE,
            device_epoch=1,
        )

    admission = factory.SubFactory(AdmissionFactory)
    seed = 7

    @factory.post_generation
    def session(self, create, extracted, **kwargs):
        if self.device_id:
            DeviceSession.objects.create(
                attempt=self,
                device_id=self.device_id,
                epoch=self.device_epoch,
                opened_at=self.started_at,
            )
