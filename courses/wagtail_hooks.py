"""Registration only: what answers is in `views`, what the Studio shows in `viewsets`."""

from wagtail import hooks

from courses import viewsets
from courses.views import pages

hooks.register("on_serve_page", pages.answer_for_pages, order=100)
hooks.register("before_delete_page", viewsets.refuse_to_delete)
hooks.register("before_bulk_action", viewsets.refuse_to_delete_many)
hooks.register("construct_page_chooser_queryset", viewsets.only_own_pages)
hooks.register("construct_main_menu", viewsets.only_needed_places)
hooks.register("construct_reports_menu", viewsets.only_reports_that_answer)
hooks.register("construct_help_menu", viewsets.only_help_that_is_here)
hooks.register("construct_homepage_panels", viewsets.lists_of_authors)
hooks.register("register_admin_urls", viewsets.review_addresses)
hooks.register("register_admin_menu_item", viewsets.review_place)
hooks.register("register_admin_urls", viewsets.flag_addresses)
hooks.register("register_admin_menu_item", viewsets.flag_place)
hooks.register("register_admin_urls", viewsets.pilot_addresses)
hooks.register("register_admin_menu_item", viewsets.pilot_place)
hooks.register("register_page_header_buttons", viewsets.pilot_button)
hooks.register("register_admin_urls", viewsets.translation_addresses)
hooks.register("register_page_header_buttons", viewsets.translation_button)

viewsets.without_tags()
viewsets.without_privacy()
viewsets.only_own_authors()
viewsets.in_our_signs()
viewsets.without_checks()
viewsets.only_keys_that_do_something()
viewsets.what_is_shown_stays()
viewsets.sent_back_in_words()
