"""What the exam page says; the script gets it as data, in the reader's language."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

_WORDS: dict[str, str | Promise] = {
    # States of an answer, each beside its sign
    "local": _("On this phone"),
    "sent": _("Sent"),
    "stored": _("Stored"),
    "refused": _("Not counted"),
    # Questions
    "count": _("Question {n} of {total}"),
    "kind": _("{kind} · {points} points"),
    "single_choice": _("Single choice"),
    "multiple_choice": _("Multiple choice"),
    "true_false": _("True or false"),
    "fill_in": _("Fill in the blanks"),
    "short_answer": _("Short answer"),
    "several": _("More than one may be right: choose all that are."),
    "counting_all": _("An incomplete answer earns nothing."),
    "counting_partial": _(
        "An incomplete answer earns its part; a wrong option loses all."
    ),
    "blank": _("Blank {n}"),
    "your_answer": _("Your answer"),
    "characters": _("{n} of at most {most} characters"),
    "next": _("Next question"),
    "hand_in": _("Hand in"),
    "flag": _("Flag this question"),
    "unflag": _("Remove the flag"),
    # The line at the top
    "unsent": _("{n} not uploaded yet"),
    "all_stored": _("✓ All stored"),
    "refused_all": _("! {n} not counted"),
    "minutes": _("{n} min left"),
    "five_minutes": _("Five minutes are left."),
    # The answer sheet and handing in
    "question": _("Question {n}"),
    "answered": _("answered"),
    "unanswered": _("not answered"),
    "flagged": _("flagged"),
    "sheet": _("{n} of {total} questions answered"),
    "left": _("{n} questions are not answered:"),
    "none_left": _("Every question is answered."),
    "unsent_hand_in": _(
        "The answers to {n} questions are still on this phone. They are uploaded first."
    ),
    "handing_title": _("Handing in…"),
    "handing_text": _(
        "Your answers are kept on this phone. If the network is down, they are uploaded "
        "and handed in by themselves once it is back. Please keep this page open."
    ),
    "over_title": _("The time is over"),
    "over_text": _(
        "Your answers are being handed in. If the network is down, this is done by "
        "itself once it is back. Please keep this page open."
    ),
    "ended_title": _("The exam has ended"),
    "ended_text": _(
        "It was handed in from another page, or by itself. The receipt is shown here "
        "once the network is back."
    ),
    # When this page may not go on
    "not_proven": _(
        "The ticket number or the password is not right. Your answers are kept; try again."
    ),
    "too_many": _(
        "That was wrong too often. Wait five minutes, or ask the invigilator; your "
        "answers are kept and your time goes on."
    ),
    "take_over_back": _("Go on with this phone again"),
    "fenced_title": _("Another phone has taken over"),
    "fenced_text": _(
        "This phone can no longer answer. What it had not uploaded is kept on record "
        "for the invigilator to decide."
    ),
    "tab_title": _("The exam was opened in another page"),
    "tab_text": _("Only one page can answer at a time. Nothing is lost."),
    "here": _("Go on in this page"),
    "sign_in_title": _("Please sign in again"),
    "sign_in_text": _(
        "Your answers are kept on this phone. Once you have signed in, they are uploaded "
        "by themselves."
    ),
    "sign_in": _("Sign in"),
    "gone_title": _("This exam cannot be opened"),
    "gone_text": _(
        "It may not have started, or it is over. Please ask the invigilator."
    ),
    "void_title": _("This attempt was annulled"),
    "void_text": _("Please ask the invigilator what to do next."),
}


def client_words() -> dict[str, Any]:
    """Return every word of the exam page in the language of this request."""
    return {name: str(word) for name, word in _WORDS.items()}


def until(moment: datetime, *, at: datetime) -> str:
    """Say how long it is until `moment`: 3 days left, 5 hours left, 12 minutes left."""
    left = max(moment - at, timedelta(0))
    hours = int(left.total_seconds()) // 3600
    if days := hours // 24:
        return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
    if hours:
        return ngettext("%(n)d hour left", "%(n)d hours left", hours) % {"n": hours}
    minutes = -(-int(left.total_seconds()) // 60)
    return ngettext("%(n)d minute left", "%(n)d minutes left", minutes) % {"n": minutes}
