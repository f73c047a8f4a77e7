"""What the Studio does differently here."""

from courses.viewsets.fences import (
    bulk,
    choose_below,
    chosen_pages,
    image_format,
    move,
    of_all_branches,
    of_own_page,
    only_help_that_is_here,
    only_needed_places,
    only_own_authors,
    only_own_pages,
    only_reports_that_answer,
    refuse_to_delete,
    refuse_to_delete_many,
    without_privacy,
    without_tags,
)
from courses.viewsets.files import what_is_shown_stays
from courses.viewsets.flags import flag_addresses, flag_place
from courses.viewsets.home import lists_of_authors
from courses.viewsets.pilots import pilot_addresses, pilot_button, pilot_place
from courses.viewsets.review import (
    review_addresses,
    review_place,
    sent_back_in_words,
)
from courses.viewsets.signs import (
    in_our_signs,
    only_keys_that_do_something,
    without_checks,
)
from courses.viewsets.translating import translation_addresses, translation_button

__all__ = [
    "bulk",
    "choose_below",
    "chosen_pages",
    "flag_addresses",
    "flag_place",
    "image_format",
    "in_our_signs",
    "lists_of_authors",
    "move",
    "of_all_branches",
    "of_own_page",
    "only_help_that_is_here",
    "only_keys_that_do_something",
    "only_needed_places",
    "only_own_authors",
    "only_own_pages",
    "only_reports_that_answer",
    "pilot_addresses",
    "pilot_button",
    "pilot_place",
    "refuse_to_delete",
    "refuse_to_delete_many",
    "review_addresses",
    "review_place",
    "sent_back_in_words",
    "translation_addresses",
    "translation_button",
    "what_is_shown_stays",
    "without_checks",
    "without_privacy",
    "without_tags",
]
