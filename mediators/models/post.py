from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from lms.kernel.clock import Today
from lms.kernel.guards import NonOverlapping, Refusal, RefusalAsking
from lms.kernel.models import Dated, DatedQuerySet
from mediators.models.organisation import Organisation, under
from mediators.models.person import Person
from mediators.models.roles import RoleGrant
from mediators.models.user import User

if TYPE_CHECKING:
    from mediators.models.exemption import Exemption


class PostQuerySet(DatedQuerySet["Post"]):
    def standing(self) -> Self:
        """Those that were not annulled."""
        return self.filter(annulled_at=None)

    def in_force(self) -> Self:
        """Those held today."""
        return self.standing().current()

    def unended(self) -> Self:
        """Those held today or from a day to come."""
        return self.standing().filter(Post.UNENDED)

    def unfiled(self) -> Self:
        """Those whose begin, or whose end, is still to be filed; see `is_filed`."""
        over = ~Q(end_reason=Post.EndReason.NONE) & Q(valid_to__lte=Today())
        told = Q(end_reason__in=Post.FILED_ENDS)
        begun = Q(filed_on=None, end_filed_on=None) & (~over | told)
        ended = Q(end_filed_on=None) & over & told
        return self.standing().filter(begun | ended)

    def running_out(self, *, by: date) -> Self:
        """Those held today whose term is over by a day, with no end recorded."""
        return self.in_force().filter(valid_to__lte=by, end_reason="")

    def with_people(self) -> Self:
        """Each with its person and organisation, and whether they mediate, at once."""
        return self.select_related(
            "person__mediator", "person__merged_into", "organisation"
        )

    def with_exemptions(self) -> Self:
        """Each with the rules that are not insisted on for it; one more query."""
        from mediators.models.exemption import Exemption  # noqa: PLC0415 -- mutual

        standing = Exemption.objects.standing().select_related("granted_by")
        named = "standing_exemptions"
        return self.prefetch_related(Prefetch("exemptions", standing, to_attr=named))

    def within(self, paths: Iterable[str]) -> Self:
        """Those in the subtrees of which `paths` are the tops."""
        return self.filter(under(paths, prefix="organisation__"))

    def visible_to(self, user: User) -> Self:
        """What `user` may look at: their own, and those of branches they oversee."""
        paths = RoleGrant.branches(user, *RoleGrant.OVERSEERS)
        overseen = under(paths, prefix="organisation__")
        return self.filter(Q(person__user=user.pk) | overseen)

    def administered_by(self, user: User) -> Self:
        """What `user` may act on: those of the branches they administer."""
        return self.within(RoleGrant.branches(user, *RoleGrant.ADMINISTRATORS))


