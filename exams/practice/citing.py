"""What the reader of statutes shows of practice: how many questions rest on an article."""

from collections.abc import Collection
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from exams.practice.queries import counts_by_article
from laws import uses


def questions_on(
    articles: Collection[int], viewer: uses.Viewer
) -> dict[int, list[uses.Use]]:
    """Return by article what one may practise: one query, none for who is not signed in."""
    if not viewer.is_authenticated:
        return {}
    return {
        article: [uses.Use(counted(count), address(article), count=count)]
        for article, count in counts_by_article(articles, timezone.localdate()).items()
    }


def address(article: int) -> str:
    return f"{reverse('practice:home')}?{urlencode({'article': article})}"


def counted(count: int) -> str:
    words = ngettext(
        "Practise with %(count)s question", "Practise with %(count)s questions", count
    )
    return words % {"count": count}


def register() -> None:
    title = _("Practise what this article says")
    uses.add(uses.Kind("practice.questions", 15, title, questions_on, counted))
