from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from lms.kernel.guards import NonOverlapping, Refusal
from lms.kernel.models import Dated, DatedQuerySet
from mediators.models.organisation import Organisation, under
from mediators.models.person import Person
from mediators.models.post import Post
from mediators.models.roles import RoleGrant
from mediators.models.user import User


class RuleQuerySet(DatedQuerySet["Rule"]):
    def standing(self) -> Self:
        """Those that were not annulled."""
        return self.filter(annulled_at=None)

    def above(self, *places: Organisation) -> Self:
        """Those laid down for one of `places` or for a branch that it lies in."""
        step = Organisation.steplen
        paths = {
            place.path[:end]
            for place in places
            for end in range(step, len(place.path) + 1, step)
        }
        return self.filter(organisation__path__in=paths)

    def administered_by(self, user: User) -> Self:
        """What `user` may act on: those laid down for the branches they administer."""
        branches = RoleGrant.branches(user, *RoleGrant.ADMINISTRATORS)
        return self.filter(under(branches, prefix="organisation__"))


class Rule(Dated):
    """A figure that a document lays down for a branch of the tree, in a period.

    For every committee and post of the branch, or for one type of committee, one kind
    of post, or both. Of the rules of one branch, the narrowest holds; of
    several branches above, the strictest, which is the nearest unless one above it was
    tightened since. Where no row speaks, what stands in `mediators.queries.figures` holds.
    """

    class Code(models.TextChoices):
        MEMBERS_MIN = "members_min", _("fewest members of a committee")
        MEMBERS_MAX = "members_max", _("most members of a committee")
        CHAIRS = "chairs", _("chairs of a committee")
        WOMEN_MIN = "women_min", _("fewest women on a committee")
        TERM_YEARS = "term_years", _("years of a term")
        AGE_MIN = "age_min", _("lowest age")
        AGE_MAX = "age_max", _("highest age")
        EDUCATION_MIN = "education_min", _("least education")
        FULL_TIME_MAX = "full_time_max", _("full-time posts of one person at a time")
        FILING_DAYS = "filing_days", _("working days within which a post is filed")

    #: What speaks of a committee or a person as a whole, not of one kind of post.
    OF_THE_WHOLE: ClassVar = (
        Code.MEMBERS_MIN,
        Code.MEMBERS_MAX,
        Code.CHAIRS,
        Code.WOMEN_MIN,
        Code.FULL_TIME_MAX,
    )
    #: What a document may also say is not asked for; the value is then `NOT_ASKED`.
    OPTIONAL: ClassVar = (
        Code.AGE_MAX,
        Code.EDUCATION_MIN,
        Code.FULL_TIME_MAX,
        Code.FILING_DAYS,
    )
    #: Of which less is looser; of all others more is.
    MINIMA: ClassVar = (
        Code.MEMBERS_MIN,
        Code.WOMEN_MIN,
        Code.AGE_MIN,
        Code.EDUCATION_MIN,
    )
    NOT_ASKED: ClassVar = 0
    #: Law 14: a mediator is an adult citizen. A document may ask for more years.
    ADULT: ClassVar = 18
    #: The value of a rule on education is the place in this list.
    EDUCATION: ClassVar = tuple(Person.Education.values)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="rules",
        verbose_name=_("branch"),
    )
    code = models.CharField(_("rule"), max_length=30, choices=Code)
    committee_type = models.CharField(
        _("type of committee"),
        max_length=20,
        choices=Organisation.CommitteeType,
        blank=True,
        default="",
    )
    post_kind = models.CharField(
        _("kind of post"), max_length=10, choices=Post.Kind, blank=True, default=""
    )
    value = models.PositiveIntegerField(_("value"))
    document = models.CharField(_("source document"), max_length=200)
    annulled_at = models.DateTimeField(_("annulled at"), null=True, blank=True)
    annul_reason = models.CharField(
        _("why annulled"), max_length=300, blank=True, default=""
    )

    objects = RuleQuerySet.as_manager()
    guards = [
        NonOverlapping(
            ["organisation_id", "code", "committee_type", "post_kind"],
            where="annulled_at IS NULL",
            message="This rule has a value at that time.",
        ),
        Refusal("DELETE", "A rule is ended or annulled, never deleted."),
        Refusal(
            "UPDATE",
            "What a rule says does not change: end it and lay down another.",
            when="NEW.organisation_id <> OLD.organisation_id OR NEW.code <> OLD.code "
            "OR NEW.committee_type <> OLD.committee_type "
            "OR NEW.post_kind <> OLD.post_kind OR NEW.value <> OLD.value "
            "OR NEW.document <> OLD.document OR NEW.valid_from <> OLD.valid_from",
        ),
        Refusal(
            "UPDATE",
            "An annulled rule stays annulled.",
            when="OLD.annulled_at IS NOT NULL",
        ),
    ]

    class Meta(Dated.Meta):
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["code", "valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(document=""),
                name="rule_names_its_source",
                violation_error_message=_("Name the document that says so."),
            ),
            models.CheckConstraint(
                condition=Q(value__gt=0)
                | Q(
                    code__in=[
                        "age_max",
                        "education_min",
                        "full_time_max",
                        "filing_days",
                    ]
                ),
                name="rule_asks_for_something",
                violation_error_message=_("This rule cannot be switched off."),
            ),
            models.CheckConstraint(
                condition=Q(post_kind="")
                | ~Q(
                    code__in=[
                        "members_min",
                        "members_max",
                        "chairs",
                        "women_min",
                        "full_time_max",
                    ]
                ),
                name="rule_of_the_whole_names_no_kind",
                violation_error_message=_("This rule holds for every kind of post."),
            ),
            models.CheckConstraint(
                condition=~Q(code="age_min") | Q(value__gte=18),
                name="rule_asks_for_adults",
                violation_error_message=_(
                    "A mediator is at least 18 years old (Law, article 14)."
                ),
            ),
            models.CheckConstraint(
                condition=Q(annulled_at=None, annul_reason="")
                | Q(annulled_at__isnull=False) & ~Q(annul_reason=""),
                name="rule_annulled_with_reason",
                violation_error_message=_("Give the reason for annulling."),
            ),
        ]

    def __str__(self) -> str:
        words = {"rule": self.get_code_display(), "value": self.in_words}
        return gettext("%(rule)s: %(value)s") % words

    @property
    def in_words(self) -> str:
        """What it asks for, as people say it."""
        return value_in_words(self.code, self.value)

    @property
    def held_for(self) -> str:
        """What it holds for within its branch, as people say it."""
        narrowed = [self.get_committee_type_display(), self.get_post_kind_display()]
        return " · ".join(filter(None, narrowed)) or gettext("all")

    @property
    def is_annulled(self) -> bool:
        return self.annulled_at is not None


