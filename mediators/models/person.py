from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.kernel import personal
from lms.kernel.storage import private
from mediators import ethnicities, names, pinyin
from mediators.models.spelling import Spelt

if TYPE_CHECKING:
    from mediators.models.user import User


class PersonQuerySet(models.QuerySet["Person"]):
    def living(self) -> Self:
        """Records that were not merged into another."""
        return self.filter(merged_into=None)

    def visible_to(self, user: User) -> Self:
        """What `user` may look at: themselves, and whom they oversee through a post."""
        from mediators.models.roles import RoleGrant  # noqa: PLC0415 -- mutual

        branches = RoleGrant.branches(user, *RoleGrant.OVERSEERS)
        own = Person.objects.filter(user=user.pk).values("pk")
        return self.filter(self._within(branches, own))

    def administered_by(self, user: User) -> Self:
        """What `user` may act on: whom they administer through a post."""
        from mediators.models.roles import RoleGrant  # noqa: PLC0415 -- mutual

        return self.filter(
            self._within(RoleGrant.branches(user, *RoleGrant.ADMINISTRATORS))
        )

    def called(self, words: str) -> Self:
        """Those of this name: a part of it in characters, or its pinyin or initials."""
        return self.filter(pinyin.called(words))

    def in_order(self) -> Self:
        """By pinyin, surnames together; those of one name by when they were recorded."""
        return self.order_by("spelling", "name", "pk")

    def with_id_number(self, number: str) -> Self:
        """The living records of the one who has this number, however it is typed.

        A record that another was merged into has the number of that one, too.
        """
        from mediators import identity  # noqa: PLC0415 -- mutual

        sought = personal.lookup_hash(identity.tidy(number))
        merged = Person.objects.filter(id_number_lookup=sought)
        return self.living().filter(
            Q(id_number_lookup=sought) | Q(pk__in=merged.values("merged_into"))
        )

    def within(self, paths: list[str]) -> Self:
        """Those who belong to the subtrees of which `paths` are the tops."""
        return self.filter(self._within(paths))

    @staticmethod
    def _within(paths: list[str], beside: QuerySet[Person, Any] | None = None) -> Q:
        """Who belongs there: by a post that has not ended, or else by those that have.

        Somebody who moved away belongs to where they are now: the branch they left
        keeps the post and loses sight of the person. `beside` are the keys of others
        who are to be found alike.

        One list of keys, not one condition or another: of those PostgreSQL would ask
        every person there is.
        """
        from mediators.models.organisation import EVERYWHERE  # noqa: PLC0415 -- mutual
        from mediators.models.post import Post  # noqa: PLC0415 -- mutual

        if EVERYWHERE in paths:
            return Q(pk__isnull=False)
        if not paths:
            return Q(pk__in=[] if beside is None else beside)
        elsewhere = Post.objects.unended().filter(person=OuterRef("person"))
        held = Post.objects.standing().within(paths).order_by()
        held = held.filter(Post.UNENDED | ~Exists(elsewhere))
        # A record that others were merged into belongs where they belonged, too.
        merged = held.filter(person__merged_into__isnull=False)
        own, left = held.values("person"), merged.values("person__merged_into")
        return Q(
            pk__in=own.union(left, *([] if beside is None else [beside]), all=True)
        )


class Person(Spelt):
    """A human being, known once, whatever posts they hold, with an account or without.

    The identity number is optional, encrypted under the person's own key, and found
    again by a keyed hash only. Its mask is encrypted apart, so that showing it opens no
    number: beside the day of birth a mask is the whole number. Merging two records sets
    `merged_into` and rewrites nothing.
    """

    class Gender(models.TextChoices):
        """GB/T 2261.1."""

        UNKNOWN = "0", _("unknown")
        MALE = "1", _("male")
        FEMALE = "2", _("female")
        UNSTATED = "9", _("not stated")

    class Education(models.TextChoices):
        UNKNOWN = "", _("unknown")
        PRIMARY = "primary", _("primary school")
        JUNIOR = "junior", _("junior high school")
        SENIOR = "senior", _("senior high school")
        COLLEGE = "college", _("college")
        BACHELOR = "bachelor", _("bachelor")
        MASTER = "master", _("master or above")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("account"),
    )
    name = models.CharField(_("name"), max_length=names.LONGEST)
    gender = models.CharField(
        _("gender"), max_length=1, choices=Gender, default=Gender.UNKNOWN
    )
    born_on = models.DateField(_("born on"), null=True, blank=True)
    ethnicity = models.CharField(_("ethnicity"), max_length=2, blank=True, default="")
    education = models.CharField(
        _("education"),
        max_length=10,
        choices=Education,
        blank=True,
        default=Education.UNKNOWN,
    )
    phone = models.CharField(_("phone"), max_length=20, blank=True, default="")
    id_number_sealed = models.BinaryField(_("identity number"), null=True, blank=True)
    id_number_lookup = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001 -- unique where present
    id_number_mask_sealed = models.BinaryField(
        _("masked identity number"), null=True, blank=True
    )
    #: Codes of `identity.Doubt`: what in the number does not fit the record.
    id_number_doubts = models.CharField(max_length=80, blank=True, default="")
    photo = models.FileField(
        _("photo"), storage=private, upload_to="photos/", blank=True
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())
    #: When the personal data were deleted at their request (PIPL 47), for good.
    erased_at = models.DateTimeField(_("data deleted at"), null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta(Spelt.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                fields=["id_number_lookup"],
                condition=Q(merged_into=None),
                name="person_id_number_once",
                violation_error_message=_("Somebody with this identity number exists."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="person_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=Q(id_number_sealed=None) | Q(id_number_lookup__isnull=False),
                name="person_sealed_number_is_found",
            ),
            models.CheckConstraint(
                condition=Q(born_on=None) | Q(born_on__gte=date(1900, 1, 1)),
                name="person_born_since_1900",
                violation_error_message=_(
                    "Check the day of birth: it lies ahead, or before 1900."
                ),
            ),
        ]
        indexes = [
            *Spelt.Meta.indexes,
            # Whoever signs in by phone is looked for by anybody who types a number.
            models.Index(fields=["phone"], condition=~Q(phone=""), name="person_phone"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def living(self) -> Person:
        """The record that this one was merged into, or this one."""
        return self.merged_into or self

    @property
    def number_doubts(self) -> list[str]:
        """What in the identity number does not fit the record, in words."""
        from mediators.identity import Doubt  # noqa: PLC0415 -- mutual

        codes = filter(None, self.id_number_doubts.split(","))
        return [str(Doubt(code).label) for code in codes]

    @property
    def has_id_number(self) -> bool:
        return self.id_number_sealed is not None

    @property
    def ethnicity_name(self) -> str | Promise:
        return ethnicities.NAMES.get(self.ethnicity, "")

    @property
    def states_gender(self) -> bool:
        return self.gender in {self.Gender.MALE, self.Gender.FEMALE}

    @property
    def masked_name(self) -> str:
        """The name as a stranger may see it: 王*明, 欧**, 王*."""
        if len(self.name) <= 2:  # noqa: PLR2004 -- surname and one character
            return f"{self.name[:1]}*"
        return f"{self.name[0]}{'*' * (len(self.name) - 2)}{self.name[-1]}"
