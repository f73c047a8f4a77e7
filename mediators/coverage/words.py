"""Gaps in words: of how many committees, of one committee, and of people."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

#: How many committees, villages or people, as the list of a branch says it.
SENTENCES = {
    "villages_uncovered": ngettext_lazy(
        "%(count)d village or community has no committee",
        "%(count)d villages or communities have no committee",
        "count",
    ),
    "without_chair": ngettext_lazy(
        "%(count)d committee has no chair",
        "%(count)d committees have no chair",
        "count",
    ),
    "many_chairs": ngettext_lazy(
        "%(count)d committee has more than one chair",
        "%(count)d committees have more than one chair",
        "count",
    ),
    "few_members": ngettext_lazy(
        "%(count)d committee has fewer members than the rules ask",
        "%(count)d committees have fewer members than the rules ask",
        "count",
    ),
    "many_members": ngettext_lazy(
        "%(count)d committee has more members than the rules allow",
        "%(count)d committees have more members than the rules allow",
        "count",
    ),
    "without_woman": ngettext_lazy(
        "%(count)d committee has no woman among its members",
        "%(count)d committees have no woman among their members",
        "count",
    ),
    "without_minority": ngettext_lazy(
        "%(count)d committee of a multi-ethnic area has no member of a smaller people",
        "%(count)d committees of multi-ethnic areas have no member of a smaller people",
        "count",
    ),
    "lapsed": ngettext_lazy(
        "%(count)d committee has members whose term has run out",
        "%(count)d committees have members whose term has run out",
        "count",
    ),
    "without_certified": ngettext_lazy(
        "%(count)d committee has no certified mediator",
        "%(count)d committees have no certified mediator",
        "count",
    ),
    "uncertified": ngettext_lazy(
        "%(count)d mediator has no valid certificate",
        "%(count)d mediators have no valid certificate",
        "count",
    ),
    "expiring": ngettext_lazy(
        "The certificate of %(count)d mediator ends within 90 days",
        "The certificates of %(count)d mediators end within 90 days",
        "count",
    ),
    "untrained": ngettext_lazy(
        "%(count)d mediator has not been trained this year",
        "%(count)d mediators have not been trained this year",
        "count",
    ),
}
#: What one committee lacks, as a tag says it.
TAGS = {
    "without_chair": _("no chair"),
    "many_chairs": _("more than one chair"),
    "few_members": _("too few members"),
    "many_members": _("too many members"),
    "without_woman": _("no woman"),
    "without_minority": _("no member of a smaller people"),
    "lapsed": _("terms run out"),
    "without_certified": _("nobody certified"),
}
#: Lists of people: the measure, and whether they meet it or do not.
OF_PEOPLE = {
    "uncertified": ("certified", False),
    "expiring": ("expiring", True),
    "untrained": ("trained", False),
}


def sentence(gap: str, count: int) -> str:
    return str(SENTENCES[gap] % {"count": count})
