"""What the reader of statutes shows of banks: to who keeps them, and to nobody else."""

from collections.abc import Collection
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from exams.banks.models import Citation, QuestionVersion
from laws import uses
from mediators.access import has_role
from mediators.models import RoleGrant


def questions_on(
    articles: Collection[int], viewer: uses.Viewer
) -> dict[int, list[uses.Use]]:
    """Return by article how many approved questions rest on it, bank by bank.

    Questions are secret: one query for who trains, none for everybody else.
    """
    if not has_role(viewer, RoleGrant.Role.TRAINER):
        return {}
    approved = QuestionVersion.objects.visible_to(viewer).approved()
    bank = "version__question__bank"
    resting = (
        Citation.objects.filter(article__in=articles, version__in=approved.values("pk"))
        .order_by(f"{bank}__code")
        .values_list("article", f"{bank}__uuid", f"{bank}__title")
        .annotate(Count("pk"))
    )
    found: dict[int, list[uses.Use]] = {}
    for article, uuid, title, count in resting:
        address = (
            f"{reverse('banks:bank', args=[uuid])}?{urlencode({'article': article})}"
        )
        use = uses.Use(title, address, _counted(count), count)
        found.setdefault(article, []).append(use)
    return found


def _counted(count: int) -> str:
    words = ngettext("%(count)s question", "%(count)s questions", count)
    return words % {"count": count}


def register() -> None:
    title = _("Approved questions that rest on this article")
    uses.add(uses.Kind("banks.questions", 20, title, questions_on, _counted))
