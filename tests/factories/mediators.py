from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from mediators.models import (
    Exemption,
    Mediator,
    Organisation,
    Person,
    Post,
    RoleGrant,
    Rule,
    User,
)
from mediators.pinyin import spell

A_WHILE_AGO = date(2024, 1, 1)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user-{n}")
    name = "周小满"
    password = factory.django.Password("correct horse battery")


class OrganisationFactory(DjangoModelFactory):
    """A village committee; a root of its own unless it has a `parent`."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"青禾{n}村人民调解委员会")
    kind = Organisation.Kind.COMMITTEE
    committee_type = factory.Maybe(
        factory.LazyAttribute(lambda o: o.kind == Organisation.Kind.COMMITTEE),
        Organisation.CommitteeType.VILLAGE,
        "",
    )

    stationed_at = factory.Maybe(
        factory.LazyAttribute(lambda o: o.kind == Organisation.Kind.STATIONED_STUDIO),
        "云溪派出所",
        "",
    )

    @classmethod
    def _create(cls, model_class, *args, parent=None, **kwargs):
        if parent is None:
            return model_class.add_root(**kwargs)
        parent.refresh_from_db()
        return parent.add_child(**kwargs)


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    name = "周小满"
    born_on = date(1965, 3, 1)
    user = None

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        spelt = spell(kwargs["name"]).columns()
        return super()._create(model_class, *args, **{**spelt, **kwargs})


class PostFactory(DjangoModelFactory):
    class Meta:
        model = Post

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Post.Role.MEDIATOR
    appointment = factory.LazyAttribute(
        lambda post: (
            Post.Appointment.ELECTED
            if post.role in Post.MEMBERS
            else Post.Appointment.HIRED
        )
    )
    kind = Post.Kind.PART_TIME
    basis = "聘任书 2024-01"
    valid_from = A_WHILE_AGO


class MediatorFactory(DjangoModelFactory):
    """A mediator with an account and one post, on `organisation` if given."""

    class Meta:
        model = Mediator
        skip_postgeneration_save = True

    person = factory.SubFactory(PersonFactory, user=factory.SubFactory(UserFactory))

    @factory.post_generation
    def organisation(self, create, extracted, **kwargs):
        PostFactory(person=self.person, organisation=extracted or OrganisationFactory())


class RoleGrantFactory(DjangoModelFactory):
    class Meta:
        model = RoleGrant

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = RoleGrant.Role.ADMINISTRATOR
    valid_from = A_WHILE_AGO


class RuleFactory(DjangoModelFactory):
    """A rule that posts are filed within thirty working days, laid down a while ago."""

    class Meta:
        model = Rule

    organisation = factory.SubFactory(OrganisationFactory)
    code = Rule.Code.FILING_DAYS
    value = 30
    document = "某司发〔2023〕1号"
    valid_from = A_WHILE_AGO


class ExemptionFactory(DjangoModelFactory):
    """The highest age is not insisted on for a post."""

    class Meta:
        model = Exemption

    post = factory.SubFactory(PostFactory)
    code = Rule.Code.AGE_MAX
    reason = "村民推举留任"
    granted_at = datetime(2026, 1, 1, tzinfo=UTC)
