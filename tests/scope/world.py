"""One town with everything in it, the next town alike, and the district above both.

What is made of a place bears its word in its name, so that a page which tells of a place
is known by the word.
"""

from datetime import timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.images.models import Image
from wagtail.models import Comment

from certificates import operations as certificates
from cms.models import SiteDocument
from courses import operations as courses
from exams.assembly.models import Blueprint
from exams.banks import operations as banks
from exams.delivery.models import Attempt
from exams.marking.models import MarkTask
from incentives.models import AwardProgramme
from lms.kernel.models import Job
from mediators.models import RoleGrant
from tests.factories.assembly import (
    BlueprintFactory,
    PaperFactory,
    SealedPaperFactory,
)
from tests.factories.banks import (
    BankFactory,
    QuestionFactory,
    QuestionVersionFactory,
    TopicFactory,
)
from tests.factories.certificates import CertificateTypeFactory, result
from tests.factories.courses import (
    BranchPageFactory,
    CourseFactory,
    LessonFactory,
    LessonFlagFactory,
    PilotClassFactory,
)
from tests.factories.delivery import (
    AdmissionFactory,
    AttemptFactory,
    ExamFactory,
    FrozenPaperFactory,
    SittingFactory,
)
from tests.factories.incentives import (
    EVERY_KIND,
    AwardProgrammeFactory,
    CommendationFactory,
    SubsidyRateFactory,
    SubsidyScheduleFactory,
)
from tests.factories.laws import ArticleFactory
from tests.factories.marking import (
    MarkFactory,
    MarkTaskFactory,
    ResultFactory,
    SubmittedAttemptFactory,
)
from tests.factories.mediators import (
    MediatorFactory,
    OrganisationFactory,
    PostFactory,
    RoleGrantFactory,
    UserFactory,
)
from tests.factories.practice import PracticeQuestionFactory
from tests.scope.rows import (
    ABOVE,
    ADMINISTRATOR,
    INSIDE,
    INSPECTOR,
    MARKER,
    MEDIATOR,
    OUTSIDE,
    OWN,
    PLATFORM,
    REVIEWER,
    TRAINER,
)
from tests.scope.things_places import of_places
from tests.scope.things_privacy import give, of_requests, of_rosters
from tests.scope.things_signin import of_signing_in

#: The word of each place. No page of ours says it of itself.
WORDS = {INSIDE: "玉泉", OUTSIDE: "石桥", ABOVE: "凤鸣", OWN: "松林"}


class World:
    """The tree, a person of each role over the inner town, and the things of each place."""

    def __init__(self):
        self.now = timezone.now()
        self.district = OrganisationFactory(kind="bureau", name="青川区司法局")
        self.town = OrganisationFactory(
            kind="office", name="玉泉司法所", parent=self.district
        )
        next_town = OrganisationFactory(
            kind="office", name="石桥司法所", parent=self.district
        )
        self.topic, self.article = TopicFactory(), ArticleFactory()
        self.inside = Place(self, INSIDE, self.town)
        self.outside = Place(self, OUTSIDE, next_town)
        self.above = Place(self, ABOVE, self.district)
        self.own = Place(self, OWN, self.town, committee=self.inside.committee)
        self.people = {MEDIATOR: self.own.mediator.person.user}
        for role in (TRAINER, MARKER, INSPECTOR, ADMINISTRATOR):
            self.people[role] = self.with_role(role, self.town)
        self.people[PLATFORM] = self.with_role(PLATFORM, self.district)
        take(self.inside.task, self.people[MARKER], until=self.now + timedelta(hours=1))
        give(self.inside.giving_out, self.people[ADMINISTRATOR])
        for place in (self.inside, self.outside, self.above):
            of_studio(place)
            propose(place, to=self.people[ADMINISTRATOR])
        of_own_class(self.own, self.inside)
        courses.grant_studio(
            user=self.people[TRAINER], organisation=self.town, at=self.now, actor=None
        )
        self.people[REVIEWER] = self.with_role(TRAINER, self.town)
        courses.grant_studio(
            user=self.people[REVIEWER],
            organisation=self.town,
            at=self.now,
            actor=None,
            reviewer=True,
        )
        certificates.let_write_wording(
            user=self.people[ADMINISTRATOR], actor=None, at=self.now
        )

    @staticmethod
    def with_role(role, organisation):
        user = UserFactory(name="何当家")
        RoleGrantFactory(user=user, organisation=organisation, role=role)
        return user


