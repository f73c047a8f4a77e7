"""What people ask for about their own data, and what became of it."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.kernel.guards import AppendOnly, NonOverlapping, Refusal, RefusalAsking
from lms.kernel.models import Dated, DatedQuerySet
from mediators.models import Person

if TYPE_CHECKING:
    from mediators.models import User


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may look at: their own, and those of whom they oversee."""
        return self.filter(person__in=Person.objects.visible_to(user))

    def administered_by(self, user: User) -> Self:
        """What `user` may act on: those of whom they administer, never their own."""
        people = Person.objects.administered_by(user).exclude(user=user.pk)
        return self.filter(person__in=people)

    def asked_by(self, user: User) -> Self:
        """What `user` may take back: their own and nobody else's."""
        own = Person.objects.filter(user=user.pk)
        return self.filter(Q(person__in=own) | Q(person__in=own.values("merged_into")))

    def with_state(self) -> Self:
        """Each with `state`, the kind of the last thing that happened to it."""
        last = RequestEvent.objects.filter(request=OuterRef("pk")).order_by("-pk")
        return self.annotate(state=Subquery(last.values("kind")[:1]))

    def open(self) -> Self:
        return self.with_state().exclude(state__in=RequestEvent.CLOSING)

    def urgent_first(self) -> Self:
        """Those that still wait by their deadline, the most urgent first."""
        return self.order_by("due_on", "pk")


class DataRequest(models.Model):
    """Somebody asks for something about their own data (PIPL 44–47).

    What becomes of it are its events: the last one says where it stands.
    """

    class Kind(models.TextChoices):
        COPY = "copy", _("a copy by post")
        CORRECTION = "correction", _("correction")
        DELETION = "deletion", _("deletion")
        RESTRICTION = "restriction", _("restriction or objection")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="data_requests",
        verbose_name=_("person"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    about = models.CharField(_("what is wrong"), max_length=300, blank=True, default="")
    wanted = models.CharField(
        _("what is asked for"), max_length=600, blank=True, default=""
    )
    filed_at = models.DateTimeField(_("asked at"))
    due_on = models.DateField(_("to be answered by"))

    #: What stands for words that went with the data of the person.
    ERASED: ClassVar = "—"

    objects = DataRequestQuerySet.as_manager()
    guards = [
        Refusal("DELETE", "What was asked is never deleted."),
        Refusal(
            "UPDATE",
            "What was asked does not change; its words may go with the data.",
            when="NEW.kind <> OLD.kind OR NEW.person_id <> OLD.person_id "
            "OR NEW.filed_at <> OLD.filed_at OR NEW.due_on <> OLD.due_on "
            "OR (NEW.about <> OLD.about AND NEW.about <> '—') "
            "OR (NEW.wanted <> OLD.wanted AND NEW.wanted <> '—')",
        ),
    ]

    class Meta:
        verbose_name = _("request about personal data")
        verbose_name_plural = _("requests about personal data")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["due_on"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="correction") | ~Q(about="") & ~Q(wanted=""),
                name="correction_says_what_is_right",
                violation_error_message=_("Say what is wrong and what is right."),
            ),
        ]

    #: Told by `with_state`.
    state: str

    def __str__(self) -> str:
        return self.get_kind_display()

    def get_absolute_url(self) -> str:
        return reverse("privacy:request", args=[self.uuid])

    @property
    def is_closed(self) -> bool:
        return self.state in RequestEvent.CLOSING

    @property
    def is_deletion(self) -> bool:
        return self.kind == self.Kind.DELETION

    @property
    def is_correction(self) -> bool:
        return self.kind == self.Kind.CORRECTION

    @property
    def is_new(self) -> bool:
        return self.state == RequestEvent.Kind.FILED

    @property
    def awaits_second(self) -> bool:
        return self.state == RequestEvent.Kind.PROPOSED

    @property
    def state_words(self) -> str:
        return str(RequestEvent.Kind(self.state).label)

    def is_overdue(self, day: date) -> bool:
        return not self.is_closed and self.due_on < day


class RequestEvent(models.Model):
    """One thing that happened to a request, with the sentence that the person reads."""

    class Kind(models.TextChoices):
        FILED = "filed", _("filed")
        TAKEN_UP = "taken_up", _("taken up")
        ANSWERED = "answered", _("answered, still open")
        PROPOSED = "proposed", _("awaits a second administrator")
        CARRIED_OUT = "carried_out", _("carried out")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    #: After these nothing more happens.
    CLOSING: ClassVar = (Kind.CARRIED_OUT, Kind.REFUSED, Kind.WITHDRAWN)
    #: What an administrator may answer with.
    ANSWERS: ClassVar = (Kind.ANSWERED, Kind.CARRIED_OUT, Kind.REFUSED)

    request = models.ForeignKey(
        DataRequest,
        on_delete=models.PROTECT,
        related_name="events",
        verbose_name=_("request"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    words = models.TextField(_("what the person is told"), blank=True, default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"))

    guards = [
        AppendOnly(),
        RefusalAsking(
            "INSERT",
            "Nothing more happens to a request that is closed.",
            when="EXISTS (SELECT 1 FROM privacy_requestevent e "
            "WHERE e.request_id = NEW.request_id "
            "AND e.kind IN ('carried_out', 'refused', 'withdrawn'))",
        ),
        RefusalAsking(
            "INSERT",
            "Who proposed a deletion does not confirm it.",
            when="NEW.kind = 'carried_out' AND EXISTS (SELECT 1 FROM privacy_datarequest r "
            "WHERE r.id = NEW.request_id AND r.kind = 'deletion') "
            "AND NOT EXISTS (SELECT 1 FROM privacy_requestevent e "
            "WHERE e.request_id = NEW.request_id AND e.kind = 'proposed' "
            "AND e.by_id <> NEW.by_id)",
        ),
    ]

    class Meta:
        verbose_name = _("event of a request")
        verbose_name_plural = _("events of requests")
        ordering = ["pk"]
        indexes = [models.Index(fields=["request", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["answered", "carried_out", "refused"])
                | ~Q(words=""),
                name="answer_has_words",
                violation_error_message=_("Write what the person shall read."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_refusal(self) -> bool:
        return self.kind == self.Kind.REFUSED


class AnswerPeriod(Dated):
    """Within how many days a kind of request is answered; PIPL 45 and 46 say: in time (及时)."""

    kind = models.CharField(
        _("kind of request"), max_length=12, choices=DataRequest.Kind
    )
    days = models.PositiveSmallIntegerField(_("days"))
    document = models.CharField(_("source document"), max_length=200)

    objects = DatedQuerySet.as_manager()
    guards = [
        NonOverlapping(["kind"], message="This period is laid down at that time."),
        Refusal("DELETE", "A rule is ended, never deleted."),
    ]

    class Meta(Dated.Meta):
        verbose_name = _("period for answers")
        verbose_name_plural = _("periods for answers")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(days__gte=1),
                name="answerperiod_has_a_day",
                violation_error_message=_("Give a day at least."),
            ),
            models.CheckConstraint(
                condition=~Q(document=""),
                name="answerperiod_names_its_source",
                violation_error_message=_("Name the document that says so."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.days)
