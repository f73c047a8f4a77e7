from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from mediators.models import Division, Organisation, Person

#: Figures of people: each person once in a branch, however many posts they hold there.
OF_PEOPLE = ("people", "women", "full_time", "trained", "certified", "expiring")
#: Committees of which something is not as it should be.
GAPS = (
    "without_chair",
    "many_chairs",
    "few_members",
    "many_members",
    "without_woman",
    "without_minority",
    "lapsed",
    "without_certified",
)


def _count(label: object) -> models.IntegerField[int, int]:
    return models.IntegerField(label, default=0)  # type: ignore[arg-type]  # -- a lazy text


class FiguresOfPeople(models.Model):
    """People, each counted once."""

    people = _count(_("people mediating"))
    women = _count(_("women"))
    full_time = _count(_("full-time mediators"))
    trained = _count(_("trained"))
    certified = _count(_("certified"))
    expiring = _count(_("certificates expiring"))

    class Meta:
        abstract = True


class Figures(FiguresOfPeople):
    """All that is counted in a branch."""

    committees = _count(_("committees"))
    committees_village = _count(_("village committees"))
    committees_community = _count(_("community committees"))
    committees_township = _count(_("town committees"))
    committees_street = _count(_("street committees"))
    committees_enterprise = _count(_("enterprise committees"))
    committees_professional = _count(_("professional committees"))
    committees_regional = _count(_("regional committees"))
    committees_other = _count(_("other committees"))
    posts = _count(_("posts held"))
    without_chair = _count(_("committees without a chair"))
    many_chairs = _count(_("committees with more chairs than asked"))
    few_members = _count(_("committees with fewer members than asked"))
    many_members = _count(_("committees with more members than asked"))
    without_woman = _count(_("committees with fewer women than asked"))
    without_minority = _count(_("multi-ethnic committees of one people"))
    lapsed = _count(_("committees with terms run out"))
    without_certified = _count(_("committees without a certified mediator"))
    villages = _count(_("villages and communities"))
    villages_uncovered = _count(_("villages and communities without a committee"))

    class Meta:
        abstract = True


#: Every figure, by the name of its column.
COLUMNS: tuple[str, ...] = tuple(field.name for field in Figures._meta.local_fields)  # noqa: SLF001 -- documented


class BranchFigures(Figures):
    """What was counted last beneath an organisation and at the organisation itself.

    `path`, `depth` and `division` are those it was counted under; `lacks` names the gaps of this
    committee alone, each between spaces.
    """

    organisation = models.OneToOneField(
        Organisation,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="figures",
        verbose_name=_("organisation"),
    )
    path = models.CharField(_("path"), max_length=255)
    depth = models.PositiveSmallIntegerField(_("depth"))
    division = models.ForeignKey(
        Division,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("division"),
        db_index=False,
    )
    lacks = models.CharField(_("gaps"), max_length=200, blank=True, default="")

    wagtail_reference_index_ignore = True  # points at no page, image or document

    class Meta:
        verbose_name = _("figures of a branch")
        verbose_name_plural = _("figures of branches")
        # What hangs directly off a branch is found without reading all beneath it.
        indexes = [models.Index(fields=["depth", "path"], name="branchfigures_level")]

    def __str__(self) -> str:
        return f"{self.organisation_id}"

    @property
    def gaps(self) -> list[str]:
        return self.lacks.split()


class Doubled(FiguresOfPeople):
    """How often too many a person is counted where the branches of their places meet.

    Whoever holds posts in two villages is one person of the town: the town's figures are
    those of the villages, less this.
    """

    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("person"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("organisation"),
    )

    wagtail_reference_index_ignore = True  # as above

    class Meta:
        verbose_name = _("person counted twice")
        verbose_name_plural = _("people counted twice")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "organisation"], name="doubled_once_a_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.organisation_id}"


class Village(models.Model):
    """A village or community of the division list, and who answers for it.

    That is the nearest organisation above whose division holds the village.
    """

    division = models.OneToOneField(
        Division,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="+",
        verbose_name=_("division"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("organisation"),
    )
    is_covered = models.BooleanField(_("has a committee"))

    wagtail_reference_index_ignore = True  # as above

    class Meta:
        verbose_name = _("village")
        verbose_name_plural = _("villages")

    def __str__(self) -> str:
        return f"{self.division_id}"