class Place:
    """What stands in one place: `unit` keeps things, `committee` has people."""

    def __init__(self, world, name, unit, committee=None):
        self.world, self.name, self.word = world, name, WORDS[name]
        self.unit = unit
        self.committee = committee or OrganisationFactory(
            name=f"{self.word}村人民调解委员会", parent=unit
        )
        self.unit.refresh_from_db()
        for make in (
            of_people,
            of_banks,
            of_papers,
            of_exams,
            of_marking,
            of_proof,
            of_places,
            of_signing_in,
            of_requests,
            of_rosters,
        ):
            make(self)


def of_people(place):
    place.mediator = MediatorFactory(
        organisation=place.committee,
        person__name=f"{place.word}明",
        person__user__name=f"{place.word}明",
    )
    # Against whom nothing stands, so that they may be commended.
    place.colleague = MediatorFactory(
        organisation=place.committee, person__name=f"{place.word}明二"
    )
    place.person = place.mediator.person
    place.user = place.person.user
    place.post = place.person.posts.get()
    place.job = Job.objects.create(
        title=f"{place.word}的工作", task="x", started_by=place.user
    )
    place.grant = RoleGrantFactory(
        user=UserFactory(name=f"{place.word}管"),
        organisation=place.unit,
        role=RoleGrant.Role.INSPECTOR,
    )
    place.suspended = RoleGrantFactory(
        user=place.grant.user,
        organisation=place.unit,
        role=RoleGrant.Role.MARKER,
        suspended_at=place.world.now,
    )
    place.unnamed = PostFactory(
        person__name=f"{place.word}无户", organisation=place.committee
    ).person
    place.closed = OrganisationFactory(
        kind="office", name=f"{place.word}分所", parent=place.unit
    )


def of_banks(place):
    place.bank = BankFactory(organisation=place.unit, title=f"{place.word}题库")
    of = {"topic": place.world.topic, "articles": [place.world.article]}
    of["prompt"] = f"{place.word}的题：调解收费吗？"

    def question(**state):
        asked = QuestionFactory(bank=place.bank)
        QuestionVersionFactory(question=asked, kind="true_false", **state, **of)
        return asked

    place.draft = question()
    place.waiting = question()
    version = place.waiting.versions.get()
    banks.submit_for_review(version=version, by=version.author, at=place.world.now)
    place.seen = version.events.latest("pk").pk
    place.question = question(approved=True)
    place.released = PracticeQuestionFactory(
        bank=place.bank, kind="true_false", by=version.author, **of
    )


def of_papers(place):
    title = f"{place.word}卷"
    place.blueprint_draft = BlueprintFactory(
        organisation=place.unit, state=Blueprint.State.DRAFT, title=title, kinds=()
    )
    place.blueprint_draft.rules.create(
        position=1, kind="true_false", count=1, points=Decimal(2)
    )
    place.blueprint = BlueprintFactory(
        organisation=place.unit, title=title, kinds=["true_false"]
    )
    of = {"organisation": place.unit, "title": title, "kinds": ["short_answer"]}
    place.paper = FrozenPaperFactory(organisation=place.unit, title=title)
    place.sealed = SealedPaperFactory(**of)
    place.drawn = PaperFactory(**of)


def of_exams(place):
    place.exam = ExamFactory(organisation=place.unit, title=f"{place.word}考试")
    place.sitting = SittingFactory(exam=place.exam, paper=place.paper)
    place.admission = AdmissionFactory(sitting=place.sitting, mediator=place.mediator)
    place.attempt = AttemptFactory(running=True, admission=place.admission)
    place.quiet = SittingFactory(exam=place.exam, paper=place.paper)
    place.seat = AdmissionFactory(sitting=place.quiet, mediator=place.mediator)
    place.fresh = AttemptFactory(admission=place.seat)


def of_marking(place):
    place.over = SittingFactory(
        exam=place.exam,
        paper=place.sealed,
        opens_at=place.world.now - timedelta(hours=3),
        closes_at=place.world.now - timedelta(hours=1),
    )
    seat = AdmissionFactory(sitting=place.over, mediator=place.mediator)
    place.handed_in = SubmittedAttemptFactory(admission=seat)
    place.task = MarkTaskFactory(attempt=place.handed_in, slot="s1")
    seat = AdmissionFactory(sitting=place.over, mediator=place.colleague)
    place.marked = MarkTaskFactory(
        attempt=SubmittedAttemptFactory(admission=seat, state=Attempt.State.SCORED),
        slot="s1",
    )
    place.scored = place.marked.attempt
    place.withheld = SubmittedAttemptFactory(
        admission=AdmissionFactory(sitting=place.over), state=Attempt.State.WITHHELD
    )
    MarkFactory(task=place.marked)
    ResultFactory(attempt=place.marked.attempt, run=place.marked.run)
    place.marked.state, place.marked.marker = MarkTask.State.DONE, UserFactory()
    place.marked.save()