def is_looser(code: str, value: int, *, than: int) -> bool:
    """Say whether a figure of a rule asks for less than another one."""
    if Rule.NOT_ASKED in {value, than} and code in Rule.OPTIONAL:
        return value == Rule.NOT_ASKED != than
    if code == Rule.Code.CHAIRS:
        return value != than
    return value < than if code in Rule.MINIMA else value > than


def value_in_words(code: str, value: int) -> str:
    """Return what the figure of a rule asks for, as people say it."""
    if value == Rule.NOT_ASKED:
        return gettext("not asked for")
    if code == Rule.Code.EDUCATION_MIN:
        least = Person.Education(Rule.EDUCATION[value]).label
        return gettext("%(education)s or above") % {"education": least}
    if code == Rule.Code.TERM_YEARS:
        words = ngettext("%(n)d year", "%(n)d years", value)
    elif code in {Rule.Code.AGE_MIN, Rule.Code.AGE_MAX}:
        words = ngettext("%(n)d year old", "%(n)d years old", value)
    elif code == Rule.Code.FILING_DAYS:
        words = ngettext("%(n)d working day", "%(n)d working days", value)
    elif code == Rule.Code.FULL_TIME_MAX:
        words = ngettext("%(n)d post", "%(n)d posts", value)
    else:
        words = ngettext("%(n)d person", "%(n)d people", value)
    return words % {"n": value}
