"""The Studio, by namespace: what its URLs answer about another branch's things.

302 is the Studio's own refusal: back to its home, with a sentence.
"""

from tests.scope.rows import NOT_HERE, Studio

ANYBODY = {"editor": [200], "others": [200]}
REFUSED = {"editor": [302]}
#: A form or a dialog that shows nothing of anybody's.
EMPTY = {"editor": [200]}


def nowhere(*namespaces):
    """Rows for what this site does not have, whoever asks."""
    return [Studio(each, editor=[NOT_HERE], others=[NOT_HERE]) for each in namespaces]


NAMESPACES = [
    # The doors: ours stand before the Studio's own.
    Studio("studio/login/", editor=[302], others=[302, 403]),
    Studio("wagtailadmin_login", editor=[302], others=[302, 403]),
    Studio("studio/logout/", **REFUSED),
    Studio("wagtailadmin_logout", **REFUSED),
    Studio("studio/account/", **REFUSED),
    Studio("wagtailadmin_account", **REFUSED),
    Studio("wagtailadmin_javascript_catalog", **ANYBODY),
    Studio("wagtailadmin_sprite", **ANYBODY),
    *nowhere(
        "^studio/(password_reset|users|failwhale|test404|tag-autocomplete)/",
        "studio/test404/",
        "wagtailadmin_tag_autocomplete",
        "wagtailadmin_tag_model_autocomplete",
        "wagtailadmin_error_test",
        "wagtailadmin_password_reset",
        "wagtailadmin_password_reset_complete",
        "wagtailadmin_password_reset_confirm",
        "wagtailadmin_password_reset_done",
        "wagtailusers_users",
    ),
    Studio("studio/^.*/$", editor=[NOT_HERE]),
    # What is for all: the home of the Studio, dialogs, forms.
    Studio("wagtailadmin_home", **EMPTY),
    Studio("courses_translate", editor=[404]),
    Studio("courses_review", **EMPTY),
    Studio("courses_review_results", **EMPTY),
    Studio("courses_flags", **EMPTY),
    Studio("courses_flags_results", **EMPTY),
    Studio("courses_flag", editor=[404]),
    Studio("courses_pilot_classes", **EMPTY),
    Studio("courses_pilot_class", editor=[404]),
    Studio("courses_pilot", editor=[404]),
    Studio("wagtailadmin_dismissibles", **EMPTY),
    Studio("wagtailadmin_choose_page_anchor_link", **EMPTY),
    Studio("wagtailadmin_choose_page_email_link", **EMPTY),
    Studio("wagtailadmin_choose_page_external_link", **EMPTY),
    Studio("wagtailadmin_choose_page_phone_link", **EMPTY),
    Studio("wagtailembeds", **EMPTY),
    Studio("wagtailadmin_block_preview", editor=[404]),
    Studio("wagtailadmin_editing_sessions", editor=[405]),
    # Pages: lists leave out, the rest is refused or absent.
    Studio("courses", editor=[200, 301, 404], others=[301, 302, 404]),
    Studio("wagtailadmin_pages", editor=[200, 302, 404, 405]),
    Studio("wagtailadmin_explore", editor=[404]),
    Studio("wagtailadmin_explore_results", editor=[404]),
    Studio("wagtailadmin_explore_root", **REFUSED),
    Studio("wagtailadmin_choose_page", editor=[200]),
    Studio("wagtailadmin_choose_page_search", editor=[200]),
    Studio("wagtailadmin_choose_page_child", editor=[404]),
    Studio("wagtailadmin_choose_page_chosen_multiple", editor=[200]),
    Studio("wagtail_bulk_action", editor=[404]),
    Studio("wagtailadmin_api:pages", editor=[200, 404, 405]),
    # Files.
    Studio("wagtailadmin_collections", editor=[302, 404]),
    Studio("wagtaildocs", editor=[200, 302, 405]),
    Studio("wagtaildocs_chooser", editor=[200, 302]),
    Studio("wagtailimages", editor=[200, 302, 404, 405]),
    Studio("wagtailimages_chooser", editor=[200, 302, 404]),
    *nowhere("wagtailadmin_api:documents", "wagtailadmin_api:images"),
    # The law is for every author; who wrote what about it is not asked.
    Studio("article_chooser", editor=[200, 302]),
    Studio("digests", editor=[200, 302]),
    Studio("statutes", editor=[200, 302]),
    # Kinds of certificate: each branch's administrators write their own.
    Studio("certificates", editor=[404], others=[302, 404]),
    Studio("wagtailsnippets", **REFUSED),
    Studio(
        "wagtailsnippets_certificates_certificatetype",
        editor=[302, 404],
        others=[302, 404],
    ),
    *nowhere("wagtailsnippetchoosers_certificates_certificatetype"),
    # What is for who looks after all branches.
    Studio("wagtailadmin_reports", editor=[404], others=[302, 404]),
    Studio("wagtailadmin_workflows", editor=[404]),
    Studio("wagtailredirects", editor=[302, 404]),
    Studio("wagtailsites", editor=[302, 404]),
    Studio("wagtailusers_groups", **REFUSED),
]