def take(task, marker, *, until):
    task.state, task.marker, task.lease_until = MarkTask.State.LEASED, marker, until
    task.save()


def of_proof(place):
    kind = CertificateTypeFactory(
        organisation=place.unit,
        exam=ExamFactory(
            organisation=place.unit, title=f"{place.word}结业{place.name}"
        ),
        organiser=place.word,
    )
    kind.title = f"{place.word}证书"
    kind.save()
    place.kind = kind
    passed = result(kind=kind, mediator=place.mediator)
    place.result = passed.attempt
    place.certificate = certificates.issue(result=passed, at=place.world.now)
    place.certificate.sha256 = "0" * 64
    place.certificate.pdf.save(f"{place.name}.pdf", ContentFile(b"%PDF-1.7"))
    place.records = {
        name: factory(mediator=place.mediator) for name, factory in EVERY_KIND.items()
    }
    place.programme = AwardProgrammeFactory(
        organisation=place.unit,
        name=f"{place.word}表彰",
        for_whom=AwardProgramme.Subject.BOTH,
    )
    if place.name == INSIDE:
        SubsidyRateFactory(
            schedule=SubsidyScheduleFactory(organisation=place.world.district)
        )


def propose(place, *, to):
    """What waits for the inner town's administrator is of the inner town."""
    decider = to if place.name == INSIDE else UserFactory(name=f"{place.word}当家")
    place.proposal = CommendationFactory(
        mediator=place.mediator,
        programme=place.programme,
        title=f"{place.word}先进",
        decided_by=decider,
        recorded_by=UserFactory(name=f"{place.word}文员"),
        state="proposed",
    )


def of_studio(place):
    place.branch = BranchPageFactory(opened=True, organisation=place.unit)
    place.studio = place.branch.studio
    place.editor = RoleGrantFactory(
        user=UserFactory(name=f"{place.word}讲师"),
        organisation=place.unit,
        role=RoleGrant.Role.TRAINER,
    ).user
    courses.grant_studio(
        user=place.editor, organisation=place.unit, at=place.world.now, actor=None
    )
    place.course = CourseFactory(parent=place.branch, title=f"{place.word}课")
    place.lesson = LessonFactory(
        parent=place.course,
        title=f"{place.word}讲",
        owner=place.editor,
        review_on=place.world.now - timedelta(days=1),
    )
    place.hidden = LessonFactory(
        parent=place.course, title=f"{place.word}草稿", live=False
    )
    cited = {"article": place.world.article, "note": "记住。"}
    place.hidden.body = [("citation", cited)]
    place.hidden.save()
    place.flag = LessonFlagFactory(
        lesson=place.hidden, words=f"{place.word}：条号错了。"
    )
    place.revision = place.hidden.save_revision()
    of_pilots(place)
    place.hidden.get_workflow().start(place.hidden, place.user)
    place.hidden.refresh_from_db()
    Comment.objects.create(
        page=place.hidden,
        user=place.user,
        text=f"{place.word}意见",
        contentpath="title",
    )
    collection = place.studio.collection
    place.image = Image.objects.create(
        title=f"{place.word}图", file=drawing(place), collection=collection
    )
    place.document = SiteDocument.objects.create(
        title=f"{place.word}文件",
        file=ContentFile(b"text", f"{place.name}.txt"),
        collection=collection,
    )


def of_pilots(place):
    """The draft is read by a class; whoever of the place was asked is in it."""
    place.pilot_class = PilotClassFactory(
        branch=place.branch, name=f"{place.word}试学班", opened_by=place.editor
    )
    place.pilot = courses.pilot_lesson(
        lesson=place.hidden,
        pilot_class=place.pilot_class,
        by=place.editor,
        at=place.world.now,
    )
    place.joined = courses.join_pilot_class(
        pilot_class=place.pilot_class, reader=place.user, at=place.world.now
    )


def of_own_class(own, inside):
    """Another class of the inner town reads its draft; its mediator is in it."""
    own.pilot_class = PilotClassFactory(branch=inside.branch, name=f"{own.word}试学班")
    own.pilot = courses.pilot_lesson(
        lesson=inside.hidden,
        pilot_class=own.pilot_class,
        by=inside.editor,
        at=own.world.now,
    )
    courses.join_pilot_class(
        pilot_class=own.pilot_class, reader=own.user, at=own.world.now
    )


def drawing(place):
    """The smallest picture there is, under a name of the place."""
    import io  # noqa: PLC0415 -- for this alone

    import PIL.Image  # noqa: PLC0415 -- for this alone

    picture = io.BytesIO()
    PIL.Image.new("RGB", (4, 3)).save(picture, "PNG")
    return ContentFile(picture.getvalue(), f"{place.name}.png")
