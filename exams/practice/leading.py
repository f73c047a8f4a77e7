"""Where other pages lead to practice: a lesson, the page of learning, a bank, a question."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.models import Lesson
from exams.banks.models import Bank, QuestionVersion
from exams.practice.models import PracticeQuestion
from lms.kernel import offers
from mediators.models import User


def from_learning(_viewer: User, **_about: Any) -> list[offers.Offer]:
    return [offers.Offer(_("Practise with questions"), reverse("practice:home"))]


def from_lesson(_viewer: User, *, lesson: Lesson) -> list[offers.Offer]:
    """Return where to practise what the articles say that a lesson cites.

    How many questions that are is said there: a lesson asks for few things as it is.
    """
    address = f"{reverse('practice:home')}?{urlencode({'lesson': lesson.pk})}"
    return [offers.Offer(_("Practise what this lesson cites"), address)]


def from_bank(_viewer: User, *, bank: Bank, query: str = "") -> list[offers.Offer]:
    release = reverse("practice:release", args=[bank.uuid])
    return [
        offers.Offer(_("Release these for practice"), f"{release}?{query}"),
        offers.Offer(
            _("Released for practice"),
            reverse("practice:released-list", args=[bank.uuid]),
        ),
    ]


def from_question(_viewer: User, *, version: QuestionVersion) -> list[offers.Offer]:
    """Return where its copy is, or where to release it; one query for what is approved."""
    if not version.is_approved or version.question.is_retired:
        return []
    copy = PracticeQuestion.objects.standing().filter(version=version.pk).first()
    if copy:
        return [offers.Offer(_("Released for practice"), copy.get_absolute_url())]
    release = reverse("practice:release-one", args=[version.question.uuid])
    return [offers.Offer(_("Release for practice"), release)]


def register() -> None:
    offers.add("courses.home", "practice", from_learning)
    offers.add("courses.lesson", "practice", from_lesson)
    offers.add("banks.bank", "practice", from_bank)
    offers.add("banks.question", "practice", from_question)