class Post(Dated):
    """A person's place on a committee or in what hangs off it, from a day until a day.

    In villages, communities and enterprises members are elected (Law 9); mediators may
    also be hired by the committee (Law 13).
    `basis` is the election record or the hiring document. `valid_to` is the end that is
    foreseen by the term until `end_reason` says it has ended.
    """

    class Role(models.TextChoices):
        CHAIR = "chair", _("chair")
        VICE_CHAIR = "vice_chair", _("vice-chair")
        MEMBER = "member", _("member")
        MEDIATOR = "mediator", _("mediator")

    class Appointment(models.TextChoices):
        ELECTED = "elected", _("elected")
        HIRED = "hired", _("hired")

    class Kind(models.TextChoices):
        FULL_TIME = "full_time", _("full-time")
        PART_TIME = "part_time", _("part-time")
        INVITED = "invited", _("specially invited")

    class EndReason(models.TextChoices):
        NONE = "", _("not ended")
        TERM_EXPIRED = "term_expired", _("term expired")
        REELECTED = "reelected", _("new election")
        RESIGNED = "resigned", _("resigned")
        REMOVED = "removed", _("removed")
        DISMISSED = "dismissed", _("dismissed")
        ROSTER_REMOVED = "roster_removed", _("struck off the roster")
        TRANSFERRED = "transferred", _("transferred")
        DISSOLVED = "dissolved", _("organisation dissolved")
        DIED = "died", _("died")

    #: Ends that are filed as such. That a term expired, or was cut short by a new election,
    #: is seen from the new composition of the committee, which is filed.
    FILED_ENDS: ClassVar = (
        EndReason.RESIGNED,
        EndReason.REMOVED,
        EndReason.DISMISSED,
        EndReason.ROSTER_REMOVED,
        EndReason.TRANSFERRED,
        EndReason.DISSOLVED,
        EndReason.DIED,
    )
    #: Who makes up a committee; others mediate for it.
    MEMBERS: ClassVar = (Role.CHAIR, Role.VICE_CHAIR, Role.MEMBER)
    UNENDED: ClassVar = Q(valid_to=None) | Q(valid_to__gt=Today())

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="posts", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="posts",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)
    appointment = models.CharField(
        _("way of appointment"), max_length=10, choices=Appointment
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    basis = models.CharField(_("election record or hiring document"), max_length=120)
    employer = models.CharField(
        _("employer, if not the committee"), max_length=120, blank=True, default=""
    )
    filed_on = models.DateField(_("filed on"), null=True, blank=True)
    filing_reference = models.CharField(
        _("reference of the filing"), max_length=120, blank=True, default=""
    )
    end_filed_on = models.DateField(_("end filed on"), null=True, blank=True)
    end_filing_reference = models.CharField(
        _("reference of the filing of the end"), max_length=120, blank=True, default=""
    )
    end_reason = models.CharField(
        _("reason of the end"),
        max_length=16,
        choices=EndReason,
        blank=True,
        default=EndReason.NONE,
    )
    end_recorded_at = models.DateTimeField(_("end recorded at"), null=True, blank=True)
    annulled_at = models.DateTimeField(_("annulled at"), null=True, blank=True)
    annulled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("annulled by"),
    )
    annul_reason = models.CharField(
        _("why annulled"), max_length=300, blank=True, default=""
    )

    #: Only of posts taken `with_exemptions`.
    standing_exemptions: list[Exemption]

    objects = PostQuerySet.as_manager()
    guards = [
        NonOverlapping(
            ["person_id", "organisation_id", "role"],
            where="annulled_at IS NULL",
            message="This person holds this post at that time already.",
        ),
        RefusalAsking(
            "INSERT",
            "The members of this committee are elected, not hired.",
            when="NEW.role <> 'mediator' AND NEW.appointment = 'hired' AND EXISTS "
            "(SELECT 1 FROM mediators_organisation o WHERE o.id = NEW.organisation_id "
            "AND o.committee_type IN ('village', 'community', 'enterprise'))",
        ),
        Refusal("DELETE", "A post is annulled with a reason, never deleted."),
        Refusal(
            "UPDATE",
            "What a post is does not change: annul it and enter another.",
            when="NEW.person_id <> OLD.person_id OR NEW.role <> OLD.role "
            "OR NEW.organisation_id <> OLD.organisation_id "
            "OR NEW.appointment <> OLD.appointment OR NEW.kind <> OLD.kind",
        ),
        Refusal(
            "UPDATE",
            "An annulled post stays annulled.",
            when="OLD.annulled_at IS NOT NULL",
        ),
    ]

    class Meta(Dated.Meta):
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["-valid_from", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(basis=""),
                name="post_has_a_basis",
                violation_error_message=_(
                    "Name the election record or the hiring document."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(end_reason="removed") | Q(appointment="elected"),
                name="post_removed_if_elected",
                violation_error_message=_("Only an elected member can be removed."),
            ),
            models.CheckConstraint(
                condition=~Q(end_reason="dismissed") | Q(appointment="hired"),
                name="post_dismissed_if_hired",
                violation_error_message=_("Only a hired mediator can be dismissed."),
            ),
            models.CheckConstraint(
                condition=~Q(end_reason="roster_removed") | Q(kind="invited"),
                name="post_struck_off_if_invited",
                violation_error_message=_(
                    "Only an invited mediator is struck off a roster."
                ),
            ),
            models.CheckConstraint(
                condition=Q(end_reason="") | Q(valid_to__isnull=False),
                name="post_end_has_a_day",
                violation_error_message=_("An ended post needs the day of its end."),
            ),
            models.CheckConstraint(
                condition=Q(end_filed_on=None) | ~Q(end_reason=""),
                name="post_end_filed_if_ended",
                violation_error_message=_("Only the end of an ended post is filed."),
            ),
            models.CheckConstraint(
                condition=Q(annulled_at=None, annul_reason="")
                | Q(annulled_at__isnull=False) & ~Q(annul_reason=""),
                name="post_annulled_with_reason",
                violation_error_message=_("Give the reason for annulling."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_role_display()}"

    @property
    def has_ended(self) -> bool:
        """Whether an end was recorded; a term that ran out of itself has none."""
        return self.end_reason != self.EndReason.NONE

    def is_filed(self, day: date) -> bool:
        """Whether nothing is left to file on `day`: the begin first, then the end.

        An end is filed from its day on. Of a post that is over by an end that is not
        filed as such, nothing is; nor the begin of one whose end is.
        """
        return not (self.awaits_begin(day) or self.awaits_end(day))

    def awaits_begin(self, day: date) -> bool:
        """Whether the begin is what is to be filed."""
        told = not self._is_over(day) or self.end_reason in self.FILED_ENDS
        return self.filed_on is None and self.end_filed_on is None and told

    def awaits_end(self, day: date) -> bool:
        """Whether the end is to be filed, now or after the begin."""
        told = self._is_over(day) and self.end_reason in self.FILED_ENDS
        return self.end_filed_on is None and told

    def _is_over(self, day: date) -> bool:
        return self.has_ended and self.valid_to is not None and self.valid_to <= day

    @property
    def possible_ends(self) -> list[EndReason]:
        """The reasons that fit the way of appointment and the kind (Law 15)."""
        ends, elected = self.EndReason, self.appointment == self.Appointment.ELECTED
        unfit = {ends.DISMISSED} if elected else {ends.REMOVED, ends.REELECTED}
        if self.kind != self.Kind.INVITED:
            unfit.add(ends.ROSTER_REMOVED)
        return [reason for reason in ends if reason and reason not in unfit]

    @property
    def is_annulled(self) -> bool:
        return self.annulled_at is not None
