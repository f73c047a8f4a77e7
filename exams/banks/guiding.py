"""What a new author does with banks: one question, in a bank where they train."""

from django.urls import reverse
from django.utils.translation import gettext as _

from courses import guide
from courses.guide import Link, Step
from exams.banks.models import Bank, QuestionVersion
from mediators.access import has_role
from mediators.models import RoleGrant, User


def to_ask(author: User) -> Step | None:
    """Return the step of a first question, for who trains: two queries, or three."""
    if not has_role(author, RoleGrant.Role.TRAINER):
        return None
    own = QuestionVersion.objects.visible_to(author).filter(author=author)
    written = own.select_related("question").order_by("-pk").first()
    return Step(
        _("Add a question to a bank"),
        _(
            "Exams ask what lessons teach. One that rests on the article you cite is "
            "enough; a colleague approves it."
        ),
        is_done=written is not None,
        link=_read(written) if written else _write(author),
    )


def _read(version: QuestionVersion) -> Link:
    return Link(_("Open the question"), version.question.get_absolute_url())


def _write(author: User) -> Link:
    bank = Bank.objects.kept_by(author).order_by("code").first()
    if bank is None:
        return Link(_("Set up a bank"), reverse("banks:bank-new"))
    kind = QuestionVersion.Kind.SINGLE_CHOICE
    address = reverse("banks:question-new", args=[bank.uuid, kind])
    return Link(_("Write a question"), address)


def register() -> None:
    guide.add(30, "banks", to_ask)
