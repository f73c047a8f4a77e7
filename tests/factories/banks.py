import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from exams.banks import operations
from exams.banks.models import (
    KINDS,
    Bank,
    Question,
    QuestionKey,
    QuestionVersion,
    Topic,
)
from exams.banks.operations.writing import content_hash
from tests.factories.laws import ArticleFactory
from tests.factories.mediators import OrganisationFactory, UserFactory

#: What an author writes for the plainest question of each kind.
CONTENT = {
    "single_choice": {
        "options": [
            {"text": "不收任何费用", "right": True},
            {"text": "只收材料费", "right": False},
            {"text": "由双方商量", "right": False},
        ]
    },
    "multiple_choice": {
        "options": [
            {"text": "平等自愿", "right": True},
            {"text": "不违背法律", "right": True},
            {"text": "先交保证金", "right": False},
            {"text": "不许起诉", "right": False},
        ],
        "rule": "all",
    },
    "true_false": {"right": True},
    "fill_in": {"blanks": [["三", "3"], ["九", "9"]]},
    "short_answer": {
        "points_of_answer": [
            {"text": "终止调解", "share": "0.6"},
            {"text": "告知其他途径", "share": "0.4"},
        ],
        "max_characters": 300,
    },
}
PROMPT = {
    "single_choice": "调解民间纠纷，怎样收费？",
    "multiple_choice": "调解应当遵循哪些原则？",
    "true_false": "调解民间纠纷不收费用。",
    "fill_in": "委员最少____人，最多____人。",
    "short_answer": "调解不成时，调解员应当做什么？",
}


class BankFactory(DjangoModelFactory):
    class Meta:
        model = Bank

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda n: f"BANK-{n}")
    title = "人民调解法题库"


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic

    code = factory.Sequence(lambda n: f"topic-{n}")
    name = "调解原则"


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    bank = factory.SubFactory(BankFactory)
    code = factory.Sequence(lambda n: f"Q-{n:04d}")


class QuestionVersionFactory(DjangoModelFactory):
    """The draft of a question of `kind` with its key, citing one article.

    `content` is what its author writes; `approved=True` makes it ready for papers.
    """

    class Meta:
        model = QuestionVersion

    class Params:
        approved = factory.Trait(
            state="approved",
            reviewer=factory.SubFactory(UserFactory),
            approved_at=factory.LazyFunction(timezone.now),
        )

    question = factory.SubFactory(QuestionFactory)
    kind = "single_choice"
    topic = factory.SubFactory(TopicFactory)
    prompt = factory.LazyAttribute(lambda version: PROMPT[version.kind])
    content = factory.LazyAttribute(lambda version: CONTENT[version.kind])
    explanation = "见第四条。"
    articles = factory.LazyFunction(lambda: [ArticleFactory()])
    author = factory.SubFactory(UserFactory)
    state = "draft"

    @classmethod
    def _create(
        cls, model_class, *args, content, explanation, articles, state, **kwargs
    ):
        kind = KINDS[kwargs["kind"]]
        written = kind.write({**content, "prompt": kwargs["prompt"]}, before=None)
        version = kind(**{**kwargs, "reviewer": None, "approved_at": None})
        version.body = written.body
        version.content_hash = content_hash(version)
        version.save()
        version.articles.set(articles)
        version.events.create(kind="written", by=version.author, at=timezone.now())
        QuestionKey.objects.create(
            version=version,
            key=written.key,
            rule=written.rule,
            explanation=explanation,
            content_hash=version.content_hash,
        )
        if state != "draft":
            version.state = state
            version.reviewer = kwargs.get("reviewer")
            version.approved_at = kwargs.get("approved_at")
            version.save()
            operations.seal_keys(at=timezone.now())
        return version
